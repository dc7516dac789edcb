package paper

import (
	"slices"
	"strings"
)

// standIn is printed for what the font has no picture of.
const standIn = '?'

// stand puts something in the place of characters that the font lacks: whoever wrote one in an answer still gets a form. What stands in
// the window of the envelope is left as it is, to be refused, because post does not reach who is called "?".
func (p *pages) stand() {
	if len(p.press.Lacks(strings.Join(p.f.Address, "\n"))) > 0 {
		return
	}
	for _, page := range p.list {
		for i, run := range page.Runs {
			if lacks := p.press.Lacks(run.Text); len(lacks) > 0 {
				page.Runs[i].Text = withoutRunes(run.Text, lacks)
			}
		}
	}
}

// withoutRunes writes one mark for each row of characters that are lacking.
func withoutRunes(text string, lacks []rune) string {
	var b strings.Builder
	before := false
	for _, r := range text {
		lacking := slices.Contains(lacks, r)
		switch {
		case !lacking:
			b.WriteRune(r)
		case !before:
			b.WriteRune(standIn)
		}
		before = lacking
	}
	return b.String()
}
