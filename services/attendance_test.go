package services

import (
	"strings"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

// TestAttendanceAllowanceNeverSaysSpecialRules: whoever opens a letter, or looks over a shoulder, must not read there that somebody is
// thought to be dying. The name of those rules says just that, so no text of the service has it.
func TestAttendanceAllowanceNeverSaysSpecialRules(t *testing.T) {
	t.Parallel()
	all, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	s := all["attendance-allowance"]
	if s == nil {
		t.Fatal("there is no attendance-allowance")
	}
	for _, l := range lang.All {
		seen := 0
		look := func(place, text string) {
			seen++
			for _, name := range []string{"special rule", "rheol arbennig", "rheolau arbennig", "ds1500"} {
				if strings.Contains(strings.ToLower(text), name) {
					t.Errorf("%s, %s: %q says %q", l, place, text, name)
				}
			}
		}
		for key, text := range s.words[l].single {
			look(key, text)
		}
		for key, list := range s.words[l].several {
			look(key, strings.Join(list, " "))
		}
		for key, v := range s.words[l].questions {
			v.own.texts(func(place, text string) { look(key+"."+place, text) })
			v.them.texts(func(place, text string) { look(key+".them."+place, text) })
		}
		if seen < 500 {
			t.Errorf("%s: only %d texts were looked at", l, seen)
		}
	}
}
