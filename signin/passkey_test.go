package signin_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/signin"
)

// enrols makes a passkey a way into an account.
func (b *bundle) enrols(account int64, a *authenticator, name string) {
	b.Helper()
	q, err := b.gate.AskNewPasskey(b.Context(), account)
	must(b, err)
	must(b, b.gate.AddPasskey(b.Context(), account, q.Kept, a.create(q.Options), name))
}

func (b *bundle) uses(a *authenticator) (signin.Session, error) {
	b.Helper()
	q, err := b.gate.AskPasskey()
	must(b, err)
	return b.gate.UsePasskey(b.Context(), q.Kept, a.use(q.Options), firefox)
}

func self(account int64) audit.Actor {
	return audit.Actor{Role: audit.Citizen, ID: account, Door: channels.Web}
}

func TestPasskey(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := newAuthenticator(t)
	q, err := b.gate.AskNewPasskey(t.Context(), b.mary.ID)
	must(t, err)
	o := read(t, q.Options)
	if o.RP.ID != "samedoor.example.org" || o.User.Name != "Mary Ann Quill" || o.Selection.Verification != "required" || o.Selection.Resident != "required" || o.Attestation != "none" {
		t.Errorf("asks %s", q.Options)
	}
	must(t, b.gate.AddPasskey(t.Context(), b.mary.ID, q.Kept, a.create(q.Options), "  My\n telephone "))
	in, err := b.uses(a)
	if err != nil || in.Account != b.mary.ID || in.Method != signin.ByPasskey || in.Device != firefox || !b.live(in.ID) {
		t.Fatalf("%+v %v", in, err)
	}
	q, err = b.gate.AskPasskey()
	must(t, err)
	if o := read(t, q.Options); len(o.Allow) != 0 || o.RPID != "samedoor.example.org" {
		t.Errorf("asking says whose passkeys there are: %s", q.Options)
	}
	all, err := b.gate.Credentials(t.Context(), b.mary.ID)
	if err != nil || len(all) != 1 || all[0].Name != "My telephone" || all[0].Used == nil {
		t.Errorf("%+v %v", all, err)
	}
	if got := b.notices(b.mary.ID); !slices.Equal(got, []string{"signin.added-passkey"}) {
		t.Errorf("Mary was told %v", got)
	}
}

// A person may have several, each with a name, and remove one; whoever came by it is signed out, but for the browser at hand.
func TestSeveralPasskeys(t *testing.T) {
	t.Parallel()
	b := setup(t)
	phone, key := newAuthenticator(t), newAuthenticator(t)
	b.enrols(b.mary.ID, phone, "telephone")
	q, err := b.gate.AskNewPasskey(t.Context(), b.mary.ID)
	must(t, err)
	if o := read(t, q.Options); len(o.Exclude) != 1 || o.Exclude[0].ID != b64(phone.ID) {
		t.Errorf("the passkey they have is not left out: %s", q.Options)
	}
	b.enrols(b.mary.ID, key, "key")
	lost, err := b.uses(phone)
	must(t, err)
	here, err := b.uses(key)
	must(t, err)
	all, err := b.gate.Credentials(t.Context(), b.mary.ID)
	must(t, err)
	i := slices.IndexFunc(all, func(c signin.Credential) bool { return c.Name == "telephone" })
	if err := b.gate.Remove(t.Context(), self(b.david.ID), b.david.ID, all[i].ID, 0); !errors.Is(err, signin.ErrNotFound) {
		t.Errorf("David removes Mary's: %v", err)
	}
	must(t, b.gate.Remove(t.Context(), self(b.mary.ID), b.mary.ID, all[i].ID, here.ID))
	if b.live(lost.ID) || !b.live(here.ID) {
		t.Errorf("signed in by the removed one %v, here %v", b.live(lost.ID), b.live(here.ID))
	}
	if _, err := b.uses(phone); !errors.Is(err, signin.ErrPasskey) {
		t.Errorf("the removed one opens: %v", err)
	}
	must(t, b.gate.Rename(t.Context(), b.mary.ID, all[1-i].ID, strings.Repeat("k", 100)))
	if err := b.gate.Rename(t.Context(), b.david.ID, all[1-i].ID, "mine"); !errors.Is(err, signin.ErrNotFound) {
		t.Errorf("David renames Mary's: %v", err)
	}
	must(t, b.gate.Remove(t.Context(), self(b.mary.ID), b.mary.ID, all[1-i].ID, here.ID)) // the last may go too
	if !b.live(here.ID) {
		t.Error("removing the key in hand threw its owner out")
	}
}

