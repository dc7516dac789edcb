package lang

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// forms are the endings of a plural: a language has those its grammar needs (CLDR), so they may differ between the two.
var forms = []string{".zero", ".one", ".two", ".few", ".many", ".other"}

func TestBothLanguagesSayEverything(t *testing.T) {
	t.Parallel()
	for _, l := range All {
		for key := range words[l] {
			if !said(l.Other(), key) {
				t.Errorf("%s is worded in %s and not in %s", key, l, l.Other())
			}
		}
	}
}

// said says whether a language has the sentence, or the plural it is a form of.
func said(l Lang, key string) bool {
	if Has(l, key) {
		return true
	}
	for _, f := range forms {
		if base, ok := strings.CutSuffix(key, f); ok && Has(l, base+".other") {
			return true
		}
	}
	return false
}

var variable = regexp.MustCompile(`\{[a-zA-Z_]+\}`)

func TestBothLanguagesFillTheSameVariables(t *testing.T) {
	t.Parallel()
	for key, en := range words[En] {
		cy, ok := words[Cy][key]
		if !ok || plural(key) {
			continue
		}
		a, b := names(en), names(cy)
		if !slices.Equal(a, b) {
			t.Errorf("%s: English fills %v, Welsh %v", key, a, b)
		}
	}
}

func plural(key string) bool {
	return slices.ContainsFunc(forms, func(f string) bool { return strings.HasSuffix(key, f) })
}

func names(s string) []string {
	found := variable.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestWriting(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 5, 3, 16, 5, 0, 0, time.UTC)
	for _, x := range []struct{ got, want string }{
		{Date(En, day), "3 May 2026"},
		{Date(Cy, day), "3 Mai 2026"},
		{Day(En, day), "Sunday 3 May 2026"},
		{Day(Cy, day), "dydd Sul 3 Mai 2026"},
		{Moment(En, time.Date(2026, 6, 30, 23, 5, 0, 0, time.UTC)), "1 July 2026, 12:05am"},
		{Clock(En, day), "4:05pm"},
		{Clock(Cy, day), "4:05yh"},
		{Clock(En, day.Add(-4*time.Hour-5*time.Minute)), "midday"},
		{Clock(Cy, day.Add(8*time.Hour-5*time.Minute)), "hanner nos"},
		{Clock(En, day.Add(-7*time.Hour-5*time.Minute)), "9am"},
		{List(En, []string{"a"}), "a"},
		{List(En, []string{"tea", "milk", "sugar"}), "tea, milk and sugar"},
		{List(Cy, []string{"te", "llaeth"}), "te a llaeth"},
		{List(Cy, []string{"te", "afal"}), "te ac afal"},
		{List(Cy, nil), ""},
		{Money(1000), "£10"},
		{Money(862), "£8.62"},
		{Fill("Dear {name}, {name}", "name", "Ŵyn"), "Dear Ŵyn, Ŵyn"},
		{T(En, "no.such.key"), "[no.such.key]"},
		{string(Parse("cy-GB")), "cy"},
		{string(Parse("fr")), "en"},
	} {
		if x.got != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
}

func TestPlurals(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "zero", 1: "one", 2: "two", 3: "few", 4: "other", 6: "many", 7: "other"} {
		if got := category(Cy, n); got != want {
			t.Errorf("Welsh %d is %s, want %s", n, got, want)
		}
	}
	if category(En, 2) != "other" || category(En, 1) != "one" || category(En, 0) != "other" {
		t.Error("English counts one and other")
	}
}
