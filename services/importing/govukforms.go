package importing

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/samedoor/samedoor/services"
)

// noneOfTheAbove is how GOV.UK Forms names the choice that an optional selection has besides its own.
const noneOfTheAbove = "none_of_the_above"

// govuk reads a form of GOV.UK Forms: pages as forms-api gives them, or the steps of a form document. Each holds one question;
// where it leads stands in its routing conditions, else to the next.
type govuk struct {
	*form
	report *Report
	raw    map[*page]map[string]any
	ids    map[string]*page
}

func readGovukForms(top map[string]any, report *Report) (*form, error) {
	g := &govuk{form: &form{format: GovukForms, sections: map[string]text{}, lists: map[string]*list{}, conditions: map[string]*condition{}},
		report: report, raw: map[*page]map[string]any{}, ids: map[string]*page{}}
	welsh := translation(top)
	g.name = both(top, welsh, "name")
	g.declaration = markdownOf(both(top, welsh, "declaration_markdown"))
	if g.declaration.en == "" {
		g.declaration = both(top, welsh, "declaration_text")
	}
	g.ownWelsh = welsh != nil
	steps := objects(top["steps"])
	if len(steps) == 0 {
		steps = objects(top["pages"])
	}
	if len(steps) > maxPages {
		return nil, unreadable("it has %d questions; %d can be read", len(steps), maxPages)
	}
	slices.SortStableFunc(steps, func(a, b map[string]any) int {
		x, _ := number(a["position"])
		y, _ := number(b["position"])
		return cmp.Compare(x, y)
	})
	for i, s := range steps {
		g.readStep(i, s, welsh)
	}
	g.end()
	for _, p := range g.pages[:len(g.pages):len(g.pages)] {
		if g.raw[p] != nil {
			g.route(p)
		}
	}
	g.startAt(str(top["start_page"]))
	g.help(top, welsh)
	return g.form, nil
}

// translation is the Welsh of a form, where it carries one.
func translation(top map[string]any) map[string]any {
	for _, place := range []any{top["translations"], top["welsh"], top["form_documents"]} {
		m := object(place)
		if cy := object(m["cy"]); cy != nil {
			m = cy
		}
		if inner := object(m["content"]); inner != nil {
			m = inner
		}
		if m != nil && (m["name"] != nil || m["steps"] != nil || m["pages"] != nil) {
			return m
		}
	}
	return nil
}

// both is a text in both languages: from {"en": …, "cy": …}, from key_cy, or from the Welsh of the same thing.
func both(m, welsh map[string]any, key string) text {
	t := words(m[key])
	if t.cy == "" {
		t.cy = words(welsh[key]).en
	}
	if t.cy == "" {
		t.cy = str(m[key+"_cy"])
	}
	return t
}

func (g *govuk) readStep(i int, s, welsh map[string]any) {
	data := s
	if inner := object(s["data"]); inner != nil {
		data = inner
	}
	id := str(s["id"])
	cy := welshStep(welsh, id, i)
	p := &page{path: id, index: i, heading: true}
	if p.path == "" {
		p.path = "step " + str(s["position"])
	}
	c := &component{typ: str(data["answer_type"]), name: p.path, title: both(data, cy, "question_text"), hint: both(data, cy, "hint_text"), page: p, optional: isOn(data["is_optional"])}
	p.title = both(data, cy, "page_heading")
	guidance := markdownOf(both(data, cy, "guidance_markdown"))
	if guidance.en == "" {
		guidance = markdownOf(both(data, cy, "additional_guidance_markdown"))
	}
	if guidance.en != "" {
		p.parts = append(p.parts, &component{typ: "guidance", name: p.path + " guidance", content: guidance, page: p})
	}
	if p.title.en == "" {
		p.title = c.title
	} else {
		c.hideTitle = false
	}
	g.answer(c, object(data["answer_settings"]), object(cy["answer_settings"]))
	parts := []*component{c}
	if isOn(data["is_repeatable"]) {
		parts = []*component{repeated(c)}
	}
	p.parts = append(p.parts, parts...)
	g.raw[p] = s
	g.pages = append(g.pages, p)
	if g.ids[id] == nil && id != "" {
		g.ids[id] = p
	}
}

// welshStep is the same step in the Welsh document.
func welshStep(welsh map[string]any, id string, i int) map[string]any {
	steps := objects(welsh["steps"])
	if len(steps) == 0 {
		steps = objects(welsh["pages"])
	}
	found := map[string]any(nil)
	for _, s := range steps {
		if str(s["id"]) == id && id != "" {
			found = s
		}
	}
	if found == nil && i < len(steps) && str(steps[i]["id"]) == "" {
		found = steps[i]
	}
	if data := object(found["data"]); data != nil {
		return data
	}
	return found
}

