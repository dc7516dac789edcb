package paper

import (
	"maps"
	"slices"

	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
)

// cover is the first page, and as many as it takes: whom it is to, how to fill in the form, what they have told us. The questions begin on
// a page of their own.
func (p *pages) cover() {
	f := p.f
	settings := f.Agency.Settings
	sender := append(append([]string{f.Agency.Name(f.Lang)}, settings.Address...), settings.Phone)
	head, below, _ := p.press.Head(sheet.Letter{Lang: string(f.Lang), Format: f.Format, AgencyName: f.Agency.Name(f.Lang), Sender: sender, Address: f.address()})
	p.list = append(p.list, head)
	p.y = max(below, p.y)
	p.start = p.y
	s := p.setter("")
	s.left = footX
	t := s.lines(f.t("reference-or-serial."+f.named()), false, p.z.text)
	t = append(t, s.heading(f.t("cover.heading"), p.z.title)...)
	if f.Name != "" && f.Scope != Blank && len(p.press.Lacks(f.Name)) == 0 {
		t = append(t, s.words(f.t("cover.dear"))...)
	}
	t = append(t, s.words(f.t("cover."+string(f.Scope)))...)
	t = append(t, s.heading(f.t("cover.how"), p.z.section)...)
	t = append(t, s.steps(f.list("cover.steps"))...)
	t = append(t, s.heading(f.t("cover.help"), p.z.section)...)
	t = append(t, s.words(f.t("cover.phone"))...)
	t = append(t, s.words(f.t("cover.relay"))...)
	if f.Format == standard {
		t = append(t, s.words(f.t("cover.formats"))...)
	}
	p.pour(append(t, s.words(f.t("cover.other"))...))
	p.told(s)
	p.feed()
}

// address is what stands in the window; Head draws none where there is none.
func (f *composer) address() []string {
	if len(f.Address) == 0 {
		return nil
	}
	return f.Address
}

func (f *composer) named() string {
	if f.Reference == "" {
		return "serial"
	}
	return "reference"
}

// heading stays with what follows it.
func (s setter) heading(t string, size float64) []strip {
	return spaced(s.lines(t, true, size), s.z.gap*2)
}

// words are a paragraph.
func (s setter) words(t string) []strip {
	list := spaced(s.lines(t, false, s.z.text), s.z.gap)
	if len(list) > 0 {
		list[len(list)-1].keep = false
	}
	return list
}

func (s setter) steps(items []string) []strip {
	return bullets{items: items, mark: func(i int) string { return itoa(i+1) + "." }}.strips(s)
}

// told lists what the form need not ask again. It is read at the kitchen table, and may be read by others: what is private, what wants
// proof, and what somebody could be robbed with is not printed, whoever the form is for.
func (p *pages) told(s setter) {
	f := p.f
	var list []strip
	var kept []string
	for _, q := range f.Service.Path(f.answers(), f.Today) {
		v, ok := f.Answers[q.ID]
		if q.Kind == services.Info || !ok || !q.Complete(v) {
			continue
		}
		label := f.Service.Words(f.Lang, q, f.Answers).Label
		v, shown := unguarded(q, v)
		if !shown {
			kept = append(kept, label)
			continue
		}
		list = append(list, spaced(s.lines(label, true, p.z.text), p.z.gap)...)
		for _, line := range f.Service.Show(f.Lang, q, v, f.Answers) {
			list = append(list, s.lines(line, false, p.z.text)...)
		}
		list[len(list)-1].keep = false
	}
	if len(kept) > 0 {
		list = append(list, spaced(s.lines(f.t("told.given"), true, p.z.text), p.z.gap*2)...)
		list = append(list, bullets{items: kept}.strips(s)...)
	}
	if len(list) == 0 || f.Scope != Left {
		return
	}
	p.feed()
	t := append(s.heading(f.t("told.heading"), p.z.section), s.words(f.t("told.intro"))...)
	p.pour(append(t, list...))
}

// unguarded is an answer as it may be printed: of rows, only what is not guarded. shown is false where nothing may be.
func unguarded(q *services.Question, v services.Value) (_ services.Value, shown bool) {
	rows := v.Rows
	v.Rows = nil
	for _, row := range rows {
		row = maps.Clone(row)
		maps.DeleteFunc(row, func(id string, _ services.Value) bool {
			return slices.ContainsFunc(q.Fields, func(field services.Question) bool { return field.ID == id && field.Guarded() })
		})
		if len(row) > 0 {
			v.Rows = append(v.Rows, row)
		}
	}
	return v, !q.Guarded() && (len(rows) == 0 || len(v.Rows) > 0)
}

// giveBack is the last page, with our address where the window of an envelope shows it.
func (p *pages) giveBack() {
	f := p.f
	to := append([]string{f.Agency.Name(f.Lang)}, f.Agency.Settings.Address...)
	head, _, _ := p.press.Head(sheet.Letter{Lang: string(f.Lang), Format: f.Format, Address: to})
	p.feed()
	p.list[len(p.list)-1] = head
	p.y, p.start = belowWindow, belowWindow
	s := p.setter("")
	s.left = footX
	t := append(s.heading(f.t("return.heading"), p.z.title), s.words(f.t("return.top"))...)
	t = append(t, s.heading(f.t("return.check"), p.z.section)...)
	p.pour(append(t, bullets{items: f.list("return.checks")}.strips(s)...))
}

// finish puts on every page what a machine finds its way by, and its number for people.
func (p *pages) finish(l Layout) {
	short := l.short()
	for i := range p.list {
		page := &p.list[i]
		for _, c := range l.Corners {
			page.Boxes = append(page.Boxes, sheet.Box{X: c.X - cornerSide/2, Y: c.Y - cornerSide/2, W: cornerSide, H: cornerSide})
		}
		m := Mark{Serial: p.f.Serial, Reference: p.f.Reference, Layout: short, Page: i + 1, Of: len(p.list)}
		page.Marks = append(page.Marks, sheet.Mark{X: markX, Y: markY, Side: markSide, Text: m.String()})
		for j, t := range []string{p.f.t("page", "page", i+1, "of", len(p.list)), p.f.t("reference-or-serial." + p.f.named())} {
			y := 280 + float64(j)*p.z.text*1.25*pt
			page.Runs = append(page.Runs, sheet.Run{X: footX, Y: fine(y), Text: t, Size: p.z.text})
		}
	}
}

func corners() []Corner {
	const half = cornerSide / 2
	return []Corner{{cornerLeft + half, cornerTop + half}, {cornerRight + half, cornerTop + half},
		{cornerLeft + half, cornerBottom + half}, {cornerRight + half, cornerBottom + half}}
}
