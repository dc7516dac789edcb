package sheet

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const nbsp = '\u00a0'

// tidy prepares a text for print: accents composed, invisible characters gone,
// every kind of space a space, no blank at either end. Line ends stay.
func (p *Press) tidy(text string) string {
	text = norm.NFC.String(strings.ReplaceAll(text, "\r\n", "\n"))
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteRune(r)
		case r == nbsp || r == '\u202f' || r == '\u2007':
			b.WriteRune(nbsp)
		case unicode.IsSpace(r):
			b.WriteRune(' ')
		case unicode.In(r, unicode.Cf, unicode.Cc):
		case r == '\u2010' || r == '\u2011':
			b.WriteRune('-')
		case !p.has(r):
			b.WriteString(p.simpler(r))
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

// simpler writes a letter that the font lacks with the accents that it has
// (Vietnamese ễ as ê): somebody whose name has one more accent than the font
// still gets the letter. What has no simpler form stays, to be refused.
func (p *Press) simpler(r rune) string {
	parts := []rune(norm.NFD.String(string(r)))
	for n := len(parts) - 1; n > 0; n-- {
		composed := []rune(norm.NFC.String(string(parts[:n])))
		if len(composed) == 1 && unicode.IsLetter(r) && p.has(composed[0]) {
			return string(composed)
		}
	}
	return string(r)
}

// missing lists a problem for each different character of l that cannot be printed.
func (p *Press) missing(l Letter) []Problem {
	var runes []rune
	l.each(func(text string) string {
		for _, r := range text {
			if r != '\n' && !p.has(r) && !slices.Contains(runes, r) {
				runes = append(runes, r)
			}
		}
		return text
	})
	var found []Problem
	for _, r := range runes {
		found = append(found, MissingGlyph(r))
	}
	return found
}
