package desk_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/relying"
	"github.com/samedoor/samedoor/staff"
)

// signOn puts a single sign-on beside the site, and has leaders need a passkey.
func (b *bundle) signOn() *fake.SignOn {
	b.Helper()
	now := func() time.Time { return b.now }
	s := fake.NewSignOn(fake.SignOnOptions{ClientID: "samedoor", ClientSecret: "secret of a test", Redirect: b.url + staff.SSOBackPath, Now: now,
		Users: []fake.SignOnUser{{Subject: "s-ann", Username: "ann", Name: "Ann Quill", Groups: []string{"bb"}},
			{Subject: "s-bob", Username: "bob", Name: "Bob Stone", Groups: []string{"everybody"}}}})
	server := httptest.NewServer(s)
	b.Cleanup(server.Close)
	s.At(server.URL)
	must(b, b.config.Staff.Offer(staff.Ways{Public: b.url, PasskeyFor: staff.Leader, SSO: &staff.SSOConfig{Issuer: server.URL, ClientID: "samedoor",
		ClientSecret: "secret of a test", Public: b.url, Now: now, Grants: []staff.Grant{{Group: "bb", Agency: "anytown", Role: staff.Caseworker}}}}))
	return s
}

func TestSignInByAWorkAccount(t *testing.T) {
	t.Parallel()
	b := setup(t)
	s := b.signOn()
	w := b.desk().get("/desk/cases")
	if w.at.Path != "/desk/sign-in" {
		t.Fatalf("led to %s", w.at)
	}
	s.SignInAs("s-ann")
	href, _ := w.page.Find(`a[href^="/desk/sign-in/sso"]`).Attr("href")
	if w.get(href); w.at.Path != "/desk/cases" {
		t.Fatalf("signing in led to %s (%d): %s", w.at, w.status, w.text("main"))
	}
	w.get("/desk/me").expect(200, say("me.methods.sso"))
	if !contains(w.text("body"), "Ann Quill") {
		t.Error("the desk does not say who is signed in")
	}
	back := w.at
	for subject, why := range map[string]string{"s-bob": staff.RefusedGroups} {
		s.SignInAs(subject)
		o := b.desk().get("/desk/sign-in/sso").expect(http.StatusForbidden, say("me.refused."+why+".title"))
		if o.get("/desk"); o.at.Path != "/desk/sign-in" {
			t.Errorf("%s is in: %s", subject, back)
		}
	}
	s.SignInAs("s-ann")
	for fault, want := range map[fake.LoginFault]struct {
		status int
		why    string
	}{fake.BadNonce: {403, relying.RefusedAnswer}, fake.WrongState: {403, relying.RefusedState}, fake.Denied: {403, relying.RefusedDenied}, fake.Unavailable: {502, relying.RefusedAway}} {
		s.Break(fault)
		o := b.desk().get("/desk/sign-in/sso").expect(want.status, say("me.refused."+want.why+".title"))
		if o.get("/desk"); o.at.Path != "/desk/sign-in" {
			t.Errorf("after %s somebody is in", fault)
		}
	}
	s.Break(fake.Honest)
	// An answer that was asked for by nobody in this browser: somebody was lured to another's sign-on.
	b.desk().get(staff.SSOBackPath+"?code=x&state=y").expect(403, say("me.refused.state.title"))
}

func TestTheOnlyWayIsTheWorkAccountWhenPasswordsAreOff(t *testing.T) {
	t.Parallel()
	b := setup(t)
	must(t, b.config.Staff.Offer(staff.Ways{Public: b.url, NoPassword: true, SSO: &staff.SSOConfig{Issuer: "http://127.0.0.1:1", Public: b.url}}))
	w := b.desk().get("/desk/sign-in")
	if w.has("[name=password]") || !w.has(`a[href^="/desk/sign-in/sso"]`) {
		t.Errorf("the page offers %s", w.text("main"))
	}
	w.post("/desk/sign-in", url.Values{"username": {"agent.anytown"}, "password": {password}})
	if w.status != http.StatusForbidden {
		t.Errorf("a password was taken: %d", w.status)
	}
	w.get("/desk/sign-in/sso").expect(http.StatusBadGateway, say("me.refused.away.title"))
}

// key is a passkey of this browser's.
func (b *bundle) key() *fake.Authenticator { return fake.NewAuthenticator("localhost", b.url) }

// shows answers what the page asks of passkeys.
func (w *browser) shows(key *fake.Authenticator, more url.Values) *browser {
	w.Helper()
	f := w.page.Find("form[data-passkey]")
	answer := key.Use
	if f.AttrOr("data-passkey", "") == "create" {
		answer = key.Create
	}
	text, err := answer(f.AttrOr("data-passkey-options", ""))
	must(w, err)
	fields := url.Values{"answer": {text}}
	for name, v := range more {
		fields[name] = v
	}
	return w.send("form[data-passkey]", fields)
}

// leader keys a leader's password, and stands before the second factor.
func (b *bundle) leader() *browser {
	b.Helper()
	w := b.desk().get("/desk/sign-in?back=/desk/letters")
	w.send("[name=username]", url.Values{"username": {"leader.anytown"}, "password": {password}})
	return w
}

