package services

import "strings"

// A text message of three parts: 153 characters each in the GSM 7-bit alphabet, 67 in UCS-2. One character outside the
// alphabet, a ŵ say, puts the whole message into UCS-2. Source: 3GPP TS 23.038.
const (
	maxSMSParts = 3
	gsmPart     = 153
	ucs2Part    = 67
)

// The basic table of the alphabet, and the characters that cost an escape as well.
const (
	gsmSingle = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmDouble = "^{}\\[~]|€\f"
	madePlain = "‘’“”–—" // the door writes plain ones in a text message, which are as short
)

var septets = func() map[rune]int {
	out := map[rune]int{}
	for _, r := range gsmSingle {
		out[r] = 1
	}
	for _, r := range gsmDouble {
		out[r] = 2
	}
	return out
}()

// Septets is how much of a text message a character takes in the GSM 7-bit alphabet: 1, 2 with its escape, or 0 where the
// alphabet has no such character.
func Septets(r rune) int { return septets[r] }

// FitsText says whether a text is short enough for the question of a text message.
func FitsText(text string) bool {
	size, limit, _ := smsSize(text)
	return size <= limit
}

// smsSize is how many characters a message counts and how many three parts take. odd is the first character that is not in
// the GSM alphabet, 0 where all are.
func smsSize(text string) (size, limit int, odd rune) {
	for _, r := range text {
		switch n := Septets(r); {
		case n > 0:
			size += n
		case strings.ContainsRune(madePlain, r):
			size++
		default:
			return ucs2Size(text), maxSMSParts * ucs2Part, r
		}
	}
	return size, maxSMSParts * gsmPart, 0
}

func ucs2Size(text string) int {
	n := 0
	for _, r := range text {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}
