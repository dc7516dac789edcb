package accounts

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/services"
)

func TestNearTellsWhoIsTheSame(t *testing.T) {
	t.Parallel()
	base := margaret()
	change := func(f func(d *Details)) Details {
		d := margaret()
		f(&d)
		return d
	}
	tests := []struct {
		name     string
		asked    Details
		same     bool   // 0.9 and over
		hint     bool   // shown at all
		contrary string // one thing said against
	}{
		{"word for word", base, true, true, ""},
		{"nothing but name, date of birth and postcode", Details{FullName: "margaret ELLIS", DateOfBirth: born(1944, 3, 5), Address: at("ZA1 1AA")}, true, true, ""},
		{"a form of the name, date of birth and phone", Details{FullName: "Peggy Ellis", DateOfBirth: born(1944, 3, 5), Mobile: "07700900123"}, true, true, ""},
		{"married since: number, date of birth and given name", Details{FullName: "Margaret Prosser", DateOfBirth: born(1944, 3, 5), NINO: "QQ123456A"}, true, true, "accounts.differs.surname"},
		{"name and date of birth only", Details{FullName: "Margaret Ellis", DateOfBirth: born(1944, 3, 5)}, false, true, ""},
		{"name and postcode only", Details{FullName: "Margaret Ellis", Address: at("ZA1 1AA")}, false, true, ""},
		{"name and phone only", Details{FullName: "Margaret Ellis", Mobile: "07700900123"}, false, true, ""},
		{"name only", Details{FullName: "Margaret Ellis"}, false, true, ""},
		{"name the other way round", Details{FullName: "Ellis Margaret", DateOfBirth: born(1944, 3, 5), Address: at("ZA1 1AA")}, false, true, ""},
		{"surname spelt otherwise", change(func(d *Details) { d.FullName, d.NINO = "Margaret Elis", "" }), false, true, ""},
		{"twin", change(func(d *Details) { d.FullName, d.NINO, d.Email = "Marjorie Ellis", "", "" }), false, true, ""},
		{"twin with a name alike", change(func(d *Details) { d.FullName, d.NINO, d.Email = "Margarita Ellis", "", "" }), false, true, ""},
		{"twin with another number", change(func(d *Details) { d.FullName, d.NINO = "Joan Ellis", "QQ 12 34 57 A" }), false, true, "accounts.differs.nino"},
		{"mother and daughter of one name", change(func(d *Details) { d.DateOfBirth, d.NINO = born(1971, 8, 30), "" }), false, true, "accounts.differs.date_of_birth"},
		{"day and month swapped", change(func(d *Details) { d.DateOfBirth, d.NINO = born(1944, 5, 3), "" }), false, true, ""},
		{"one figure of the year wrong", change(func(d *Details) { d.DateOfBirth, d.NINO = born(1945, 3, 5), "" }), false, true, ""},
		{"another number", change(func(d *Details) { d.NINO = "QQ 99 99 99 A" }), false, true, "accounts.differs.nino"},
		{"all but the date of birth, with the number", change(func(d *Details) { d.DateOfBirth = born(1950, 1, 1) }), false, true, "accounts.differs.date_of_birth"},
		{"shared phone, nothing else", Details{FullName: "Zebedee Quux", Mobile: "07700 900123"}, false, false, ""},
		{"lives there, nothing else", Details{FullName: "Zebedee Quux", Address: at("ZA1 1AA")}, false, false, ""},
		{"no fixed address twice", Details{FullName: "Zebedee Quux", Address: at("ZZ99 3VZ")}, false, false, ""},
		{"nobody", Details{FullName: "Zebedee Quux", DateOfBirth: born(2001, 1, 1)}, false, false, ""},
	}
	b := setupHere(t)
	a := b.create(t, base)
	for _, tt := range tests {
		found, err := b.reg.Near(context.Background(), tt.asked)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if hint := len(found) > 0; hint != tt.hint {
			t.Errorf("%s: hint %v, want %v", tt.name, found, tt.hint)
		}
		if len(found) == 0 {
			continue
		}
		f := found[0]
		if f.ID != a.ID || (f.Score >= 0.9) != tt.same {
			t.Errorf("%s: %v because %v against %v, want same %v", tt.name, f, f.Because, f.Against, tt.same)
		}
		if tt.contrary != "" && !slices.Contains(f.Against, tt.contrary) {
			t.Errorf("%s: against %v, want %s", tt.name, f.Against, tt.contrary)
		}
	}
}

func TestNearWithMiddleNames(t *testing.T) {
	b := setup(t)
	khan := Details{FullName: "Mohammed Ali Khan", DateOfBirth: born(1990, 6, 1), Address: at("ZA1 1AA")}
	b.create(t, khan)
	for full, same := range map[string]bool{"Muhammad Ali Khan": true, "Mohammed Khan": true, "Mohammed A Khan": true,
		"Mohammed Yusuf Khan": false, "Yusuf Khan": false} {
		khan.FullName = full
		found, err := b.reg.Near(t.Context(), khan)
		if err != nil || len(found) != 1 || (found[0].Score >= 0.9) != same {
			t.Errorf("%s: %v, %v, want same %v", full, found, err, same)
		}
	}
}

func TestNearNeverSureOfTheDead(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	b.tx(t, func(tx pgx.Tx) error {
		return b.reg.RecordDeathTx(t.Context(), tx, agent, a.ID, services.Day{Y: 2026, M: 1, D: 1})
	})
	found, err := b.reg.Near(t.Context(), margaret())
	if err != nil || len(found) != 1 || found[0].Score >= 0.9 || !slices.Contains(found[0].Against, "accounts.differs.died") {
		t.Errorf("%v, %v", found, err)
	}
}

func TestOnePersonThroughManyDoorsAtOnceIsOneAccount(t *testing.T) {
	b := setup(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			err := pgx.BeginFunc(context.Background(), b.db, func(tx pgx.Tx) error {
				found, err := b.reg.NearTx(context.Background(), tx, margaret())
				if err != nil || len(found) > 0 && found[0].Score >= 0.9 {
					return err
				}
				_, _, err = b.reg.CreateTx(context.Background(), tx, agent, margaret())
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := b.count(t, `select count(*) from accounts`); n != 1 {
		t.Errorf("%d accounts", n)
	}
}
