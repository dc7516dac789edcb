package paper

import "github.com/samedoor/samedoor/letters/sheet"

// ticks are boxes of which one or several are chosen.
type ticks struct {
	at     place
	list   []tick
	across bool // beside one another, where they are few and short
}

// tick is one of them.
type tick struct {
	option, text, hint string
	only               string // when it may be chosen
	way                string // where whoever chooses it goes on
	say                *lines // to be written beside it
}

func (t ticks) strips(s setter) []strip {
	if t.across {
		return []strip{t.row(s)}
	}
	if n := t.columns(s); n > 1 {
		return t.table(s, n)
	}
	var out []strip
	for _, x := range t.list {
		out = append(out, t.one(s, x))
		if x.say != nil {
			in := s
			in.left += s.z.tick + 3
			out[len(out)-1].keep = true
			out = append(out, x.say.strips(in)...)
		}
	}
	return out
}

// many is how many options are set in columns, where they are short.
const many = 14

// columns is in how many columns the options stand.
func (t ticks) columns(s setter) int {
	if len(t.list) < many {
		return 1
	}
	widest := 0.0
	for _, o := range t.list {
		if o.hint+o.only+o.way != "" {
			return 1
		}
		widest = max(widest, s.press.Width(o.text, false, s.z.text))
	}
	return max(1, min(3, int((s.right-s.left)/(widest+s.z.tick+9))))
}

// table sets them in columns, to be read downwards. What is said in words has lines below.
func (t ticks) table(s setter, n int) []strip {
	var out []strip
	var below []strip
	rows, wide := (len(t.list)+n-1)/n, (s.right-s.left)/float64(n)
	for row := range rows {
		line := strip{before: s.z.gap * 0.9, height: s.z.tick}
		for i := row; i < len(t.list); i += rows {
			o, x := t.list[i], s.left+wide*float64(i/rows)
			line.fill(s, t.at, Box{Option: o.option, Kind: Tick, X: x, W: s.z.tick, H: s.z.tick})
			line.write(x+s.z.tick+3, s.baseline(s.z.tick, s.z.text), o.text, false, s.z.text)
			if o.say != nil {
				below = append(below, o.say.strips(s)...)
			}
		}
		out = append(out, line)
	}
	out[len(out)-1].keep = len(below) > 0
	return append(out, below...)
}

func (t ticks) row(s setter) strip {
	out := strip{before: s.z.gap, height: s.z.tick}
	x := s.left
	for _, o := range t.list {
		out.fill(s, t.at, Box{Option: o.option, Kind: Tick, X: x, W: s.z.tick, H: s.z.tick})
		out.write(x+s.z.tick+3, s.baseline(s.z.tick, s.z.text), o.text, false, s.z.text)
		x += s.z.tick + 3 + s.press.Width(o.text, false, s.z.text) + 12
	}
	return out
}

// one is a box with its words beside it, and where to go on in bold: after the words where there is room, else below them.
func (t ticks) one(s setter, o tick) strip {
	in := s
	in.left += s.z.tick + 3
	out := one(in.lines(o.text, false, s.z.text))
	if len(out.page.Runs) > 0 && o.way != "" {
		last := out.page.Runs[len(out.page.Runs)-1]
		x := last.X + s.press.Width(last.Text, false, s.z.text) + 5
		if x+s.press.Width(o.way, true, s.z.text) <= s.right {
			out.write(x, last.Y, o.way, true, s.z.text)
			o.way = ""
		}
	}
	for _, more := range []struct {
		say  string
		bold bool
	}{{o.hint, false}, {o.only, true}, {o.way, true}} {
		if more.say != "" {
			out = one(append([]strip{out}, in.lines(more.say, more.bold, s.z.text)...))
		}
	}
	height := s.z.text * s.z.lead * pt // the box is as high on the first line as its letters
	moved := strip{before: s.z.gap * 0.9, height: max(out.height+(s.z.tick-height)/2, s.z.tick)}
	moved.put(out, (s.z.tick-height)/2)
	moved.fill(s, t.at, Box{Option: o.option, Kind: Tick, X: s.left, W: s.z.tick, H: s.z.tick})
	return moved
}

// combs are fields of one character a cell, beside one another.
type combs []comb

type comb struct {
	at             place
	label          string
	groups         []int
	between        string // printed between groups
	prefix, suffix string
}

