package sms

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/samedoor/samedoor/lang"
)

func TestSegments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		body string
		want int
	}{
		{"", 1},
		{strings.Repeat("a", 160), 1},
		{strings.Repeat("a", 161), 2},
		{strings.Repeat("a", 306), 2},
		{strings.Repeat("a", 307), 3},
		{strings.Repeat("€", 80), 1},
		{strings.Repeat("€", 81), 2},
		{strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3}, // an escape is not torn from its character
		{strings.Repeat("é", 160), 1},
		{"ŵ" + strings.Repeat("a", 69), 1},
		{"ŵ" + strings.Repeat("a", 70), 2},
		{"ŵ" + strings.Repeat("a", 133), 2},
		{"ŵ" + strings.Repeat("a", 134), 3},
		{strings.Repeat("😀", 35), 1},
		{strings.Repeat("😀", 36), 2},
		{strings.Repeat("😀", 66), 2}, // 33 to a segment: the 67th unit would be half of one
		{strings.Repeat("😀", 67), 3},
	} {
		if got := Segments(c.body); got != c.want {
			t.Errorf("%d runes of %.3q: %d segments, want %d", len([]rune(c.body)), c.body, got, c.want)
		}
	}
}

func TestTidy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		l        lang.Lang
		in, want string
	}{
		{lang.En, "It\u2019s \u201cyours\u201d \u2013 now\u2026", `It's "yours" - now...`},
		{lang.En, "Zoë and Siân", "Zoe and Sian"},
		{lang.En, "café", "café"}, // é is in the alphabet
		{lang.En, "Łódź 😀", "Łódź 😀"},
		{lang.Cy, "Tŷ \u2018newydd\u2019", "Tŷ 'newydd'"},
		{lang.Cy, "Cafe\u0301", "Café"},
	} {
		if got := Tidy(c.l, c.in); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.l, c.in, got, c.want)
		}
	}
}

func TestClip(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 400)
	if got := Clip(long, maxCharacters); len([]rune(got)) > maxCharacters || !strings.HasSuffix(got, "word...") {
		t.Errorf("%d characters, ends in %q", len([]rune(got)), got[len(got)-10:])
	}
	if got := Clip("short", maxCharacters); got != "short" {
		t.Errorf("%q", got)
	}
}

func FuzzSegments(f *testing.F) {
	for _, s := range []string{"", "a", "€", "ŵ", "😀", strings.Repeat("ab€", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		units := len(utf16.Encode([]rune(s)))
		least, most := (units+152)/153, 1+units // no segment holds more than 153 units, nor less than one character
		if n := Segments(s); n < max(1, min(least, n)) || n > most || n < 1 {
			t.Errorf("%q: %d segments of %d units", s, n, units)
		}
		if a, b := Segments(s), Segments(s+"a"); b < a {
			t.Errorf("%q: longer is less, %d and %d", s, a, b)
		}
		if tidy := Tidy(lang.En, s); Tidy(lang.En, tidy) != tidy {
			t.Errorf("%q: tidied twice is not tidied once", s)
		}
	})
}
