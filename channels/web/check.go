package web

import (
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Section is the answers of one section, for check-your-answers, the done page and the desk.
type Section struct {
	Name string
	Rows []Row
}

// Row is one answer as it reads.
type Row struct {
	Question string
	Label    string
	Lines    []string // empty when it is not answered yet
	Private  bool
	Hidden   bool              // answered, and not for the eyes of whoever asks
	Parked   bool              // put off
	Instead  services.DoorRule // what this door does instead of asking; "" where it asks
}

// Answers lists every reachable question with its answer, by section, in the order they are asked. Pages that ask nothing are left
// out, and so are the words of answers that hidden says are not to be seen.
func Answers(s *services.Service, l lang.Lang, a services.Answers, today services.Day, hidden func(*services.Question) bool) []Section {
	var out []Section
	for _, q := range s.Path(a, today) {
		if q.Kind == services.Info {
			continue
		}
		name := s.Word(l, "sections."+q.Section, a)
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, Section{Name: name})
		}
		row := Row{Question: q.ID, Label: s.Words(l, q, a).Label, Private: q.Private, Parked: a[q.ID].Parked, Instead: instead(q)}
		if v, ok := a[q.ID]; ok && q.Complete(v) {
			if row.Hidden = hidden(q); !row.Hidden {
				row.Lines = s.Show(l, q, v, a)
			}
		}
		last := &out[len(out)-1]
		last.Rows = append(last.Rows, row)
	}
	return out
}
