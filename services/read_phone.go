package services

import (
	"regexp"
	"strings"
)

// A United Kingdom number without its 0: Ofcom's plan by first digits. 7 covers mobiles and personal numbers, 1 and 2 places,
// 3, 5 and 8 organisations. 9 is refused: nobody is reached on a premium number. Some places have only nine digits.
var ukNumber = regexp.MustCompile(`^(?:1[1-9][0-9]{7,8}|2[03489][0-9]{8}|3[0347][0-9]{8}|5[56][0-9]{8}|7[0-9]{9}|8(?:00[0-9]{6,7}|[04789][0-9]{8}))$`)

// phoneRun finds the number in a sentence: digits with what people put between them.
var phoneRun = regexp.MustCompile(`[+(]*[0-9][0-9 ().\-/–]{7,}[0-9]`)

// phone reads a UK number in any spelling: +44, 0044, 44, (0), spaces, brackets, dashes, dots.
func (r *reading) phone() (Value, Problems) {
	text := oneLine(r.line())
	if r.free() {
		if runs := phoneRun.FindAllString(text, -1); len(runs) == 1 && strings.IndexFunc(strings.Replace(text, runs[0], "", 1), isDigit) < 0 {
			text = runs[0]
		}
	}
	if e164, ok := E164(text); ok {
		return Value{Text: e164}, nil
	}
	return Value{}, r.wrong("phone-not-real", "")
}

// E164 is a UK phone number, however it was written, as '+447700900123'. ok is false where it is none.
func E164(text string) (number string, ok bool) {
	digits := strings.NewReplacer("(0)", "", " ", "", "\u00a0", "", "(", "", ")", "", "-", "", ".", "", "/", "", "–", "").Replace(text)
	international := false
	for _, prefix := range []string{"+44", "0044", "01144", "44"} {
		if rest, found := strings.CutPrefix(digits, prefix); found && len(rest) >= 9 {
			digits, international = rest, true
			break
		}
	}
	national, zero := strings.CutPrefix(digits, "0")
	if !zero && !international || !ukNumber.MatchString(national) {
		return "", false
	}
	return "+44" + national, true
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
