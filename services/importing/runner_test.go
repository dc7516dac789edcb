package importing

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// A small interpreter of the form builder's own graph, written from how its runner behaves and from nothing of the importer:
// state by section, conditions as expressions that fail as a whole where a name is not defined, and the ways out of a page in
// the runner's order.

type rForm struct {
	StartPage  string
	Pages      []*rPage
	Conditions []rCondition
	Lists      []struct {
		Name  string
		Items []rItem
	}
	// lenient: what was not asked is nothing, instead of making the whole condition fail. The runner fails by an exception; a
	// form whose "or" or "is not" depends on that is not what anybody meant.
	lenient bool
}

type rPage struct {
	Path, Section, Controller string
	Components                []rComponent
	Next                      []struct{ Path, Condition string }
}

type rComponent struct {
	Name, Type, List string
	Options          struct{ Required any }
	Schema           struct{ Min, Max json.Number }
}

type rItem struct{ Value, Text string }

type rCondition struct {
	Name  string
	Value struct{ Conditions []rTest }
}

type rTest struct {
	Field       struct{ Name, Type string }
	Operator    string
	Value       struct{ Value string }
	Coordinator string
	Conditions  []rTest
}

var rContent = []string{"Para", "Html", "Details", "InsetText", "List", "FlashCard"}

func (c rComponent) asks() bool { return !slices.Contains(rContent, c.Type) }

func (p *rPage) asks() bool { return slices.ContainsFunc(p.Components, rComponent.asks) }

func (p *rPage) summary() bool {
	return strings.Contains(p.Controller, "summary") || strings.Contains(p.Controller, "confirm") || strings.Contains(p.Controller, "Summary")
}

func (f *rForm) page(path string) *rPage {
	for _, p := range f.Pages {
		if p.Path == path {
			return p
		}
	}
	return nil
}

type rState map[string]any // a value, or a section's rState; nil is an answer left blank

// walk is the pages that answers lead through, and the page without an end where they stop; nil where they end by being sent.
func (f *rForm) walk(answer func(p *rPage, c rComponent) any) (visited []string, dead *rPage) {
	state := rState{}
	for p := f.page(f.StartPage); p != nil; p = f.next(p, state) {
		if p.summary() {
			return visited, nil
		}
		visited = append(visited, p.Path)
		here := state
		if p.Section != "" {
			if state[p.Section] == nil {
				state[p.Section] = rState{}
			}
			here = state[p.Section].(rState)
		}
		for _, c := range p.Components {
			if c.asks() {
				here[c.Name] = answer(p, c)
			}
		}
		if len(p.Next) == 0 && !p.asks() {
			return visited, p
		}
		if len(visited) > 500 {
			panic("a form without an end")
		}
	}
	return visited, nil
}

func (f *rForm) next(p *rPage, state rState) *rPage {
	var otherwise *rPage
	for _, n := range p.Next {
		to := f.page(n.Path)
		if to == nil {
			continue
		}
		if n.Condition == "" {
			otherwise = to
			continue
		}
		section, _ := state[p.Section].(rState)
		if f.lenient {
			section = nil // all is found in state
		}
		if f.holds(n.Condition, state) || section != nil && f.holds(n.Condition, section) {
			return to
		}
	}
	return otherwise
}

func (f *rForm) holds(name string, state rState) (holds bool) {
	for _, c := range f.Conditions {
		if c.Name == name && f.lenient {
			state = state.flat()
		}
		if c.Name == name {
			holds, defined := f.evaluate(c.Value.Conditions, state)
			return holds && defined
		}
	}
	return false
}

// evaluate is an or of ands, from left to right, and whether every name it came to is defined.
func (f *rForm) evaluate(tests []rTest, state rState) (holds, defined bool) {
	var groups [][]rTest
	for i, t := range tests {
		if i == 0 || t.Coordinator == "or" {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], t)
	}
	for _, g := range groups {
		all := true
		for _, t := range g {
			one, ok := f.test(t, state)
			switch {
			case ok:
			case f.lenient:
				one = t.Operator == "is not" || t.Operator == "does not contain"
			default:
				return false, false
			}
			if !one {
				all = false
				break
			}
		}
		if all {
			return true, true
		}
	}
	return false, true
}

// flat is every answer by its own name.
func (s rState) flat() rState {
	out := rState{}
	for k, v := range s {
		if inner, is := v.(rState); is {
			for k, v := range inner {
				out[k] = v
			}
			continue
		}
		out[k] = v
	}
	return out
}

func (f *rForm) test(t rTest, state rState) (holds, defined bool) {
	if t.Conditions != nil {
		return f.evaluate(t.Conditions, state)
	}
	v, found := state[t.Field.Name]
	if section, name, dotted := strings.Cut(t.Field.Name, "."); dotted && f.lenient {
		v, found = state[name]
	} else if dotted {
		inner, is := state[section].(rState)
		if !is {
			return false, false
		}
		v, found = inner[name], true
	}
	if !found {
		return false, false
	}
	wanted := t.Value.Value
	switch t.Operator {
	case "is":
		return same(v, wanted), true
	case "is not":
		return !same(v, wanted), true
	case "contains", "does not contain":
		list, is := v.([]string)
		if !is {
			return false, false
		}
		return slices.Contains(list, wanted) == (t.Operator == "contains"), true
	}
	n, is := v.(float64)
	if !is {
		return false, true
	}
	w, err := strconv.ParseFloat(wanted, 64)
	if err != nil {
		panic(err)
	}
	switch t.Operator {
	case "is at least":
		return n >= w, true
	case "is at most":
		return n <= w, true
	case "is more than":
		return n > w, true
	case "is less than":
		return n < w, true
	}
	panic("the operator " + t.Operator)
}

func same(v any, wanted string) bool {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v) == wanted
	case string:
		return v == wanted
	case float64:
		w, err := strconv.ParseFloat(wanted, 64)
		return err == nil && v == w
	}
	return false
}
