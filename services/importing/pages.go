package importing

import (
	"slices"

	"github.com/samedoor/samedoor/services"
)

// page makes the steps of one page: its questions one after the other, each with what is to be read before it.
func (b *builder) page(n *node) {
	p := n.page
	if p.summary {
		b.report.trace(ThePage, p.path, "", "check answers")
		for _, c := range p.parts {
			b.report.add(Note, TheComponent, p.path, c.name, "the runner does not show it where answers are checked, nor does the service")
		}
		return
	}
	var shown []*component
	var last *step
	first := len(b.steps)
	for _, c := range p.parts {
		switch {
		case !c.asks() && c.condition != "":
			b.read(n, []*component{c}, b.shownWhen(c, p))
		case !c.asks() && c.under != nil:
			b.read(n, []*component{c}, c.chosen())
		case !c.asks():
			shown = append(shown, c)
		default:
			last = b.ask(n, c, shown)
			shown = nil
		}
	}
	switch {
	case len(shown) > 0 && last != nil: // what stands behind the last question
		for _, s := range shown {
			b.show(&last.words, s)
			b.said(s, last)
		}
	case len(shown) > 0 || len(b.steps) == first:
		b.read(n, shown, nil)
	}
}

// read is a page to read.
func (b *builder) read(n *node, shown []*component, also *cond) {
	p := n.page
	at := where{ThePage, p.path, ""}
	title := either(b.plain(p.title, at), b.name())
	s := &step{id: b.remember("question "+p.path+" "+partsOf(shown), b.ids, title.en, "read"), kind: services.Info, when: all(n.when(), also), words: wording{ask: title, label: shortened(title)}}
	for _, c := range shown {
		b.show(&s.words, c)
		b.said(c, s)
	}
	if len(s.words.body) == 0 && len(s.words.more) == 0 {
		s.words.body = []text{title}
	}
	if len(s.words.body) == 0 { // an info page has a body
		s.words.body, s.words.more = append([]text{s.words.more[0].title}, s.words.more[0].body...), s.words.more[1:]
	}
	b.report.trace(ThePage, p.path, "", "question "+s.id)
	b.budget(s, at)
	b.add(s)
}

func partsOf(shown []*component) string {
	if len(shown) == 0 {
		return ""
	}
	return shown[0].name
}

func (b *builder) said(c *component, s *step) {
	b.report.trace(TheComponent, c.page.path, c.name, "text of "+s.id)
	b.remarks(c)
}

func (b *builder) remarks(c *component) {
	for _, why := range c.sheds {
		b.report.add(Lost, TheComponent, c.where().page, c.name, why)
	}
	for _, why := range c.remarks {
		b.report.add(Note, TheComponent, c.where().page, c.name, why)
	}
}

// shownWhen is when a text with a condition of its own is shown.
func (b *builder) shownWhen(c *component, p *page) *cond {
	known := b.f.conditions[c.condition]
	if known == nil {
		b.report.add(Lost, TheComponent, p.path, c.name, "there is no condition '"+clip(c.condition)+"': the text is shown always")
		return nil
	}
	known.used = true
	b.report.trace(TheCondition, "", c.condition, "text of "+p.path)
	return b.g.t.cond(known.expr, p, c.condition, 0)
}

// chosen is that the choice was made that c hangs under.
func (c *component) chosen() *cond {
	key := "is"
	if c.under.kind == services.Choices {
		key = "includes"
	}
	return test(c.under.id, key, c.under.items[c.choice].code)
}

// ask is one question.
func (b *builder) ask(n *node, c *component, shown []*component) *step {
	s := &step{id: c.id, kind: c.kind, of: c, when: n.when()}
	if c.under != nil {
		s.when = all(s.when, c.chosen())
	}
	b.choices(s, c, n.page)
	if c.kind == services.List && !b.listFields(s, c) {
		s.kind, c.kind = services.LongText, services.LongText
		c.children, c.min, c.max, s.fields = nil, 0, 0, nil
		c.sheds = append(c.sheds, "its rows hold nothing a row can: it is asked as text")
	}
	s.words = b.of(c, shown)
	for _, t := range shown {
		b.said(t, s)
	}
	b.report.trace(ThePage, n.page.path, "", "question "+s.id)
	b.report.trace(TheComponent, n.page.path, c.name, "question "+s.id)
	b.remarks(c)
	if s.kind != services.File {
		b.budget(s, c.where())
	}
	b.add(s)
	return s
}

func (b *builder) choices(s *step, c *component, p *page) {
	if c.list != "" {
		b.report.trace(TheList, "", c.list, "options of "+s.id)
	}
	for _, i := range c.items {
		rule := optionRule{code: i.code, exclusive: i.exclusive}
		if i.condition != "" && p != nil {
			rule.when = b.offered(i, c, p)
		}
		s.options = append(s.options, rule)
	}
}

