package match

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainLetters are what some Latin letters become that carry no separable accent.
var plainLetters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// cyrillic are the letters of Russian, Ukrainian and Bulgarian as passports write them.
var cyrillic = strings.NewReplacer("а", "a", "б", "b", "в", "v", "г", "g", "ґ", "g", "д", "d", "е", "e", "є", "ie", "ж", "zh", "з", "z", "и", "i", "і", "i", "к", "k", "л", "l", "м", "m",
	"н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts", "ч", "ch", "ш", "sh", "щ", "shch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "iu", "я", "ia")

// Fold writes text for comparing: lower case, without accents, composed. Cyrillic is written in Latin letters, other scripts stay.
func Fold(s string) string {
	s = strings.ToLower(norm.NFKD.String(s))
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
	return cyrillic.Replace(plainLetters.Replace(norm.NFC.String(s)))
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
