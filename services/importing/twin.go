package importing

import (
	"slices"
	"strings"

	"github.com/samedoor/samedoor/services"
)

// marry takes the Welsh of a form from its twin: another form with the same names of components. Paths may differ; a page is
// the twin's page that holds the same components, and of pages without any the one at the same place.
func marry(f, twin *form, report *Report) {
	m := &match{f: f, twin: twin, report: report, pages: map[*page]*page{}, byName: map[string][]*component{}}
	for _, p := range twin.pages {
		for _, c := range p.parts {
			m.byName[c.name] = append(m.byName[c.name], c)
		}
	}
	f.name.cy, f.declaration.cy, f.summary.cy = twin.name.en, twin.declaration.en, twin.summary.en
	m.sections()
	m.match()
	for _, p := range f.pages {
		m.page(p)
	}
	m.rest()
}

type match struct {
	f, twin *form
	report  *Report
	pages   map[*page]*page
	byName  map[string][]*component
	used    map[*component]bool
}

func (m *match) sections() {
	names := func(f *form) []string {
		var out []string
		for _, p := range f.pages {
			if _, known := f.sections[p.section]; known && !slices.Contains(out, p.section) {
				out = append(out, p.section)
			}
		}
		return out
	}
	ours, theirs := names(m.f), names(m.twin)
	for i, name := range ours {
		t := m.f.sections[name]
		if other, known := m.twin.sections[name]; known {
			t.cy = other.en
		} else if len(ours) == len(theirs) {
			t.cy = m.twin.sections[theirs[i]].en
		}
		m.f.sections[name] = t
	}
}

// match finds the twin of each page: by the components they share, else by where both stand among pages that share none.
func (m *match) match() {
	taken := map[*page]bool{}
	for _, p := range m.f.pages {
		votes := map[*page]int{}
		var best *page
		for _, c := range p.parts {
			for _, other := range m.byName[c.name] {
				if c.name == "" || taken[other.page] {
					continue
				}
				if votes[other.page]++; best == nil || votes[other.page] > votes[best] {
					best = other.page
				}
			}
		}
		if best != nil {
			m.pages[p], taken[best] = best, true
		}
	}
	var left []*page
	for _, p := range m.twin.pages {
		if !taken[p] {
			left = append(left, p)
		}
	}
	for _, p := range m.f.pages {
		if m.pages[p] != nil {
			continue
		}
		for i, other := range left {
			if other.alike(p) {
				m.pages[p], left = other, slices.Delete(left, i, i+1)
				break
			}
		}
	}
}

// alike says that two pages without a component in common are the same kind of page.
func (p *page) alike(other *page) bool {
	return p.summary == other.summary && len(p.parts) == len(other.parts) && len(p.links) == len(other.links) && (p.path == other.path || p.index == other.index || p.summary)
}

func (m *match) page(p *page) {
	other := m.pages[p]
	if other == nil {
		m.report.add(Lost, ThePage, p.path, p.title.en, "the twin has no page like this one")
	} else {
		p.title.cy = other.title.en
	}
	for i, c := range p.parts {
		m.component(c, m.find(c, i, other))
	}
}

// find is the twin of a component: of the same name, on the twin of its page where there are several; else the one at the same
// place of that page, where neither has a namesake.
func (m *match) find(c *component, i int, other *page) *component {
	list := m.byName[c.name]
	for _, t := range list {
		if t.page == other && c.name != "" && t.second == c.second {
			return t
		}
	}
	if len(list) > 0 && c.name != "" && !c.second {
		return list[0]
	}
	if other != nil && i < len(other.parts) && other.parts[i].kind == c.kind && other.parts[i].typ == c.typ && len(other.parts) == len(c.page.parts) {
		return other.parts[i]
	}
	return nil
}

func (m *match) component(c, t *component) {
	if t == nil {
		m.report.add(Lost, TheComponent, c.where().page, c.name, "the twin has no component of this name")
		return
	}
	if m.used == nil {
		m.used = map[*component]bool{}
	}
	m.used[t] = true
	if c.kind != t.kind {
		m.report.add(Lost, TheComponent, c.where().page, c.name, "in the twin it is a "+t.typ+", here a "+c.typ)
	}
	c.title.cy, c.hint.cy, c.content.cy, c.prefix.cy, c.suffix.cy = t.title.en, t.hint.en, t.content.en, t.prefix.en, t.suffix.en
	if t.hideTitle && !c.hideTitle && t.title.en == "" && t.page != nil {
		c.title.cy = t.page.title.en
	}
	m.items(c, t)
	for i, child := range c.children {
		m.component(child, childOf(t, child, i))
	}
}

func childOf(t, child *component, i int) *component {
	for _, other := range t.children {
		if other.name == child.name && other.second == child.second {
			return other
		}
	}
	if i < len(t.children) && t.children[i].kind == child.kind {
		return t.children[i]
	}
	return nil
}

// items match by their value, else by their place where both have as many.
func (m *match) items(c, t *component) {
	if c.kind != services.Choice && c.kind != services.Choices {
		return
	}
	for i := range c.items {
		mine := &c.items[i]
		at := slices.IndexFunc(t.items, func(o item) bool { return o.value == mine.value && strings.TrimSpace(o.value) != "" })
		switch {
		case len(c.items) == len(t.items) && (at < 0 || t.items[i].value == mine.value):
			at = i
		case at < 0:
			m.report.add(Lost, TheComponent, c.where().page, c.name, "the twin has no choice like '"+clip(mine.text.en)+"'")
			continue
		}
		mine.text.cy, mine.hint.cy = t.items[at].text.en, t.items[at].hint.en
	}
}

// rest names what only the twin has.
func (m *match) rest() {
	matched := map[*page]bool{}
	for _, t := range m.pages {
		matched[t] = true
	}
	for _, p := range m.twin.pages {
		if !matched[p] {
			m.report.add(Lost, ThePage, p.path, p.title.en, "only the twin has this page")
		}
		for _, c := range p.parts {
			if !m.used[c] {
				m.report.add(Lost, TheComponent, p.path, c.name, "only the twin has this component")
			}
		}
	}
}
