package signin_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
)

var (
	maryBorn = services.Day{Y: 1948, M: 3, D: 5}
	counter  = audit.Actor{Role: audit.Staff, ID: 7, Door: channels.Counter, Proven: true}
	phone    = audit.Actor{Role: audit.Staff, ID: 7, Door: channels.Phone, Proven: true}
)

// works does the jobs of asking that are due, and gives those that were put off.
func (b *bundle) works() (later []time.Duration) {
	b.Helper()
	rows, _ := b.db.Query(b.Context(), `select id from sign_in_asks where done_at is null order by id`)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	must(b, err)
	for _, id := range ids {
		err := signin.AskWorker(b.gate).Work(b.Context(), &river.Job[signin.AskArgs]{JobRow: &rivertype.JobRow{}, Args: signin.AskArgs{Ask: id}})
		var snooze *river.JobSnoozeError
		if errors.As(err, &snooze) {
			later = append(later, snooze.Duration)
			continue
		}
		must(b, err)
	}
	return later
}

// code is the newest live code of an account, 0 where there is none.
func (b *bundle) code(account int64, sentBy string) (id int64) {
	b.Helper()
	must(b, b.db.QueryRow(b.Context(), `
		select coalesce(max(id), 0) from access_codes where account_id = $1 and sent_by = $2 and purpose = 'sign-in' and revoked_at is null`,
		account, sentBy).Scan(&id))
	return id
}

func (b *bundle) asks(a signin.Asking, remote string) error {
	return b.gate.AskForCode(b.Context(), a, remote)
}

// A person on record, and nobody else, gets a code; it opens with the date of birth, and what it was sent to is then proven.
func TestAskForCode(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for door, a := range map[string]signin.Asking{
		"text":   {Door: "text", Mobile: "+447700900101", Born: maryBorn},
		"letter": {Door: "letter", Name: "mary ann QUILL", Postcode: "za11aa", Born: maryBorn},
	} {
		must(t, b.asks(a, "192.0.2.1"))
		b.works()
		id := b.code(b.mary.ID, door)
		if id == 0 {
			t.Errorf("%s: no code", door)
			continue
		}
		c, err := b.register.UseCode(t.Context(), b.register.CodeText(id), maryBorn, "192.0.2.2", b.clock())
		must(t, err)
		in, err := b.gate.EnterByCode(t.Context(), c, firefox)
		if err != nil || in.Account != b.mary.ID || string(in.Method) != door || !in.Strong(b.clock()) {
			t.Errorf("%s: %+v %v", door, in, err)
		}
		_, err = b.register.UseCode(t.Context(), b.register.CodeText(id), maryBorn, "192.0.2.2", b.clock())
		if wants := door == "text"; wants != errors.Is(err, accounts.ErrCode) {
			t.Errorf("%s used again: %v", door, err)
		}
	}
	if proofs, err := b.register.Proofs(t.Context(), b.mary.ID); err != nil || len(proofs) != 2 {
		t.Errorf("the evidence is %+v, %v", proofs, err)
	}
	var left int
	must(t, b.db.QueryRow(t.Context(), `select count(*) from sign_in_asks where details is not null`).Scan(&left))
	if left != 0 {
		t.Errorf("%d questions are kept", left)
	}
}

