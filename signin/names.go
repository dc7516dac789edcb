package signin

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// sharesName says whether two people could be one by their names, old ones too: one given name and one surname agree, whatever stands
// between them. It refuses a stranger; it never proves anybody.
func sharesName(a, b []string) bool {
	for _, one := range a {
		for _, other := range b {
			x, y := words(one), words(other)
			if len(x) > 0 && len(y) > 0 && (x[len(x)-1] == y[len(y)-1] || slices.Contains(x, y[len(y)-1])) && sharesGiven(x, y) {
				return true
			}
		}
	}
	return false
}

// sharesGiven: the first name of one is the first name of the other, or a later one that they go by.
func sharesGiven(x, y []string) bool {
	return slices.Contains(x, y[0]) || slices.Contains(y, x[0])
}

// words are a name's, without accents, case and marks.
func words(name string) []string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
			return -1
		case unicode.IsLetter(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFD.String(name))
	return strings.Fields(plain)
}
