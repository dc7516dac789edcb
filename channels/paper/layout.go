package paper

import (
	"encoding/hex"
	"math"

	"github.com/samedoor/samedoor/letters/sheet"
)

// Print is a form as it is printed: its pages, and where everything on them is filled in.
type Print struct {
	Drawn  sheet.Drawn
	Layout Layout
	Steps  []Step // the way through it
}

// Lay sets a form in type. It is pure: the same asking gives the same print.
func Lay(press *sheet.Press, a Asking) Print {
	f := compose(a)
	p := &pages{press: press, z: sizesOf(a.Format), f: f}
	p.cover()
	for _, it := range f.items() {
		p.item(it)
	}
	p.giveBack()
	layout := Layout{Service: a.Service.ID, Version: a.Service.Version, Hash: hex.EncodeToString(a.Service.Hash[:]), Lang: a.Lang, Format: a.Format,
		Pages: len(p.list), Corners: corners(), Corner: cornerSide, Boxes: p.boxes}
	p.finish(layout)
	p.stand()
	drawn := sheet.Drawn{Lang: string(a.Lang), Title: f.t("title"), Window: len(a.Address) > 0, Pages: p.list}
	return Print{Drawn: drawn, Layout: layout, Steps: f.steps}
}

// pages are poured full one after the other.
type pages struct {
	press *sheet.Press
	z     sizes
	f     *composer
	list  []sheet.Page
	boxes []Box
	y     float64 // how far down the last page is used
	start float64
}

func (p *pages) setter(question string) setter {
	return setter{press: p.press, z: p.z, left: p.z.left, right: p.z.right, question: question}
}

func (p *pages) feed() {
	p.list = append(p.list, sheet.Page{})
	p.y, p.start = top, top
}

// pour puts strips that want to stay together on one page if one can hold them, else as much as fits.
func (p *pages) pour(list []strip) {
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n-1].keep {
			n++
		}
		p.group(list[:n])
		list = list[n:]
	}
}

func (p *pages) group(list []strip) {
	if tall(list) > bottom-top && len(list) > 1 { // no page holds it: cut it in the middle, where it hurts least
		half := len(list) / 2
		p.group(list[:half])
		p.group(list[half:])
		return
	}
	if p.y > p.start && p.y+list[0].before+tall(list) > bottom {
		p.feed()
	}
	for _, x := range list {
		if p.y > p.start {
			p.y += x.before
		}
		p.put(x)
	}
}

// tall is how much room strips take on a page, without the space above them.
func tall(list []strip) float64 {
	sum := 0.0
	for i, x := range list {
		if i > 0 {
			sum += x.before
		}
		sum += x.height
	}
	return sum
}

func (p *pages) put(x strip) {
	page := &p.list[len(p.list)-1]
	for _, b := range x.page.Boxes {
		b.X, b.Y, b.W, b.H = fine(b.X), fine(b.Y+p.y), fine(b.W), fine(b.H)
		page.Boxes = append(page.Boxes, b)
	}
	for _, r := range x.page.Runs {
		r.X, r.Y = fine(r.X), fine(r.Y+p.y)
		page.Runs = append(page.Runs, r)
	}
	for _, b := range x.boxes {
		b.Page, b.X, b.Y, b.W, b.H = len(p.list), fine(b.X), fine(b.Y+p.y), fine(b.W), fine(b.H)
		p.boxes = append(p.boxes, b)
	}
	p.y += x.height
}

// fine is a length to the hundredth of a millimetre: no printer does better, and what is stored stays short.
func fine(mm float64) float64 { return math.Round(mm*100) / 100 }

// item sets one question. It stays on one page where a page can hold it; what is longer may be cut between fields, never between a
// field's words and its boxes.
func (p *pages) item(it item) {
	id := ""
	if it.step.Question != nil {
		id = it.step.Question.ID
	}
	s := p.setter(id)
	list := p.head(s, it)
	for _, x := range it.pieces {
		list = append(list, x.strips(s)...)
	}
	if it.then != "" {
		list[len(list)-1].keep = true
		list = append(list, spaced(s.lines(it.then, true, p.z.text), p.z.gap)...)
	}
	list[len(list)-1].keep = false
	if tall(list) <= bottom-top {
		for i := range list[:len(list)-1] {
			list[i].keep = true
		}
	}
	if it.section != "" {
		list = append([]strip{p.section(it.section)}, list...)
	}
	p.pour(list)
}

// head is everything above what is filled in.
func (p *pages) head(s setter, it item) []strip {
	list := s.lines(it.only, true, p.z.text)
	list = append(list, bullets{items: it.onlies, bold: true}.strips(s)...)
	list = append(list, spaced(s.lines(it.otherwise, true, p.z.text), p.z.gap*0.5)...)
	ask := spaced(s.lines(it.title, true, p.z.ask), p.z.gap*0.8)
	if len(ask) > 0 {
		ask[0].write(p.z.number, ask[0].page.Runs[0].Y, it.mark, true, p.z.ask)
	}
	list = append(list, ask...)
	for _, say := range append([]string{it.optional, it.hint}, it.body...) {
		list = append(list, spaced(s.lines(say, false, p.z.text), p.z.gap*0.6)...)
	}
	for i := range list {
		list[i].keep = true
	}
	list = spaced(list, p.z.gap*3)
	if it.step.Stop == nil {
		return list
	}
	for i := range list { // a note is told from the questions by the line beside it
		x := &list[i]
		lead := 0.0
		if i > 0 {
			lead = x.before
		}
		x.page.Boxes = append(x.page.Boxes, sheet.Box{X: p.z.left - 4, Y: -lead, W: 1.2, H: x.height + lead})
	}
	return list
}

func (p *pages) section(name string) strip {
	s := p.setter("")
	s.left = p.z.number + 2
	words := one(s.lines(name, true, p.z.section))
	out := strip{before: p.z.gap * 4, height: words.height + 4, keep: true}
	out.page.Boxes = []sheet.Box{{X: p.z.number - 1, Y: 0, W: p.z.right - p.z.number + 1, H: out.height, Shade: bar}}
	out.put(words, 2)
	return out
}
