package accounts

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

var counter = audit.Actor{Role: audit.Staff, ID: 7, Agency: 1, Door: channels.Counter, Why: "visit"}

// nobodys is a member of no agency, which these tests have none of.
var nobodys = audit.Actor{Role: audit.Staff, ID: 7, Door: channels.Phone}

// codes are problems as 'field code'.
func codes(p services.Problems) (out []string) {
	for _, x := range p {
		out = append(out, x.Field+" "+x.Code)
	}
	return out
}

func (b bundle) show(t testing.TB, by audit.Actor, account int64, s Shown) (w proof.Worth, p services.Problems) {
	t.Helper()
	b.tx(t, func(tx pgx.Tx) (err error) {
		w, p, err = b.reg.ShowTx(t.Context(), tx, by, account, s)
		return err
	})
	return w, p
}

func (b bundle) vouch(t testing.TB, by audit.Actor, account int64, v Vouching) (w proof.Worth, p services.Problems) {
	t.Helper()
	b.tx(t, func(tx pgx.Tx) (err error) {
		w, p, err = b.reg.VouchTx(t.Context(), tx, by, account, v)
		return err
	})
	return w, p
}

func (b bundle) lookedUp(t testing.TB, account int64) {
	t.Helper()
	b.tx(t, func(tx pgx.Tx) error {
		p, err := b.reg.LookUpTx(t.Context(), tx, counter, account, []string{proof.NotDead, proof.NotReported}, 0)
		if len(p) > 0 {
			t.Error(p)
		}
		return err
	})
}

var goodPassport = Shown{Document: "passport", Number: "123456789", Expires: born(2030, 1, 31),
	Checks: []string{proof.Original, proof.Undamaged, proof.Agrees, proof.InDate, proof.Looked, proof.Trained, proof.FaceLike, "made-up"}}

func TestADocumentShownAtTheCounter(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	w, p := b.show(t, counter, a.ID, goodPassport)
	if len(p) > 0 || w != (proof.Worth{Piece: proof.Piece{Strength: 4, Validity: 2}, Verification: 2}) {
		t.Errorf("%+v, %v", w, p)
	}
	b.lookedUp(t, a.ID)
	if s := b.standing(t, a.ID, noon); s.Level() != proof.Medium {
		t.Errorf("%+v", s)
	}
	if s := b.standing(t, a.ID, time.Date(2030, 2, 1, 9, 0, 0, 0, time.UTC)); s.Level() != proof.None {
		t.Errorf("after its last day: %+v", s)
	}
	all, err := b.reg.Proofs(t.Context(), a.ID)
	if err != nil || slices.Contains(all[len(all)-1].Checks, "made-up") {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestADocumentThatDoesNotCount(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	for _, c := range []struct {
		by     audit.Actor
		change func(*Shown)
		want   string
	}{
		{agent, func(*Shown) {}, "document counter-only"},
		{counter, func(s *Shown) { s.Document = "library-card" }, "document document-required"},
		{counter, func(s *Shown) { s.Number = " - " }, "number number-required"},
		{counter, func(s *Shown) { s.Expires = nil }, "expires expires-required"},
		{counter, func(s *Shown) { s.Expires = born(2026, 11, 19) }, "expires expires-over"},
		{counter, func(s *Shown) { s.Expires = born(2027, 2, 31) }, "expires expires-over"},
		{counter, func(s *Shown) { s.Checks = s.Checks[1:] }, "original check-missing"},
	} {
		s := goodPassport
		c.change(&s)
		if w, p := b.show(t, c.by, a.ID, s); !slices.Equal(codes(p), []string{c.want}) || w != (proof.Worth{}) {
			t.Errorf("%v: %+v, want %s", codes(p), w, c.want)
		}
	}
	if n := b.count(t, `select count(*) from account_proofs`); n != 0 {
		t.Errorf("%d written", n)
	}
	err := pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {
		_, _, err := b.reg.ShowTx(t.Context(), tx, audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}, a.ID, goodPassport)
		return err
	})
	if !errors.Is(err, ErrNotAllowed) {
		t.Errorf("by themselves: %v", err)
	}
}

