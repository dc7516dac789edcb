package services

import (
	"strings"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

func TestReadings(t *testing.T) {
	t.Parallel()
	hard := "hint: 'Notwithstanding the aforementioned qualification requirements, established predominantly for administrative convenience, applicants are encouraged to enumerate every preparatory refreshment'"
	s := mustLoad(t, changed(t, "en.yaml", "hint: A whole number", hard))
	found := false
	for _, r := range s.Readings() {
		switch {
		case r.Question == "black-cups" && r.Lang == lang.En:
			found = true
			if !r.Hard() || r.Age < 16 || !strings.HasSuffix(r.Pos.File, "tea-club/en.yaml") || r.Pos.Line == 0 {
				t.Errorf("a hard text: %+v", r)
			}
		case r.Hard():
			t.Errorf("a plain text is called hard: %+v", r)
		case r.Lang == lang.Cy && r.Age != 0:
			t.Errorf("Welsh has no reading age: %+v", r)
		}
	}
	if !found {
		t.Error("the hard text was not measured")
	}
}

func TestSyllables(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]int{"tea": 1, "badge": 1, "table": 2, "declaration": 4, "I": 1, "evidence": 3} {
		if got := syllablesOf(word); got != want {
			t.Errorf("%s has %d syllables, want %d", word, got, want)
		}
	}
}

func TestPhrasesSayWhereTheyStand(t *testing.T) {
	t.Parallel()
	s := tea(t)
	lines := map[string][]string{"en.yaml": strings.Split(s.Files["en.yaml"], "\n"), "cy.yaml": strings.Split(s.Files["cy.yaml"], "\n")}
	n := 0
	for _, p := range s.Phrases() {
		name := string(p.Lang) + ".yaml"
		if line := lines[name][p.Pos.Line-1]; !strings.Contains(line[p.Pos.Col-1:], strings.Fields(p.Text)[0]) {
			t.Errorf("%v does not begin %q", p.Pos, p.Text)
		}
		n++
	}
	if n < 200 {
		t.Errorf("only %d texts", n)
	}
}
