package signin_test

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/relying"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
)

// goes sends a browser to One Login as that user, and gives what it comes back with.
func (b *bundle) goes(subject string, identity bool) (signin.Asked, url.Values) {
	b.Helper()
	b.login.SignInAs(subject)
	to, asked, err := b.gate.AskOneLogin(b.Context(), identity, "cy")
	must(b, err)
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := browser.Get(to)
	must(b, err)
	defer res.Body.Close()
	back, err := res.Location()
	if err != nil || back.Scheme+"://"+back.Host+back.Path != public+signin.BackPath {
		b.Fatalf("One Login answered %d and led to %v: %v", res.StatusCode, back, err)
	}
	return asked, back.Query()
}

// logsIn is a whole way there and back.
func (b *bundle) logsIn(subject string, identity bool) (signin.Login, error) {
	b.Helper()
	asked, answer := b.goes(subject, identity)
	return b.gate.HearOneLogin(b.Context(), asked, answer)
}

func (b *bundle) loggedIn(subject string, identity bool) signin.Login {
	b.Helper()
	l, err := b.logsIn(subject, identity)
	must(b, err)
	return l
}

func TestOneLogin(t *testing.T) {
	t.Parallel()
	b := setup(t)
	login := b.loggedIn(maryIs, false)
	if login.Subject != maryIs || login.SID == "" || login.Identity != nil {
		t.Errorf("signed in: %+v", login)
	}
	q := b.login.Asked()
	if q.Get("vtr") != `["Cl.Cm"]` || q.Get("claims") != "" || q.Get("ui_locales") != "cy" || q.Get("scope") != "openid" {
		t.Errorf("asked for signing in with %v", q)
	}
	login = b.loggedIn(maryIs, true)
	if q := b.login.Asked(); q.Get("vtr") != `["Cl.Cm.P2"]` || q.Get("claims") == "" {
		t.Errorf("asked for identity with %v", q)
	}
	want := signin.Identity{FullName: "Mary Ann Quill", Previous: []string{"Mary Ann Sharp"}, Born: services.Day{Y: 1948, M: 3, D: 5}, Postcode: "ZA1 1AA"}
	if i := login.Identity; i == nil || i.FullName != want.FullName || !slices.Equal(i.Previous, want.Previous) || i.Born != want.Born || i.Postcode != want.Postcode {
		t.Errorf("identity %+v", i)
	}
	b.login.Rotate() // both kinds of key are new from one moment to the next
	b.later(2 * time.Minute)
	if _, err := b.logsIn(maryIs, true); err != nil {
		t.Errorf("with new keys: %v", err)
	}
}

// Every way in which an answer can be wrong is refused, for that reason, and the honest answer beside it is not.
func TestForgedAnswers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, c := range []struct {
		fault    fake.LoginFault
		identity bool
		why      string
	}{
		{fake.BadNonce, false, relying.RefusedAnswer}, {fake.WrongAudience, false, relying.RefusedAnswer}, {fake.ManyAudiences, false, relying.RefusedAnswer},
		{fake.WrongIssuer, false, relying.RefusedAnswer}, {fake.Expired, false, relying.RefusedAnswer}, {fake.FromFuture, false, relying.RefusedAnswer},
		{fake.WrongVot, false, relying.RefusedAnswer}, {fake.WrongVot, true, relying.RefusedAnswer}, {fake.WrongKey, false, relying.RefusedAnswer},
		{fake.NoAlgorithm, false, relying.RefusedAnswer}, {fake.SymmetricKey, false, relying.RefusedAnswer}, {fake.NoSession, false, relying.RefusedAnswer},
		{fake.WrongState, false, relying.RefusedState}, {fake.OtherIssuer, false, relying.RefusedAnswer}, {fake.Denied, false, relying.RefusedDenied},
		{fake.Unavailable, false, relying.RefusedAway}, {fake.OtherSubject, false, relying.RefusedAnswer},
		{fake.CoreBadKey, true, relying.RefusedAnswer}, {fake.CoreNoAlgorithm, true, relying.RefusedAnswer}, {fake.CoreOtherDID, true, relying.RefusedAnswer},
		{fake.CoreExpired, true, relying.RefusedAnswer}, {fake.CoreAudience, true, relying.RefusedAnswer}, {fake.CoreIssuer, true, relying.RefusedAnswer},
		{fake.CoreSubject, true, relying.RefusedAnswer}, {fake.CoreLow, true, signin.RefusedIdentity}, {fake.CoreMissing, true, signin.RefusedIdentity},
		{fake.CoreNameless, true, signin.RefusedIdentity},
	} {
		b.login.Break(c.fault)
		_, err := b.logsIn(maryIs, c.identity)
		var refused *relying.Refused
		if !errors.As(err, &refused) || refused.Why != c.why {
			t.Errorf("%s: %v, want it refused for %s", c.fault, err, c.why)
		}
		b.login.Break(fake.Honest)
		if _, err := b.logsIn(maryIs, c.identity); err != nil {
			t.Fatalf("honest after %s: %v", c.fault, err)
		}
	}
	if _, err := b.logsIn(newIs, true); !refusedFor(err, signin.RefusedIdentity) {
		t.Errorf("one who cannot prove who they are: %v", err)
	}
}

