package match

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainLetters are what some Latin letters become that carry no separable accent.
var plainLetters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// Fold writes text for comparing: lower case, without accents, composed. What is not Latin stays as it is.
func Fold(s string) string {
	s = strings.ToLower(norm.NFKD.String(s))
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
	return plainLetters.Replace(norm.NFC.String(s))
}

// apostrophes are dropped inside names: O'Brien, O’Brien and OBrien are one.
func apostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʼ', '`', '´', '′':
		return true
	}
	return false
}

// Hyphen says whether r joins two surnames.
func Hyphen(r rune) bool {
	switch r {
	case '-', '‐', '‑', '–', '—':
		return true
	}
	return false
}

// NameWords are the folded words of a name, hyphens kept as '-', apostrophes dropped, everything else a gap.
func NameWords(s string) []string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r):
			return r
		case apostrophe(r):
			return -1
		case Hyphen(r):
			return '-'
		}
		return ' '
	}, Fold(DropApostrophes(s)))
	var out []string
	for _, w := range strings.Fields(s) {
		if w = strings.Trim(w, "-"); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// DropApostrophes goes before fold, whose compatibility form would make ´ a space and an accent.
func DropApostrophes(s string) string {
	return strings.Map(func(r rune) rune {
		if apostrophe(r) {
			return -1
		}
		return r
	}, s)
}

// Digits are the digits of s, in ASCII.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