// Who is not on record, or not surely, gets nothing, and nobody can tell: the same answer, and the same rows until the job is done.
func TestAskAboutNobody(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Ann Twin", services.Day{Y: 2001, M: 1, D: 2}, "ZA3 3AB", "07700 900300")
	b.person("Beth Twin", services.Day{Y: 2001, M: 1, D: 2}, "ZA3 3AB", "07700 900300")
	for i, a := range []signin.Asking{
		{Door: "text", Mobile: "+447700900999", Born: maryBorn},
		{Door: "text", Mobile: "+447700900101", Born: services.Day{Y: 1948, M: 3, D: 6}},
		{Door: "text", Mobile: "+447700900300", Born: services.Day{Y: 2001, M: 1, D: 2}}, // two people share it and a birthday
		{Door: "letter", Name: "Mary Quill", Postcode: "ZA1 1AB", Born: services.Day{Y: 1948, M: 5, D: 3}},
		{Door: "letter", Name: "Mary Ann Quill", Postcode: "ZA8 8AB", Born: maryBorn},
		{Door: "letter", Name: "Nobody Here", Postcode: "ZA1 1AA", Born: maryBorn},
	} {
		if err := b.asks(a, "192.0.2.9"); err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
	var rows, sizes int
	must(t, b.db.QueryRow(t.Context(), `select count(*), count(distinct (select kind from river_job j where j.args->>'ask' = a.id::text)) from sign_in_asks a`).Scan(&rows, &sizes))
	if rows != 6 || sizes != 1 {
		t.Errorf("%d questions, %d kinds of job", rows, sizes)
	}
	b.works()
	var codes int
	must(t, b.db.QueryRow(t.Context(), `select count(*) from access_codes`).Scan(&codes))
	if codes != 0 {
		t.Errorf("%d codes were made", codes)
	}
	if err := b.asks(signin.Asking{Door: "email"}, "192.0.2.9"); !errors.Is(err, accounts.ErrInvalid) {
		t.Errorf("by email: %v", err)
	}
}

// Asking is bounded by number or person, from wherever, and by place, about whomever, on record or not.
func TestAskTooOften(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, mobile := range []string{"+447700900101", "+447700900888"} {
		for i := range 6 {
			err := b.asks(signin.Asking{Door: "text", Mobile: mobile, Born: maryBorn}, "192.0.2."+mobile[11:]+string(rune('0'+i)))
			if wants := i >= 4; wants != errors.Is(err, signin.ErrThrottled) {
				t.Errorf("%s, time %d: %v", mobile, i+1, err)
			}
		}
	}
	refused := 0
	for i := range 30 {
		if err := b.asks(signin.Asking{Door: "text", Mobile: "+4477009002" + string(rune('0'+i/10)) + string(rune('0'+i%10)), Born: maryBorn}, "198.51.100.1"); errors.Is(err, signin.ErrThrottled) {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("%d of 30 from one place were refused", refused)
	}
	b.works()
	b.later(61 * time.Minute)
	must(t, b.asks(signin.Asking{Door: "text", Mobile: "+447700900101", Born: maryBorn}, "198.51.100.1"))
}

// changes writes new details of Mary, as somebody at the desk does.
func (b *bundle) changes(by audit.Actor, mobile, postcode string) {
	b.Helper()
	a, err := b.register.Open(b.Context(), by, b.mary.ID)
	must(b, err)
	wrong, err := b.register.Update(b.Context(), by, a.ID, a.Rev, accounts.Details{FullName: a.FullName, DateOfBirth: a.DateOfBirth, Mobile: mobile,
		Address: &services.PostAddress{Lines: []string{"2 New Street", "Anytown"}, Postcode: postcode}})
	if err != nil || len(wrong) > 0 {
		b.Fatal(wrong, err)
	}
}

// A new number or address opens nothing for three days, and its predecessor hears of it; what was seen in person does at once.
func TestNewContactRests(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.register.Changed = b.gate.Changed
	b.changes(phone, "07700 900555", "ZA5 5AB")
	if got := b.notices(b.mary.ID); !slices.Equal(got, []string{"signin.mobile-changed", "signin.moved"}) {
		t.Errorf("Mary was told %v", got)
	}
	var to string
	var at []string
	must(t, b.db.QueryRow(t.Context(), `select max(phone), max(address) from account_notices where account_id = $1`, b.mary.ID).Scan(&to, &at))
	to, err := b.register.Unveil(accounts.Phone, to)
	must(t, err)
	if to != "+447700900101" || len(at) == 0 || at[len(at)-1] != "ZA1 1AA" {
		t.Errorf("told at %s and %v", to, at)
	}
	if why, until, err := b.gate.SendCode(t.Context(), phone, b.mary.ID, "text"); err != nil || why != signin.Resting || !until.Equal(b.clock().Add(signin.Rest)) {
		t.Errorf("a code to the new number: %v %v %v", why, until, err)
	}
	must(t, b.asks(signin.Asking{Door: "text", Mobile: "+447700900555", Born: maryBorn}, "192.0.2.1"))
	must(t, b.asks(signin.Asking{Door: "letter", Name: "Mary Ann Quill", Postcode: "ZA5 5AB", Born: maryBorn}, "192.0.2.1"))
	if later := b.works(); len(later) != 2 || later[0] != signin.Rest || b.code(b.mary.ID, "text") != 0 || b.code(b.mary.ID, "letter") != 0 {
		t.Errorf("asked for meanwhile: put off by %v", later)
	}
	b.later(signin.Rest)
	if later := b.works(); len(later) != 0 || b.code(b.mary.ID, "text") == 0 || b.code(b.mary.ID, "letter") == 0 {
		t.Errorf("afterwards: put off by %v", later)
	}
	b.changes(counter, "07700 900556", "ZA5 5AB")
	if why, _, err := b.gate.SendCode(t.Context(), phone, b.mary.ID, "text"); err != nil || why != "" {
		t.Errorf("seen in person: %v %v", why, err)
	}
}

// Whoever has the old number or address stops it: nothing goes to the new one, what was opened since is shut, until it is seen in person.
func TestStop(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.register.Changed = b.gate.Changed
	old := newAuthenticator(t)
	b.enrols(b.mary.ID, old, "old")
	b.later(time.Hour)
	b.changes(phone, "07700 900555", "ZA1 1AA")
	thief := newAuthenticator(t)
	b.enrols(b.mary.ID, thief, "thief")
	in, err := b.uses(thief)
	must(t, err)
	var words map[string]map[string]string
	must(t, b.db.QueryRow(t.Context(), `select words from account_notices where kind = 'signin.mobile-changed'`).Scan(&words))
	text := words["en"]["stopcode"]
	if _, err := b.register.UseCode(t.Context(), text, maryBorn, "192.0.2.1", b.clock()); !errors.Is(err, accounts.ErrCode) {
		t.Errorf("a stop code opens: %v", err)
	}
	if _, err := b.register.UseStopCode(t.Context(), "BBBB-BBBB-BBBB", "192.0.2.1", b.clock()); !errors.Is(err, accounts.ErrCode) {
		t.Errorf("any code stops: %v", err)
	}
	c, err := b.register.UseStopCode(t.Context(), strings.ToLower(text), "192.0.2.1", b.clock())
	must(t, err)
	for range 2 { // pressed twice
		must(t, b.gate.Stop(t.Context(), c))
	}
	b.later(signin.Rest + time.Hour)
	if why, _, err := b.gate.SendCode(t.Context(), phone, b.mary.ID, "text"); err != nil || why != signin.Stopped {
		t.Errorf("a code to the stopped number: %v %v", why, err)
	}
	if b.live(in.ID) {
		t.Error("the thief is still signed in")
	}
	if _, err := b.uses(thief); !errors.Is(err, signin.ErrPasskey) {
		t.Errorf("the thief's passkey: %v", err)
	}
	if _, err := b.uses(old); err != nil {
		t.Errorf("the passkey of before: %v", err)
	}
	b.changes(counter, "07700 900555", "ZA5 5AB")
	if why, _, err := b.gate.Recover(t.Context(), counter, b.mary.ID, "text"); err != nil || why != "" {
		t.Errorf("shown in person: %v %v", why, err)
	}
}

// Recovery needs proof of who asks, and then leaves nothing of before that opens: no passkey, no browser, no code.
func TestRecover(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, by := range []audit.Actor{agent, self(b.mary.ID), {Role: audit.Helper, ID: 3, For: b.mary.ID, Proven: true}} {
		if _, _, err := b.gate.Recover(t.Context(), by, b.mary.ID, "letter"); !errors.Is(err, signin.ErrNotProven) {
			t.Errorf("by %+v: %v", by, err)
		}
	}
	a := newAuthenticator(t)
	b.enrols(b.mary.ID, a, "lost")
	login := b.joined(maryIs, b.mary.ID)
	_, _, err := b.gate.SendCode(t.Context(), phone, b.mary.ID, "text")
	must(t, err)
	stale := b.code(b.mary.ID, "text")
	why, _, err := b.gate.Recover(t.Context(), phone, b.mary.ID, "letter")
	if err != nil || why != "" {
		t.Fatal(why, err)
	}
	if _, err := b.uses(a); !errors.Is(err, signin.ErrPasskey) || b.live(login.ID) {
		t.Errorf("the passkey %v, the sign-in live %v", err, b.live(login.ID))
	}
	if _, found, err := b.gate.EnterByOneLogin(t.Context(), b.loggedIn(maryIs, false), firefox); found || err != nil {
		t.Errorf("the login opens: %v", err)
	}
	if _, err := b.register.UseCode(t.Context(), b.register.CodeText(stale), maryBorn, "192.0.2.1", b.clock()); !errors.Is(err, accounts.ErrCode) {
		t.Errorf("the code of before: %v", err)
	}
	told := b.notices(b.mary.ID)
	if n := strings.Count(strings.Join(told, " "), "signin.recovered"); n != 2 || b.code(b.mary.ID, "letter") == 0 {
		t.Errorf("Mary was told %v", told)
	}
	b.register.Changed = b.gate.Changed
	b.changes(phone, "07700 900101", "ZA5 5AB")
	if why, until, err := b.gate.Recover(t.Context(), phone, b.mary.ID, "letter"); err != nil || why != signin.Resting || until.IsZero() {
		t.Errorf("to an address of today: %v %v", why, err)
	}
	if b.code(b.mary.ID, "letter") == 0 {
		t.Error("what was refused was half done: the code of before is gone")
	}
}
