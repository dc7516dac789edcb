package sheet

// Millimetres from the top left of A4, from GOV.UK Notify's letter
// specification (August 2026). A letter that keeps to them can be printed by
// Notify's supplier and by any house that posts in C5 window envelopes.
const (
	pageWidth  = 210.0
	pageHeight = 297.0

	printLeft, printRight = 15.0, 195.0
	printTop, printBottom = 5.0, 292.0

	logoTop, logoRight, logoBottom = 5.0, 125.0, 30.0

	windowLeft, windowRight = 24.6, 120.0
	windowTop, windowBottom = 39.5, 66.3

	senderLeft, senderRight = 125.0, 195.0
	senderTop, senderBottom = 5.0, 95.0

	bodyTop = 95.0
)

// maxPages is five sheets printed on both sides, Welsh and English together.
const maxPages = 10

// pt is one point in millimetres.
const pt = 25.4 / 72

// area is a rectangle on the page in millimetres.
type area struct{ left, top, right, bottom float64 }

// allowed lists where ink may be. Between the zones of page 1 the paper stays
// pure white, because the printer puts its own marks beside the window.
func allowed(firstPage bool) []area {
	if !firstPage {
		return []area{{printLeft, printTop, printRight, printBottom}}
	}
	return []area{
		{printLeft, logoTop, logoRight, logoBottom},
		{windowLeft, windowTop, windowRight, windowBottom},
		{senderLeft, senderTop, senderRight, senderBottom},
		{printLeft, bodyTop, printRight, printBottom},
	}
}