func TestALeaderNeedsAPasskey(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.signOn()
	key := b.key()
	w := b.leader().expect(200, say("me.second.first"))
	for _, path := range []string{"/desk", "/desk/me", "/desk/me/passkey"} { // with the password alone nothing opens
		o := *w
		if o.get(path); o.at.Path != "/desk/sign-in" {
			t.Errorf("%s opened before the passkey: %s", path, o.at)
		}
	}
	w.get("/desk/sign-in/passkey").send("form[data-passkey]", url.Values{"answer": {"{}"}}).expect(422, say("me.passkey.wrong"))
	if w.shows(key, url.Values{"name": {"phone"}}); w.at.Path != "/desk/letters" {
		t.Fatalf("registering led to %s: %s", w.at, w.text("main"))
	}
	w.get("/desk/me").expect(200, say("me.methods.password-passkey"))
	w.send("form[action$='/name']", url.Values{"name": {"my phone"}}).expect(200, say("me.passkey.remove", "name", "my phone"))
	remove, _ := w.page.Find("[formaction$='/remove']").Attr("formaction")
	w.post(remove, nil).expect(409, say("me.passkey.last"))
	spare := b.key()
	if w.get("/desk/me/passkey").shows(spare, url.Values{"name": {"spare"}}); w.at.Path != "/desk/me" || w.page.Find("form.passkey").Length() != 2 {
		t.Errorf("a second passkey: %s %s", w.at, w.text("main"))
	}
	w.post(remove, nil).expect(200, say("me.passkey.removed_done"))

	// the next time it is asked for, and another's does not do
	o := b.leader().expect(200, say("me.second.title"))
	o.shows(key, nil).expect(422, say("me.passkey.wrong")) // removed
	if o.shows(spare, nil); o.at.Path != "/desk/letters" {
		t.Errorf("the passkey led to %s: %s", o.at, o.text("main"))
	}
	// too late
	o = b.leader()
	b.now = b.now.Add(11 * time.Minute)
	if o.shows(spare, nil); o.at.Path != "/desk/sign-in" {
		t.Errorf("eleven minutes later it led to %s", o.at)
	}
	b.as("agent.anytown") // who needs none is asked for none
}

func TestALeaderLetsAnotherRegisterAnew(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.signOn()
	second := b.member(b.config.Staff, staff.Member{Agency: b.agency.ID, Username: "other.leader", DisplayName: "Other Leader", Role: staff.Leader})
	w := b.leader().shows(b.key(), nil)
	if _, err := b.db.Exec(t.Context(), `
		insert into staff_passkeys (staff_id, name, handle, record, made_at, ended_at) values ($1, 'x', 'x', '{}', now(), now())`, second.ID); err != nil {
		t.Fatal(err)
	}
	o := b.desk().get("/desk/sign-in")
	o.send("[name=username]", url.Values{"username": {"other.leader"}, "password": {password}}).expect(403, say("me.lost.title"))
	w.get("/desk/team").send("form[action='/desk/team/member/"+num(second.ID)+"/passkey']", nil).expect(200, say("me.team.lost_done"))
	o.get("/desk/sign-in").send("[name=username]", url.Values{"username": {"other.leader"}, "password": {password}}).expect(200, say("me.second.first"))
	if o.shows(b.key(), nil); o.at.Path != "/desk" {
		t.Errorf("registering anew led to %s", o.at)
	}
}

func TestSessionsAreSeenAndEndedFromElsewhere(t *testing.T) {
	t.Parallel()
	b := setup(t)
	one, two := b.as("agent.anytown"), b.as("agent.anytown")
	one.get("/desk/me")
	if n := one.page.Find("table tbody tr").Length(); n != 2 {
		t.Fatalf("%d sessions: %s", n, one.text("main"))
	}
	one.send("form[action^='/desk/me/session/']", nil).expect(200, say("me.ended_done"))
	two.get("/desk").expect(200, say("me.over"))
	if two.at.Path != "/desk/sign-in" {
		t.Errorf("it is still signed in: %s", two.at)
	}
	one.get("/desk").expect(200, say("desk.home.title"))

	leader := b.as("leader.anytown")
	leader.get("/desk/team").send("form[action^='/desk/team/session/']", nil).expect(200, say("me.ended_done"))
	if one.get("/desk"); one.at.Path != "/desk/sign-in" {
		t.Errorf("a leader ended it, and it is at %s", one.at)
	}
	three := b.as("agent.anytown")
	b.now = b.now.Add(29 * time.Minute)
	three.get("/desk").expect(200, say("desk.home.title"))
	b.now = b.now.Add(31 * time.Minute)
	if three.get("/desk/tasks"); three.at.Path != "/desk/sign-in" || three.at.Query().Get("back") != "/desk/tasks" {
		t.Errorf("unused for half an hour it is at %s", three.at)
	}
	four := b.as("agent.anytown")
	if _, err := b.db.Exec(t.Context(), `update staff set active = false where username = 'agent.anytown'`); err != nil {
		t.Fatal(err)
	}
	if four.get("/desk"); four.at.Path != "/desk/sign-in" {
		t.Errorf("somebody who has left is at %s", four.at)
	}
}

func TestSigningInIsInWelshToo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.signOn()
	w := b.desk().get("/desk/language/cy?back=/desk/sign-in")
	w.expect(200, lang.T(lang.Cy, "me.sso.go"))
	w.send("[name=username]", url.Values{"username": {"leader.anytown"}, "password": {password}}).expect(200, lang.T(lang.Cy, "me.second.first"))
	w.shows(b.key(), nil)
	w.get("/desk/me").expect(200, lang.T(lang.Cy, "me.open"))
	w.get("/desk/team").expect(200, lang.T(lang.Cy, "me.team.title"))
}