// offered is when a choice is offered.
func (b *builder) offered(i item, c *component, p *page) *cond {
	known := b.f.conditions[i.condition]
	if known == nil {
		b.report.add(Lost, TheComponent, p.path, c.name, "there is no condition '"+clip(i.condition)+"': the choice '"+clip(i.text.en)+"' is offered always")
		return nil
	}
	known.used = true
	b.report.trace(TheCondition, "", i.condition, "option "+i.code+" of "+c.id)
	before := *p // what the page itself asks is not known yet
	when := b.g.t.cond(known.expr, p, i.condition, 0)
	own := false
	when.tests(func(t *cond) { own = own || before.asked(t.name) != nil })
	if own || when != nil && when.op == "never" || b.gone["option "+i.code] {
		b.report.add(Lost, TheComponent, p.path, c.name, "the choice '"+clip(i.text.en)+"' hangs on '"+clip(i.condition)+"', which is not known by then: it is offered always")
		return nil
	}
	return when
}

// rowKinds are what a row of a list may hold.
var rowKinds = []services.Kind{services.Text, services.LongText, services.Name, services.YesNo, services.Choice, services.Choices, services.Date, services.Month, services.Time,
	services.Number, services.Money, services.Phone, services.Email, services.WebAddress, services.Postcode, services.Address, services.NINO}

func (b *builder) listFields(s *step, c *component) bool {
	required := false
	for _, child := range c.children {
		switch {
		case !child.asks():
			b.report.add(Lost, TheComponent, c.where().page, child.name, "a text inside the rows of a list is not shown")
			continue
		case !slices.Contains(rowKinds, child.kind):
			b.report.add(Lost, TheComponent, c.where().page, child.name, "a row of a list cannot hold a "+string(child.kind))
			child.kind = ""
			continue
		}
		f := &step{id: child.id, kind: child.kind, of: child}
		b.choices(f, child, nil)
		b.report.trace(TheComponent, c.where().page, child.name, "field "+child.id+" of "+s.id)
		b.remarks(child)
		required = required || !child.optional
		s.fields = append(s.fields, f)
	}
	if len(s.fields) > 0 && !required {
		s.fields[0].of.optional = false
		b.report.add(Lost, TheComponent, c.where().page, s.fields[0].of.name, "a row must hold something: this field cannot be left blank")
	}
	return len(s.fields) > 0
}

// budget sees to the text message of a step.
func (b *builder) budget(s *step, at where) {
	fit := b.fits(&s.words, s.kind)
	for i := range s.words.fields {
		fit = b.fits(&s.words.fields[i].wording, "") && fit
	}
	switch {
	case fit && s.words.sms != s.words.ask:
		b.report.add(Note, at.what, at.page, at.name, "shortened for text messages")
	case !fit:
		s.link = s.kind != services.Info
		b.report.add(Note, at.what, at.page, at.name, "too long for text messages: the address of its page is sent instead")
	}
}

// unplaced names what is in the form and in no step.
func (b *builder) unplaced() {
	placed := map[*page]bool{}
	for _, n := range b.g.nodes {
		if n.end == goesOn || n.end == stops {
			placed[n.page] = true
		}
	}
	for _, p := range b.f.pages {
		if placed[p] || b.g.paths[p.path] != p {
			continue
		}
		b.report.add(Lost, ThePage, p.path, p.title.en, "no answers lead to this page")
		for _, c := range p.parts {
			b.report.add(Lost, TheComponent, p.path, c.name, "it stands on a page that cannot be reached")
		}
		for _, l := range p.links {
			b.report.add(Lost, TheRoute, p.path, l.to+l.out, "it begins on a page that cannot be reached")
		}
	}
	b.routes(placed)
	for _, name := range b.f.listOrder {
		if !b.f.lists[name].used {
			b.report.add(Note, TheList, "", name, "nothing uses this list")
		} else {
			b.report.trace(TheList, "", name, "options")
		}
	}
	for _, name := range b.f.condOrder {
		switch {
		case !b.f.conditions[name].used:
			b.report.add(Note, TheCondition, "", name, "nothing uses this condition")
		case !b.report.traced(TheCondition, "", name):
			b.report.add(Lost, TheCondition, "", name, "only what cannot be reached hangs on it")
		}
	}
}

func (b *builder) routes(placed map[*page]bool) {
	for _, p := range b.f.pages {
		if !placed[p] {
			continue
		}
		for _, l := range p.links {
			if g := b.g.target(l); g != nil || l.out != "" {
				b.report.trace(TheRoute, p.path, l.to+l.out, "order and conditions")
			}
			if l.cond != "" && b.f.conditions[l.cond] != nil {
				b.report.trace(TheCondition, "", l.cond, "route "+p.path+" to "+l.to+l.out)
			}
		}
	}
}
