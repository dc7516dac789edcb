package accounts

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// reach asks the gate in a transaction of its own.
func (b bundle) reach(t *testing.T, account int64, p Purpose, now time.Time) (w Way) {
	t.Helper()
	b.tx(t, func(tx pgx.Tx) (err error) {
		w, err = b.reg.ReachTx(t.Context(), tx, account, p, now)
		return err
	})
	return w
}

func TestReach(t *testing.T) {
	b := setup(t)
	safe := func(call, text, write Safe) func(*Details) {
		return func(d *Details) { d.Needs.SafeCall, d.Needs.SafeText, d.Needs.SafeWrite = call, text, write }
	}
	format := func(f Format) func(*Details) { return func(d *Details) { d.Needs.Format = f } }
	rather := func(door Door) func(*Details) { return func(d *Details) { d.Needs.Rather = door } }
	both := func(f ...func(*Details)) func(*Details) {
		return func(d *Details) {
			for _, f := range f {
				f(d)
			}
		}
	}
	for _, tt := range []struct {
		name         string
		change       func(*Details)
		any          Door // whatever suits
		text, letter Refusal
		why          Refusal // with no door
	}{
		{"plain", func(*Details) {}, Text, ReachOK, ReachOK, ReachOK},
		{"no mobile", func(d *Details) { d.Mobile = "" }, Letter, NoMobile, ReachOK, ReachOK},
		{"not safe to text", safe(Yes, No, Yes), Letter, NotSafe, ReachOK, ReachOK},
		{"not safe to write", safe(Yes, Yes, No), Text, ReachOK, NotSafe, ReachOK},
		{"safe to all", safe(Yes, Yes, Yes), Text, ReachOK, ReachOK, ReachOK},
		{"nothing is safe", safe(No, No, No), NoDoor, NotSafe, NotSafe, NotSafe},
		{"no address", func(d *Details) { d.Address = nil }, Text, ReachOK, NoAddress, ReachOK},
		{"no fixed address", func(d *Details) { d.Address = &services.PostAddress{NoFixed: true} }, Text, ReachOK, NoAddress, ReachOK},
		{"care of", func(d *Details) { d.Address.NoFixed = true }, Text, ReachOK, ReachOK, ReachOK},
		{"neither", func(d *Details) { d.Address, d.Mobile = nil, "" }, NoDoor, NoMobile, NoAddress, NoAddress},
		{"large print", format(LargePrint), Letter, ReachOK, ReachOK, ReachOK},
		{"braille", format(Braille), Text, ReachOK, CannotMake, ReachOK},
		{"audio", format(Audio), Text, ReachOK, CannotMake, ReachOK},
		{"easy read", format(EasyRead), Text, ReachOK, CannotMake, ReachOK},
		{"braille and no text", both(format(Braille), safe(Yes, No, Yes)), ByHand, NotSafe, CannotMake, CannotMake},
		{"rather a letter", rather(Letter), Letter, ReachOK, ReachOK, ReachOK},
		{"rather a text, in large print", both(format(LargePrint), rather(Text)), Text, ReachOK, ReachOK, ReachOK},
		{"rather rung", rather(Call), Call, ReachOK, ReachOK, ReachOK},
		{"rather rung, which is not safe", both(rather(Call), safe(No, Yes, Yes)), Text, ReachOK, ReachOK, ReachOK},
	} {
		d := margaret()
		tt.change(&d)
		a := b.create(t, d)
		if w := b.reach(t, a.ID, Purpose{Kind: "submitted"}, noon); w.Door() != tt.any || w.Why() != tt.why || w.Account() != a.ID || w.Reader() != a.ID {
			t.Errorf("%s: by %q, %q; want %q, %q", tt.name, w.Door(), w.Why(), tt.any, tt.why)
		} else if task, _ := w.Task("submitted"); (task == "") != (w.Door() == Text || w.Door() == Letter) {
			t.Errorf("%s: task %q by %q", tt.name, task, w.Door())
		}
		if w := b.reach(t, a.ID, Purpose{Only: Text}, noon); w.Why() != tt.text || (w.Phone() != "") != (tt.text == ReachOK) {
			t.Errorf("%s: text %q to %q", tt.name, w.Why(), w.Phone())
		}
		if w := b.reach(t, a.ID, Purpose{Only: Letter}, noon); w.Why() != tt.letter || (len(w.Address()) > 0) != (tt.letter == ReachOK) || w.Format() != a.Needs.Format {
			t.Errorf("%s: letter %q to %q", tt.name, w.Why(), w.Address())
		}
	}
	b.tx(t, func(tx pgx.Tx) error {
		if _, err := b.reg.ReachTx(t.Context(), tx, 999, Purpose{}, noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		return nil
	})
	for _, r := range []Refusal{HasDied, NotSafe, NoMobile, NoAddress, CannotMake, HasStopped, NoPhone} {
		for _, l := range lang.All {
			if !lang.Has(l, "reach."+string(r)) {
				t.Errorf("no sentence for %s in %s", r, l)
			}
		}
	}
}

// What one thing is about may ask for Welsh or another door than the person's needs do.
func TestReachOfOneThing(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	if w := b.reach(t, a.ID, Purpose{Lang: lang.Cy, Rather: Letter}, noon); w.Door() != Letter || w.Lang() != lang.Cy || len(w.Langs()) != 2 || w.Langs()[0] != lang.Cy {
		t.Errorf("by %s in %v", w.Door(), w.Langs())
	}
	if w := b.reach(t, a.ID, Purpose{}, noon); w.Lang() != lang.En || len(w.Langs()) != 1 || !w.Named() {
		t.Errorf("in %v", w.Langs())
	}
	former := []string{"Margaret Ellis", "9 Old Street", "ZA1 1AA"}
	if w := b.reach(t, a.ID, Purpose{Only: Letter, Address: former}, noon); w.Address()[1] != "9 Old Street" {
		t.Errorf("the former address: %v", w.Address())
	}
	if w := b.reach(t, a.ID, Purpose{Only: Text, Phone: "+447700900777"}, noon); w.Phone() != "+447700900777" {
		t.Errorf("the former number: %q", w.Phone())
	}
	quiet := b.create(t, func() Details { d := margaret(); d.Needs.SafeText, d.Needs.MayAnnounce = Yes, false; return d }())
	if w := b.reach(t, quiet.ID, Purpose{}, noon); w.Named() {
		t.Error("who may not be named is")
	}
}

// Two accounts of one person: what either forbids is not done, what one lacks the other has, and the format of one is that of both.
func TestReachIsOfTheWholePerson(t *testing.T) {
	b := setup(t)
	first := b.create(t, func() Details { d := margaret(); d.Mobile = ""; return d }())
	second := b.create(t, func() Details {
		d := margaret()
		d.Needs.Format, d.Needs.SafeWrite = Braille, Yes
		d.Address = nil
		return d
	}())
	b.exec(t, `update accounts set joined_to = case when id = $2 then $1::bigint end, linked = true where id in ($1, $2)`, first.ID, second.ID)
	for _, id := range []int64{first.ID, second.ID} {
		if w := b.reach(t, id, Purpose{}, noon); w.Door() != Text || w.Account() != id {
			t.Errorf("account %d is reached by %q: %q", id, w.Door(), w.Why())
		}
		if w := b.reach(t, id, Purpose{Only: Letter}, noon); w.Door() != ByHand || w.Format() != Braille {
			t.Errorf("account %d is written to in %s, by %q", id, w.Format(), w.Door())
		}
	}
	shown, err := b.reg.Open(t.Context(), agent, second.ID)
	if err != nil {
		t.Fatal(err)
	}
	n := shown.Needs
	n.SafeText, n.SafeWrite, n.SafeCall = No, No, No
	if err := b.reg.SetNeeds(t.Context(), agent, first.ID, n); err != nil {
		t.Fatal(err)
	}
	if w := b.reach(t, second.ID, Purpose{}, noon); w.Door() != NoDoor || w.Why() != NotSafe {
		t.Errorf("what one account forbids, the other does: by %q", w.Door())
	}
}

func TestStoppedPhonesAreNotTexted(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	stop := func(f func(ctx context.Context, tx pgx.Tx, phone string) error) {
		b.tx(t, func(tx pgx.Tx) error { return f(t.Context(), tx, a.Mobile) })
	}
	stop(b.reg.StopTextsTx)
	stop(b.reg.StopTextsTx) // twice is once
	later := b.create(t, func() Details { d := margaret(); d.FullName = "Susan Ellis"; return d }())
	for _, id := range []int64{a.ID, later.ID} { // who comes to a shared phone later is not texted either
		if w := b.reach(t, id, Purpose{Only: Text}, noon); w.Why() != HasStopped {
			t.Errorf("%q", w.Why())
		}
		if w := b.reach(t, id, Purpose{}, noon); w.Door() != Letter {
			t.Errorf("by %q", w.Door())
		}
	}
	if n := b.count(t, `select count(*) from stopped_phones where encode(finger, 'escape') like '%7700900%'`); n != 0 {
		t.Error("the list holds a number")
	}
	stop(b.reg.StartTextsTx)
	if w := b.reach(t, a.ID, Purpose{Only: Text}, noon); w.Why() != ReachOK {
		t.Errorf("after START: %q", w.Why())
	}
}

func TestHoursOfRest(t *testing.T) {
	b := setup(t)
	b.reg.Quiet = NightHours
	a := b.create(t, margaret())
	day := func(d, h, m int) time.Time { return time.Date(2026, 11, d, h, m, 0, 0, lang.London) }
	for _, tt := range []struct {
		own        string
		now, from  time.Time
		underneath bool // asked for just now
	}{
		{"", day(20, 12, 0), day(20, 12, 0), false},
		{"", day(20, 19, 59), day(20, 19, 59), false},
		{"", day(20, 20, 0), day(21, 8, 0), false},
		{"", day(20, 23, 30), day(20, 23, 30), true},
		{"", day(21, 3, 0), day(21, 8, 0), false},
		{"", day(21, 8, 0), day(21, 8, 0), false},
		{NeverQuiet, day(20, 23, 0), day(20, 23, 0), false},
		{"12:00-14:30", day(20, 13, 0), day(20, 14, 30), false},
		{"12:00-14:30", day(20, 23, 0), day(20, 23, 0), false},
	} {
		a.Needs.Quiet = tt.own
		if err := b.reg.SetNeeds(t.Context(), agent, a.ID, a.Needs); err != nil {
			t.Fatal(err)
		}
		a.Needs.Rev++
		if w := b.reach(t, a.ID, Purpose{Only: Text, AtOnce: tt.underneath}, tt.now); !w.From().Equal(tt.from) {
			t.Errorf("%q at %s: from %s, want %s", tt.own, tt.now, w.From(), tt.from)
		}
		if w := b.reach(t, a.ID, Purpose{Only: Letter}, tt.now); !w.From().Equal(tt.now) {
			t.Errorf("a letter waits until %s", w.From())
		}
	}
}

func TestDeadNumberIsNotTexted(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	b.tx(t, func(tx pgx.Tx) error {
		for range 2 { // the second time says nothing new
			if err := b.reg.MarkDeadContactTx(t.Context(), tx, a.ID, a.Mobile); err != nil {
				return err
			}
		}
		return nil
	})
	if w := b.reach(t, a.ID, Purpose{Only: Text}, noon); w.Why() != NoMobile || w.Phone() != "" {
		t.Errorf("%q", w.Why())
	}
	if n := b.count(t, `select count(*) from audit_log where verb = 'account.contact_dead'`); n != 1 {
		t.Errorf("recorded %d times", n)
	}
	found, err := b.reg.Search(t.Context(), agent, "07700900123")
	if err != nil || len(found) != 1 {
		t.Errorf("no longer found: %v, %v", found, err)
	}
	d := margaret() // they say it works after all
	if _, err := b.reg.Update(t.Context(), agent, a.ID, a.Rev, d); err != nil {
		t.Fatal(err)
	}
	if w := b.reach(t, a.ID, Purpose{Only: Text}, noon); w.Why() != ReachOK || w.Phone() != a.Mobile {
		t.Errorf("%q", w.Why())
	}
}

// A decision to text or write and a death or a changed need wait for each other: each is tried while the other is not committed.
func TestReachHoldsUntilCommit(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	b.tx(t, func(deciding pgx.Tx) error {
		if w, err := b.reg.ReachTx(t.Context(), deciding, a.ID, Purpose{}, noon); err != nil || w.Door() != Text {
			t.Fatal(w.Why(), err)
		}
		b.mustWait(t, func(tx pgx.Tx) error { return b.reg.RecordDeathTx(t.Context(), tx, agent, a.ID, today) })
		b.mustWait(t, func(tx pgx.Tx) error { return b.reg.lock(t.Context(), tx, agent, a.ID) }) // what SetNeeds and Update begin with
		return pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {                          // two decisions do not wait
			_, err := b.reg.ReachTx(t.Context(), tx, a.ID, Purpose{}, noon)
			return err
		})
	})
	b.tx(t, func(dying pgx.Tx) error {
		if err := b.reg.RecordDeathTx(t.Context(), dying, agent, a.ID, today); err != nil {
			return err
		}
		b.mustWait(t, func(tx pgx.Tx) error { _, err := b.reg.HoldTx(t.Context(), tx, a.ID); return err })
		return nil
	})
	for _, only := range []Door{NoDoor, Text, Letter} {
		if w := b.reach(t, a.ID, Purpose{Only: only}, noon); w.Why() != HasDied || w.Door() != NoDoor {
			t.Errorf("after death: by %q, %q", w.Door(), w.Why())
		}
	}
}

