package staff

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/internal/fake"
)

const host = "samedoor.example.org"

// withPasskeys is an office in which leaders need one, with a leader beside the caseworker.
func withPasskeys(t *testing.T) (b bundle, leader Member) {
	t.Helper()
	b = setup(t)
	if err := b.office.Offer(Ways{Public: here, PasskeyFor: Leader}); err != nil {
		t.Fatal(err)
	}
	leader, err := b.office.AddMember(t.Context(), Member{Agency: b.agency.ID, Username: "lead", DisplayName: "Le Ader", Role: Leader}, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	return b, leader
}

func (b bundle) second(t *testing.T, m Member, now time.Time, want Second) {
	t.Helper()
	if got, err := b.office.Second(t.Context(), m, now); err != nil || got != want {
		t.Errorf("asked for %q, %v; want %q", got, err, want)
	}
}

// register registers a passkey.
func (b bundle) register(t *testing.T, m Member, key *fake.Authenticator) (int64, error) {
	t.Helper()
	q, err := b.office.AskNewPasskey(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := key.Create(q.Options)
	if err != nil {
		t.Fatal(err)
	}
	return b.office.AddPasskey(t.Context(), m, q.Kept, answer, "  work \n phone ", noon)
}

func (b bundle) use(t *testing.T, m Member, key *fake.Authenticator) (int64, error) {
	t.Helper()
	q, err := b.office.AskPasskey(t.Context(), m)
	if err != nil {
		return 0, err
	}
	answer, err := key.Use(q.Options)
	if err != nil {
		t.Fatal(err)
	}
	return b.office.UsePasskey(t.Context(), m, q.Kept, answer, noon)
}

func TestAPasskeyIsTheSecondFactor(t *testing.T) {
	b, leader := withPasskeys(t)
	b.second(t, b.member, noon, NoSecond)
	b.second(t, leader, noon, AddPasskey)
	key := fake.NewAuthenticator(host, here)
	id, err := b.register(t, leader, key)
	if err != nil {
		t.Fatal(err)
	}
	b.second(t, leader, noon, ShowPasskey)
	for range 2 {
		if got, err := b.use(t, leader, key); err != nil || got != id {
			t.Fatalf("%d, %v", got, err)
		}
	}
	all, err := b.office.PasskeysOf(t.Context(), leader.ID)
	if err != nil || len(all) != 1 || all[0].Name != "work phone" || all[0].Used == nil {
		t.Errorf("%+v, %v", all, err)
	}
	// Who has one is asked for it, whatever their role needs.
	if _, err := b.register(t, b.member, fake.NewAuthenticator(host, here)); err != nil {
		t.Fatal(err)
	}
	b.second(t, b.member, noon, ShowPasskey)
}

func TestAWrongPasskeyIsRefused(t *testing.T) {
	b, leader := withPasskeys(t)
	key, hers := fake.NewAuthenticator(host, here), fake.NewAuthenticator(host, here)
	if _, err := b.register(t, leader, key); err != nil {
		t.Fatal(err)
	}
	if _, err := b.register(t, b.member, hers); err != nil {
		t.Fatal(err)
	}
	for name, k := range map[string]*fake.Authenticator{
		"another member's": hers, "one that is not known": fake.NewAuthenticator(host, here),
		"of another site":         func() *fake.Authenticator { c := key.Copy(); c.RP = "login.example.org"; return c }(),
		"asked by another site":   func() *fake.Authenticator { c := key.Copy(); c.Origin = "https://login.example.org"; return c }(),
		"that nobody has touched": func() *fake.Authenticator { c := key.Copy(); c.Absent = true; return c }(),
	} {
		if _, err := b.use(t, leader, k); !errors.Is(err, ErrPasskey) {
			t.Errorf("one %s: %v", name, err)
		}
	}
	q, err := b.office.AskPasskey(t.Context(), leader)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := key.Use(q.Options)
	if err != nil {
		t.Fatal(err)
	}
	later, err := b.office.AskPasskey(t.Context(), leader)
	if err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string][2]string{"an old answer": {string(later.Kept), answer}, "nothing": {string(q.Kept), ""}, "no question": {"", answer},
		"another's challenge": {string(q.Kept), strings.Replace(answer, `"type"`, `"typ"`, 1)}} {
		if _, err := b.office.UsePasskey(t.Context(), leader, []byte(try[0]), try[1], noon); !errors.Is(err, ErrPasskey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.register(t, leader, hers); !errors.Is(err, ErrPasskey) {
		t.Errorf("another member's passkey was registered: %v", err)
	}
	if n := count(t, b.db, `select count(*) from audit_log where verb = 'staff.sign_in_refused' and why = 'passkey'`); n < 5 {
		t.Errorf("%d refusals recorded", n)
	}
}

func TestACopiedPasskeyIsEnded(t *testing.T) {
	b, leader := withPasskeys(t)
	key := fake.NewAuthenticator(host, here)
	if _, err := b.register(t, leader, key); err != nil {
		t.Fatal(err)
	}
	thief := key.Copy()
	for range 2 {
		if _, err := b.use(t, leader, key); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.use(t, leader, thief); !errors.Is(err, ErrPasskey) {
		t.Errorf("a copy was taken: %v", err)
	}
	b.second(t, leader, noon, LostPasskey) // its owner is to hear of it
}

func TestALeaderLetsSomebodyRegisterAnew(t *testing.T) {
	b, leader := withPasskeys(t)
	other, err := b.office.AddMember(t.Context(), Member{Agency: b.agency.ID, Username: "lead2", DisplayName: "Second", Role: Leader}, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.register(t, leader, fake.NewAuthenticator(host, here)); err != nil {
		t.Fatal(err)
	}
	open, err := b.office.Enter(t.Context(), Entering{Member: leader.ID, Method: ByPassword}, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []Member{leader, b.member} { // oneself; who is no leader
		if err := b.office.LetRegister(t.Context(), by, leader.ID, noon); !errors.Is(err, ErrNotAllowed) {
			t.Errorf("%+v: %v", by, err)
		}
	}
	stranger := other
	stranger.Agency++
	if err := b.office.LetRegister(t.Context(), stranger, leader.ID, noon); !errors.Is(err, ErrNotFound) {
		t.Errorf("a leader of another agency: %v", err)
	}
	if err := b.office.LetRegister(t.Context(), other, leader.ID, noon); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.office.Live(t.Context(), open.ID, noon); !errors.Is(err, ErrEnded) {
		t.Errorf("still signed in: %v", err)
	}
	b.second(t, leader, noon, AddPasskey)
	b.second(t, leader, noon.Add(25*time.Hour), LostPasskey)
	if _, err := b.register(t, leader, fake.NewAuthenticator(host, here)); err != nil {
		t.Fatal(err)
	}
	b.second(t, leader, noon, ShowPasskey)
}

func TestRemovePasskey(t *testing.T) {
	b, leader := withPasskeys(t)
	first, err := b.register(t, leader, fake.NewAuthenticator(host, here))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.office.RemovePasskey(t.Context(), leader, first, 0, noon); !errors.Is(err, ErrLastPasskey) {
		t.Errorf("the last was removed: %v", err)
	}
	second, err := b.register(t, leader, fake.NewAuthenticator(host, here))
	if err != nil {
		t.Fatal(err)
	}
	enter := func(passkey int64) Session {
		s, err := b.office.Enter(t.Context(), Entering{Member: leader.ID, Method: ByPassword, Passkey: passkey}, noon)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	gone, stays, own := enter(first), enter(second), enter(first)
	if err := b.office.RemovePasskey(t.Context(), b.member, first, 0, noon); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else removed it: %v", err)
	}
	if err := b.office.RenamePasskey(t.Context(), b.member, first, "mine"); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else named it: %v", err)
	}
	if err := b.office.RenamePasskey(t.Context(), leader, second, "key on the ring"); err != nil {
		t.Error(err)
	}
	if err := b.office.RemovePasskey(t.Context(), leader, first, own.ID, noon); err != nil {
		t.Fatal(err)
	}
	for s, live := range map[Session]bool{gone: false, stays: true, own: true} {
		if _, _, err := b.office.Live(t.Context(), s.ID, noon); (err == nil) != live {
			t.Errorf("session %d: %v; want live %v", s.ID, err, live)
		}
	}
}

func TestOfferRefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	for _, public := range []string{"", "x", "https://192.0.2.4"} {
		if err := New(nil, nil).Offer(Ways{Public: public, PasskeyFor: Leader}); err == nil {
			t.Errorf("%q: passkeys were offered", public)
		}
	}
	o := New(nil, nil)
	if err := o.Offer(Ways{Public: "https://192.0.2.4"}); err != nil || o.Passkeys() {
		t.Errorf("%v, passkeys %v", err, o.Passkeys())
	}
}