func refusedFor(err error, why string) bool {
	var refused *relying.Refused
	return errors.As(err, &refused) && refused.Why == why
}

// An answer is good once, in the browser that asked, and not for ever.
func TestReplayedAnswers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	asked, answer := b.goes(maryIs, false)
	_, err := b.gate.HearOneLogin(t.Context(), asked, answer)
	must(t, err)
	if _, err := b.gate.HearOneLogin(t.Context(), asked, answer); !refusedFor(err, relying.RefusedAnswer) {
		t.Errorf("the same code twice: %v", err)
	}
	b.login.Break(fake.OldCode)
	if _, err := b.logsIn(davidIs, false); !refusedFor(err, relying.RefusedAnswer) {
		t.Errorf("a code of before: %v", err)
	}
	b.login.Break(fake.Honest)
	asked, _ = b.goes(maryIs, false)
	_, stolen := b.goes(davidIs, false)
	if _, err := b.gate.HearOneLogin(t.Context(), asked, stolen); !refusedFor(err, relying.RefusedState) {
		t.Errorf("another browser's answer: %v", err)
	}
	stolen.Set("state", asked.State) // a code planted in somebody's browser: the verifier of the browser is not the code's
	if _, err := b.gate.HearOneLogin(t.Context(), asked, stolen); !refusedFor(err, relying.RefusedAnswer) {
		t.Errorf("a planted code: %v", err)
	}
	if _, err := b.gate.HearOneLogin(t.Context(), signin.Asked{}, url.Values{"code": {"x"}}); !refusedFor(err, relying.RefusedState) {
		t.Errorf("an answer nobody asked for: %v", err)
	}
	asked, answer = b.goes(maryIs, false)
	b.later(61 * time.Minute)
	if _, err := b.gate.HearOneLogin(t.Context(), asked, answer); !refusedFor(err, relying.RefusedState) {
		t.Errorf("an hour later: %v", err)
	}
}

// The keys of identities are asked for when they are not known, not for every answer; and those we have serve while the document is away.
func TestIdentityKeys(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for range 3 {
		b.loggedIn(maryIs, true)
	}
	if n := b.login.Fetched(); n != 1 {
		t.Errorf("the document was fetched %d times for three answers", n)
	}
	b.login.Break(fake.NoDocument)
	b.later(2 * time.Hour)
	if _, err := b.logsIn(maryIs, true); err != nil {
		t.Errorf("while the document is away: %v", err)
	}
	b.login.Break(fake.CoreOtherDID)
	before := b.login.Fetched()
	if _, err := b.logsIn(maryIs, true); err == nil || b.login.Fetched() != before {
		t.Errorf("a foreign key id made us call: %v", err)
	}
}

// A login opens the record it was joined to, and nothing else; another person's is not taken.
func TestJoin(t *testing.T) {
	t.Parallel()
	b := setup(t)
	login := b.loggedIn(maryIs, false)
	if _, found, err := b.gate.EnterByOneLogin(t.Context(), login, firefox); err != nil || found {
		t.Fatalf("a login nobody joined opened something: %v", err)
	}
	in, err := b.gate.JoinOneLogin(t.Context(), b.mary.ID, login, firefox)
	must(t, err)
	if in.Account != b.mary.ID || in.Method != signin.ByOneLogin || !b.live(in.ID) {
		t.Errorf("joined: %+v", in)
	}
	again, found, err := b.gate.EnterByOneLogin(t.Context(), b.loggedIn(maryIs, false), firefox)
	if err != nil || !found || again.Account != b.mary.ID {
		t.Errorf("the next time: %+v %v %v", again, found, err)
	}
	if _, err := b.gate.JoinOneLogin(t.Context(), b.david.ID, login, firefox); !errors.Is(err, signin.ErrTaken) {
		t.Errorf("Mary's login joined to David: %v", err)
	}
	if got := b.notices(b.mary.ID); !slices.Equal(got, []string{"signin.added-onelogin"}) {
		t.Errorf("Mary was told %v", got)
	}
}

