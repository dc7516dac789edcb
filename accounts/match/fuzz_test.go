package match

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzReadRows: whatever a file holds, it is read or refused in one line; nothing read has an empty id or the id of another.
func FuzzReadRows(f *testing.F) {
	for _, seed := range []string{"id,name\n1,Ann\n", "\xef\xbb\xbfid;name\r\n1;\"Ann; B\"\r\n2; Bo \r\n", "id, name\n1,\"a \"\"b\"\"\"\n,x\n", "id,name\n1,a,b\n", "id\tname\n1\t\xff\n", "", "id,name\n\n1,x\n1,y\n"} {
		f.Add(seed)
	}
	columns := Columns{"id": {"id"}, "full_name": {"name"}, "date_of_birth": {"name"}, "postcode": {"name"}, "phone": {"name"}, "email": {"name"}}
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := ReadRows(strings.NewReader(text), columns)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("not one sentence: %q", err)
			}
			return
		}
		seen := map[string]bool{}
		for _, r := range rows {
			if r.ID == "" || seen[r.ID] {
				t.Errorf("id %q of %q", r.ID, text)
			}
			seen[r.ID] = true
			Prepare(r.Record).Keys(func(kind Kind, values ...string) {
				for _, v := range values {
					if v == "" {
						t.Errorf("an empty part in a key %s", kind)
					}
				}
			})
		}
	})
}

// FuzzCompare: a comparison does not depend on who comes first, a person with a name is the same as themselves, and a score is a number.
func FuzzCompare(f *testing.F) {
	f.Add("Siân ap Rhys", "sian rhys", "1944-03-05", "05/03/1944", "ZA1 1AA", "za11ab")
	f.Add("吴 秀英", "O’Brien, Seán", "19921331", "1992", "", "2642")
	f.Add("Thomas Clifford, 1st Baron", "mac donald", "0000-00-00", "12-1944", "ZZ99 3VZ", "\xff")
	model, freq := Shipped(1000), count(nil, one)
	f.Fuzz(func(t *testing.T, nameA, nameB, bornA, bornB, placeA, placeB string) {
		person := func(name, born, place string) *Person {
			return Prepare(Record{Names: []Name{{Full: name}, {Given: place, Surname: name}}, Born: []string{born}, NINO: born, Phones: []string{place + born}, Emails: []string{name},
				Addresses: []Address{{Lines: []string{place, name}, Town: name, Postcode: place}}, Birthplace: name, Occupation: place})
		}
		a, b := person(nameA, bornA, placeA), person(nameB, bornB, placeB)
		there, back := Compare(a, b), Compare(b, a)
		for f := range fields {
			if (there.Levels[f] == Unknown) != (back.Levels[f] == Unknown) && f != Given && f != Surname && f != Middle {
				t.Errorf("%v: %v there, %v back", f, there.Levels[f], back.Levels[f])
			}
		}
		if l := Compare(a, a).Levels[Surname]; len(a.names) > 0 && len(a.names[0].Surname) > 0 && l != Same {
			t.Errorf("%q is not themselves: %v", nameA, l)
		}
		if s := model.Score(&there, freq); math.IsNaN(s.Bits) || s.Probability < 0 || s.Probability > 1 {
			t.Errorf("%+v", s)
		}
	})
}

// FuzzDistance: the distance of two words is that of their mirror images, nothing to itself, and no more than the longer is long.
func FuzzDistance(f *testing.F) {
	f.Add("harbour", "harbuor")
	f.Add("ŵyr", "wyr")
	f.Add("", "a")
	f.Fuzz(func(t *testing.T, a, b string) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) || utf8.RuneCountInString(a) > 40 || utf8.RuneCountInString(b) > 40 {
			return
		}
		d := distance(a, b, 40)
		if d != distance(b, a, 40) || d > max(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) || (d == 0) != (a == b) {
			t.Errorf("%q %q: %d", a, b, d)
		}
		if s := Similar(a, b); s < 0 || s > 1.0000001 || a == b && a != "" && s != 1 {
			t.Errorf("%q %q: %f", a, b, s)
		}
	})
}
