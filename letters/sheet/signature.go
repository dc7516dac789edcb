package sheet

import "strings"

// Signature ends a letter: the closing words, then who signs, then what they are.
// It stays in one piece and with the end of the text above it.
type Signature struct {
	Closing string
	Name    string
	Lines   []string
}

func (g Signature) each(f func(string) string) Block {
	return Signature{f(g.Closing), f(g.Name), eachOf(g.Lines, f)}
}

func (g Signature) plain() string {
	var b strings.Builder
	for _, line := range append([]string{g.Closing, g.Name}, g.Lines...) {
		if line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func (g Signature) rows(s setter) []row {
	rows := spaced(s.lines(g.Closing, 0, false, s.look.text), s.gap()*1.3)
	rows = append(rows, spaced(s.lines(g.Name, 0, true, s.look.text), s.gap())...)
	for _, line := range g.Lines {
		rows = append(rows, s.lines(line, 0, false, s.look.text)...)
	}
	return together(rows)
}
