package accounts

import (
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func TestCreateKeepsWhatWasSaid(t *testing.T) {
	b := setup(t)
	d := margaret()
	d.FullName, d.Previous = "  Margaret\u00a0 Ellis ", "Margaret Prosser"
	d.Needs = Needs{Written: lang.Cy, Format: LargePrint, SafeText: No, Relay: "relay-uk", Note: "ring twice"}
	a := b.create(t, d)
	want := Account{ID: a.ID, FullName: "Margaret Ellis", Previous: []string{"Margaret Prosser"}, DateOfBirth: born(1944, 3, 5),
		Address: &services.PostAddress{Lines: []string{"12 Harbour Row", "Northtown"}, Postcode: "ZA1 1AA"},
		Mobile:  "+447700900123", Landline: "+442079460456", Email: "margaret@example.org", NINO: "QQ123456A", Rev: 1,
		Needs: Needs{Written: lang.Cy, Spoken: "cy", Format: LargePrint, Relay: "relay-uk", SafeCall: Unasked, SafeText: No,
			SafeEmail: Unasked, SafeWrite: Unasked, Note: "ring twice", Rev: 1}}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("got  %#v\nwant %#v", a, want)
	}
	again, err := b.reg.Open(t.Context(), agent, a.ID)
	if err != nil || !reflect.DeepEqual(again, want) {
		t.Errorf("opened: %#v, %v", again, err)
	}
}

func TestCreateNeedsOnlyAName(t *testing.T) {
	b := setup(t)
	for _, full := range []string{"Margaret", "Ŵ", "吴秀英", "محمد", "X Æ A-12", "O", strings.Repeat("a", 200)} {
		a := b.create(t, Details{FullName: full})
		if a.FullName != full || !a.Needs.MayAnnounce || a.Needs.Format != Standard || a.Address != nil {
			t.Errorf("%q: %#v", full, a)
		}
	}
}

func TestCreateProblems(t *testing.T) {
	b := setup(t)
	tests := []struct {
		d    Details
		want string
	}{
		{Details{}, "full-name required"},
		{Details{FullName: " \u200b "}, "full-name required"},
		{Details{FullName: strings.Repeat("ŵ", 201)}, "full-name too-long"},
		{Details{FullName: "A", Previous: strings.Repeat("b", 201)}, "previous-name too-long"},
		{Details{FullName: "A", DateOfBirth: born(2001, 2, 29)}, "date-of-birth date-not-real"},
		{Details{FullName: "A", DateOfBirth: &services.Day{}}, "date-of-birth date-not-real"},
		{Details{FullName: "A", DateOfBirth: born(2026, 11, 21)}, "date-of-birth date-in-future"},
		{Details{FullName: "A", DateOfBirth: born(1844, 3, 5)}, "date-of-birth date-too-old"},
		{Details{FullName: "A", Mobile: "020 7946 0000"}, "mobile phone-not-real"},
		{Details{FullName: "A", Mobile: "07700 90012"}, "mobile phone-not-real"},
		{Details{FullName: "A", Mobile: "ask my son"}, "mobile phone-not-real"},
		{Details{FullName: "A", Landline: "12"}, "landline phone-not-real"},
		{Details{FullName: "A", Email: "a@b"}, "email email-not-real"},
		{Details{FullName: "A", NINO: "QQ 12 34 56"}, "nino nino-not-real"},
		{Details{FullName: "A", NINO: "BG 12 34 56 A"}, "nino nino-not-real"},
		{Details{FullName: "A", Address: &services.PostAddress{Lines: []string{"1 Street"}, Postcode: "ZA1"}}, "address postcode-not-real"},
		{Details{FullName: "A", Address: &services.PostAddress{Lines: []string{"1 Street"}}}, "address address-incomplete"},
		{Details{FullName: "A", Address: &services.PostAddress{Postcode: "ZA1 1AA"}}, "address address-incomplete"},
		{Details{FullName: "A", Address: &services.PostAddress{Postcode: "ZA1 1AA", Lines: strings.Split("1 2 3 4 5 6 7", " ")}}, "address too-long"},
	}
	for _, tt := range tests {
		_, problems, err := b.reg.Create(t.Context(), agent, tt.d)
		if err != nil || len(problems) != 1 || problems[0].Question+" "+problems[0].Code != tt.want {
			t.Errorf("%s: %v, %v", tt.want, problems, err)
			continue
		}
		for _, l := range lang.All {
			if s := Sentence(l, problems[0]); strings.HasPrefix(s, "[") {
				t.Errorf("%s has no sentence in %s", tt.want, l)
			}
		}
	}
	if n := b.count(t, `select count(*) from accounts`); n != 0 {
		t.Errorf("%d accounts made", n)
	}
	_, problems, _ := b.reg.Create(t.Context(), agent, Details{Mobile: "x", Email: "y"})
	if len(problems) != 3 {
		t.Errorf("all mistakes are told at once: %v", problems)
	}
	b.reg.Demo = false
	if _, problems, _ = b.reg.Create(t.Context(), agent, margaret()); len(problems) != 1 {
		t.Errorf("the example number outside a demonstration: %v", problems)
	}
	if _, _, err := b.reg.Create(t.Context(), audit.TheSystem, Details{FullName: "A"}); !errors.Is(err, ErrInvalid) {
		t.Errorf("without a door: %v", err)
	}
}

