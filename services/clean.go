package services

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean makes text out of bytes from outside: valid UTF-8 in composed form, line ends as \n, no control characters, nothing
// invisible but the joiners that some scripts need, no space at either end.
func clean(s string) string {
	if plain(s) {
		return strings.TrimSpace(s)
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u200c' || r == '\u200d':
			return r
		case r == '\t' || unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.Is(unicode.C, r): // control, format, private use, surrogate: \x00 would not even be stored
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(norm.NFC.String(s))
}

// plain says that there is nothing in s but printable ASCII and line feeds.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '\n' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

// oneLine puts spaces for line ends and single spaces for many.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// fold is s as it is compared with other words: small letters without accents, punctuation as spaces, single spaces.
func fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '‘':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		default:
			space = true
		}
	}
	return b.String()
}
