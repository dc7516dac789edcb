package signin_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/relying"
	"github.com/samedoor/samedoor/signin"
)

func (b *bundle) joined(subject string, account int64) signin.Session {
	b.Helper()
	in, err := b.gate.JoinOneLogin(b.Context(), account, b.loggedIn(subject, false), firefox)
	must(b, err)
	return in
}

// Who signs out of One Login anywhere is signed out here: the sign-ins of that login, and no other.
func TestBackChannelLogout(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mary, david := b.joined(maryIs, b.mary.ID), b.joined(davidIs, b.david.ID)
	other, err := b.gate.Begin(t.Context(), signin.Entering{Account: b.mary.ID, Method: signin.ByLetter}, b.clock())
	must(t, err)
	token := b.login.LogoutToken(maryIs)
	must(t, b.gate.HearLogout(t.Context(), token))
	if b.live(mary.ID) {
		t.Error("Mary is still signed in")
	}
	if !b.live(david.ID) || !b.live(other.ID) {
		t.Error("somebody else was signed out, or another way in")
	}
	again := b.joined(maryIs, b.mary.ID)
	if err := b.gate.HearLogout(t.Context(), token); !refusedFor(err, relying.RefusedAnswer) {
		t.Errorf("the same token again: %v", err)
	}
	if !b.live(again.ID) {
		t.Error("a replayed token signed Mary out")
	}
}

// A token about one session there ends that one here.
func TestLogoutOfOneSession(t *testing.T) {
	t.Parallel()
	b := setup(t)
	home := b.joined(maryIs, b.mary.ID)
	library := b.joined(maryIs, b.mary.ID)
	must(t, b.gate.HearLogout(t.Context(), b.login.LogoutToken(maryIs))) // of the newest
	if !b.live(home.ID) || b.live(library.ID) {
		t.Errorf("home %v, library %v", b.live(home.ID), b.live(library.ID))
	}
}

func TestForgedLogouts(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mary := b.joined(maryIs, b.mary.ID)
	for _, f := range []fake.LoginFault{fake.LogoutIssuer, fake.LogoutAudience, fake.LogoutKey, fake.LogoutNoEvent, fake.LogoutNonce, fake.LogoutExpired,
		fake.LogoutNoID, fake.LogoutStale, fake.LogoutNobody} {
		b.login.Break(f)
		if err := b.gate.HearLogout(t.Context(), b.login.LogoutToken(maryIs)); !refusedFor(err, relying.RefusedAnswer) {
			t.Errorf("%s: %v", f, err)
		}
		if !b.live(mary.ID) {
			t.Fatalf("%s signed Mary out", f)
		}
	}
	b.login.Break(fake.Honest)
	for _, raw := range []string{"", "x", "a.b.c", b.login.IDToken(maryIs)} {
		if err := b.gate.HearLogout(t.Context(), raw); !refusedFor(err, relying.RefusedAnswer) {
			t.Errorf("%.20q: %v", raw, err)
		}
	}
	if !b.live(mary.ID) {
		t.Error("Mary is signed out")
	}
}

// Leaving here leads to One Login with the hint it wants, which ends it there; the hint is gone with the sign-in.
func TestLeaveOneLogin(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in := b.joined(maryIs, b.mary.ID)
	to, err := b.gate.LeaveOneLogin(t.Context(), in.ID)
	must(t, err)
	u, err := url.Parse(to)
	must(t, err)
	if !strings.HasPrefix(to, b.login.Issuer()+"logout?") || u.Query().Get("id_token_hint") == "" || u.Query().Get("post_logout_redirect_uri") != public+signin.LeftPath {
		t.Errorf("leads to %s", to)
	}
	must(t, b.gate.Leave(t.Context(), in.ID, b.clock()))
	if to, err := b.gate.LeaveOneLogin(t.Context(), in.ID); to != "" || err != nil {
		t.Errorf("afterwards %q %v", to, err)
	}
	letter, err := b.gate.Begin(t.Context(), signin.Entering{Account: b.mary.ID, Method: signin.ByLetter}, b.clock())
	must(t, err)
	if to, err := b.gate.LeaveOneLogin(t.Context(), letter.ID); to != "" || err != nil {
		t.Errorf("who came by letter leads to %q %v", to, err)
	}
	var kept int
	must(t, b.db.QueryRow(t.Context(), `select count(*) from account_sessions where id_token is not null`).Scan(&kept))
	if kept != 0 {
		t.Errorf("%d id tokens are kept", kept)
	}
}

// A sign-in ends when nobody uses it, and after two hours whatever they do.
func TestLimits(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in, err := b.gate.Begin(t.Context(), signin.Entering{Account: b.mary.ID, Method: signin.ByLetter}, b.clock())
	must(t, err)
	for range 5 {
		b.later(23 * time.Minute)
		if !b.live(in.ID) {
			t.Fatal("ended while in use")
		}
	}
	b.later(6 * time.Minute) // 121 minutes
	if b.live(in.ID) {
		t.Error("it goes on after two hours")
	}
	in, err = b.gate.Begin(t.Context(), signin.Entering{Account: b.mary.ID, Method: signin.ByLetter}, b.clock())
	must(t, err)
	b.later(31 * time.Minute)
	if b.live(in.ID) {
		t.Error("it goes on unused")
	}
}