// Every forged answer is refused, and the honest one beside it is not.
func TestForgedPasskeys(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := newAuthenticator(t)
	b.enrols(b.mary.ID, a, "")
	mallory := newAuthenticator(t)
	b.enrols(b.david.ID, mallory, "")
	for name, forge := range map[string]func(a *authenticator){
		"another key":         func(a *authenticator) { a.Key = mallory.Key },
		"another site":        func(a *authenticator) { a.RP = "samedoor.example.com" },
		"another page":        func(a *authenticator) { a.Origin = "https://samedoor.example.com" },
		"nobody verified":     func(a *authenticator) { a.Locked = true },
		"nobody there":        func(a *authenticator) { a.Absent = true },
		"another owner":       func(a *authenticator) { a.Owner = mallory.Owner },
		"no owner":            func(a *authenticator) { a.Owner = nil },
		"an id nobody has":    func(a *authenticator) { a.ID = []byte("0123456789abcdef0123456789abcdef") },
		"another's id by own": func(a *authenticator) { a.Key, a.Owner = mallory.Key, mallory.Owner },
	} {
		forged := *a
		forge(&forged)
		if _, err := b.uses(&forged); !errors.Is(err, signin.ErrPasskey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	q, err := b.gate.AskPasskey()
	must(t, err)
	other, err := b.gate.AskPasskey()
	must(t, err)
	answer := a.use(q.Options)
	for name, try := range map[string][2]string{"another question": {string(other.Kept), answer}, "no question": {"", answer}, "rubbish": {string(q.Kept), "{}"},
		"the question itself": {string(q.Kept), q.Options}} {
		if _, err := b.gate.UsePasskey(t.Context(), []byte(try[0]), try[1], firefox); !errors.Is(err, signin.ErrPasskey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.gate.UsePasskey(t.Context(), q.Kept, answer, firefox); err != nil {
		t.Errorf("the honest answer: %v", err)
	}
	if err := b.gate.AddPasskey(t.Context(), b.david.ID, q.Kept, answer, ""); !errors.Is(err, signin.ErrPasskey) {
		t.Errorf("signing in passed off as a new passkey: %v", err)
	}
	made, err := b.gate.AskNewPasskey(t.Context(), b.mary.ID)
	must(t, err)
	if err := b.gate.AddPasskey(t.Context(), b.david.ID, made.Kept, newAuthenticator(t).create(made.Options), ""); !errors.Is(err, signin.ErrPasskey) {
		t.Errorf("Mary's question answered for David: %v", err)
	}
	if err := b.gate.AddPasskey(t.Context(), b.mary.ID, made.Kept, mallory.create(made.Options), ""); !errors.Is(err, signin.ErrTaken) {
		t.Errorf("David's passkey made Mary's: %v", err)
	}
}

// A counter that goes back says that there are two of a passkey: neither opens any more, and its owner is told.
func TestCopiedPasskey(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := newAuthenticator(t)
	a.Still = false
	b.enrols(b.mary.ID, a, "key")
	copied := *a
	for range 2 {
		_, err := b.uses(a)
		must(t, err)
	}
	if _, err := b.uses(&copied); !errors.Is(err, signin.ErrPasskey) {
		t.Errorf("the copy opens: %v", err)
	}
	if _, err := b.uses(a); !errors.Is(err, signin.ErrPasskey) {
		t.Errorf("which of the two is the copy is not known: %v", err)
	}
	all, err := b.gate.Credentials(t.Context(), b.mary.ID)
	if err != nil || !all[0].Suspect {
		t.Errorf("%+v %v", all, err)
	}
	if got := b.notices(b.mary.ID); !slices.Contains(got, "signin.suspect") {
		t.Errorf("Mary was told %v", got)
	}
}

// A passkey opens nothing once its owner has died.
func TestPasskeyOfTheDead(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := newAuthenticator(t)
	b.enrols(b.mary.ID, a, "")
	_, err := b.db.Exec(t.Context(), `update accounts set died_on = $2 where id = $1`, b.mary.ID, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	must(t, err)
	if _, err := b.uses(a); !errors.Is(err, signin.ErrPasskey) {
		t.Errorf("a dead person signs in: %v", err)
	}
}

// A passkey of a record that was linked to another opens the person, whichever stands for them now.
func TestPasskeyOfALinkedRecord(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := newAuthenticator(t)
	b.enrols(b.david.ID, a, "")
	before, err := b.uses(a)
	must(t, err)
	_, err = b.db.Exec(t.Context(), `update accounts set joined_to = $1 where id = $2`, b.mary.ID, b.david.ID)
	must(t, err)
	in, err := b.uses(a)
	if err != nil || in.Account != b.mary.ID {
		t.Errorf("linked: %+v %v", in, err)
	}
	if was, err := b.gate.Live(t.Context(), before.ID, b.clock()); err != nil || was.Account != b.mary.ID {
		t.Errorf("the sign-in of before: %+v %v", was, err)
	}
	_, err = b.db.Exec(t.Context(), `update accounts set joined_to = null where id = $1`, b.david.ID)
	must(t, err)
	if in, err := b.uses(a); err != nil || in.Account != b.david.ID {
		t.Errorf("unlinked: %+v %v", in, err)
	}
}

// Nothing of a credential stands in the database in the clear.
func TestCredentialsAreSealed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.enrols(b.mary.ID, newAuthenticator(t), "key")
	b.joined(maryIs, b.mary.ID)
	var text string
	must(t, b.db.QueryRow(t.Context(), `
		select string_agg(encode(record, 'escape') || encode(handle, 'escape'), ' ') from account_credentials`).Scan(&text))
	if strings.Contains(text, maryIs) || strings.Contains(text, "publicKey") {
		t.Errorf("the table says %s", text)
	}
	if _, err := accounts.New(b.db, []byte("another secret of tests, 32 bytes")).Unseal("account_credentials.record", []byte(text)); err == nil {
		t.Error("anything opens: this test cannot fail")
	}
}
