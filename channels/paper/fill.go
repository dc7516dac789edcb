package paper

import (
	"slices"
	"strings"

	"github.com/samedoor/samedoor/services"
)

// signed is the date under a signature: on paper it is asked, and it is no part of the answer.
const signed = "signed."

// Fill is the inverse of Read: how somebody who means these inputs fills in the form. ok is false where the form has no room for them:
// more rows than were printed go on another sheet.
func (l Layout) Fill(q *services.Question, inputs []services.Input) (f Filled, ok bool) {
	f, ok = Filled{Written: map[string]string{}}, true
	row := 0
	for _, in := range inputs {
		switch {
		case in.Get("skip") == "yes" || q.Kind == services.Info:
			continue
		case q.Kind != services.List:
			ok = l.fill(&f, q, 0, in.Fields) && ok
		case in.Get("op") == "add":
			row++
			ok = l.fill(&f, q, row, in.Fields) && ok
		case in.Get("op") == "done" && row == 0:
			ok = l.fill(&f, q, 0, map[string][]string{"none": {"yes"}}) && ok
		}
	}
	return f, ok
}

// fill puts each part where there is a place for it; false where one has none.
func (l Layout) fill(f *Filled, q *services.Question, row int, parts map[string][]string) bool {
	boxes := l.of(q.ID)
	all := true
	for part, values := range parts {
		if part == "op" || part == "row" || strings.HasSuffix(part, ".skip") { // a field is left out by leaving it blank
			continue
		}
		for _, v := range values {
			i := slices.IndexFunc(boxes, func(b Box) bool {
				return b.Row == row && b.Part == part && (b.Kind != Tick || b.Option == v)
			})
			switch {
			case v == "":
			case i < 0:
				all = false
			case boxes[i].Kind == Tick || boxes[i].Kind == Ink:
				f.Ticked = append(f.Ticked, boxes[i].ID())
			default:
				f.Written[boxes[i].Field()] = v
			}
		}
	}
	return all
}