func socialWorker() Vouching {
	return Vouching{Voucher: Voucher{Name: "Bethan Jones", Position: "social-worker", Organisation: "Northtown Council", Registered: "SW12345",
		IdentifiedBy: "register", Relationship: "has worked with him", KnownSince: services.Day{Y: 2024, M: 1, D: 1}, Method: "together"}}
}

func TestAPersonOfStandingVouches(t *testing.T) {
	b := setup(t)
	a := b.create(t, Details{FullName: "Tomos Price", DateOfBirth: born(1980, 6, 1)})
	if w, p := b.vouch(t, counter, a.ID, socialWorker()); len(p) > 0 || w.Validity != 2 || w.Activity != 2 || w.Verification != 3 {
		t.Errorf("%+v, %v", w, p)
	}
	b.lookedUp(t, a.ID)
	if s := b.standing(t, a.ID, noon); !s.Meets("M1D") {
		t.Errorf("no document, vouched for: %+v", s)
	}
	if s := b.standing(t, a.ID, noon.AddDate(2, 0, 1)); s.Level() != proof.None {
		t.Errorf("two years on: %+v", s)
	}
}

func TestAVouchThatDoesNotCount(t *testing.T) {
	b := setup(t)
	a, friend := b.create(t, Details{FullName: "Tomos Price", DateOfBirth: born(1980, 6, 1)}), b.create(t, Details{FullName: "Huw Rees"})
	for _, c := range []struct {
		by     audit.Actor
		change func(*Vouching)
		want   []string
	}{
		{counter, func(v *Vouching) { v.Name = " " }, []string{"voucher voucher-required"}},
		{counter, func(v *Vouching) { v.Relationship = "" }, []string{"relationship relationship-required"}},
		{counter, func(v *Vouching) { v.Registered = "" }, []string{"registered registered-required"}},
		{counter, func(v *Vouching) { v.Position = "friend" }, []string{"position not-of-standing"}},
		{counter, func(v *Vouching) { v.Close = true }, []string{"close too-close"}},
		{counter, func(v *Vouching) { v.KnownSince = services.Day{} }, []string{"known known-too-short"}},
		{counter, func(v *Vouching) { v.Method = "call-back" }, []string{"phone phone-required"}},
		{counter, func(v *Vouching) { v.Phone = "12" }, []string{"phone phone-not-real"}},
		{agent, func(*Vouching) {}, []string{"method counter-only"}},
		{counter, func(v *Vouching) { v.IdentifiedBy = "proven" }, []string{"identified voucher-account-required"}},
		{counter, func(v *Vouching) { v.IdentifiedBy, v.Account = "proven", friend.ID }, []string{"identified voucher-not-proven"}},
		{counter, func(v *Vouching) { v.Account = a.ID }, []string{"voucher voucher-themselves"}},
	} {
		v := socialWorker()
		c.change(&v)
		if _, p := b.vouch(t, c.by, a.ID, v); !slices.Equal(codes(p), c.want) {
			t.Errorf("%v, want %v", codes(p), c.want)
		}
	}
	b.show(t, counter, friend.ID, goodPassport)
	b.lookedUp(t, friend.ID)
	v := socialWorker()
	v.IdentifiedBy, v.Account, v.Registered = "proven", friend.ID, ""
	if _, p := b.vouch(t, counter, a.ID, v); len(p) > 0 {
		t.Errorf("a voucher who is proven: %v", p)
	}
}

func TestWhatIsLookedUpMustBeEnough(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	b.tx(t, func(tx pgx.Tx) error {
		if p, err := b.reg.LookUpTx(t.Context(), tx, counter, a.ID, []string{proof.NotDead}, 0); err != nil || !slices.Equal(codes(p), []string{"fraud fraud-required"}) {
			t.Errorf("%v, %v", codes(p), err)
		}
		for _, c := range []struct {
			source string
			since  services.Day
			want   []string
		}{{"benefit", services.Day{Y: 2026, M: 10, D: 1}, []string{"since since-too-short"}}, {"gossip", services.Day{Y: 2020, M: 1, D: 1}, []string{"source source-required"}},
			{"benefit", services.Day{Y: 2027, M: 1, D: 1}, []string{"since since-required"}}, {"benefit", services.Day{Y: 2020, M: 1, D: 1}, nil}} {
			if p, err := b.reg.KnownSinceTx(t.Context(), tx, counter, a.ID, c.source, c.since, 0); err != nil || !slices.Equal(codes(p), c.want) {
				t.Errorf("%s since %v: %v, %v", c.source, c.since, codes(p), err)
			}
		}
		return nil
	})
	if s := b.standing(t, a.ID, noon); s.Activity != 3 || s.Fraud != 0 {
		t.Errorf("%+v", s)
	}
	if _, err := b.db.Exec(t.Context(), `update accounts set died_on = '2026-01-01' where id = $1`, a.ID); err != nil {
		t.Fatal(err)
	}
	b.tx(t, func(tx pgx.Tx) error {
		p, err := b.reg.LookUpTx(t.Context(), tx, counter, a.ID, proof.FraudChecks[:], 0)
		if !slices.Equal(codes(p), []string{"fraud has-died"}) {
			t.Errorf("somebody who has died: %v", codes(p))
		}
		return err
	})
}

