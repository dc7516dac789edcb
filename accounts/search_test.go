package accounts

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// town fills a register with people to be mistaken for one another.
func (b bundle) town(t *testing.T) map[string]int64 {
	t.Helper()
	ids := map[string]int64{"margaret": b.create(t, margaret()).ID}
	for who, d := range map[string]Details{
		"daughter":  {FullName: "Susan Ellis", DateOfBirth: born(1971, 8, 30), Mobile: "07700 900123", Address: at("ZA1 1AA")},
		"namesake":  {FullName: "Margaret Ellis", DateOfBirth: born(1959, 12, 1), Mobile: "07700 900555", Address: at("ZB9 9ZZ")},
		"elliott":   {FullName: "Mark Elliott", DateOfBirth: born(1944, 3, 15), Address: at("ZA1 1AB")},
		"gruffydd":  {FullName: "Siân Gruffydd", DateOfBirth: born(1962, 7, 9), Address: at("ZC2 3AD")},
		"dafydd":    {FullName: "Dafydd ap Rhys", DateOfBirth: born(1980, 1, 2), Address: at("ZC2 3AE")},
		"obrien":    {FullName: "Seán O’Brien", DateOfBirth: born(1938, 5, 17), Landline: "020 7946 0777", Address: at("ZD1 4FG")},
		"macdonald": {FullName: "Flora MacDonald", DateOfBirth: born(1990, 10, 11), Address: at("ZD1 4FH")},
		"double":    {FullName: "Anna-Louise Smith-Jones", DateOfBirth: born(1975, 6, 6), Previous: "Anna Louise Smith", Address: at("ZE5 5EE")},
		"william":   {FullName: "William Thomas Phillips", DateOfBirth: born(1951, 2, 28), Address: at("ZF6 6FF")},
		"vandyke":   {FullName: "Pieter van Dyke", DateOfBirth: born(1949, 9, 19), Address: at("ZG7 7GG")},
		"wu":        {FullName: "吴 秀英", DateOfBirth: born(1955, 4, 4), Mobile: "07700 900888", Address: at("ZH8 8HH")},
	} {
		ids[who] = b.create(t, d).ID
	}
	return ids
}

