package importing

import (
	"math"
	"slices"
	"strings"

	"github.com/samedoor/samedoor/services"
)

// What a definition takes at most.
const (
	mostNumber = 1_000_000_000
	mostWords  = 10_000
	mostText   = 9_000 // characters that fit what is read of one answer
)

// readRules reads what an answer must be like. What a definition cannot say is named in the component's sheds.
func (x *xgov) readRules(c *component, options, schema map[string]any) {
	c.prefix, c.suffix = words(options["prefix"]), words(options["suffix"])
	if c.typ == "MultiInputField" {
		c.prefix = text{} // belongs to the fields, which have their own
	}
	switch c.kind {
	case services.Text, services.LongText:
		c.lengths(options, schema)
	case services.Number:
		c.numbers(schema)
	case services.Date, services.Month:
		c.days(options)
	case services.File:
		c.files(options)
	case services.List:
		c.rows(options, schema)
	default:
	}
	if pattern := str(schema["regex"]); pattern != "" {
		c.sheds = append(c.sheds, "the answer is not held against the pattern '"+clip(pattern)+"'")
	}
	if str(options["customValidationMessage"]) != "" || object(options["customValidationMessages"]) != nil || object(options["customValidation"]) != nil {
		c.remarks = append(c.remarks, "problems are told in the program's own words")
	}
	if str(options["allow"]) != "" {
		c.sheds = append(c.sheds, "'"+clip(str(options["allow"]))+"' is not an answer of its own")
	}
}

func (c *component) lengths(options, schema map[string]any) {
	c.words = whole(options["maxWords"], mostWords)
	if c.words == 0 {
		c.words = whole(schema["maxwords"], mostWords)
	}
	c.max, c.min = whole(schema["max"], mostText), whole(schema["min"], mostText)
	if n := whole(schema["length"], mostText); n > 0 {
		c.max, c.min = n, n
	}
	if c.max == 0 {
		c.max = whole(options["maxLength"], mostText)
	}
	if c.kind == services.Text {
		if c.words > 0 {
			c.sheds = append(c.sheds, "words are not counted in one line of text")
			c.words = 0
		}
		c.max = min(c.max, mostText)
	}
	if c.kind == services.LongText && c.words > 0 {
		if c.max > 0 {
			c.remarks = append(c.remarks, "words are counted, and not characters too")
		}
		c.max = 0
	}
	if c.max > 0 && c.min > c.max {
		c.min = c.max
	}
}

// numbers reads the bounds of a number. With £ before it, it is money.
func (c *component) numbers(schema map[string]any) {
	if strings.TrimSpace(c.prefix.en) == "£" || strings.TrimSpace(c.prefix.en) == "&pound;" {
		c.kind, c.prefix = services.Money, text{}
	}
	low, hasLow := number(schema["min"])
	high, hasHigh := number(schema["max"])
	if hasLow && low < 0 || hasHigh && high < 0 {
		c.sheds = append(c.sheds, "numbers below nought are not taken")
	}
	if hasLow && low > 0 {
		c.min = int(min(math.Ceil(low), mostNumber))
	}
	if hasHigh && high >= 1 {
		c.max = int(min(math.Floor(high), mostNumber))
	}
	if hasLow && low != math.Trunc(low) || hasHigh && (high != math.Trunc(high) || high == 0) {
		c.sheds = append(c.sheds, "the lowest and the highest number are whole, and the highest at least 1")
	}
	if c.max > 0 && c.min > c.max {
		c.sheds = append(c.sheds, "the lowest number is higher than the highest")
		c.min = 0
	}
	switch places, given := number(schema["precision"]); {
	case c.kind == services.Money || isOn(schema["integer"]):
	case given:
		c.decimals = int(max(0, min(places, 4)))
	default:
		c.decimals = 2 // the runner takes any
	}
}