func (c combs) strips(s setter) []strip {
	labelled := false
	for _, x := range c {
		labelled = labelled || x.label != ""
	}
	down := 0.0
	if labelled {
		down = s.z.text * s.z.lead * pt
	}
	out := strip{before: s.z.gap, height: down + s.z.cellTall}
	x := s.left
	for _, one := range c {
		if one.label != "" {
			out.write(x, s.baseline(down, s.z.text), one.label, false, s.z.text)
		}
		end := one.cells(&out, s, x, down)
		x = max(end, x+s.press.Width(one.label, false, s.z.text)) + 6
	}
	return []strip{out}
}

// cells draws them and answers where they end.
func (c comb) cells(out *strip, s setter, x, y float64) float64 {
	base := y + s.baseline(s.z.cellTall, s.z.ask)
	if c.prefix != "" {
		out.write(x, base, c.prefix, true, s.z.ask)
		x += s.press.Width(c.prefix, true, s.z.ask) + 1.5
	}
	n := 0
	for g, cells := range c.groups {
		before := ""
		if g > 0 {
			before = c.between
			wide := s.press.Width(before, true, s.z.ask)
			if before != "" {
				out.write(x+1.2, base, before, true, s.z.ask)
			}
			x += wide + 2.4
		}
		for range cells {
			out.fill(s, c.at, Box{Kind: Cell, Cell: n, Before: before, X: x, Y: y, W: s.z.cell, H: s.z.cellTall})
			x, before = x+s.z.cell-edge, ""
			n++
		}
		x += edge
	}
	if c.suffix != "" {
		out.write(x+2, base, c.suffix, false, s.z.text)
		x += 2 + s.press.Width(c.suffix, false, s.z.text)
	}
	return x
}

// lines are one or several lines to write on.
type lines struct {
	at    place
	label string
	n     int
	short bool
}

// share of a page that lines to write on may take.
const share = 0.6

func (l lines) strips(s setter) []strip {
	down := 0.0
	out := strip{before: s.z.gap}
	if l.label != "" {
		down = s.z.text * s.z.lead * pt
		out.write(s.left, s.baseline(down, s.z.text), l.label, false, s.z.text)
	}
	n := max(1, min(l.n, int((bottom-top)*share/s.z.line)))
	wide := s.right - s.left
	if l.short {
		wide = min(wide, s.z.cell*10)
	}
	tall := s.z.line * float64(n)
	out.fill(s, l.at, Box{Kind: Line, X: s.left, Y: down, W: wide, H: tall})
	for i := 1; i < n; i++ {
		out.page.Boxes = append(out.page.Boxes, sheet.Box{X: s.left + 2, Y: down + s.z.line*float64(i), W: wide - 4, H: 0.2, Shade: pale})
	}
	out.height = down + tall
	return []strip{out}
}

// ink is where a signature goes.
type ink struct {
	at    place
	label string
}

func (i ink) strips(s setter) []strip {
	down := s.z.text * s.z.lead * pt
	out := strip{before: s.z.gap, height: down + 20}
	out.write(s.left, s.baseline(down, s.z.text), i.label, true, s.z.text)
	out.fill(s, i.at, Box{Kind: Ink, X: s.left, Y: down, W: min(110, s.right-s.left), H: 20})
	return []strip{out}
}

// table is rows of fields that are one line each.
type table struct {
	cols []column
	rows int
}

type column struct{ field, label string }

func (t table) strips(s setter) []strip {
	wide := (s.right - s.left + edge) / float64(len(t.cols))
	var head strip
	for i, c := range t.cols {
		in := s
		in.left, in.right = s.left+wide*float64(i), s.left+wide*float64(i+1)-3
		label := one(in.lines(c.label, true, s.z.text))
		head.put(label, 0)
		head.height = max(head.height, label.height)
	}
	head.before, head.keep = s.z.gap, true
	out := []strip{head}
	for row := 1; row <= t.rows; row++ {
		line := strip{height: s.z.line - edge}
		for i, c := range t.cols {
			line.fill(s, place{c.field, row}, Box{Kind: Line, X: s.left + wide*float64(i), W: wide, H: s.z.line})
		}
		out = append(out, line)
	}
	return append(out, strip{height: edge})
}
