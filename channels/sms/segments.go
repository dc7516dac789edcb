package sms

import (
	"strings"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// The lengths of a text, from GSM 03.38 and 03.40: alone, and joined, where a header takes its share of 140 bytes.
const (
	gsmAlone, gsmJoined   = 160, 153 // septets
	ucs2Alone, ucs2Joined = 70, 67   // UTF-16 units
	maxCharacters         = 1600     // Twilio refuses more (21617)
)

// Segments is how many texts the network makes of body, which is what is paid for. An empty body is one.
func Segments(body string) int {
	units, alone, joined := measure(body)
	if len(units) == 0 || sum(units) <= alone {
		return 1
	}
	// A character of two units is not torn apart by the end of a segment, so they are filled one by one.
	n, used := 1, 0
	for _, u := range units {
		if used+u > joined {
			n, used = n+1, 0
		}
		used += u
	}
	return n
}

// GSM says whether body is all in the 7-bit alphabet: one character that is not takes a text from 160 to 70 characters.
func GSM(body string) bool {
	for _, r := range body {
		if services.Septets(r) == 0 {
			return false
		}
	}
	return true
}

func measure(body string) (units []int, alone, joined int) {
	if GSM(body) {
		for _, r := range body {
			units = append(units, services.Septets(r))
		}
		return units, gsmAlone, gsmJoined
	}
	for _, r := range body {
		units = append(units, max(utf16.RuneLen(r), 1))
	}
	return units, ucs2Alone, ucs2Joined
}

func sum(units []int) (n int) {
	for _, u := range units {
		n += u
	}
	return n
}

// plainer are characters that read the same in the 7-bit alphabet.
var plainer = strings.NewReplacer(
	"\u2018", "'", "\u2019", "'", "\u201a", "'", "\u2032", "'", "\u201c", `"`, "\u201d", `"`, "\u201e", `"`, "\u2033", `"`,
	"\u2013", "-", "\u2014", "-", "\u2010", "-", "\u2011", "-", "\u2212", "-", "\u2026", "...", "\u2022", "-", "\u00b7", "-",
	"\u00a0", " ", "\u2009", " ", "\u202f", " ", "\u200b", "", "\ufeff", "", "\t", " ", "\r\n", "\n", "\r", "\n",
)

// Tidy makes body cheap without changing how it reads: curly quotes and dashes become plain ones. In English an accent that the 7-bit
// alphabet lacks is dropped too, where that makes the text fit it; a Welsh circumflex is spelling and is kept, whatever it costs.
func Tidy(l lang.Lang, body string) string {
	body = plainer.Replace(norm.NFC.String(body))
	if l == lang.En && !GSM(body) {
		if bare := unaccent(body); GSM(bare) {
			return bare
		}
	}
	return body
}

func unaccent(body string) string {
	var out strings.Builder
	for _, r := range body {
		if services.Septets(r) > 0 {
			out.WriteRune(r)
			continue
		}
		for _, part := range norm.NFD.String(string(r)) {
			if part < '\u0300' || part > '\u036f' { // the block of combining accents
				out.WriteRune(part)
			}
		}
	}
	return out.String()
}

// Clip cuts body to what one message may hold, at a word.
func Clip(body string, characters int) string {
	r := []rune(body)
	if len(r) <= characters {
		return body
	}
	cut := string(r[:characters-3])
	if i := strings.LastIndexAny(cut, " \n"); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimSpace(cut) + "..."
}
