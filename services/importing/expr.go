package importing

import (
	"strings"
)

// expr is what a condition of a form tests, before it is known where it is asked.
type expr struct {
	op       string  // "and", "or", "not", "ref" (another condition), "test", "const"
	kids     []*expr // and, or, not
	name     string  // ref: the condition; test: the component, "section.name" or "name"
	operator string  // test
	value    string
	relative *relative
	truth    bool   // const
	why      string // const: why it cannot be tested
}

// relative is a length of time before or after today.
type relative struct {
	period, unit string
	past         bool
	clock        bool // only the time of day
}

// maxTests bounds one condition.
const maxTests = 500

func (x *xgov) readConditions(v any) {
	for _, m := range objects(v) {
		name := str(m["name"])
		if x.conditions[name] != nil || name == "" {
			x.report.add(Lost, TheCondition, "", name, "another condition has this name, or it has none")
			continue
		}
		c := &condition{name: name}
		budget := maxTests
		if s, isText := m["value"].(string); isText {
			c.expr = parseExpression(s)
		} else {
			c.expr = readGroup(object(m["value"]), &budget)
		}
		x.conditions[name] = c
		x.condOrder = append(x.condOrder, name)
	}
}

// readGroup reads conditions joined by their coordinators: and binds before or.
func readGroup(m map[string]any, budget *int) *expr {
	var any, all []*expr
	for i, item := range objects(m["conditions"]) {
		if *budget--; *budget < 0 {
			return &expr{op: "const", why: "it has too many tests"}
		}
		e := readTest(item, budget)
		if i > 0 && strings.EqualFold(coordinator(item), "or") {
			any = append(any, join("and", all))
			all = nil
		}
		all = append(all, e)
	}
	if len(all) == 0 {
		return &expr{op: "const", why: "it tests nothing"}
	}
	return join("or", append(any, join("and", all)))
}

// coordinator of a group is that of its first condition.
func coordinator(m map[string]any) string {
	for range maxDepth {
		if c := str(m["coordinator"]); c != "" {
			return c
		}
		inner := objects(m["conditions"])
		if len(inner) == 0 {
			return ""
		}
		m = inner[0]
	}
	return ""
}

func join(op string, list []*expr) *expr {
	if len(list) == 1 {
		return list[0]
	}
	return &expr{op: op, kids: list}
}

func readTest(m map[string]any, budget *int) *expr {
	if m["conditions"] != nil {
		return readGroup(m, budget)
	}
	if name := str(m["conditionName"]); name != "" {
		return &expr{op: "ref", name: name}
	}
	e := &expr{op: "test", name: str(object(m["field"])["name"]), operator: strings.ToLower(strings.TrimSpace(str(m["operator"])))}
	if e.name == "" {
		e.name = str(m["field"])
	}
	if v := object(m["value"]); v != nil {
		e.value = str(v["value"])
		if v["timePeriod"] != nil {
			e.relative = &relative{str(v["timePeriod"]), str(v["timeUnit"]), strings.Contains(str(v["direction"]), "past"), isOn(v["timeOnly"])}
		}
	} else {
		e.value = str(m["value"])
	}
	return e
}
