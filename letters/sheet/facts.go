package sheet

import "strings"

// Facts is what the letter is about as labels and values.
type Facts struct{ Rows []Fact }

// Fact is one label and its value.
type Fact struct{ Label, Value string }

func (t Facts) each(f func(string) string) Block {
	out := make([]Fact, len(t.Rows))
	for i, r := range t.Rows {
		out[i] = Fact{f(r.Label), f(r.Value)}
	}
	return Facts{out}
}

func (t Facts) plain() string {
	var b strings.Builder
	for _, r := range t.Rows {
		b.WriteString(r.Label + ": " + r.Value + "\n")
	}
	return b.String()
}

// rows sets the value beside its label, or below it in large print, which has one
// column. A thin rule stands between facts.
func (t Facts) rows(s setter) []row {
	var rows []row
	for i, fact := range t.Rows {
		set := s.fact(fact)
		if len(set) == 0 {
			continue
		}
		before := 0.0
		if i == 0 {
			before = s.gap()
		}
		rows = append(rows, spaced(s.ruled(set), before)...)
	}
	return rows
}

func (s setter) fact(f Fact) []row {
	if s.look.stacked {
		rows := s.lines(f.Label, 0, true, s.look.text)
		return together(append(rows, s.lines(f.Value, 0, false, s.look.text)...))
	}
	const share = 0.36 // of the width for labels
	width := s.right - s.left
	narrow := s
	narrow.right = s.left + width*share - 4
	labels := narrow.lines(f.Label, 0, true, s.look.text)
	values := s.lines(f.Value, width*share, false, s.look.text)
	long, short := labels, values
	if len(values) > len(labels) {
		long, short = values, labels
	}
	for i := range short {
		long[i].page = labels[i].page.with(values[i].page)
	}
	return together(long)
}

// ruled gives the rows of one fact air and a rule below.
func (s setter) ruled(rows []row) []row {
	const rule = 0.25 // mm
	air := s.look.text * pt * 0.28
	rows[0].page = rows[0].page.moved(air)
	rows[0].height += air
	last := &rows[len(rows)-1]
	last.height += air + rule
	last.page.Boxes = append(last.page.Boxes, Box{
		X: s.left, Y: last.height - rule, W: s.right - s.left, H: rule, Shade: 0x60,
	})
	return rows
}
