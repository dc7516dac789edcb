package services

import "strings"

// A text message of three parts: 153 characters each in the GSM 7-bit alphabet, 67 in UCS-2. One character outside the
// alphabet, a ŵ say, puts the whole message into UCS-2. Source: 3GPP TS 23.038.
const (
	maxSMSParts = 3
	gsmPart     = 153
	ucs2Part    = 67
)

const (
	gsmSingle = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmDouble = "^{}\\[~]|€\f"
	madePlain = "‘’“”–—" // the door writes plain ones in a text message, which are as short
)

// FitsText says whether a text is short enough for the question of a text message.
func FitsText(text string) bool {
	size, limit, _ := smsSize(text)
	return size <= limit
}

// smsSize is how many characters a message counts and how many three parts take. odd is the first character that is not in
// the GSM alphabet, 0 where all are.
func smsSize(text string) (size, limit int, odd rune) {
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsmSingle, r), strings.ContainsRune(madePlain, r):
			size++
		case strings.ContainsRune(gsmDouble, r):
			size += 2
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
