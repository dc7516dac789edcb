package sheet

import (
	"slices"
	"strings"
)

// Drawn is a document that was laid out elsewhere: its display list, which is
// data and may be kept. What is drawn from it years later is what was drawn first.
type Drawn struct {
	Lang  string `json:"lang"`
	Title string `json:"title"`
	// Window says that the first page shows an address in the window of an
	// envelope, and keeps to its white zones.
	Window bool   `json:"window,omitempty"`
	Pages  []Page `json:"pages"`
}

// Document makes a document of a display list, or says why it cannot be printed:
// a character that the font lacks, or ink where no ink may be.
func (p *Press) Document(d Drawn) (*Document, []Problem) {
	var found []Problem
	var text strings.Builder
	pages := make([]Page, len(d.Pages))
	for i, page := range d.Pages {
		if !p.within(page, allowed(i == 0 && d.Window)) {
			found = append(found, ContentOutsidePrintableArea)
		}
		for _, r := range page.Runs {
			found = append(found, p.missing(Letter{Date: r.Text})...)
			text.WriteString(r.Text + "\n")
		}
		text.WriteString("\n")
		pages[i] = Page{Boxes: slices.Clip(page.Boxes), Runs: page.Runs}
		for _, m := range page.Marks {
			squares := m.solid()
			if len(squares) == 0 {
				found = append(found, QRTooLarge)
			}
			pages[i].Boxes = append(pages[i].Boxes, squares...)
		}
	}
	if len(found) > 0 {
		slices.Sort(found)
		return nil, slices.Compact(found)
	}
	return &Document{pages: pages, lang: d.Lang, title: d.Title, text: text.String(), press: p}, nil
}

// within says whether all ink of a page is where ink may be. A run is as tall as
// its capitals and descenders.
func (p *Press) within(page Page, zones []area) bool {
	const slack = 0.01 // mm, for sums of fractions
	in := func(left, top, right, bottom float64) bool {
		return slices.ContainsFunc(zones, func(z area) bool {
			return left >= z.left-slack && top >= z.top-slack && right <= z.right+slack && bottom <= z.bottom+slack
		})
	}
	for _, b := range page.Boxes {
		if !in(b.X, b.Y, b.X+b.W, b.Y+b.H) {
			return false
		}
	}
	for _, m := range page.Marks {
		if !in(m.X, m.Y, m.X+m.Side, m.Y+m.Side) {
			return false
		}
	}
	for _, r := range page.Runs {
		if !in(r.X, r.Y-r.Size*pt*0.7, r.X+p.runWidth(r), r.Y+r.Size*pt*0.25) {
			return false
		}
	}
	return true
}

// Wrap breaks text into lines no wider than width millimetres, as letters do. A
// character that the font lacks becomes a question mark: what somebody typed once
// must not keep a form from being printed.
func (p *Press) Wrap(text string, bold bool, size, width float64) []string {
	printable := func(r rune) rune {
		if r != '\n' && !p.has(r) {
			return '?'
		}
		return r
	}
	return p.wrap(strings.Map(printable, p.tidy(text)), bold, size, width)
}

// Width is how many millimetres text takes at a size in points.
func (p *Press) Width(text string, bold bool, size float64) float64 {
	return p.width(p.tidy(text), bold, size)
}

// Head is what stands above the body of a first page: the agency's name, its
// contact block and, where l has one, the address in the window. below is where
// the body may begin, in millimetres. Whether the post takes the address is for
// CheckAddress.
func (p *Press) Head(l Letter) (page Page, below float64, found []Problem) {
	look, known := lookOf(l.Format)
	if !known {
		return Page{}, 0, []Problem{UnknownFormat}
	}
	set := l.each(p.tidy)
	if l.Address != nil {
		set.Address = addressLines(set.Address)
	}
	page, below, bad := p.head(set, look)
	return page, below, append(found, bad...)
}
