package importing

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/services"
)

// translator turns what a form tests into conditions of the definition.
type translator struct {
	f       *form
	report  *Report
	fields  map[string][]*component // by name and by section.name; only what is asked
	reached func(c *component, at *page) bool
}

// maxRefs bounds conditions that name conditions.
const maxRefs = 32

// cond is e as a condition at page p, where only what was asked by then has an answer. A test of what was not asked fails.
func (t *translator) cond(e *expr, p *page, who string, deep int) *cond {
	switch {
	case e == nil:
		return nil
	case deep > maxRefs:
		return t.lose(p, who, "it leads back to itself, or names too many others")
	}
	switch e.op {
	case "and", "or":
		list := make([]*cond, len(e.kids))
		for i, k := range e.kids {
			list[i] = t.cond(k, p, who, deep+1)
		}
		if e.op == "and" {
			return all(list...)
		}
		return anyOf(list...)
	case "not":
		return not(t.cond(e.kids[0], p, who, deep+1))
	case "ref":
		return t.reference(e, p, who, deep)
	case "test":
		return t.tests(e, p, who)
	}
	if e.why != "" {
		return t.lose(p, who, e.why)
	}
	if e.truth {
		return nil
	}
	return never
}

func (t *translator) lose(p *page, who, why string) *cond {
	t.report.add(Lost, TheCondition, p.path, who, why+": the test counts as failing")
	return never
}

func (t *translator) reference(e *expr, p *page, who string, deep int) *cond {
	if c := t.f.conditions[e.name]; c != nil {
		c.used = true
		return t.cond(c.expr, p, who, deep+1)
	}
	if len(t.fields[e.name]) > 0 { // "needsHelp": an answer that is yes
		return t.tests(&expr{op: "test", name: e.name, operator: "is", value: "true"}, p, who)
	}
	return t.lose(p, who, "there is no condition '"+clip(e.name)+"'")
}

// found are the questions a test may mean, that were asked by page p: several where pages share the name of a component.
func (t *translator) found(name string, p *page) (asked []*component, known bool) {
	list := t.fields[name]
	if len(list) == 0 {
		if _, short, dotted := strings.Cut(name, "."); dotted {
			list = t.fields[short]
		}
	}
	for _, c := range list {
		if t.reached(c, p) {
			asked = append(asked, c)
		}
	}
	return asked, len(list) > 0
}

// tests is one test as a condition. What cannot be tested fails; "is not" and "does not contain" hold where the opposite fails.
func (t *translator) tests(e *expr, p *page, who string) *cond {
	operator, negative := strings.CutPrefix(e.operator, "is not")
	switch {
	case e.operator == "does not contain":
		operator, negative = "contains", true
	case negative && operator == "":
		operator = "is"
	case negative:
		operator = "is" + operator
	}
	c := t.positive(e, operator, p, who)
	if negative {
		return not(c)
	}
	return c
}

func (t *translator) positive(e *expr, operator string, p *page, who string) *cond {
	asked, known := t.found(e.name, p)
	switch {
	case !known:
		return t.lose(p, who, "it tests '"+clip(e.name)+"', which the form does not ask")
	case len(asked) == 0:
		return t.lose(p, who, "it tests '"+clip(e.name)+"', which is not asked before")
	}
	var list []*cond
	for _, c := range asked {
		one := t.test(c, operator, e)
		if one == nil {
			one = t.lose(p, who, why(c, e))
		}
		list = append(list, one)
	}
	return anyOf(list...)
}

func why(c *component, e *expr) string {
	if (c.kind == services.Choice || c.kind == services.Choices) && e.relative == nil && c.codeOf(e.value) == "" {
		return "'" + clip(c.name) + "' has no choice '" + clip(e.value) + "'"
	}
	return "'" + clip(c.name) + "', of the kind " + string(c.kind) + ", cannot be tested by '" + clip(e.operator) + " " + clip(e.value) + "'"
}

