package sheet

import "strings"

// plain is one language of the letter as text, in reading order: who writes, to
// whom, when, and what.
func (l Letter) plain() string {
	var b strings.Builder
	part := func(lines ...string) {
		text := strings.TrimSpace(strings.Join(lines, "\n"))
		if text != "" {
			b.WriteString(text + "\n\n")
		}
	}
	part(l.AgencyName)
	part(l.Address...)
	part(l.Sender...)
	part(l.Date, l.Reference)
	for _, block := range l.Blocks {
		part(block.plain())
	}
	part(l.Mark)
	return strings.TrimRight(b.String(), "\n") + "\n"
}