// mustWait fails the test unless f waits for a lock.
func (b bundle) mustWait(t *testing.T, f func(tx pgx.Tx) error) {
	t.Helper()
	err := pgx.BeginFunc(context.Background(), b.db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), `set local lock_timeout = '30ms'`); err != nil {
			return err
		}
		return f(tx)
	})
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || pg.Code != "55P03" {
		t.Errorf("did not wait: %v", err)
	}
}

func TestRecordDeath(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	for _, on := range []services.Day{{Y: 2026, M: 11, D: 21}, {Y: 1944, M: 3, D: 4}, {Y: 2026, M: 2, D: 30}, {}} {
		err := pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error { return b.reg.RecordDeathTx(t.Context(), tx, agent, a.ID, on) })
		if !errors.Is(err, ErrInvalid) {
			t.Errorf("%v: %v", on, err)
		}
	}
	for _, on := range []services.Day{{Y: 2026, M: 11, D: 19}, {Y: 2026, M: 11, D: 18}} { // recorded, then corrected
		b.tx(t, func(tx pgx.Tx) error { return b.reg.RecordDeathTx(t.Context(), tx, agent, a.ID, on) })
		if got, err := b.reg.Open(t.Context(), agent, a.ID); err != nil || got.DiedOn == nil || *got.DiedOn != on {
			t.Errorf("%#v, %v", got, err)
		}
	}
}