// test is one test of one question; nil where the definition has none like it.
func (t *translator) test(c *component, operator string, e *expr) *cond {
	value := strings.TrimSpace(e.value)
	if e.relative != nil {
		return relatively(c, operator, e)
	}
	switch c.kind {
	case services.YesNo:
		on, known := flag(value)
		if operator != "is" && operator != "contains" || !known {
			return nil
		}
		return test(c.id, "is", map[bool]string{true: "yes", false: "no"}[on])
	case services.Choice, services.Choices:
		code := c.codeOf(e.value)
		switch {
		case operator != "is" && operator != "contains" || code == "":
			return nil
		case c.kind == services.Choices:
			return test(c.id, "includes", code)
		}
		return test(c.id, "is", code)
	case services.Number, services.Money:
		return compared(c.id, operator, value)
	case services.Date:
		return dated(c.id, operator, value)
	case services.Text, services.Name, services.Email, services.Phone, services.Postcode:
		if operator == "is" && value != "" {
			return test(c.id, "is", value)
		}
	default:
	}
	return nil
}

// codeOf is the option that has this value, or this text.
func (c *component) codeOf(value string) string {
	for _, same := range []func(item) bool{
		func(i item) bool { return i.value == value },
		func(i item) bool { return strings.TrimSpace(i.value) == strings.TrimSpace(value) },
		func(i item) bool { return strings.TrimSpace(i.text.en) == strings.TrimSpace(value) },
	} {
		for _, i := range c.items {
			if same(i) {
				return i.code
			}
		}
	}
	return ""
}

var amount = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,4})?$`)

func compared(id, operator, value string) *cond {
	value = strings.ReplaceAll(strings.TrimPrefix(value, "£"), ",", "")
	key := map[string]string{"is at least": "at_least", "is at most": "at_most", "is more than": "more_than", "is less than": "less_than"}[operator]
	switch {
	case !amount.MatchString(value):
		return nil
	case operator == "is":
		return all(test(id, "at_least", raw(value)), test(id, "at_most", raw(value)))
	case key == "":
		return nil
	}
	return test(id, key, raw(value))
}

// raw is a number as it is written in YAML.
type raw string

var isoDay = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2})(T.*)?$`)

func dated(id, operator, value string) *cond {
	m := isoDay.FindStringSubmatch(value)
	if m == nil {
		return nil
	}
	day := raw(m[1])
	switch operator {
	case "is":
		return all(test(id, "answered", true), not(test(id, "before", day)), not(test(id, "after", day)))
	case "is before", "is less than":
		return test(id, "before", day)
	case "is after", "is more than":
		return test(id, "after", day)
	case "is at most":
		return all(test(id, "answered", true), not(test(id, "after", day)))
	case "is at least":
		return all(test(id, "answered", true), not(test(id, "before", day)))
	}
	return nil
}

// relatively compares a day with one some years ago. The runner compares it with this very moment, so that the day itself
// has always begun: "at least 18 years ago" takes in the eighteenth birthday, "at most" leaves it out.
func relatively(c *component, operator string, e *expr) *cond {
	n, err := strconv.Atoi(e.relative.period)
	if err != nil || n < 0 || c.kind != services.Date || e.relative.clock {
		return nil
	}
	ago := operator == "is at least" || operator == "is more than"
	if !ago && operator != "is at most" && operator != "is less than" {
		return nil
	}
	switch {
	case n == 0 && e.relative.past == ago: // today or earlier
		return all(test(c.id, "answered", true), not(test(c.id, "after", raw("today"))))
	case n == 0:
		return test(c.id, "after", raw("today"))
	}
	years := n
	switch {
	case e.relative.unit == "months" && n%12 == 0:
		years = n / 12
	case e.relative.unit != "years":
		return nil
	}
	switch {
	case !e.relative.past || years > 150:
		return nil
	case ago:
		return test(c.id, "age_from", years)
	}
	return test(c.id, "age_under", years)
}
