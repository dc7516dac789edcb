package paper

import (
	"fmt"
	"slices"
	"strings"

	"github.com/samedoor/samedoor/services"
)

// truth is what somebody who has come to a place on the form makes of a condition.
type truth int8

const (
	undecided truth = iota
	holds
	fails
)

func flip(t truth) truth {
	switch t {
	case holds:
		return fails
	case fails:
		return holds
	case undecided:
	}
	return undecided
}

func truly(b bool) truth {
	if b {
		return holds
	}
	return fails
}

// rule is a condition with its questions as places on the form. Conditions that say the same are one rule.
type rule struct {
	id       int
	cond     *services.Cond
	all, any []*rule
	not      *rule
	item     int // of a test: the place of its question, -1 where that is not on the form
}

// rules makes each rule once.
type rules struct {
	places map[string]int // question to its place
	made   map[string]*rule
}

func (r *rules) of(c *services.Cond) *rule {
	if c == nil {
		return nil
	}
	key := said(c)
	if found := r.made[key]; found != nil {
		return found
	}
	out := &rule{cond: c, item: -1}
	for i := range c.All {
		out.all = append(out.all, r.of(&c.All[i]))
	}
	for i := range c.Any {
		out.any = append(out.any, r.of(&c.Any[i]))
	}
	if c.Not != nil {
		out.not = r.of(c.Not)
	}
	if place, ok := r.places[c.Question]; ok && c.Question != "" {
		out.item = place
	}
	out.id = len(r.made)
	r.made[key] = out
	return out
}

// said is a condition as text: the same for two that say the same.
func said(c *services.Cond) string {
	parts := func(word string, list []services.Cond) string {
		var out []string
		for i := range list {
			out = append(out, said(&list[i]))
		}
		return word + "(" + strings.Join(out, ",") + ")"
	}
	switch {
	case c.All != nil:
		return parts("all", c.All)
	case c.Any != nil:
		return parts("any", c.Any)
	case c.Not != nil:
		return "not(" + said(c.Not) + ")"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s|%s|%q|%s|%d|%d", c.Question, c.Is, c.In, c.Includes, c.AgeUnder, c.AgeFrom)
	for _, ref := range []*services.DateRef{c.On, c.Before, c.After} {
		if ref != nil {
			fmt.Fprintf(&b, "|%t %v %s", ref.Today, ref.Day, ref.Question)
		} else {
			b.WriteString("|")
		}
	}
	for _, n := range []*services.Amount{c.AtLeast, c.AtMost, c.MoreThan, c.LessThan} {
		if n != nil {
			b.WriteString("|" + n.String())
		} else {
			b.WriteString("|")
		}
	}
	if c.Answered != nil {
		fmt.Fprintf(&b, "|%t", *c.Answered)
	}
	if c.PensionWithin != nil {
		fmt.Fprintf(&b, "|%d", *c.PensionWithin)
	}
	return b.String()
}

// items are the places a rule hangs on, each once.
func (r *rule) items() []int {
	var out []int
	r.visit(func(t *rule) {
		if t.item >= 0 && !slices.Contains(out, t.item) {
			out = append(out, t.item)
		}
	})
	return out
}

func (r *rule) visit(test func(*rule)) {
	for _, list := range [][]*rule{r.all, r.any} {
		for _, part := range list {
			part.visit(test)
		}
	}
	switch {
	case r.not != nil:
		r.not.visit(test)
	case r.all == nil && r.any == nil:
		test(r)
	}
}