func (c *component) days(options map[string]any) {
	past, hasPast := number(options["maxDaysInPast"])
	ahead, hasAhead := number(options["maxDaysInFuture"])
	switch {
	case hasPast && hasAhead && past == 0 && ahead == 0:
		c.sheds = append(c.sheds, "the day is not held to be today")
		return
	case hasAhead && ahead == 0:
		c.past = true
	case hasPast && past == 0:
		c.future = true
	}
	if hasPast && past != 0 || hasAhead && ahead != 0 {
		c.sheds = append(c.sheds, "how many days ago or ahead it may be is not held")
	}
}

func (c *component) files(options map[string]any) {
	zone := object(options["dropzoneConfig"])
	c.max = whole(zone["maxFiles"], 15)
	if c.max == 0 && !isOn(options["multiple"]) {
		c.max = 1
	}
	if least, given := number(options["minimumRequiredFiles"]); given && least == 0 {
		c.optional = true
	} else if given && least > 1 {
		c.sheds = append(c.sheds, "that several files must come is not held")
	}
	if str(zone["acceptedFiles"]) != "" || zone["maxFilesize"] != nil || options["accept"] != nil {
		c.remarks = append(c.remarks, "which kinds of file are taken, and how big, is the program's own rule")
	}
}

func (c *component) rows(options, schema map[string]any) {
	if len(listOf(options["columnTitles"])) > 0 {
		c.remarks = append(c.remarks, "columns are headed by what the fields are called")
	}
	c.max, c.min = whole(schema["max"], 1000), whole(schema["min"], 1000)
	if c.max == 0 {
		c.max = whole(options["max"], 1000)
	}
	if c.max > 0 && c.min > c.max {
		c.min = c.max
	}
	if c.min == 0 && !c.optional {
		c.min = 1
	}
	if c.optional {
		c.min = 0
	}
}

// readChoices reads what may be chosen: a list by name, or values in the component itself.
func (x *xgov) readChoices(c *component, m, options map[string]any) {
	name := str(m["list"])
	values := object(m["values"])
	if name == "" && str(values["type"]) == "listRef" {
		name = str(values["list"])
		if name == "" {
			name = str(values["listName"])
		}
	}
	switch l := x.lists[name]; {
	case l != nil:
		l.used = true
		c.items = slices.Clone(l.items)
		c.list = name
	case len(listOf(values["items"])) > 0:
		c.items = x.readItems(values["items"])
	case len(listOf(m["items"])) > 0:
		c.items = x.readItems(m["items"])
	case name == "__yesNo":
		c.kind = services.YesNo
	case name != "":
		c.sheds = append(c.sheds, "there is no list '"+clip(name)+"' to choose from")
	}
	if len(c.items) == 0 && c.kind != services.YesNo {
		c.kind = services.Text
		c.sheds = append(c.sheds, "there is nothing to choose from: it is asked as one line of text")
		return
	}
	exclusive := strings.EqualFold(str(options["behaviour"]), "exclusive")
	named := str(options["behaviourItemValue"])
	for i := range c.items {
		if exclusive && (c.items[i].value == named || c.items[i].text.en == named) && c.kind == services.Choices {
			c.items[i].exclusive = true
		}
	}
	if options["minimumChoices"] != nil || options["maximumChoices"] != nil || object(m["schema"])["length"] != nil && c.kind == services.Choices {
		c.sheds = append(c.sheds, "how many must be chosen is not held")
	}
}

// repeat makes the question of a page that is asked again and again into a list.
func (x *xgov) repeat(p *page, m map[string]any) {
	for i, c := range p.parts {
		if !c.asks() {
			continue
		}
		if c.kind != services.List {
			row := *c
			least := 1
			if c.optional {
				least = 0
			}
			p.parts[i] = &component{kind: services.List, typ: c.typ, name: c.name, title: c.title, hideTitle: c.hideTitle, optional: c.optional,
				min: least, children: []*component{&row}, page: p, section: c.section}
			row.optional, row.remarks, row.sheds, row.hideTitle = false, nil, nil, false
			p.parts[i].remarks, p.parts[i].sheds = c.remarks, c.sheds
		}
		return // the runner repeats the first
	}
}