func TestSearchFindsHoweverItIsTyped(t *testing.T) {
	b := setup(t)
	ids := b.town(t)
	tests := []struct{ typed, first string }{
		{"ellis margaret 5/3/44 za1 1aa 0123", "margaret"},
		{"Margaret Ellis 05/03/1944", "margaret"},
		{"  margaret   ellis   5.3.44 ", "margaret"},
		{"MRS M ELLIS 5-3-44", "margaret"},
		{"Ellis 5 March 1944", "margaret"},
		{"ellis, margaret, dob 5th march 44", "margaret"},
		{"ellis 5 Mawrth 1944", "margaret"},
		{"margaret ellis 1944-03-05", "margaret"},
		{"ellis 050344", "margaret"},
		{"ellis 05031944", "margaret"},
		{"margaret ellis 3/5/1944", "margaret"},      // month first
		{"margaret ellis 6/3/1944", "margaret"},      // wrong day
		{"margaret ellis 5/3/1945", "margaret"},      // wrong year
		{"margaret ellis 1944", "margaret"},          // the year alone
		{"ellis za11aa", "daughter margaret"},        // both live there
		{"ellis za 1 1 aa m", "margaret"},            // stray spaces
		{"07700900123", "daughter margaret"},         // a shared phone
		{"+44 (0)7700 900-123", "daughter margaret"}, // however written
		{"0044 7700 900123 margaret", "margaret"},
		{"7700900123 ellis 5/3/44", "margaret"},
		{"020 7946 0456", "margaret"},
		{"ellis 0456", "margaret"},
		{"0456", "margaret"},
		{"79460456", "margaret"},
		{"MARGARET@EXAMPLE.ORG", "margaret"},
		{"qq123456a", "margaret"},
		{"QQ 12 34 56 A", "margaret"},
		{"qq123456", "margaret"},
		{"peggy ellis 5/3/44", "margaret"},
		{"maggie elis za1 1aa", "margaret"},
		{"margret ellis 0456", "margaret"},
		{"margaret elkis 5/3/44", "margaret"}, // one slip of a key
		{"elkis margaret", "margaret namesake"},
		{"mqrgaret ellis", "margaret namesake"},
		{"margaret eliss", "margaret namesake"},
		{"ellis margaret", "margaret namesake"},
		{"margaret ellis 12 harbour row", "margaret"},
		{"sian griffith", "gruffydd"},
		{"griffiths shan 9/7/62", "gruffydd"},
		{"Siân Gruffydd", "gruffydd"},
		{"SIA\u0302N GRUFFYDD", "gruffydd"},
		{"david rhys", "dafydd"},
		{"dafydd ap rhys", "dafydd"},
		{"reece david 2/1/80", "dafydd"},
		{"sean obrien", "obrien"},
		{"O'Brien", "obrien"},
		{"shaun o brien 17/5/38", "obrien"},
		{"flora mcdonald", "macdonald"},
		{"mac donald flora", "macdonald"},
		{"mc donald", "macdonald"},
		{"anna smith", "double"},
		{"anna louise jones", "double"},
		{"annalouise smithjones", "double"},
		{"smith jones 6/6/75", "double"},
		{"bill philips", "william"},
		{"tom phillips 28 feb 1951", "william"},
		{"van dyke", "vandyke"},
		{"vandyke", "vandyke"},
		{"dyke pieter", "vandyke"},
		{"吴 秀英", "wu"},
		{"wu 0888", "wu"},
	}
	names := map[int64]string{}
	for who, id := range ids {
		names[id] = who
	}
	for _, tt := range tests {
		found, err := b.reg.Search(t.Context(), agent, tt.typed)
		if err != nil {
			t.Fatalf("%q: %v", tt.typed, err)
		}
		want := strings.Fields(tt.first)
		var got []string
		for _, f := range found[:min(len(found), len(want))] {
			got = append(got, names[f.ID])
			if len(f.Because) == 0 {
				t.Errorf("%q: %s without a reason", tt.typed, names[f.ID])
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q: found %v first, want %v (all: %v)", tt.typed, got, want, found)
		}
	}
}

func TestSearchFindsNobody(t *testing.T) {
	b := setup(t)
	b.town(t)
	for _, typed := range []string{"", "   ", "zebedee quux", "1/1/2001", "07700 900999", "nobody@example.org", "QQ 65 43 21 B", "12", "%", "'; drop table accounts; --"} {
		found, err := b.reg.Search(t.Context(), agent, typed)
		if err != nil || len(found) > 0 {
			t.Errorf("%q: %v, %v", typed, found, err)
		}
	}
}

func TestSearchByFormerFacts(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	now := margaret()
	now.FullName, now.Mobile, now.Address = "Margaret Prosser", "07700 900777", at("ZB2 2BB")
	if problems, err := b.reg.Update(t.Context(), agent, a.ID, a.Rev, now); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	for typed, because := range map[string]string{"margaret ellis": "accounts.fits.previous_name", "za1 1aa": "accounts.fits.previous_address",
		"07700900123": "accounts.fits.phone", "prosser": "accounts.fits.name", "zb2 2bb prosser": "accounts.fits.postcode"} {
		found, err := b.reg.Search(t.Context(), agent, typed)
		if err != nil || len(found) != 1 || found[0].ID != a.ID || !slices.Contains(found[0].Because, because) {
			t.Errorf("%q: %v %v, want because of %s", typed, found, err, because)
		}
	}
}

func TestSearchHidesRestricted(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	leader := agent
	leader.ID = 99
	if err := b.reg.Restrict(t.Context(), leader, a.ID, true); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("restricted by somebody not cleared: %v", err)
	}
	b.reg.Cleared = func(_ context.Context, _ pgx.Tx, by audit.Actor) (bool, error) { return by.ID == 99, nil }
	if err := b.reg.Restrict(t.Context(), leader, a.ID, true); err != nil {
		t.Fatal(err)
	}
	a.Rev++
	for _, typed := range []string{"margaret ellis", "qq123456a", "07700900123", "5/3/44", "za1 1aa", "0123"} {
		if found, err := b.reg.Search(t.Context(), agent, typed); err != nil || len(found) > 0 {
			t.Errorf("%q: an agent found %v, %v", typed, found, err)
		}
		if found, err := b.reg.Search(t.Context(), leader, typed); err != nil || len(found) != 1 {
			t.Errorf("%q: somebody cleared found %v, %v", typed, found, err)
		}
	}
	if found, err := b.reg.Near(t.Context(), margaret()); err != nil || len(found) > 0 {
		t.Errorf("near: %v, %v", found, err)
	}
	if _, err := b.reg.Open(t.Context(), agent, a.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("open: %v", err)
	}
	if _, err := b.reg.Update(t.Context(), agent, a.ID, a.Rev, margaret()); !errors.Is(err, ErrNotFound) {
		t.Errorf("update: %v", err)
	}
	if err := b.reg.SetNeeds(t.Context(), agent, a.ID, a.Needs); !errors.Is(err, ErrNotFound) {
		t.Errorf("set needs: %v", err)
	}
	if got, err := b.reg.Open(t.Context(), leader, a.ID); err != nil || got.ID != a.ID {
		t.Errorf("open by somebody cleared: %v", err)
	}
	if n := b.count(t, `select count(*) from audit_log where verb = 'account.view_refused' and account_id = $1 and actor_id = 7`, a.ID); n != 1 {
		t.Errorf("refused look recorded %d times", n)
	}
	if err := b.reg.Restrict(t.Context(), leader, a.ID, false); err != nil {
		t.Fatal(err)
	}
	if found, err := b.reg.Search(t.Context(), agent, "margaret ellis"); err != nil || len(found) != 1 {
		t.Errorf("shown again: %v, %v", found, err)
	}
}

func TestSearchIsRecordedWithoutTheWords(t *testing.T) {
	b := setup(t)
	b.create(t, margaret())
	if _, err := b.reg.Search(t.Context(), agent, "margaret ellis 5/3/44 0123"); err != nil {
		t.Fatal(err)
	}
	var why string
	err := b.db.QueryRow(t.Context(), `select why from audit_log where verb = 'account.searched' and actor_id = 7`).Scan(&why)
	if err != nil || why != "date name phone: 1" {
		t.Errorf("recorded %q, %v", why, err)
	}
	citizen := audit.Actor{Role: audit.Citizen, ID: 1, Door: channels.Web}
	if _, err := b.reg.Search(t.Context(), citizen, "ellis"); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("a citizen searching: %v", err)
	}
}

func TestSearchIsBounded(t *testing.T) {
	b := setup(t)
	for i := range 30 {
		b.create(t, Details{FullName: "John Smith", DateOfBirth: &services.Day{Y: 1950 + i, M: time.May, D: 1}})
	}
	found, err := b.reg.Search(t.Context(), agent, "john smith")
	if err != nil || len(found) != mostFound {
		t.Errorf("found %d, %v", len(found), err)
	}
}
