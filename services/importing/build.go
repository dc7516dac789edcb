package importing

import (
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// step is one step of the service: a question, something to read, or a stop.
type step struct {
	id      string
	stop    bool
	kind    services.Kind
	section string
	when    *cond
	of      *component // nil for pages to read and stops
	options []optionRule
	fields  []*step
	words   wording
	link    bool // by text the address is sent instead
	private bool // never repeated back by text
	past    bool // of a date that is ours
}

type optionRule struct {
	code      string
	exclusive bool
	when      *cond
}

// builder makes the steps of a service out of a form.
type builder struct {
	f          *form
	g          *graph
	report     *Report
	welsh      string // "twin", "form" or "none"
	ids        codes
	steps      []*step
	sections   []section
	named      []namedCond
	current    string // the section that is open
	sectionIDs codes
	stopIDs    codes
	fallback   string              // a name for a form that has none
	gone       map[string]bool     // steps no answers lead to
	lacks      func(string) []rune // characters the letters' font does not have
	memory     map[string]string   // ids given out by earlier attempts, by what has them
	asked      map[string]string   // the questions for what the form lacks, by the part of the person they ask for
}

type section struct {
	id    string
	title text
}

type namedCond struct {
	name string
	cond *cond
}

// identify gives every question that can be reached its id, and every choice its code.
func (b *builder) identify() {
	b.ids = codes{}
	fields := map[string][]*component{}
	for _, p := range b.f.pages {
		p.expandConditional()
	}
	order, _ := b.g.forwards(func(*page, link) bool { return true })
	for _, p := range order {
		for i := range p.links {
			b.linkTest(p, &p.links[i])
		}
		for _, c := range p.parts {
			if !c.asks() {
				continue
			}
			b.identifyOne(c)
			if !c.second && c.name != "" {
				fields[c.name] = append(fields[c.name], c)
				if c.section != "" {
					fields[c.section+"."+c.name] = append(fields[c.section+"."+c.name], c)
				}
			}
		}
	}
	for name, list := range fields {
		if len(list) > 1 && list[0].section+"."+name != name {
			b.report.add(Note, TheComponent, list[1].page.path, list[1].name, "several pages share this name: each asks for itself")
		}
	}
	b.g.t = &translator{f: b.f, report: b.report, fields: fields, reached: func(c *component, at *page) bool { return b.g.before[at][c.page] && !b.gone["question "+c.id] }}
}

func (b *builder) linkTest(p *page, l *link) {
	if l.cond == "" {
		return
	}
	c := b.f.conditions[l.cond]
	if c == nil {
		l.expr = &expr{op: "const"}
		b.report.add(Lost, TheRoute, p.path, l.to+l.out, "there is no condition '"+clip(l.cond)+"', so that the runner never takes it")
		return
	}
	c.used = true
	l.expr = &expr{op: "ref", name: l.cond}
}

func (b *builder) identifyOne(c *component) {
	title := c.title.en
	if c.page != nil && (title == "" || c.hideTitle && b.single(c)) {
		title = c.page.title.en
	}
	plain, _ := oneLine(title)
	otherwise := code(c.name)
	if otherwise == "" {
		otherwise = "question"
	}
	if c.second {
		plain += " time"
	}
	c.id = b.ids.take(plain, otherwise)
	c.codeItems()
	fields := codes{}
	for _, child := range c.children {
		if child.asks() {
			plain, _ := oneLine(child.title.en)
			child.id = fields.take(plain, "field")
			child.codeItems()
		}
	}
}

// codeItems gives the choices their codes.
func (c *component) codeItems() {
	taken := codes{}
	for i := range c.items {
		plain, _ := oneLine(c.items[i].text.en)
		c.items[i].code = taken.take(plain, "option-"+strconv.Itoa(i+1))
	}
}

// expandConditional puts what is asked under a choice behind its question.
func (p *page) expandConditional() {
	var parts []*component
	for _, c := range p.parts {
		parts = append(parts, c)
		for i := range c.items {
			for _, inner := range c.items[i].conditional {
				copied := *inner
				copied.page, copied.section = p, p.section
				copied.under, copied.choice = c, i
				parts = append(parts, &copied)
			}
			c.items[i].conditional = nil
		}
	}
	p.parts = parts
}

// build makes the steps in the order of the graph.
func (b *builder) build() {
	b.nameNodes()
	for _, n := range b.g.nodes {
		b.enter(n)
		switch n.end {
		case goesOn:
			b.page(n)
		case stops:
			b.stop(n)
		case outside:
			b.away(n)
		case goBack:
			b.back(n)
		}
	}
	b.who()
	b.agree()
	b.unplaced()
}

func (b *builder) nameNodes() {
	taken := codes{}
	for _, n := range b.g.nodes {
		if n.end == goesOn || n == b.g.start {
			plain, _ := oneLine(n.page.title.en)
			n.name = taken.take(plain, "page")
		}
	}
	b.g.reach()
	for _, n := range b.g.nodes {
		if n.at.simple() || n.end != goesOn {
			continue
		}
		if n.named || len(n.page.parts) > 1 {
			n.named = true
			b.named = append(b.named, namedCond{"at-" + n.name, n.at})
		}
	}
}

// enter begins the section of a page. Sections are contiguous: one that comes back gets another id.
func (b *builder) enter(n *node) {
	name := n.page.section
	if n.page.summary && n.end == goesOn {
		return
	}
	title, known := b.f.sections[name]
	if !known && len(b.sections) > 0 {
		return
	}
	if !known {
		name, title = b.firstSection()
	}
	if len(b.sections) > 0 && b.current == name {
		return
	}
	b.current = name
	t := b.plain(title, where{TheForm, "", "section " + name})
	if t.en == "" {
		t = b.name()
	}
	id := b.sectionIDs.take(t.en, "section")
	b.sections = append(b.sections, section{id, t})
}

// firstSection is the section that pages before the first belong to.
func (b *builder) firstSection() (string, text) {
	for _, n := range b.g.nodes {
		if t, known := b.f.sections[n.page.section]; known && !n.page.summary {
			return n.page.section, t
		}
	}
	return "", b.name()
}

func (b *builder) name() text {
	return either(b.plain(b.f.name, where{TheForm, "", "name"}), text{readable(b.fallback), readable(b.fallback)})
}

func (b *builder) add(s *step) {
	if b.gone[s.key()] {
		return
	}
	s.section = b.sections[len(b.sections)-1].id
	b.steps = append(b.steps, s)
}

// remember gives the same thing the same id at every attempt, whatever was taken out meanwhile.
func (b *builder) remember(what string, among codes, title, otherwise string) string {
	if id, known := b.memory[what]; known {
		return id
	}
	kind, _, _ := strings.Cut(what, " ")
	for key, id := range b.memory {
		if strings.HasPrefix(key, kind+" ") {
			among[id] = true
		}
	}
	b.memory[what] = among.take(title, otherwise)
	return b.memory[what]
}

// key is a node by the pages it stands between.
func (n *node) key() string {
	key := n.page.path + " " + n.out
	for _, e := range n.from {
		key += " from " + e.from.page.path
	}
	return key
}

// key is what a step is called in a report: "question x", "stop x".
func (s *step) key() string {
	if s.stop {
		return "stop " + s.id
	}
	return "question " + s.id
}

// when is the condition a step of n carries.
func (n *node) when() *cond {
	if n.named {
		return named("at-" + n.name)
	}
	return n.at
}

func (b *builder) stop(n *node) {
	at := where{ThePage, n.page.path, ""}
	title := either(b.plain(n.page.title, at), b.name())
	s := &step{id: b.remember("stop "+n.key(), b.stopIDs, title.en, "stop"), stop: true, when: n.when(), words: wording{ask: title}}
	for _, c := range n.page.parts {
		s.words.body = append(s.words.body, b.flat(c)...)
		b.report.trace(TheComponent, n.page.path, c.name, "stop "+s.id)
	}
	if len(s.words.body) == 0 {
		s.words.body = []text{title}
	}
	b.report.trace(ThePage, n.page.path, "", "stop "+s.id)
	b.add(s)
}

// flat is content as paragraphs, what is opened too.
func (b *builder) flat(c *component) []text {
	var out []text
	if title := b.plain(c.title, c.where()); c.details && title.en != "" {
		out = append(out, title)
	}
	return append(out, b.paragraphs(c.content, c.where())...)
}

// away is a stop where the runner sends people to another address.
func (b *builder) away(n *node) {
	title := either(b.plain(n.page.title, where{ThePage, n.page.path, ""}), b.name())
	s := &step{id: b.remember("stop "+n.key(), b.stopIDs, "leave "+title.en, "leave"), stop: true, when: n.when(), words: wording{ask: title, body: []text{said("importing.elsewhere", "address", tidy(n.out))}}}
	b.report.trace(TheRoute, n.page.path, n.out, "stop "+s.id)
	b.report.add(Note, TheRoute, n.page.path, n.out, "the runner sends people to this address; the service ends and says it")
	b.add(s)
}

// back is a stop where the form leads back to an earlier page.
func (b *builder) back(n *node) {
	title := either(b.plain(n.page.title, where{ThePage, n.page.path, ""}), b.name())
	s := &step{id: b.remember("stop "+n.key(), b.stopIDs, "back to "+title.en, "back"), stop: true, when: n.when(), words: wording{
		ask: said("importing.back"), body: []text{{lang.T(lang.En, "importing.back_to", "page", title.en), lang.T(lang.Cy, "importing.back_to", "page", title.cy)}}}}
	b.add(s)
}

func said(key string, vars ...any) text {
	return text{lang.T(lang.En, key, vars...), lang.T(lang.Cy, key, vars...)}
}

// owed are the parts of a person that no service can do without, and what asks for them where the form does not: a case belongs to
// somebody, whoever begins it through one door and comes back through another shows by their date of birth that it is theirs, and
// what is decided is written to them.
var owed = []struct {
	part, id string
	kind     services.Kind
	why      string
}{
	{"name", "your-name", services.Name, "the form asks everybody for no name: the service does at its end, because a case belongs to somebody"},
	{"date_of_birth", "your-date-of-birth", services.Date, "the form asks everybody for no date of birth: the service does at its end, because people who come back show by it who they are"},
	{"address", "your-address", services.Address, "the form asks everybody for no address of theirs: the service does at its end, because what is decided is written to them"},
}

// who asks, at the end, for what of the person the form does not ask everybody.
func (b *builder) who() {
	if len(b.steps) == 0 || b.g.start.end == stops {
		return
	}
	b.asked = map[string]string{}
	for _, o := range owed {
		if b.applicant(o.part) != "" {
			continue
		}
		title := strings.ReplaceAll(o.id, "-", " ")
		s := &step{id: b.remember("question "+title, b.ids, title, o.id), kind: o.kind, private: o.kind != services.Name, past: o.kind == services.Date,
			words: wording{ask: said("importing." + o.part + "_ask"), label: said("importing." + o.part)}}
		if o.kind != services.Name {
			s.words.hint = said("importing." + o.part + "_hint")
		}
		if b.gone[s.key()] { // every way ends in a stop
			return
		}
		if len(b.asked) == 0 {
			b.sections = append(b.sections, section{b.sectionIDs.take("about you", "about-you"), said("importing.you")})
		}
		b.report.add(Note, TheForm, "", o.part, o.why)
		b.asked[o.part] = s.id
		b.add(s)
	}
}

// agree asks for the declaration of the form, at the end.
func (b *builder) agree() {
	body := b.paragraphs(b.f.declaration, where{TheForm, "", "declaration"})
	if len(body) == 0 || len(b.sections) == 0 {
		return
	}
	s := &step{id: b.ids.take("declaration", "declaration"), kind: services.Declaration, words: wording{
		ask: said("importing.declaration"), label: said("importing.declaration"), body: body}}
	b.report.trace(TheForm, "", "declaration", "question "+s.id)
	b.add(s)
}