func TestNoFixedAddress(t *testing.T) {
	b := setup(t)
	for name, typed := range map[string]services.PostAddress{"said": {NoFixed: true}, "by postcode": {Lines: []string{"none"}, Postcode: "zz993vz"}} {
		a := b.create(t, Details{FullName: "No Fixed", Address: &typed})
		if a.Address == nil || !a.Address.NoFixed || len(a.Address.Lines) > 0 || a.Address.Postcode != "" {
			t.Errorf("%s: %#v", name, a.Address)
		}
	}
	careOf := services.PostAddress{NoFixed: true, Lines: []string{"c/o The Shelter", "1 Test Street"}, Postcode: "ZA1 1AA"}
	if a := b.create(t, Details{FullName: "Care Of", Address: &careOf}); !reflect.DeepEqual(a.Address, &careOf) {
		t.Errorf("care of: %#v", a.Address)
	}
}

func TestUpdateKeepsHistoryAndRefusesTheSecond(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	d := margaret()
	d.FullName, d.Mobile, d.NINO, d.Email = "Margaret Prosser", "07700 900777", "", ""
	if problems, err := b.reg.Update(t.Context(), agent, a.ID, a.Rev, d); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if _, err := b.reg.Update(t.Context(), agent, a.ID, a.Rev, margaret()); !errors.Is(err, ErrStale) {
		t.Errorf("the second: %v", err)
	}
	got, err := b.reg.Open(t.Context(), agent, a.ID)
	if err != nil || got.FullName != "Margaret Prosser" || got.Previous[0] != "Margaret Ellis" || got.Mobile != "+447700900777" ||
		got.Landline != a.Landline || got.NINO != "" || got.Email != "" || got.Rev != a.Rev+1 {
		t.Errorf("%#v, %v", got, err)
	}
	back := margaret() // and back again: history does not double
	if problems, err := b.reg.Update(t.Context(), agent, a.ID, got.Rev, back); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	got, _ = b.reg.Open(t.Context(), agent, a.ID)
	if got.FullName != "Margaret Ellis" || !reflect.DeepEqual(got.Previous, []string{"Margaret Prosser"}) || got.Mobile != "+447700900123" {
		t.Errorf("%#v", got)
	}
	if problems, err := b.reg.Update(t.Context(), agent, a.ID, got.Rev, Details{}); err != nil || len(problems) != 1 {
		t.Errorf("%v, %v", problems, err)
	}
	if _, err := b.reg.Update(t.Context(), agent, 999, 1, margaret()); !errors.Is(err, ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

func TestUpdateByManyAtOnce(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		wg.Go(func() { _, errs[i] = b.reg.Update(t.Context(), agent, a.ID, a.Rev, margaret()) })
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else if !errors.Is(err, ErrStale) {
			t.Error(err)
		}
	}
	if done != 1 {
		t.Errorf("%d of %d were saved", done, len(errs))
	}
}

func TestKeysOfAnAccountAreThoseOfItsDetails(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	want := map[int64]bool{}
	for _, k := range b.reg.Keys(margaret()) {
		want[k] = true
	}
	rows, _ := b.db.Query(t.Context(), `select key from account_keys where account_id = $1`, a.ID)
	got, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(got) != len(want) || len(got) < 15 {
		t.Fatalf("%d keys, want %d: %v", len(got), len(want), err)
	}
	for _, k := range got {
		if !want[k] {
			t.Error("another key")
		}
	}
	elsewhere := New(b.db, []byte("another site"))
	for _, k := range elsewhere.Keys(margaret()) {
		if want[k] {
			t.Error("two sites share a key")
		}
	}
	if _, err := b.reg.Update(t.Context(), agent, a.ID, a.Rev, margaret()); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, `select count(*) from account_keys`); n != len(want) {
		t.Errorf("%d keys after an update that changed nothing, want %d", n, len(want))
	}
}