func TestSetNeeds(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	n := a.Needs
	n.SafeText, n.Format, n.Written, n.Relay, n.Interpreter = No, LargePrint, lang.Cy, "interpreter", "pl"
	if err := b.reg.SetNeeds(t.Context(), agent, a.ID, n); err != nil {
		t.Fatal(err)
	}
	if err := b.reg.SetNeeds(t.Context(), agent, a.ID, n); !errors.Is(err, ErrStale) {
		t.Errorf("the second: %v", err)
	}
	got, err := b.reg.Open(t.Context(), agent, a.ID)
	n.Rev++
	if err != nil || got.Needs != n || got.Rev != a.Rev {
		t.Errorf("%#v, %v", got.Needs, err)
	}
	for _, change := range []func(*Needs){func(n *Needs) { n.Format = "smoke" }, func(n *Needs) { n.SafeCall = "perhaps" },
		func(n *Needs) { n.Relay = "pigeon" }, func(n *Needs) { n.Written = "fr" }} {
		bad := n
		change(&bad)
		if err := b.reg.SetNeeds(t.Context(), agent, a.ID, bad); !errors.Is(err, ErrInvalid) {
			t.Errorf("%#v: %v", bad, err)
		}
	}
	if err := b.reg.SetNeeds(t.Context(), agent, 999, n); !errors.Is(err, ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

func TestByPhone(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	daughter := b.create(t, Details{FullName: "Susan Ellis", Landline: "07700900123"})
	b.create(t, Details{FullName: "Somebody Else", Mobile: "07700900124"})
	got, err := b.reg.ByPhone(t.Context(), "+447700900123")
	if err != nil || len(got) != 2 || got[0].ID != a.ID || got[1].ID != daughter.ID || got[0].Email == "" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := b.reg.ByPhone(t.Context(), "+447700900999"); err != nil || len(got) > 0 {
		t.Errorf("nobody's: %v, %v", got, err)
	}
}

func (b bundle) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := b.db.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}
