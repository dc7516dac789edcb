package paper

import (
	"testing"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// TestReadNeverGuesses: what is on the form is handed on as it is, and what is not there is not made up.
func TestReadNeverGuesses(t *testing.T) {
	t.Parallel()
	s := testServices(t)["every-kind"]
	l := Lay(press(t), asking(s, lang.Cy, standard)).Layout
	q := func(id string) *services.Question { return s.Question(id) }
	two := l.Read(q("who-for"), Filled{Ticked: []string{"who-for/value=self", "who-for/value=someone-else"}})
	if len(two.Inputs) != 1 || len(two.Inputs[0].Fields["value"]) != 2 || two.Inputs[0].Lang != lang.Cy {
		t.Errorf("two crosses are read as %v", two.Inputs)
	}
	if _, problems := s.Parse(q("who-for"), nil, two.Inputs[0], nil, today); len(problems) == 0 {
		t.Error("two crosses are taken for an answer")
	}
	if got := l.Read(q("name"), Filled{}); got.Inputs != nil {
		t.Errorf("an empty line is read as %v", got.Inputs)
	}
	if got := l.Read(q("birth-name"), Filled{}); len(got.Inputs) != 1 || got.Inputs[0].Get("skip") != "yes" {
		t.Errorf("what may be left blank and is, is read as %v", got.Inputs)
	}
	if got := l.Read(q("rules"), Filled{}); got.Inputs != nil {
		t.Error("nobody signed, and it is taken for agreed")
	}
	papers := l.Read(q("papers"), Filled{Ticked: []string{"papers/enclosed=passport"}})
	if len(papers.Enclosed) != 1 || papers.Enclosed[0] != "passport" || papers.Inputs[0].Get("later") != "yes" {
		t.Errorf("a passport in the envelope is read as %+v", papers)
	}
	if got := l.Read(q("visit"), Filled{Ticked: []string{"visit/value=x"}}); got.Inputs != nil {
		t.Error("what paper does not ask is read off it")
	}
}

// FuzzRead hands over anything at all: what comes of it is refused by Parse or is an answer, and never a panic.
func FuzzRead(f *testing.F) {
	s := testServices(f)["every-kind"]
	l := Lay(press(f), asking(s, lang.En, standard)).Layout
	f.Add(3, "12")
	f.Add(40, "")
	f.Fuzz(func(t *testing.T, at int, text string) {
		b := l.Boxes[uint(at)%uint(len(l.Boxes))]
		q := s.Question(b.Question)
		got := l.Read(q, Filled{Ticked: []string{b.ID(), text}, Written: map[string]string{b.Field(): text, text: text}})
		var prev *services.Value
		for _, in := range got.Inputs {
			if v, problems := s.Parse(q, prev, in, services.Answers{}, today); len(problems) == 0 {
				prev = &v
			}
		}
	})
}
