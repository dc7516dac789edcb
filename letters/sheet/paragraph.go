package sheet

import (
	"strconv"
	"strings"
)

// Paragraph is running text; a line end in it begins a new line.
type Paragraph struct{ Text string }

// List is a list with bullets.
type List struct{ Items []string }

// Steps is a list with numbers, for what is done in an order.
type Steps struct{ Items []string }

func (p Paragraph) each(f func(string) string) Block { return Paragraph{f(p.Text)} }

func (p Paragraph) plain() string { return p.Text + "\n" }

func (p Paragraph) rows(s setter) []row {
	return spaced(s.lines(p.Text, 0, false, s.look.text), s.gap())
}

// gap is the space between blocks of text, in millimetres.
func (s setter) gap() float64 { return s.look.text * pt * 0.75 }

func (l List) each(f func(string) string) Block { return List{eachOf(l.Items, f)} }

func (l List) plain() string {
	var b strings.Builder
	for _, item := range l.Items {
		b.WriteString(bullet + " " + item + "\n")
	}
	return b.String()
}

const bullet = "•"

func (l List) rows(s setter) []row {
	return s.items(l.Items, func(int) string { return bullet })
}

func (t Steps) each(f func(string) string) Block { return Steps{eachOf(t.Items, f)} }

func (t Steps) plain() string {
	var b strings.Builder
	for i, item := range t.Items {
		b.WriteString(step(i) + " " + item + "\n")
	}
	return b.String()
}

func step(i int) string { return strconv.Itoa(i+1) + "." }

func (t Steps) rows(s setter) []row { return s.items(t.Items, step) }

// items hangs each item beside its mark, all texts on one edge.
func (s setter) items(items []string, mark func(int) string) []row {
	const beside = 1.6 // mm, with the space after the mark
	indent := s.press.width(mark(max(len(items), 9)-1)+" ", false, s.look.text) + beside
	var rows []row
	for i, item := range items {
		set := s.lines(item, indent, false, s.look.text)
		if len(set) == 0 {
			continue
		}
		before := s.gap() * 0.55
		if len(rows) == 0 {
			before = s.gap() * 0.75
		}
		point := set[0].page.Runs[0]
		point.X, point.Text = s.left, mark(i)
		set[0].page.Runs = append([]Run{point}, set[0].page.Runs...)
		rows = append(rows, spaced(set, before)...)
	}
	return rows
}
