package sheet

// Heading is a heading. The first in a letter is its title and is set larger.
type Heading struct{ Text string }

func (h Heading) each(f func(string) string) Block { return Heading{f(h.Text)} }

func (h Heading) plain() string { return h.Text + "\n" }

func (h Heading) rows(s setter) []row {
	size, before := s.look.heading, s.look.text*pt*1.25
	if *s.first {
		size = s.look.title
		*s.first = false
	}
	rows := spaced(s.lines(h.Text, 0, true, size), before)
	for i := range rows {
		rows[i].keep = true
		rows[i].height = size * pt * 1.25
		rows[i].page.Runs[0].Y = baseline(rows[i].height, size)
	}
	return rows
}
