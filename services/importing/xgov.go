package importing

import (
	"path"
	"strconv"
	"strings"
)

// xgov reads a form of the digital form builder. What the runner itself ignores is ignored here too, and said.
type xgov struct {
	*form
	report *Report
	parts  int
}

func readXGov(top map[string]any, report *Report) (*form, error) {
	x := &xgov{form: &form{format: XGov, sections: map[string]text{}, lists: map[string]*list{}, conditions: map[string]*condition{}}, report: report}
	x.name = words(top["name"])
	x.start = str(top["startPage"])
	x.declaration = words(top["declaration"])
	x.readSections(top["sections"])
	x.readLists(top["lists"])
	x.readConditions(top["conditions"])
	pages := objects(top["pages"])
	if len(pages) > maxPages {
		return nil, unreadable("it has %d pages; %d can be read", len(pages), maxPages)
	}
	for i, p := range pages {
		x.readPage(i, p)
		if x.parts > maxParts {
			return nil, unreadable("its pages hold more than %d components", maxParts)
		}
	}
	x.readStart()
	x.readFees(top)
	x.rest(top)
	x.ownWelsh = x.bilingual()
	return x.form, nil
}

// bilingual says that most of what the form asks has Welsh beside its English.
func (f *form) bilingual() bool {
	asked, welsh := 0, 0
	for _, p := range f.pages {
		for _, c := range p.parts {
			if t := either(c.title, c.content); t.en != "" {
				asked++
				if t.cy != "" {
					welsh++
				}
			}
		}
	}
	return welsh*2 > asked
}

func (x *xgov) readStart() {
	for _, p := range x.pages {
		if p.path == x.start {
			return
		}
	}
	for _, p := range x.pages {
		if strings.Trim(p.path, "/") == strings.Trim(x.start, "/") && x.start != "" {
			x.start = p.path
			return
		}
	}
	if len(x.pages) > 0 {
		x.report.add(Note, TheForm, "", "startPage", "there is no page '"+clip(x.start)+"' to start at: the service starts at the first page")
		x.start = x.pages[0].path
	}
}

func (x *xgov) readSections(v any) {
	for _, s := range objects(v) {
		if name := str(s["name"]); name != "" {
			x.sections[name] = words(s["title"])
			if isOn(s["hideTitle"]) {
				x.sections[name] = text{} // its title is not for those who fill it in
			}
		}
	}
}

func (x *xgov) readLists(v any) {
	for _, l := range objects(v) {
		name := str(l["name"])
		if x.lists[name] != nil {
			x.report.add(Lost, TheList, "", name, "a second list has this name; the runner uses the first")
			continue
		}
		x.lists[name] = &list{name: name, items: x.readItems(l["items"])}
		x.listOrder = append(x.listOrder, name)
	}
}

func (x *xgov) readItems(v any) []item {
	var out []item
	for _, raw := range listOf(v) {
		m := object(raw)
		if m == nil {
			if t := str(raw); t != "" { // a bare text is its own value
				out = append(out, item{text: text{en: t}, value: t})
			}
			continue
		}
		i := item{text: words(m["text"]), hint: words(m["description"]), value: str(m["value"]), condition: str(m["condition"])}
		if i.text.en == "" {
			i.text = words(m["label"])
		}
		if i.hint.en == "" {
			i.hint = words(m["hint"])
		}
		if i.text.en == "" {
			i.text.en = i.value
		}
		if m["value"] == nil {
			i.value = i.text.en
		}
		if i.condition == "" {
			i.condition = str(object(m["options"])["condition"])
		}
		inner := object(m["conditional"])
		for _, c := range append(objects(inner["components"]), objects(m["children"])...) {
			i.conditional = append(i.conditional, x.readComponent(c, nil)...)
		}
		out = append(out, i)
	}
	return out
}

