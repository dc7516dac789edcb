package cases

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

var variable = regexp.MustCompile(`\{[a-z]+\}`)

// The wording of this package says the same in both languages: same keys, same variables.
func TestBothLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	en, cy := lang.Keys(lang.En), lang.Keys(lang.Cy)
	ours := 0
	for key, text := range en {
		file, _, _ := strings.Cut(key, ".")
		if !slices.Contains([]string{"events", "tasks", "letters", "cases"}, file) {
			continue
		}
		ours++
		there, ok := cy[key]
		if !ok {
			t.Errorf("%s has no Welsh", key)
			continue
		}
		a, b := variable.FindAllString(text, -1), variable.FindAllString(there, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s has %v in English and %v in Welsh", key, a, b)
		}
	}
	if ours < 100 {
		t.Errorf("only %d sentences were compared", ours)
	}
}

func TestEventsAndTasksAreSaidInWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, want string }{
		{Event{Kind: "carried-on", Data: map[string]any{"from": "phone"}}.Say(lang.En), "Carried on another way. Before that: by phone"},
		{Event{Kind: "letter-dispatched", Data: map[string]any{"letter": 7, "kind": "refusal"}}.Say(lang.Cy), "Rhoddwyd y llythyr i’r argraffydd: ei fod wedi’i wrthod"},
		{Event{Kind: "withdrawn"}.Say(lang.En), "Withdrawn"},
		{Event{Kind: "withdrawn", Data: map[string]any{"why": "She moved"}}.Say(lang.En), "Withdrawn: She moved"},
		{Event{Kind: "language-changed", Data: map[string]any{"lang": "cy"}}.Say(lang.En), "Language changed to Cymraeg"},
		{Event{Kind: "task-done", Data: map[string]any{"task": "evidence-came"}}.Say(lang.En), "Task done: Look at what was sent"},
		{Task{Kind: "letter-returned", Data: map[string]any{"kind": "award"}}.Say(lang.En), "A letter came back: find the right address (that it was awarded)"},
	} {
		if c.got != c.want {
			t.Errorf("said %q, want %q", c.got, c.want)
		}
	}
}
