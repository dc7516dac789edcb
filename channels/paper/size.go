package paper

import "github.com/samedoor/samedoor/letters/sheet"

const (
	standard = sheet.Standard
	large    = sheet.LargePrint
)

// pt is one point in millimetres.
const pt = 25.4 / 72

// Where things stand on every page, in millimetres from its top left. All of it is within what a print house prints, 15 to 195 and 5 to
// 292, and below the window of a C5 envelope on the pages that show an address in it.
const (
	cornerSide         = 5.0
	cornerLeft         = 15.0
	cornerRight        = 190.0
	cornerTop          = 5.0
	cornerBottom       = 287.0
	markX, markY       = 168.0, 271.0
	markSide           = 18.0 // facts/letters: 15 or more
	footX              = 24.6
	top                = 16.0
	bottom             = 266.0
	belowWindow        = 95.0
	edge               = 0.3 // of what is filled in
	shade        uint8 = 0x40
	pale         uint8 = 0xA8 // rules to write on
	bar          uint8 = 0xDC // behind the name of a section
)

// sizes are those of one format: text in points, the rest in millimetres.
type sizes struct {
	text, ask, section, title float64
	lead                      float64
	number                    float64 // left edge of the numbers
	left, right               float64 // edges of everything else
	cell, cellTall            float64
	tick                      float64
	line                      float64 // from rule to rule
	gap                       float64 // between what belongs together; three of it between questions
}

func sizesOf(f sheet.Format) sizes {
	if f == large {
		return sizes{text: 18, ask: 19, section: 22, title: 26, lead: 1.32, number: 18, left: 34, right: 192, cell: 9.2, cellTall: 12, tick: 8, line: 13.5, gap: 3}
	}
	return sizes{text: 12, ask: 13, section: 15, title: 20, lead: 1.34, number: 18, left: 29, right: 190, cell: 6.8, cellTall: 9, tick: 6, line: 9.5, gap: 2.4}
}
