package accounts

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/services"
)

// afterwards is what was told of the person while their two accounts were one: everything there is.
func afterwards(p Account) Details {
	return Details{FullName: "Margaret Jones", DateOfBirth: born(1944, 3, 6), Mobile: "07700 900 777", Landline: "020 7946 0777", Email: "jones@example.org",
		NINO: "QQ 12 34 58 A", NHS: "999 000 0018", Address: &services.PostAddress{Lines: []string{"9 New Street", "Newtown"}, Postcode: "ZA3 3AB"}, Needs: p.Needs}
}

// changed joins two accounts, has everything told anew, and parts them.
func (b bundle) changed(t *testing.T) (a, p Account, wasA, wasP string, join int64, came []Placing) {
	t.Helper()
	d := margaret()
	d.Landline, d.NINO = "", ""
	a, p = b.create(t, d), b.create(t, peggy())
	wasA, wasP = b.belongings(t, a.ID), b.belongings(t, p.ID)
	join = b.join(t, a, p)
	linked := b.belongings(t, p.ID)
	now := b.whole(t, p.ID)
	if problems, err := b.reg.Update(t.Context(), agent, p.ID, now.Rev, afterwards(now)); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	needs := now.Needs
	needs.SafeCall, needs.Note = No, "ring the bell twice"
	if err := b.reg.SetNeeds(t.Context(), agent, p.ID, needs); err != nil {
		t.Fatal(err)
	}
	b.tx(t, func(tx pgx.Tx) error { return b.reg.RecordDeathTx(t.Context(), tx, agent, p.ID, today) })
	if got := b.belongings(t, p.ID); got != linked {
		t.Errorf("the account that was joined was written to:\n%s\nwas\n%s", got, linked)
	}
	left := b.part(t, join)
	came, err := b.reg.Placings(t.Context(), agent, join)
	if err != nil || left != len(came) {
		t.Fatal(left, came, err)
	}
	return a, p, wasA, wasP, join, came
}

func (b bundle) place(t *testing.T, p Placing, goes bool) (left int) {
	t.Helper()
	b.tx(t, func(tx pgx.Tx) (err error) {
		left, err = b.reg.PlaceTx(t.Context(), tx, agent, p, goes)
		return err
	})
	return left
}

func TestWhatCameAfterwardsIsListed(t *testing.T) {
	b := setup(t)
	a, p, _, wasP, _, came := b.changed(t)
	var kinds []string
	for _, c := range came {
		kinds = append(kinds, c.Kind)
		if c.Account != a.ID || c.Other != p.ID || c.Goes != nil {
			t.Errorf("%#v", c)
		}
	}
	slices.Sort(kinds)
	if want := []string{"address", "birth", "death", "email", "landline", "mobile", "name", "needs", "nhs", "nino"}; !slices.Equal(kinds, want) {
		t.Errorf("listed %v, want %v", kinds, want)
	}
	if got := b.belongings(t, p.ID); got != wasP {
		t.Errorf("parted, the other is\n%s\nand was\n%s", got, wasP)
	}
}

// Everything that goes to the other leaves the one as it was before, and the other with what was told.
func TestWhatGoesToTheOther(t *testing.T) {
	b := setup(t)
	a, p, _, _, join, came := b.changed(t)
	before := b.whole(t, p.ID)
	for i, c := range came {
		if left := b.place(t, c, true); left != len(came)-i-1 {
			t.Errorf("%d left", left)
		}
	}
	again := b.whole(t, a.ID)
	again.Rev, again.Needs.Rev = a.Rev, a.Needs.Rev
	if want := fmt.Sprintf("%+v", plain(a)); fmt.Sprintf("%+v", plain(again)) != want {
		t.Errorf("the one is %+v\nand was %s", plain(again), want)
	}
	got, want := b.whole(t, p.ID), afterwards(before)
	if got.FullName != want.FullName || *got.DateOfBirth != *want.DateOfBirth || got.DiedOn == nil || got.Mobile != "+447700900777" ||
		got.Landline != "+442079460777" || got.Email != want.Email || got.NINO != "QQ123458A" || got.NHS != "9990000018" ||
		got.Address.Postcode != "ZA3 3AB" || got.Needs.SafeCall != No || got.Needs.SafeText != No || got.Needs.Note != "ring the bell twice" {
		t.Errorf("the other is %+v, needs %+v", plain(got), got.Needs)
	}
	found, err := b.reg.Search(t.Context(), agent, "07700 900 777")
	if err != nil || len(found) != 1 || found[0].ID != p.ID {
		t.Errorf("found by the new number: %v %v", found, err)
	}
	if found, _ := b.reg.Search(t.Context(), agent, "Margaret Ellis"); len(found) == 0 || found[0].ID != a.ID {
		t.Errorf("found by the name as it was: %v", found)
	}
	if n := b.count(t, `select count(*) from account_placings where join_id = $1 and goes`, join); n != len(came) {
		t.Errorf("%d of %d remembered", n, len(came))
	}
}