func TestACodeIsPostedAtMostThreeTimesAMonthAndOneCounts(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	now := noon
	b.reg.Now = func() time.Time { return now }
	post := func() (c Code, why Refusal) {
		t.Helper()
		b.tx(t, func(tx pgx.Tx) (err error) {
			c, why, err = b.reg.PostCodeTx(t.Context(), tx, nobodys, a.ID)
			return err
		})
		return c, why
	}
	first, _ := post()
	now = now.Add(48 * time.Hour)
	second, why := post()
	if why != ReachOK || b.count(t, `select count(*) from account_notices where kind = 'proof.code' and code_id = $1 and door = 'letter'`, second.ID) != 1 {
		t.Fatalf("not posted: %v", why)
	}
	if _, err := b.reg.UseCode(t.Context(), b.reg.CodeText(first.ID), *born(1944, 3, 5), "192.0.2.1", now); !errors.Is(err, ErrCode) {
		t.Errorf("the first code still opens: %v", err)
	}
	post()
	last := b.count(t, `select max(id) from access_codes`)
	if _, why := post(); why != TooManyCodes {
		t.Errorf("a fourth: %q", why)
	}
	if n := b.count(t, `select count(*) from access_codes where revoked_at is null`); n != 1 {
		t.Errorf("%d codes live, and the refused one ended the last", n)
	}
	if _, err := b.reg.UseCode(t.Context(), b.reg.CodeText(int64(last)), *born(1944, 3, 5), "192.0.2.1", now); err != nil {
		t.Errorf("the last code: %v", err)
	}
	now = now.AddDate(0, 0, 31)
	if _, why := post(); why != ReachOK {
		t.Errorf("a month later: %q", why)
	}
}

func TestACodeIsPostedOnlyWhereItMayGo(t *testing.T) {
	b := setup(t)
	for _, c := range []struct {
		change func(*Details)
		want   Refusal
	}{{func(d *Details) { d.Address = nil }, NoAddress}, {func(d *Details) { d.Address = &services.PostAddress{NoFixed: true} }, NoAddress},
		{func(d *Details) { d.Needs.SafeWrite = No }, NotSafe}, {func(d *Details) { d.DateOfBirth = nil }, NoBirth}} {
		d := margaret()
		c.change(&d)
		if why, err := b.reg.PostCode(t.Context(), nobodys, b.create(t, d).ID); err != nil || why != c.want {
			t.Errorf("%q, %v, want %q", why, err, c.want)
		}
	}
}

func TestHavingACodeShowsWhereItWasSent(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	var code Code
	b.tx(t, func(tx pgx.Tx) (err error) {
		code, _, err = b.reg.PostCodeTx(t.Context(), tx, nobodys, a.ID)
		return err
	})
	me := audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}
	use := func() error {
		return pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error { return b.reg.ProvenByCodeTx(t.Context(), tx, me, code) })
	}
	if err := use(); err == nil {
		t.Error("it counts before it was used")
	}
	if _, err := b.reg.UseCode(t.Context(), b.reg.CodeText(code.ID), *born(1944, 3, 5), "192.0.2.1", noon); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := use(); err != nil {
			t.Fatal(err)
		}
	}
	if s := b.standing(t, a.ID, noon); s.Verification != 1 || b.count(t, `select count(*) from account_proofs where kind = 'letter-code'`) != 1 {
		t.Errorf("%+v", s)
	}
}