// Somebody deletes their login and makes another: they come back as a stranger, prove which record is theirs, and the old login is history.
func TestNewSubject(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, err := b.gate.JoinOneLogin(t.Context(), b.mary.ID, b.loggedIn(maryIs, false), firefox)
	must(t, err)
	b.login.Renew(maryIs, "urn:fdc:gov.uk:2022:mary-again")
	login := b.loggedIn("urn:fdc:gov.uk:2022:mary-again", false)
	if _, found, err := b.gate.EnterByOneLogin(t.Context(), login, firefox); err != nil || found {
		t.Fatalf("the new subject opened something by itself: %v", err)
	}
	_, err = b.gate.JoinOneLogin(t.Context(), b.mary.ID, login, firefox)
	must(t, err)
	all, err := b.gate.Credentials(t.Context(), b.mary.ID)
	must(t, err)
	if len(all) != 2 || all[0].Ended != nil || all[1].Ended == nil || all[1].Why != "replaced" {
		t.Errorf("the credentials are %+v", all)
	}
	if b.live(first.ID) {
		t.Error("the sign-in by the old login goes on")
	}
}

// A proven identity finds the one record it is about: name, date of birth and postcode agree. Where they do not all, nothing is guessed.
func TestJoinByIdentity(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in, found, err := b.gate.JoinByIdentity(t.Context(), b.loggedIn(maryIs, true), firefox)
	if err != nil || !found || in.Account != b.mary.ID {
		t.Fatalf("Mary: %+v %v %v", in, found, err)
	}
	proofs, err := b.register.Proofs(t.Context(), b.mary.ID)
	if err != nil || len(proofs) != 1 {
		t.Errorf("Mary's evidence: %+v %v", proofs, err)
	}
	if _, found, err := b.gate.JoinByIdentity(t.Context(), b.loggedIn(davidIs, true), firefox); err != nil || found {
		t.Errorf("David lives elsewhere by now: found %v, %v", found, err)
	}
	if _, _, err := b.gate.JoinByIdentity(t.Context(), b.loggedIn(davidIs, false), firefox); !errors.Is(err, signin.ErrNotProven) {
		t.Errorf("without an identity: %v", err)
	}
}

// Twins at one address are two: an identity that could be either's is nobody's by itself.
func TestIdentityOfATwin(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Mary Ann Quill", services.Day{Y: 1948, M: 3, D: 5}, "ZA1 1AA", "07700 900103")
	if _, found, err := b.gate.JoinByIdentity(t.Context(), b.loggedIn(maryIs, true), firefox); err != nil || found {
		t.Errorf("one of two was chosen: %v %v", found, err)
	}
}

// An identity that is not the record's own is refused, and changes nothing.
func TestIdentityOfSomebodyElse(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, err := b.gate.JoinOneLogin(t.Context(), b.mary.ID, b.loggedIn(davidIs, true), firefox); !refusedFor(err, signin.RefusedOther) {
		t.Errorf("David's identity joined to Mary's record: %v", err)
	}
	if all, err := b.gate.Credentials(t.Context(), b.mary.ID); err != nil || len(all) != 0 {
		t.Errorf("there is %+v, %v", all, err)
	}
}

// Who is on no record begins one; the same press twice begins one.
func TestNewcomer(t *testing.T) {
	t.Parallel()
	b := setup(t)
	login := b.loggedIn(newIs, false)
	in, wrong, err := b.gate.NewByOneLogin(t.Context(), login, "Wen Li", services.Day{Y: 1979, M: 12, D: 30}, lang.Cy, firefox)
	if err != nil || len(wrong) > 0 {
		t.Fatal(wrong, err)
	}
	a, err := b.register.Open(t.Context(), agent, in.Account)
	if err != nil || a.FullName != "Wen Li" || a.Needs.Written != lang.Cy {
		t.Errorf("%+v %v", a, err)
	}
	if _, _, err := b.gate.NewByOneLogin(t.Context(), login, "Wen Li", services.Day{Y: 1979, M: 12, D: 30}, lang.Cy, firefox); !errors.Is(err, signin.ErrTaken) {
		t.Errorf("twice: %v", err)
	}
	if _, wrong, err := b.gate.NewByOneLogin(t.Context(), b.loggedIn(davidIs, false), "", services.Day{Y: 1979, M: 12, D: 30}, lang.En, firefox); err != nil || len(wrong) == 0 {
		t.Errorf("without a name: %v %v", wrong, err)
	}
}

// Nobody signs in as a person who has died.
func TestDead(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.gate.JoinOneLogin(t.Context(), b.mary.ID, b.loggedIn(maryIs, false), firefox)
	must(t, err)
	_, err = b.db.Exec(t.Context(), `update accounts set died_on = date '2020-01-01' where id = $1`, b.mary.ID)
	must(t, err)
	if _, found, err := b.gate.EnterByOneLogin(t.Context(), b.loggedIn(maryIs, false), firefox); found || !refusedFor(err, signin.RefusedOther) {
		t.Errorf("%v %v", found, err)
	}
}
