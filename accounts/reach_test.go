package accounts

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func TestReach(t *testing.T) {
	b := setup(t)
	tests := []struct {
		name        string
		change      func(*Details)
		text, write Refusal
	}{
		{"plain", func(*Details) {}, ReachOK, ReachOK},
		{"no mobile", func(d *Details) { d.Mobile = "" }, NoMobile, ReachOK},
		{"not safe to text", func(d *Details) { d.Needs.SafeText = No }, NotSafe, ReachOK},
		{"not safe to write", func(d *Details) { d.Needs.SafeWrite = No }, ReachOK, NotSafe},
		{"safe to both", func(d *Details) { d.Needs.SafeWrite, d.Needs.SafeText = Yes, Yes }, ReachOK, ReachOK},
		{"no address", func(d *Details) { d.Address = nil }, ReachOK, NoAddress},
		{"no fixed address", func(d *Details) { d.Address = &services.PostAddress{NoFixed: true} }, ReachOK, NoAddress},
		{"care of", func(d *Details) { d.Address.NoFixed = true }, ReachOK, ReachOK},
		{"large print", func(d *Details) { d.Needs.Format = LargePrint }, ReachOK, ReachOK},
		{"braille", func(d *Details) { d.Needs.Format = Braille }, ReachOK, CannotMake},
		{"audio", func(d *Details) { d.Needs.Format = Audio }, ReachOK, CannotMake},
		{"easy read", func(d *Details) { d.Needs.Format = EasyRead }, ReachOK, CannotMake},
	}
	for _, tt := range tests {
		d := margaret()
		tt.change(&d)
		a := b.create(t, d)
		b.tx(t, func(tx pgx.Tx) error {
			phone, who, why, err := b.reg.MayText(t.Context(), tx, a.ID)
			if err != nil || why != tt.text || who.ID != a.ID || (phone != "") != (why == ReachOK) {
				t.Errorf("%s: text %q to %q, %v", tt.name, why, phone, err)
			}
			who, why, err = b.reg.MayWrite(t.Context(), tx, a.ID)
			if err != nil || why != tt.write || who.Needs.Format != a.Needs.Format {
				t.Errorf("%s: write %q, %v", tt.name, why, err)
			}
			return nil
		})
	}
	b.tx(t, func(tx pgx.Tx) error {
		if _, _, _, err := b.reg.MayText(t.Context(), tx, 999); !errors.Is(err, ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		return nil
	})
	for _, r := range []Refusal{HasDied, NotSafe, NoMobile, NoAddress, CannotMake} {
		for _, l := range lang.All {
			if !lang.Has(l, "reach."+string(r)) {
				t.Errorf("no sentence for %s in %s", r, l)
			}
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
		if _, who, why, err := b.reg.MayText(t.Context(), tx, a.ID); err != nil || why != NoMobile || who.Mobile != "" {
			t.Errorf("%q, %v", why, err)
		}
		return nil
	})
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
	b.tx(t, func(tx pgx.Tx) error {
		if phone, _, why, err := b.reg.MayText(t.Context(), tx, a.ID); err != nil || why != ReachOK || phone != a.Mobile {
			t.Errorf("%q, %v", why, err)
		}
		return nil
	})
}

// A decision to text or write and a death or a changed need wait for each other: each is tried while the other is not committed.
func TestReachHoldsUntilCommit(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	b.tx(t, func(deciding pgx.Tx) error {
		if _, _, why, err := b.reg.MayText(t.Context(), deciding, a.ID); err != nil || why != ReachOK {
			t.Fatal(why, err)
		}
		b.mustWait(t, func(tx pgx.Tx) error { return b.reg.RecordDeathTx(t.Context(), tx, agent, a.ID, today) })
		b.mustWait(t, func(tx pgx.Tx) error { // what SetNeeds and Update begin with
			return b.reg.lock(t.Context(), tx, agent, a.ID)
		})
		return pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error { // two decisions do not wait
			_, _, err := b.reg.MayWrite(t.Context(), tx, a.ID)
			return err
		})
	})
	b.tx(t, func(dying pgx.Tx) error {
		if err := b.reg.RecordDeathTx(t.Context(), dying, agent, a.ID, today); err != nil {
			return err
		}
		b.mustWait(t, func(tx pgx.Tx) error { _, _, err := b.reg.MayWrite(t.Context(), tx, a.ID); return err })
		return nil
	})
	b.tx(t, func(tx pgx.Tx) error {
		_, _, text, err := b.reg.MayText(t.Context(), tx, a.ID)
		_, write, err2 := b.reg.MayWrite(t.Context(), tx, a.ID)
		if text != HasDied || write != HasDied {
			t.Errorf("after death: text %q, write %q", text, write)
		}
		return errors.Join(err, err2)
	})
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
