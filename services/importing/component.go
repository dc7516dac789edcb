package importing

import (
	"strings"

	"github.com/samedoor/samedoor/services"
)

// kinds are the components that ask, and what they are here.
var kinds = map[string]services.Kind{
	"TextField": services.Text, "MultilineTextField": services.LongText, "FreeTextField": services.LongText, "YesNoField": services.YesNo,
	"RadiosField": services.Choice, "Radios": services.Choice, "SelectField": services.Choice, "AutocompleteField": services.Choice, "Select": services.Choice,
	"CheckboxesField": services.Choices, "Checkboxes": services.Choices, "NumberField": services.Number,
	"DateField": services.Date, "DatePartsField": services.Date, "DatePartsfield": services.Date, "MonthYearField": services.Month, "TimeField": services.Time,
	"DateTimeField": services.Date, "DateTimePartsField": services.Date,
	"UkAddressField": services.Address, "AddressLookupField": services.Address, "TelephoneNumberField": services.Phone, "EmailAddressField": services.Email,
	"WebsiteField": services.WebAddress, "FileUploadField": services.File, "ClientSideFileUploadField": services.File, "MultiInputField": services.List,
	"NationalInsuranceField": services.NINO, "NationalInsuranceNumberField": services.NINO, "DeclarationField": services.Declaration,
}

// contents are the components that are read.
var contents = map[string]bool{"Para": true, "Html": true, "InsetText": true, "Details": true, "List": true, "FlashCard": true, "Markdown": true, "WarningText": true,
	"NotificationBanner": true, "Sidebar": true, "SummaryList": true, "DisplayAddress": true, "ContextComponent": true}

// readComponent reads one component; a date with a time becomes two questions.
func (x *xgov) readComponent(m map[string]any, p *page) []*component {
	x.parts++
	c := &component{typ: str(m["type"]), name: str(m["name"]), title: words(m["title"]), hint: words(m["hint"]), content: words(m["content"]), page: p}
	if p != nil {
		c.section = p.section
	}
	if list, ok := m["content"].([]any); ok { // pieces, each with its own condition
		c.content = joined(list)
		c.remarks = append(c.remarks, "the pieces of this text are all shown")
	}
	options, schema := object(m["options"]), object(m["schema"])
	c.kind = kinds[c.typ]
	c.condition = str(options["condition"])
	c.hideTitle = isOn(options["hideTitle"])
	c.optional = isOff(options["required"])
	switch {
	case contents[c.typ]:
		x.readContent(c, m, options)
		return []*component{c}
	case c.kind == "" && c.content.en != "" && c.title.en == "":
		c.remarks = append(c.remarks, "the component '"+clip(c.typ)+"' is not known: its words are shown")
		return []*component{c}
	case c.kind == "":
		c.kind = services.Text
		c.sheds = append(c.sheds, "the component '"+clip(c.typ)+"' is not known: it is asked as one line of text")
	}
	if c.condition != "" {
		c.remarks = append(c.remarks, "a condition on a question: the runner asks it always, and so does the service")
		c.condition = ""
	}
	x.readRules(c, options, schema)
	if c.kind == services.Choice || c.kind == services.Choices {
		x.readChoices(c, m, options)
	}
	inside := objectsOf(x, m["children"], p)
	if len(inside) == 0 {
		inside = objectsOf(x, m["components"], p)
	}
	if c.kind == services.List {
		c.children = inside
	} else if len(inside) > 0 {
		c.sheds = append(c.sheds, "what stands inside it is not asked")
	}
	if strings.HasPrefix(c.typ, "DateTime") {
		clock := *c
		clock.kind, clock.second, clock.sheds, clock.remarks, clock.past, clock.future = services.Time, true, nil, nil, false, false
		return []*component{c, &clock}
	}
	return []*component{c}
}

func objectsOf(x *xgov, v any, p *page) []*component {
	var out []*component
	for _, m := range objects(v) {
		out = append(out, x.readComponent(m, p)...)
	}
	return out
}

func joined(list []any) text {
	var t text
	for _, piece := range list {
		w := words(piece)
		if m := object(piece); m != nil && m["en"] == nil {
			w = words(m["text"])
		}
		t.en, t.cy = t.en+"<p>"+w.en+"</p>", t.cy+w.cy
	}
	return t
}

func (x *xgov) readContent(c *component, m, options map[string]any) {
	c.details = c.typ == "Details"
	if c.typ == "List" || c.typ == "FlashCard" {
		c.content = x.listed(str(m["list"]), c)
		if inner := objects(object(m["values"])["items"]); c.content.en == "" && inner != nil {
			c.content = listItems(x.readItems(object(m["values"])["items"]))
		}
		c.content = text{en: heading(c.title.en, c.hideTitle) + c.content.en, cy: heading(c.title.cy, c.hideTitle) + c.content.cy}
	}
	if str(m["hint"]) != "" && !c.details {
		c.content.en += "<p>" + c.hint.en + "</p>"
	}
	if c.typ == "ContextComponent" || c.typ == "SummaryList" || c.typ == "DisplayAddress" {
		c.sheds = append(c.sheds, "shows earlier answers in the middle of the form")
	}
	if len(listOf(options["accept"])) > 0 {
		c.remarks = append(c.remarks, "'accept' means nothing for a text")
	}
}

func heading(title string, hidden bool) string {
	if title == "" || hidden {
		return ""
	}
	return "<p>" + title + "</p>"
}

// listed is a list as content: an item with its description a line.
func (x *xgov) listed(name string, c *component) text {
	l := x.lists[name]
	if l == nil {
		if name != "" {
			c.sheds = append(c.sheds, "there is no list '"+clip(name)+"'")
		}
		return text{}
	}
	l.used = true
	x.report.trace(TheList, "", name, "text")
	return listItems(l.items)
}

func listItems(items []item) text {
	var t text
	for _, i := range items {
		t.en += "<li>" + i.text.en + separated(i.hint.en) + "</li>"
		if i.text.cy != "" {
			t.cy += "<li>" + i.text.cy + separated(i.hint.cy) + "</li>"
		}
	}
	return t
}

func separated(hint string) string {
	if hint == "" {
		return ""
	}
	return ": " + hint
}
