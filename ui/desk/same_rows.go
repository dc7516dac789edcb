package desk

import (
	"slices"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// besideRow is one thing that two records say, or do not say.
type besideRow struct {
	label string
	says  [][]string // of each record, a line each
	word  string     // whether they say the same
	alike bool
}

// beside puts records side by side, in the order in which people are told apart.
func (v visit) beside(all ...accounts.Account) []besideRow {
	row := func(label string, of func(a accounts.Account) []string) besideRow {
		r := besideRow{label: label}
		for _, a := range all {
			r.says = append(r.says, of(a))
		}
		r.word, r.alike = v.sameWord(r.says)
		return r
	}
	text := func(s string) []string {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	born := func(d *services.Day) []string {
		if d == nil {
			return nil
		}
		return text(v.day(d))
	}
	rows := []besideRow{
		row(v.T("details.full-name"), func(a accounts.Account) []string { return text(a.FullName) }),
		row(v.T("details.previous-name"), func(a accounts.Account) []string { return a.Previous }),
		row(v.T("person.born"), func(a accounts.Account) []string { return born(a.DateOfBirth) }),
		row(v.M("died"), func(a accounts.Account) []string { return born(a.DiedOn) }),
		row(v.T("person.address"), func(a accounts.Account) []string {
			if a.Address == nil {
				return nil
			}
			return v.address(a.Address)
		}),
		row(v.T("details.mobile"), func(a accounts.Account) []string { return phonesOf(a, "mobile", a.Mobile) }),
		row(v.T("details.landline"), func(a accounts.Account) []string { return phonesOf(a, "landline", a.Landline) }),
		row(v.T("details.email"), func(a accounts.Account) []string { return append(text(a.Email), points(a, "email")...) }),
		row(v.T("details.nino"), func(a accounts.Account) []string { return text(a.NINO) }),
		row(v.M("nhs"), func(a accounts.Account) []string { return text(a.NHS) }),
		row(v.T("needs.title"), func(a accounts.Account) []string { must, may := v.must(a); return append(must, may...) }),
	}
	return slices.DeleteFunc(rows, func(r besideRow) bool {
		return !slices.ContainsFunc(r.says, func(says []string) bool { return len(says) > 0 })
	})
}

// sameWord says of what records say whether it is the same, or that only one says it.
func (v visit) sameWord(says [][]string) (word string, alike bool) {
	first := strings.Join(says[0], "\n")
	for _, other := range says[1:] {
		is := strings.Join(other, "\n")
		switch {
		case is == "" && first == "":
		case is == "" || first == "":
			return v.M("words.one"), false
		case !strings.EqualFold(is, first):
			return v.M("words.different"), false
		}
	}
	return v.M("words.same"), true
}

func phonesOf(a accounts.Account, kind, first string) []string {
	var out []string
	for _, n := range append([]string{first}, points(a, kind)...) {
		if n != "" {
			out = append(out, services.ShowPhone(n))
		}
	}
	return out
}

func points(a accounts.Account, kind string) []string {
	var out []string
	for _, p := range a.More {
		if p.Kind == kind {
			out = append(out, p.Value)
		}
	}
	return out
}

// fits are keys of what fits or differs, in words.
func (v visit) fits(keys []string) string {
	words := make([]string, len(keys))
	for i, k := range keys {
		if words[i] = k; lang.Has(v.lang, k) {
			words[i] = lang.T(v.lang, k)
		}
	}
	return strings.Join(words, " · ")
}

// sure says in words how well two fit.
func (v visit) sure(score float64) string {
	switch {
	case score >= 0.85:
		return v.M("sure.very")
	case score >= 0.65:
		return v.M("sure.quite")
	}
	return v.M("sure.little")
}

// terms is the evidence field by field, in words: what it is, and how much it says.
func (v pairView) terms() []string {
	var out []string
	for _, t := range v.pair.Terms {
		if lang.Has(v.lang, t.Key) {
			out = append(out, v.M("term", "what", lang.T(v.lang, t.Key), "weight", v.weight(t.Bits)))
		}
	}
	return out
}

// weight is how much some bits of evidence say: ten make two people one in a thousand, three hardly anything.
func (v visit) weight(bits float64) string {
	switch {
	case bits >= 10:
		return v.M("weight.much_for")
	case bits >= 3:
		return v.M("weight.for")
	case bits > -3:
		return v.M("weight.little")
	case bits > -8:
		return v.M("weight.against")
	}
	return v.M("weight.much_against")
}
