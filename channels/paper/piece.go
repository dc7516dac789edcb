package paper

import (
	"github.com/samedoor/samedoor/letters/sheet"
)

// strip is a part of a page that is never cut. What is in it counts from its own top; X is that of the page.
type strip struct {
	before float64 // space above, dropped at the top of a page
	height float64
	keep   bool // stays on the page of the strip after it
	page   sheet.Page
	boxes  []Box
}

// piece is something to read or to fill in below a question.
type piece interface {
	strips(s setter) []strip
}

// setter sets what belongs to one question between two edges.
type setter struct {
	press       *sheet.Press
	z           sizes
	left, right float64
	question    string
}

func (s setter) baseline(height, size float64) float64 { return height/2 + size*pt*0.28 }

// lines sets running text, a strip a line, which stay together.
func (s setter) lines(t string, bold bool, size float64) []strip {
	var out []strip
	height := size * s.z.lead * pt
	for _, line := range s.press.Wrap(t, bold, size, s.right-s.left) {
		run := sheet.Run{X: s.left, Y: s.baseline(height, size), Text: line, Bold: bold, Size: size}
		out = append(out, strip{height: height, keep: true, page: sheet.Page{Runs: []sheet.Run{run}}})
	}
	return out
}

func spaced(list []strip, before float64) []strip {
	if len(list) > 0 {
		list[0].before = before
	}
	return list
}

// one makes several strips one.
func one(list []strip) strip {
	var out strip
	for i, x := range list {
		if i > 0 {
			out.height += x.before
		} else {
			out.before = x.before
		}
		out.put(x, out.height)
		out.height += x.height
	}
	return out
}

// put adds what is in x, so far down.
func (o *strip) put(x strip, down float64) {
	for _, b := range x.page.Boxes {
		b.Y += down
		o.page.Boxes = append(o.page.Boxes, b)
	}
	for _, r := range x.page.Runs {
		r.Y += down
		o.page.Runs = append(o.page.Runs, r)
	}
	for _, b := range x.boxes {
		b.Y += down
		o.boxes = append(o.boxes, b)
	}
}

// fill adds a place to fill in, with its edge.
func (o *strip) fill(s setter, at place, b Box) {
	b.Question, b.Part, b.Row = s.question, at.part, at.row
	o.boxes = append(o.boxes, b)
	o.page.Boxes = append(o.page.Boxes, sheet.Box{X: b.X, Y: b.Y, W: b.W, H: b.H, Line: edge, Shade: shade})
}

func (o *strip) write(x, y float64, t string, bold bool, size float64) {
	o.page.Runs = append(o.page.Runs, sheet.Run{X: x, Y: y, Text: t, Bold: bold, Size: size})
}

// text is something to read.
type text struct {
	say  string
	bold bool
}

func (t text) strips(s setter) []strip {
	return spaced(s.lines(t.say, t.bold, s.z.text), s.z.gap*0.6)
}

// title stands above a field, or a row.
type title struct{ say string }

func (t title) strips(s setter) []strip {
	return spaced(s.lines(t.say, true, s.z.text), s.z.gap*1.4)
}

// bullets are points, each with a mark before it.
type bullets struct {
	items []string
	bold  bool
	mark  func(i int) string
}

func (b bullets) strips(s setter) []strip {
	in := s
	in.left += s.z.text * pt * 1.6
	var out []strip
	for i, item := range b.items {
		list := spaced(in.lines(item, b.bold, s.z.text), s.z.gap*0.5)
		mark := "•"
		if b.mark != nil {
			mark = b.mark(i)
		}
		if len(list) > 0 {
			list[0].write(s.left, list[0].page.Runs[0].Y, mark, b.bold, s.z.text)
			list[len(list)-1].keep = false
		}
		out = append(out, list...)
	}
	return out
}
