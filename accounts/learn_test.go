package accounts

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/services"
)

// TestLearningMakesCommonNamesWorthLess: a name that everybody has says less once it was counted, one that nobody else has says more, and
// what is learnt is taken up at once where it was learnt. There are four hundred, for a handful says little of how common a name is.
func TestLearningMakesCommonNamesWorthLess(t *testing.T) {
	b := setup(t)
	for i := range 400 {
		b.create(t, Details{FullName: "John Smith", DateOfBirth: &services.Day{Y: 1940 + i%60, M: time.May, D: 1 + i%28}, Address: at("ZA1 1AA")})
	}
	b.create(t, Details{FullName: "Zebedee Quux", DateOfBirth: born(1950, 1, 1), Address: at("ZB2 2BB")})
	of := func(d Details) map[match.Field]float64 {
		t.Helper()
		bits := map[match.Field]float64{}
		b.tx(t, func(tx pgx.Tx) error {
			w, err := b.reg.weights(t.Context(), tx)
			if err != nil {
				return err
			}
			p := match.Prepare(recordOf(d))
			c := match.Compare(p, p)
			for _, term := range w.model.Score(&c, w.freq).Terms {
				bits[term.Field] = term.Bits
			}
			return nil
		})
		return bits
	}
	smith := Details{FullName: "John Smith", DateOfBirth: born(1940, 5, 1), Address: at("ZA1 1AA")}
	quux := Details{FullName: "Zebedee Quux", DateOfBirth: born(1950, 1, 1), Address: at("ZB2 2BB")}
	before, rare := of(smith), of(quux)
	made, err := b.reg.Learn(t.Context(), nil)
	if err != nil || made.Version < 2 || made.People != 401 {
		t.Fatal(made, err)
	}
	after, still := of(smith), of(quux)
	for _, f := range []match.Field{match.Given, match.Surname, match.Postcode} {
		if after[f] > 1 || after[f] > before[f]-4 {
			t.Errorf("%v of everybody: %.1f bits before, %.1f after", f, before[f], after[f])
		}
		if still[f] < rare[f]-1 {
			t.Errorf("%v of one: %.1f bits before, %.1f after", f, rare[f], still[f])
		}
	}
	if n := b.count(t, `select count(*) from matching_values where value ilike '%quux%' or value ilike '%zebedee%'`); n != 0 {
		t.Error("a name that one person has is listed")
	}
	if again, err := b.reg.Learn(t.Context(), nil); err != nil || again.Version != made.Version+1 {
		t.Error(again, err)
	}
}
