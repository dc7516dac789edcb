package sheet

// look is the sizes of one format, in points unless said otherwise.
type look struct {
	text     float64 // body text and page numbers
	lead     float64 // line height as a multiple of the size
	title    float64 // the first heading
	heading  float64 // the others
	code     float64 // the short code
	agency   float64 // agency name, largest
	sender   float64 // contact block, largest
	smallest float64 // nothing but the address is below this
	address  float64 // address, largest
	right    float64 // right edge of the body, mm
	bottom   float64 // lower edge of the body, mm
	foot     float64 // baseline of the page number, mm
	stacked  bool    // labels above values instead of beside them
}

// left is where everything on the left of the page begins, in millimetres: in line
// with the address in the window.
const left = windowLeft

// top is where the body of a page after the first begins, in millimetres.
const top = 16.0

// smallestAddress is Notify's least size in the window, in points.
const smallestAddress = 8.0

// The standard measure is 160 mm, about 68 characters of 13 pt; large print uses
// the printable width. UKAAF asks for 16 pt or more, ideally 18, one column and
// no smaller page numbers in large print.
func lookOf(f Format) (look, bool) {
	switch f {
	case Standard:
		return look{
			text: 13, lead: 1.38, title: 20, heading: 15, code: 26, agency: 22, sender: 12,
			smallest: 12, address: 12, right: 185, bottom: 276, foot: 285,
		}, true
	case LargePrint:
		return look{
			text: 18, lead: 1.4, title: 25, heading: 21, code: 34, agency: 25, sender: 18,
			smallest: 16, address: 14, right: 193, bottom: 274, foot: 286, stacked: true,
		}, true
	default:
		return look{}, false
	}
}
