package match

import (
	"slices"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

// TestEveryTermHasWords: whatever a comparison can come to, a person can read it in both languages.
func TestEveryTermHasWords(t *testing.T) {
	t.Parallel()
	for _, l := range lang.All {
		words := lang.Keys(l)
		for f := range fields {
			for _, level := range usually[f].levels {
				if key := (Term{Field: f, Level: level}).Key(); words[key] == "" {
					t.Errorf("%s: nothing to read for %s", l, key)
				}
			}
		}
		for _, b := range []Band{Link, Ask, Apart} {
			if words[b.Key()] == "" {
				t.Errorf("%s: nothing to read for %s", l, b.Key())
			}
		}
	}
}

// TestComparisonsStayInTheTable: no comparison comes to a level that its field has no weight for.
func TestComparisonsStayInTheTable(t *testing.T) {
	t.Parallel()
	people := []*Person{}
	for _, c := range []*crowd{historical(11, 30), council(12, 150, 0.5), mangled(13, 100, 1, 8)} {
		for _, r := range c.rows {
			people = append(people, Prepare(r.Record))
		}
	}
	for _, a := range people {
		for _, b := range people {
			c := Compare(a, b)
			for f, l := range c.Levels {
				if l != Unknown && !slices.Contains(usually[f].levels, l) {
					t.Fatalf("%v is %v", Field(f), l)
				}
			}
		}
	}
}
