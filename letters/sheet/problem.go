package sheet

import (
	"fmt"
	"strings"
)

// Problem is why a letter cannot be printed. The names are those of GOV.UK
// Notify's validation where it has one, so that people who know that service
// recognise them and a refusal by a printer can be compared with ours.
type Problem string

// The names Notify has.
const (
	LetterTooLong               Problem = "letter-too-long"
	ContentOutsidePrintableArea Problem = "content-outside-printable-area"
	AddressIsEmpty              Problem = "address-is-empty"
	NotEnoughAddressLines       Problem = "not-enough-address-lines"
	TooManyAddressLines         Problem = "too-many-address-lines"
	InvalidAddressLine1Or2      Problem = "invalid-address-line-1-or-2"
	HasCountryForBFPOAddress    Problem = "has-country-for-bfpo-address"
	NotARealUKPostcode          Problem = "not-a-real-uk-postcode"
	CantSendInternationalLetter Problem = "cant-send-international-letters"
	InvalidCharInAddress        Problem = "invalid-char-in-address"
	NoFixedAbodeAddress         Problem = "no-fixed-abode-address"
)

// Names of our own, for what Notify has no name for.
const (
	// AddressLineTooLong: a line has more than 45 characters.
	AddressLineTooLong Problem = "address-line-too-long"
	// QRTooLarge: more than 504 bytes, or none, to put in a QR code.
	QRTooLarge Problem = "qr-too-large"
	// UnknownFormat and UnknownLanguage: nothing is guessed, because the wrong
	// format is a letter somebody cannot read.
	UnknownFormat   Problem = "unknown-format"
	UnknownLanguage Problem = "unknown-language"
)

const missingGlyph = "missing-glyph"

// MissingGlyph says that the font has no picture of r: it would print as an
// empty box. The problem reads "missing-glyph U+1F600 '😀'"; its Name is
// "missing-glyph".
func MissingGlyph(r rune) Problem {
	return Problem(fmt.Sprintf("%s %#U", missingGlyph, r))
}

// Name is the problem without the detail that follows it.
func (p Problem) Name() string {
	name, _, _ := strings.Cut(string(p), " ")
	return name
}