func (x *xgov) readPage(index int, m map[string]any) {
	p := &page{path: str(m["path"]), title: words(m["title"]), index: index}
	if p.path == "" {
		p.path = "page " + strconv.Itoa(index+1)
	}
	p.section = str(m["section"])
	if s := object(m["section"]); s != nil { // some write the section itself here
		p.section = str(s["name"])
		if p.section != "" && x.sections[p.section].en == "" {
			x.sections[p.section] = words(s["title"])
		}
	}
	controller := controllerName(str(m["controller"]))
	repeats := controller == "repeatingfield" || controller == "repeatingsection"
	for _, c := range objects(m["components"]) {
		p.parts = append(p.parts, x.readComponent(c, p)...)
	}
	if repeats {
		x.repeat(p, m)
	}
	for i, n := range listOf(m["next"]) {
		p.links = append(p.links, x.readLink(i, n))
	}
	p.summary = isSummary(controller, p, m)
	x.controller(controller, p)
	if field := str(m["repeatField"]); field != "" {
		x.report.add(Lost, ThePage, p.path, field, "the page is asked as often as an answer says; the service asks it once")
	}
	if c := str(m["condition"]); c != "" {
		x.report.add(Note, ThePage, p.path, c, "a condition of the page itself: the runner does not choose the way by it, nor does the service")
	}
	if !empty(m["options"]) {
		x.report.add(Note, ThePage, p.path, "options", "how rows and pages are laid out is the program's own")
	}
	if !empty(m["sidebarContent"]) {
		x.report.add(Lost, ThePage, p.path, "sidebarContent", "nothing stands beside a page")
	}
	p.heading = !isOn(m["disableSingleComponentAsHeading"])
	x.pages = append(x.pages, p)
}

func (x *xgov) readLink(i int, v any) link {
	if to := str(v); to != "" {
		return link{to: to, position: i}
	}
	m := object(v)
	return link{to: str(m["path"]), out: str(m["redirect"]), cond: str(m["condition"]), position: i}
}

// controllerName is the controller in one word, whether it is written as a name or as a file: "summary", "repeatingfield".
func controllerName(written string) string {
	name := strings.ToLower(path.Base(written))
	name, _, _ = strings.Cut(name, ".")
	for _, tail := range []string{"controller", "page"} {
		name = strings.TrimSuffix(name, tail)
	}
	return name
}

// endings are the controllers that end a form: the answers are checked and sent there.
var endings = map[string]bool{"summary": true, "confirm": true, "adaptersummary": true, "confirmation": true, "applicationcomplete": true, "customsummary": true,
	"summaryupload": true, "magiclinksubmission": true, "status": true}

func isSummary(controller string, p *page, m map[string]any) bool {
	if endings[controller] {
		return true
	}
	asks := false
	for _, c := range p.parts {
		asks = asks || c.asks()
	}
	return strings.HasSuffix(controller, "summary") && len(listOf(m["next"])) == 0 ||
		controller == "." && strings.Trim(p.path, "/") == "summary" && !asks && len(listOf(m["next"])) == 0
}

// plainControllers are those that only show a page and go on.
var plainControllers = map[string]bool{".": true, "": true, "start": true, "page": true, "pagecontrollerbase": true, "continue": true, "home": true, "multistart": true,
	"dob": true, "startdate": true, "upload": true, "repeatingfield": true, "fileupload": true, "terminal": true, "question": true}

func (x *xgov) controller(controller string, p *page) {
	switch {
	case p.summary && len(p.links) > 0:
		for _, l := range p.links {
			x.report.add(Note, TheRoute, p.path, l.to+l.out, "the answers are sent from this page, so nothing follows it")
		}
		p.links = nil
	case p.summary || plainControllers[controller]:
	case controller == "repeatingsection" || strings.HasPrefix(controller, "magiclink") || strings.Contains(controller, "address"):
		x.report.add(Lost, ThePage, p.path, controller, "what this controller does beside asking is not done")
	case strings.HasSuffix(controller, "summary"):
		x.report.add(Note, ThePage, p.path, controller, "the answers so far are shown at any time in the service")
	default:
		x.report.add(Lost, ThePage, p.path, controller, "what this controller does beside asking is not known")
	}
}
