package phone

import (
	"net/url"
	"testing"
	"time"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

var today = services.Day{Y: 2026, M: time.November, D: 21}

// Every question has something to say in both languages, and a form whose fields read back into an answer of the same meaning.
func TestEveryQuestionIsAsked(t *testing.T) {
	t.Parallel()
	all, err := services.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, step := range s.Steps {
			q := step.Question
			if q == nil {
				continue
			}
			for _, l := range lang.All {
				script := Ask(AskInput{Service: s, Lang: l, Question: q, Today: today, Row: -1})
				if script.Say == "" || script.Label == "" || script.Section == "" || script.Question != q.ID || script.ReadBack != "" {
					t.Errorf("%s %s in %s: %+v", s.ID, q.ID, l, script)
				}
				if q.Kind == services.Declaration && len(script.SayBody) == 0 {
					t.Errorf("%s %s in %s is not read whole", s.ID, q.ID, l)
				}
			}
			in := q.Example(today)
			if read := Read(q, url.Values(in.Fields)); len(read.Fields) < len(in.Fields) {
				t.Errorf("%s %s: of %v only %v is read", s.ID, q.ID, in.Fields, read.Fields)
			}
		}
	}
}

// An answer is said back once there is one.
func TestReadBack(t *testing.T) {
	t.Parallel()
	all, err := services.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	s := all["blue-badge"]
	given := services.Answers{"name": {Text: "Margaret Ellis"}}
	script := Ask(AskInput{Service: s, Lang: lang.En, Question: s.Question("name"), Answers: given, Today: today, Row: -1})
	if want := s.Words(lang.En, s.Question("name"), given).ReadBack; script.ReadBack != want || want == "" {
		t.Errorf("said back is %q, expected %q", script.ReadBack, want)
	}
}