// plain is an account without what points elsewhere.
func plain(a Account) []any {
	return []any{a.FullName, a.DateOfBirth.Time(), a.DiedOn == nil, *a.Address, a.Mobile, a.Landline, a.Email, a.NINO, a.NHS, a.Needs.SafeCall,
		a.Needs.SafeText, a.Needs.Format, a.Needs.Note, a.Previous}
}

func TestWhatStaysIsNotTouched(t *testing.T) {
	b := setup(t)
	a, p, _, wasP, _, came := b.changed(t)
	after := b.belongings(t, a.ID)
	for _, c := range came {
		b.place(t, c, false)
	}
	if got := b.belongings(t, a.ID); got != after {
		t.Errorf("is\n%s\nwas\n%s", got, after)
	}
	if got := b.belongings(t, p.ID); got != wasP {
		t.Errorf("is\n%s\nwas\n%s", got, wasP)
	}
	b.tx(t, func(tx pgx.Tx) error {
		if _, err := b.reg.PlaceTx(t.Context(), tx, agent, came[0], true); !errors.Is(err, ErrStale) {
			t.Errorf("decided otherwise afterwards: %v", err)
		}
		return nil
	})
	if _, err := b.reg.Placings(t.Context(), agent, 999); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

// A page of one account that was opened before it was joined does not write over the person.
func TestAPageOpenedBeforeIsStale(t *testing.T) {
	b := setup(t)
	a, p := b.create(t, margaret()), b.create(t, peggy())
	b.join(t, a, p)
	for _, was := range []Account{a, p} {
		if _, err := b.reg.Update(t.Context(), agent, was.ID, was.Rev, margaret()); !errors.Is(err, ErrStale) {
			t.Errorf("update: %v", err)
		}
		if err := b.reg.SetNeeds(t.Context(), agent, was.ID, was.Needs); !errors.Is(err, ErrStale) {
			t.Errorf("needs: %v", err)
		}
	}
}

// What was said of the whole person, with both accounts in view, counts; what one account is told later counts beside it again.
func TestNeedsSaidForTheWholePerson(t *testing.T) {
	b := setup(t)
	a, p := b.create(t, margaret()), b.create(t, peggy())
	b.join(t, a, p)
	n := b.whole(t, a.ID).Needs
	n.SafeText, n.Format = Yes, Standard
	if err := b.reg.SetNeeds(t.Context(), agent, p.ID, n); err != nil {
		t.Fatal(err)
	}
	if got := b.whole(t, p.ID).Needs; got.SafeText != Yes || got.Format != Standard {
		t.Errorf("%+v", got)
	}
	b.agree(t, a.ID, p.ID)
	third := b.create(t, Details{FullName: "Meg Ellis", Needs: Needs{SafeWrite: No, Relay: "relay-uk", MayAnnounce: false, SafeText: Yes}})
	b.join(t, a, third)
	if got := b.whole(t, a.ID).Needs; got.SafeWrite != No || got.Relay != "relay-uk" || got.MayAnnounce || got.SafeText != Yes {
		t.Errorf("%+v", got)
	}
	b.agree(t, a.ID, p.ID, third.ID)
}

// agree has the database and the program say the same of somebody's needs, by each of their accounts.
func (b bundle) agree(t *testing.T, ids ...int64) {
	t.Helper()
	for _, id := range ids {
		n := b.whole(t, id).Needs
		want := fmt.Sprint(n.SafeCall, n.SafeText, n.SafeEmail, n.SafeWrite, n.Format, n.Relay, n.MayAnnounce)
		var call, text, email, write, format, relay string
		var announce bool
		err := b.db.QueryRow(t.Context(), `select safe_call, safe_text, safe_email, safe_write, format, relay, may_announce from needs_of($1)`, id).
			Scan(&call, &text, &email, &write, &format, &relay, &announce)
		if got := fmt.Sprint(Safe(call), Safe(text), Safe(email), Safe(write), Format(format), relay, announce); err != nil || got != want {
			t.Errorf("account %d: the database says %s, the program %s (%v)", id, got, want, err)
		}
	}
}
