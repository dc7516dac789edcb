package accounts

import (
	"strings"
	"testing"

	"github.com/samedoor/samedoor/services"
)

func TestTheEnvelopeFitsTheWindow(t *testing.T) {
	t.Parallel()
	for _, lines := range [][]string{
		{"1 High Street", "Anytown"},
		{"Flat 12, The Old Corn Exchange and Assembly Rooms Building", "Upper Saint Bartholomew Street", "Little Anytown", "Anytown", "Anyshire", "Anyland"},
		{"a", "b", "c", "d", "e", "f", "g", "h"},
	} {
		got := envelope(Account{FullName: "Margaret Angharad Gwenllian Ellis-Featherstonehaugh", Address: &services.PostAddress{Lines: lines, Postcode: "ZA1 1AA"}})
		if len(got) < 3 || len(got) > windowLines || got[len(got)-1] != "ZA1 1AA" || !strings.HasPrefix(got[0], "Margaret") {
			t.Errorf("envelope %q", got)
		}
		for _, l := range got {
			if len([]rune(l)) > windowRunes {
				t.Errorf("%q is too long", l)
			}
		}
		for _, l := range lines {
			for _, word := range strings.Fields(l) {
				if !strings.Contains(strings.Join(got, " "), word) {
					t.Errorf("%q is lost from %q", word, got)
				}
			}
		}
	}
}
