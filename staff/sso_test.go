package staff

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/relying"
)

const here = "https://samedoor.example.org"

var grants = []Grant{
	{Group: "bb-agents", Agency: "northtown", Team: "Blue Badge", Role: Agent},
	{Group: "bb-workers", Agency: "northtown", Team: "Blue Badge", Role: Caseworker},
	{Group: "leaders", Agency: "northtown", Role: Leader},
	{Group: "south", Agency: "southtown", Role: Agent},
	{Group: "ghosts", Agency: "nowhere", Role: Agent},
}

// signOnBundle is an office with a single sign-on beside it.
type signOnBundle struct {
	bundle
	*testing.T
	signOn   *fake.SignOn
	released []int64
	mu       sync.Mutex
	at       time.Time
}

func (b *signOnBundle) now() time.Time { b.mu.Lock(); defer b.mu.Unlock(); return b.at }
func (b *signOnBundle) later(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at = b.at.Add(d)
}

func withSignOn(t *testing.T, change func(*fake.SignOnOptions)) *signOnBundle {
	t.Helper()
	b := &signOnBundle{bundle: setup(t), T: t, at: time.Now().Truncate(time.Second)}
	for _, team := range []string{"Blue Badge", "Appeals"} {
		if _, err := b.office.AddTeam(t.Context(), b.agency.ID, team); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.office.AddAgency(t.Context(), Agency{Slug: "southtown", NameEn: "Southtown", NameCy: "Southtown"}); err != nil {
		t.Fatal(err)
	}
	o := fake.SignOnOptions{ClientID: "samedoor", ClientSecret: "secret of a test", Redirect: here + SSOBackPath, Now: b.now, Users: []fake.SignOnUser{
		{Subject: "s-ann", Username: "Ann.Quill", Name: "Ann Quill", Groups: []string{"everybody", "bb-workers"}},
		{Subject: "s-sian", Username: "sian", Name: "Another Siân", Groups: []string{"bb-agents"}},
		{Subject: "s-nobody", Username: "nobody", Name: "No Body", Groups: []string{"everybody"}},
		{Subject: "s-both", Username: "both", Name: "Bo Oth", Groups: []string{"south", "bb-agents"}},
		{Subject: "s-ghost", Username: "ghost", Name: "G Host", Groups: []string{"ghosts"}}}}
	if change != nil {
		change(&o)
	}
	b.signOn = fake.NewSignOn(o)
	server := httptest.NewServer(b.signOn)
	t.Cleanup(server.Close)
	b.signOn.At(server.URL)
	err := b.office.Offer(Ways{Public: here, SSO: &SSOConfig{Issuer: server.URL, ClientID: "samedoor", ClientSecret: "secret of a test", Grants: grants, Public: here, Now: b.now}})
	if err != nil {
		t.Fatal(err)
	}
	b.office.Release = func(_ context.Context, _ pgx.Tx, _ audit.Actor, m Member) (Handed, error) {
		b.released = append(b.released, m.ID)
		return Handed{Cases: 1}, nil
	}
	return b
}

// browser goes where it is sent and comes back with the answer, as the query of the address it was led back to.
func (b *signOnBundle) browser(to string) url.Values {
	b.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(to)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	back, err := url.Parse(res.Header.Get("Location"))
	if err != nil || !strings.HasPrefix(back.String(), here+SSOBackPath) {
		b.Fatalf("status %d, led to %v, %v", res.StatusCode, back, err)
	}
	return back.Query()
}

func (b *signOnBundle) signIn(subject string) (Member, error) {
	b.Helper()
	b.signOn.SignInAs(subject)
	to, asked, err := b.office.AskSSO(b.Context(), "/desk", "en")
	if err != nil {
		b.Fatal(err)
	}
	return b.office.HearSSO(b.Context(), asked, b.browser(to), b.now())
}

func (b *signOnBundle) refused(err error, why string) {
	b.Helper()
	var r *relying.Refused
	if !errors.As(err, &r) || r.Why != why {
		b.Errorf("%v; want a refusal for %s", err, why)
	}
}

func TestSignOnMakesAMemberOfTheirGroups(t *testing.T) {
	b := withSignOn(t, nil)
	m, err := b.signIn("s-ann")
	if err != nil || m.Username != "ann.quill" || m.DisplayName != "Ann Quill" || m.Role != Caseworker || m.Agency != b.agency.ID || m.Team == 0 {
		t.Fatalf("%+v %s, %v", m, m.DisplayName, err)
	}
	again, err := b.signIn("s-ann")
	if err != nil || again != m {
		t.Errorf("the second time %+v, %v", again, err)
	}
	if n := count(t, b.db, `select count(*) from audit_log where verb = 'staff.signed_in' and why = 'sso' and actor_id = $1`, m.ID); n != 2 {
		t.Errorf("recorded %d times", n)
	}
	if _, err := b.office.SignIn(t.Context(), "ann.quill", "", "192.0.2.9", noon); !errors.Is(err, ErrSignIn) {
		t.Errorf("somebody without a password signed in by one: %v", err)
	}
}

func TestGroupsAreToldByUserInfoToo(t *testing.T) {
	b := withSignOn(t, func(o *fake.SignOnOptions) { o.AtUserInfo = true })
	if m, err := b.signIn("s-ann"); err != nil || m.Role != Caseworker || m.Username != "ann.quill" {
		t.Fatalf("%+v, %v", m, err)
	}
	b.signOn.Break(fake.OtherSubject)
	_, err := b.signIn("s-ann")
	b.refused(err, relying.RefusedAnswer)
}

func TestRolesChangeAtTheNextSignIn(t *testing.T) {
	b := withSignOn(t, nil)
	m, err := b.signIn("s-ann")
	if err != nil {
		t.Fatal(err)
	}
	b.signOn.Regroup("s-ann", "leaders")
	if now, err := b.signIn("s-ann"); err != nil || now.ID != m.ID || now.Role != Leader || now.Team != 0 {
		t.Errorf("%+v, %v", now, err)
	}
	if len(b.released) != 0 {
		t.Errorf("a leader handed back their cases: %v", b.released)
	}
	b.signOn.Regroup("s-ann", "leaders", "bb-agents") // one group more is not one right more
	if now, err := b.signIn("s-ann"); err != nil || now.Role != Agent {
		t.Errorf("%+v, %v", now, err)
	}
	b.signOn.Regroup("s-ann", "south")
	now, err := b.signIn("s-ann")
	if err != nil || now.Agency == m.Agency {
		t.Errorf("%+v, %v", now, err)
	}
	if len(b.released) != 2 { // no longer working cases, and then gone elsewhere
		t.Errorf("handed back %d times", len(b.released))
	}
	if n := count(t, b.db, `select count(*) from audit_log where verb = 'staff.moved'`); n != 3 {
		t.Errorf("%d moves recorded", n)
	}
}

func TestNoGroupIsNoEntry(t *testing.T) {
	b := withSignOn(t, nil)
	for _, subject := range []string{"s-nobody", "s-both", "s-ghost"} {
		_, err := b.signIn(subject)
		b.refused(err, RefusedGroups)
	}
	_, err := b.signIn("s-sian") // her user name is another member's here
	b.refused(err, RefusedName)
	if n := count(t, b.db, `select count(*) from staff`); n != 1 {
		t.Errorf("%d members", n)
	}
	m, err := b.signIn("s-ann")
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.office.Enter(t.Context(), Entering{Member: m.ID, Method: BySSO}, b.now())
	if err != nil {
		t.Fatal(err)
	}
	b.signOn.Regroup("s-ann", "everybody")
	_, err = b.signIn("s-ann")
	b.refused(err, RefusedGroups)
	if _, _, err := b.office.Live(t.Context(), s.ID, b.now()); !errors.Is(err, ErrEnded) {
		t.Errorf("somebody whose groups are gone is still signed in elsewhere: %v", err)
	}
	if n := count(t, b.db, `select count(*) from audit_log where verb = 'staff.sign_in_refused' and why = 'sso: groups'`); n != 4 {
		t.Errorf("%d refusals recorded", n)
	}
}

func TestALeaverDoesNotComeBackBySignOn(t *testing.T) {
	b := withSignOn(t, nil)
	m, err := b.signIn("s-ann")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.db.Exec(t.Context(), `update staff set active = false where id = $1`, m.ID); err != nil {
		t.Fatal(err)
	}
	_, err = b.signIn("s-ann")
	b.refused(err, RefusedGone)
}

func TestTheListsIDLeadsToItsMember(t *testing.T) {
	b := withSignOn(t, nil)
	if _, err := b.db.Exec(t.Context(), `update staff set external_id = 's-sian' where id = $1`, b.member.ID); err != nil {
		t.Fatal(err)
	}
	if m, err := b.signIn("s-sian"); err != nil || m.ID != b.member.ID || m.Username != "sian" || !m.Welsh {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestAFaultySignOnIsRefused(t *testing.T) {
	b := withSignOn(t, nil)
	if _, err := b.signIn("s-ann"); err != nil {
		t.Fatal(err)
	}
	for fault, why := range map[fake.LoginFault]string{
		fake.BadNonce: relying.RefusedAnswer, fake.WrongAudience: relying.RefusedAnswer, fake.ManyAudiences: relying.RefusedAnswer, fake.WrongIssuer: relying.RefusedAnswer,
		fake.Expired: relying.RefusedAnswer, fake.FromFuture: relying.RefusedAnswer, fake.WrongKey: relying.RefusedAnswer, fake.NoAlgorithm: relying.RefusedAnswer,
		fake.SymmetricKey: relying.RefusedAnswer, fake.WrongState: relying.RefusedState, fake.OtherIssuer: relying.RefusedAnswer, fake.Denied: relying.RefusedDenied,
		fake.Unavailable: relying.RefusedAway, fake.OldCode: relying.RefusedAnswer} {
		b.signOn.Break(fault)
		_, err := b.signIn("s-ann")
		if b.refused(err, why); err == nil {
			t.Errorf("%s was believed", fault)
		}
	}
	b.signOn.Break(fake.Honest)
	if _, err := b.signIn("s-ann"); err != nil {
		t.Errorf("after all that, an honest answer: %v", err)
	}
}

func TestAnAnswerIsGoodOnceAndForItsBrowser(t *testing.T) {
	b := withSignOn(t, nil)
	b.signOn.SignInAs("s-ann")
	to, asked, err := b.office.AskSSO(t.Context(), "/desk", "cy")
	if err != nil {
		t.Fatal(err)
	}
	answer := b.browser(to)
	_, others, err := b.office.AskSSO(t.Context(), "/desk", "en")
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.office.HearSSO(t.Context(), others, answer, b.now()) // taken to another browser
	b.refused(err, relying.RefusedState)
	_, err = b.office.HearSSO(t.Context(), Asked{}, url.Values{"code": answer["code"], "state": {""}}, b.now())
	b.refused(err, relying.RefusedState)
	stolen := asked
	stolen.Verifier = others.Verifier // the code without the browser's own half
	_, err = b.office.HearSSO(t.Context(), stolen, answer, b.now())
	b.refused(err, relying.RefusedAnswer)
	b.later(askedLife + time.Second)
	_, err = b.office.HearSSO(t.Context(), asked, answer, b.now())
	b.refused(err, relying.RefusedState)
	b.later(-askedLife)
	if _, err = b.office.HearSSO(t.Context(), asked, answer, b.now()); err != nil {
		t.Errorf("the answer itself: %v", err)
	}
	_, err = b.office.HearSSO(t.Context(), asked, answer, b.now())
	b.refused(err, relying.RefusedAnswer)
}

func TestASignOnThatIsAwayKeepsNothingElseShut(t *testing.T) {
	b := withSignOn(t, nil)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	if err := b.office.Offer(Ways{Public: here, SSO: &SSOConfig{Issuer: gone.URL, ClientID: "x", Public: here}}); err != nil {
		t.Fatal(err)
	}
	_, _, err := b.office.AskSSO(t.Context(), "/desk", "en")
	b.refused(err, relying.RefusedAway)
	if _, err := b.office.SignIn(t.Context(), "sian", goodPassword, "192.0.2.1", noon); err != nil {
		t.Error(err)
	}
}

func TestReadGrants(t *testing.T) {
	t.Parallel()
	all, err := ReadGrants([]byte("- group: a\n  agency: northtown\n  team: Blue Badge\n  role: agent\n- {group: b, agency: northtown, role: leader}\n"))
	if err != nil || len(all) != 2 || all[0].Team != "Blue Badge" || all[1].Role != Leader {
		t.Errorf("%+v, %v", all, err)
	}
	for text, want := range map[string]string{
		"- {group: a, agency: b, role: boss}":                                        `the role "boss"`,
		"- {agency: b, role: agent}":                                                 "number 1",
		"- {group: a, agency: b, role: agent, admin: yes}":                           "is not a list",
		"- {group: a, agency: b, role: agent}\n- {group: a, agency: c, role: agent}": "twice",
		"group: a": "is not a list",
	} {
		if _, err := ReadGrants([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %s", text, err, want)
		}
	}
	if all, err := ReadGrants(nil); err != nil || len(all) != 0 {
		t.Errorf("an empty file: %v, %v", all, err)
	}
}
