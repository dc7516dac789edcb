package sheet

// Code is a short code to be read out or typed in, large and in a frame, with the
// label above it. It is never split.
type Code struct{ Label, Text string }

func (c Code) each(f func(string) string) Block { return Code{f(c.Label), f(c.Text)} }

func (c Code) plain() string { return c.Label + "\n" + c.Text + "\n" }

func (c Code) rows(s setter) []row {
	const pad, rule = 4.0, 0.7 // mm
	inner := s
	inner.left, inner.right = s.left+pad+rule, s.right-pad-rule
	var page Page
	y := pad
	for _, r := range inner.lines(c.Label, 0, true, s.look.text) {
		page = page.with(r.page.moved(y))
		y += r.height
	}
	if c.Text != "" {
		y += 1
		height := s.look.code * pt * 1.2
		run := inner.spread(c.Text)
		run.Y = y + baseline(height, run.Size)
		page.Runs = append(page.Runs, run)
		y += height
	}
	y += pad
	end := s.codeRight(page) + pad + rule
	page.Boxes = frame(s.left, end, y, rule)
	return []row{{before: s.gap() * 1.2, height: y, code: true, wide: end > s.right, page: page}}
}

// spread sets a code with its characters apart, smaller only if it is too wide.
func (s setter) spread(text string) Run {
	run := Run{X: s.left, Text: text, Bold: true, Size: s.look.code}
	for {
		run.Spacing = run.Size * pt * 0.09
		if s.press.runWidth(run) <= s.right-s.left || run.Size <= s.look.text {
			return run
		}
		run.Size--
	}
}

// codeRight is where the widest run ends.
func (s setter) codeRight(p Page) float64 {
	end := s.left
	for _, r := range p.Runs {
		end = max(end, r.X+s.press.runWidth(r))
	}
	return end
}

// runWidth is the width of a run in millimetres, with its spacing.
func (p *Press) runWidth(r Run) float64 {
	return p.width(r.Text, r.Bold, r.Size) + r.Spacing*float64(len([]rune(r.Text)))
}

// frame is four rules around a strip of the given height, from y 0.
func frame(left, right, height, rule float64) []Box {
	return []Box{
		{X: left, Y: 0, W: right - left, H: rule},
		{X: left, Y: height - rule, W: right - left, H: rule},
		{X: left, Y: 0, W: rule, H: height},
		{X: right - rule, Y: 0, W: rule, H: height},
	}
}