func repeated(c *component) *component {
	row := *c
	row.optional, row.sheds, row.remarks = false, nil, nil
	least := 1
	if c.optional {
		least = 0
	}
	return &component{kind: services.List, typ: c.typ, name: c.name, title: c.title, page: c.page, min: least, max: 50, // as many as GOV.UK Forms takes
		children: []*component{&row}, sheds: c.sheds, remarks: c.remarks}
}

// answer reads what kind of answer is wanted.
func (g *govuk) answer(c *component, settings, welsh map[string]any) {
	form := str(settings["input_type"])
	if inner := object(settings["input_type"]); inner != nil { // of addresses
		form = ""
		if isOn(inner["international_address"]) {
			c.abroad = true
		}
	}
	switch c.typ {
	case "name":
		c.kind = services.Name
		if form == "first_and_last_name" || form == "first_middle_and_last_name" {
			c.remarks = append(c.remarks, "the whole name is asked in one")
		}
		if isOn(settings["title_needed"]) {
			c.remarks = append(c.remarks, "no title is asked beside the name")
		}
	case "organisation_name":
		c.kind, c.max = services.Text, 499 // the runner's bound
	case "address":
		c.kind = services.Address
	case "date":
		c.kind, c.past = services.Date, form == "date_of_birth"
	case "email":
		c.kind = services.Email
	case "national_insurance_number":
		c.kind = services.NINO
	case "number":
		c.kind, c.decimals = services.Number, 4
	case "phone_number":
		c.kind = services.Phone
	case "file":
		c.kind, c.max = services.File, 1
	case "text":
		c.kind, c.max = services.Text, 499
		if form == "long_text" {
			c.kind, c.max = services.LongText, 4999
		}
	case "selection":
		g.selection(c, settings, welsh)
	default:
		c.kind, c.max = services.Text, 499
		c.sheds = append(c.sheds, "the kind of answer '"+clip(c.typ)+"' is not known: it is asked as one line of text")
	}
}

func (g *govuk) selection(c *component, settings, welsh map[string]any) {
	c.kind = services.Choices
	if isOn(settings["only_one_option"]) {
		c.kind = services.Choice
	}
	theirs := listOf(welsh["selection_options"])
	for i, raw := range listOf(settings["selection_options"]) {
		m := object(raw)
		t := words(m["name"])
		if m == nil {
			t = text{en: str(raw)}
		}
		value := str(m["value"])
		if value == "" {
			value = t.en
		}
		if t.cy == "" && i < len(theirs) {
			t.cy = words(object(theirs[i])["name"]).en
		}
		if t.en != "" {
			c.items = append(c.items, item{text: t, value: value})
		}
	}
	if c.optional { // it is not left blank but answered so
		c.optional = false
		none := item{text: said("importing.none"), value: noneOfTheAbove, exclusive: c.kind == services.Choices}
		if inner := object(settings["none_of_the_above_question"]); inner != nil {
			none.conditional = []*component{{kind: services.Text, typ: "text", name: c.name + " none of the above", title: both(inner, object(welsh["none_of_the_above_question"]), "question_text"),
				optional: isOn(inner["is_optional"]), max: 499}}
		}
		c.items = append(c.items, none)
	}
	if len(c.items) == 0 {
		c.kind, c.max = services.Text, 499
		c.sheds = append(c.sheds, "there is nothing to choose from: it is asked as one line of text")
	}
}

// end is where the answers are checked.
func (g *govuk) end() {
	g.pages = append(g.pages, &page{path: "check-answers", summary: true, index: len(g.pages)})
}

// route reads where a step leads.
func (g *govuk) route(p *page) {
	s := g.raw[p]
	for i, m := range objects(s["routing_conditions"]) {
		g.condition(p, i, m)
	}
	s = g.raw[p] // which the end of a branch has changed
	next := str(s["next_step_id"])
	if next == "" {
		next = str(s["next_page"])
	}
	switch target := g.ids[next]; {
	case target != nil:
		p.links = append(p.links, link{to: target.path, position: len(p.links)})
	case next == "" && p.index+1 < len(g.pages) && s["next_step_id"] == nil && s["next_page"] == nil && !hasNext(g.raw):
		p.links = append(p.links, link{to: g.pages[p.index+1].path, position: len(p.links)})
	default:
		p.links = append(p.links, link{to: "check-answers", position: len(p.links)})
	}
}

