package sheet

// row is a strip of the body that is never cut. Its boxes and runs count from its
// own top; X is already that of the page.
type row struct {
	before float64 // space above in mm, dropped at the top of a page
	height float64 // mm
	keep   bool    // stays on the page of the row after it
	code   bool    // holds a short code
	wide   bool    // does not fit between the edges, even at the smallest size
	qr     bool    // holds a QR code, of which a page has one
	page   Page
}

// setter sets blocks in type between two edges.
type setter struct {
	press       *Press
	look        look
	left, right float64
	first       *bool // no heading has been set yet
}

// line is one line of text as a row.
func (s setter) line(text string, x float64, bold bool, size float64) row {
	height := size * s.look.lead * pt
	return row{height: height, page: Page{Runs: []Run{{
		X: x, Y: baseline(height, size), Text: text, Bold: bold, Size: size,
	}}}}
}

// baseline puts the letters in the middle of a line: in this font capitals are
// two thirds of the size and descenders a quarter.
func baseline(height, size float64) float64 {
	return height/2 + size*pt*0.28
}

// lines is text broken into rows at an indent in millimetres from the left edge.
func (s setter) lines(text string, indent float64, bold bool, size float64) []row {
	var rows []row
	for _, line := range s.press.wrap(text, bold, size, s.right-s.left-indent) {
		rows = append(rows, s.line(line, s.left+indent, bold, size))
	}
	return noOrphans(rows)
}

// noOrphans keeps the first two lines together and the last two, so that no
// line of a paragraph stands alone on a page.
func noOrphans(rows []row) []row {
	if n := len(rows); n > 1 {
		rows[0].keep = true
		rows[n-2].keep = true
	}
	return rows
}

// together keeps all rows on one page, if one page can hold them.
func together(rows []row) []row {
	for i := 0; i < len(rows)-1; i++ {
		rows[i].keep = true
	}
	return rows
}

// spaced puts space above the first row.
func spaced(rows []row, before float64) []row {
	if len(rows) > 0 {
		rows[0].before = before
	}
	return rows
}

// moved is p further down by mm.
func (p Page) moved(mm float64) Page {
	out := Page{Boxes: make([]Box, len(p.Boxes)), Runs: make([]Run, len(p.Runs))}
	for i, b := range p.Boxes {
		b.Y += mm
		out.Boxes[i] = b
	}
	for i, r := range p.Runs {
		r.Y += mm
		out.Runs[i] = r
	}
	return out
}

// with is p and q drawn on the same page.
func (p Page) with(q Page) Page {
	return Page{Boxes: append(p.Boxes, q.Boxes...), Runs: append(p.Runs, q.Runs...)}
}