// hasNext says that steps name the next one at all; else they follow one another as they stand.
func hasNext(raw map[*page]map[string]any) bool {
	for _, s := range raw {
		if str(s["next_step_id"])+str(s["next_page"]) != "" {
			return true
		}
	}
	return false
}

// condition is one way out of a step: to a later one, to the end, or to a page that ends everything.
func (g *govuk) condition(p *page, i int, m map[string]any) {
	l := link{position: i}
	heading := words(m["exit_page_heading"])
	switch target := g.ids[str(m["goto_page_id"])]; {
	case heading.en != "" || str(object(m["exit_page_heading"])["en"]) != "":
		out := &page{path: p.path + " exit " + str(m["id"]), title: heading, index: len(g.pages)}
		out.parts = []*component{{typ: "exit page", name: out.path, content: markdownOf(words(m["exit_page_markdown"])), page: out}}
		g.pages = append(g.pages, out)
		l.to = out.path
	case target != nil:
		l.to = target.path
	case isOn(m["skip_to_end"]):
		l.to = "check-answers"
	default:
		g.report.add(Lost, TheRoute, p.path, str(m["goto_page_id"]), "there is no such step to go to")
		return
	}
	check := g.ids[str(m["check_page_id"])]
	if check == nil {
		check = p
	}
	if value := str(m["answer_value"]); value != "" {
		l.cond = "route " + p.path + " " + str(m["id"])
		if g.conditions[l.cond] == nil {
			g.conditions[l.cond] = &condition{name: l.cond, expr: &expr{op: "test", name: check.path, operator: "is", value: value}}
			g.condOrder = append(g.condOrder, l.cond)
		}
	}
	p.links = append(p.links, l)
	if l.cond == "" { // the end of a branch: nobody goes on from here to the next
		g.raw[p] = map[string]any{"next_step_id": pathID(g, l.to)}
		p.links = p.links[:len(p.links)-1]
	}
}

func pathID(g *govuk, path string) string {
	for id, p := range g.ids {
		if p.path == path {
			return id
		}
	}
	return "none"
}

func (g *govuk) startAt(id string) {
	if p := g.ids[id]; p != nil {
		g.start = p.path
	} else if len(g.pages) > 0 {
		g.start = g.pages[0].path
	}
}

// help keeps whom to ask, and says what else is none of a service's business.
func (g *govuk) help(top, welsh map[string]any) {
	for _, key := range []string{"support_email", "support_phone", "support_url_text", "support_url"} {
		if t := both(top, welsh, key); t.en != "" {
			g.before = append(g.before, t)
		}
	}
	for key, why := range map[string]string{"privacy_policy_url": "the privacy notice is the agency's own", "what_happens_next_markdown": "what happens next is told by the program when it is sent",
		"what_happens_next_text": "what happens next is told by the program when it is sent", "payment_url": "how a fee is paid is not part of a service",
		"submission_email": "where answers are sent is not part of a service: they become a case", "s3_bucket_name": "where answers are sent is not part of a service: they become a case"} {
		if !empty(top[key]) {
			g.report.add(Note, TheForm, "", key, why)
		}
	}
}

// markdownOf is a text in the little Markdown of GOV.UK Forms as HTML: headings, lists, links and paragraphs.
func markdownOf(t text) text { return text{markdown(t.en), markdown(t.cy)} }

func markdown(s string) string {
	if s == "" {
		return ""
	}
	var b strings.Builder
	open := false
	paragraph := func() {
		if open {
			b.WriteString("</p>")
		}
		open = false
	}
	for line := range strings.Lines(strings.ReplaceAll(s, "\r\n", "\n")) {
		line = strings.TrimSpace(line)
		item := bullet.ReplaceAllString(line, "")
		switch {
		case line == "":
			paragraph()
		case strings.HasPrefix(line, "#"):
			paragraph()
			b.WriteString("<h2>" + inline(strings.TrimLeft(line, "# ")) + "</h2>")
		case item != line:
			paragraph()
			b.WriteString("<li>" + inline(item) + "</li>")
		case !open:
			open = true
			b.WriteString("<p>" + inline(line))
		default:
			b.WriteString(" " + inline(line))
		}
	}
	paragraph()
	return b.String()
}

// inline are links and stress inside a line.
func inline(s string) string {
	return stress.ReplaceAllString(linked.ReplaceAllString(s, `<a href="$2">$1</a>`), "$1")
}

var (
	bullet = regexp.MustCompile(`^([*+-]|[0-9]{1,3}[.)])\s+`)
	linked = regexp.MustCompile(`\[([^\]]*)\]\(([^)\s]*)\)`)
	stress = regexp.MustCompile(`(?:\*\*|__)([^*_]+)(?:\*\*|__)`)
)
