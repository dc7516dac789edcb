package importing

import (
	"slices"

	"github.com/samedoor/samedoor/services"
)

// way is one way out of a page as the runner takes it: the first link whose condition holds, else the last without one, else
// to where the answers are checked.
type way struct {
	link link
	cond *cond
	home bool // to where the answers are checked, for want of another
}

// waysOut are the ways out of p with the condition of each; those that are never taken are left out.
func (g *graph) waysOut(p *page) []way {
	var ways []way
	var otherwise *link
	for _, l := range g.ways(p) {
		switch {
		case l.expr == nil:
			if otherwise != nil {
				g.report.add(Lost, TheRoute, p.path, otherwise.to+otherwise.out, "a later route without a condition takes its place, in the runner too")
			}
			otherwise = &l
		default:
			ways = append(ways, way{link: l, cond: g.t.cond(l.expr, p, l.cond, 0)})
		}
	}
	last := way{home: true}
	if otherwise != nil {
		last = way{link: *otherwise}
	}
	var taken []way
	if q := g.decides(p, ways); q != nil {
		taken = byChoice(q, ways, last)
	} else {
		taken = inTurn(ways, last)
	}
	g.untaken(p, append(ways, last), taken)
	return taken
}

// untaken names the routes that no answers take.
func (g *graph) untaken(p *page, ways, taken []way) {
	for _, w := range ways {
		found := w.home || slices.ContainsFunc(taken, func(t way) bool { return !t.home && t.link.position == w.link.position })
		if !found {
			g.report.add(Lost, TheRoute, p.path, w.link.to+w.link.out, "no answers lead along this route"+because(w.link.cond))
		}
	}
}

func because(condition string) string {
	if condition == "" {
		return ""
	}
	return ", whose condition is '" + clip(condition) + "'"
}

// inTurn tries one way after the other.
func inTurn(ways []way, last way) []way {
	var out []way
	var before []*cond
	for _, w := range ways {
		if w.cond != nil && w.cond.op == "never" {
			continue
		}
		taken := all(append(slices.Clone(before), w.cond)...)
		out = append(out, way{link: w.link, cond: taken})
		if w.cond == nil {
			return out
		}
		before = append(before, not(w.cond))
	}
	last.cond = all(before...)
	return append(out, last)
}

// decides is the one question with choices, on this page, that every way out hangs on; nil where there is none such.
func (g *graph) decides(p *page, ways []way) *component {
	var q *component
	for _, w := range ways {
		alone := true
		w.cond.tests(func(c *cond) {
			found := p.asked(c.name)
			if found == nil || found.under != nil || c.key != "is" || q != nil && q != found {
				alone = false
				return
			}
			q = found
		})
		if !alone {
			return nil
		}
	}
	if q == nil || q.kind != services.Choice && q.kind != services.YesNo {
		return nil
	}
	for _, i := range q.items {
		if i.condition != "" {
			return nil
		}
	}
	return q
}

func (p *page) asked(id string) *component {
	for _, c := range p.parts {
		if c.asks() && c.id == id {
			return c
		}
	}
	return nil
}

// byChoice says of each way which choices lead along it, so that "yes" and "no" read as that.
func byChoice(q *component, ways []way, last way) []way {
	left := q.domain()
	var out []way
	for _, w := range append(slices.Clone(ways), last) {
		var mine, others []string
		for _, code := range left {
			if w.home || w.link.expr == nil || w.cond.holds(q.id, code) {
				mine = append(mine, code)
			} else {
				others = append(others, code)
			}
		}
		if left = others; len(mine) > 0 {
			w.cond = q.among(mine)
			out = append(out, w)
		}
	}
	return out
}

// domain is everything q may be answered with; "" is left blank.
func (q *component) domain() []string {
	codes := []string{"yes", "no"}
	if q.kind == services.Choice {
		codes = nil
		for _, i := range q.items {
			codes = append(codes, i.code)
		}
	}
	if q.optional {
		codes = append(codes, "")
	}
	return codes
}

// among is the condition that q was answered with one of these.
func (q *component) among(codes []string) *cond {
	everything := q.domain()
	if len(codes) == len(everything) {
		return nil
	}
	if !slices.Contains(codes, "") {
		return chosen(q.id, codes)
	}
	rest := slices.DeleteFunc(slices.Clone(everything), func(c string) bool { return slices.Contains(codes, c) })
	return not(chosen(q.id, rest))
}

// tests visits every test in c.
func (c *cond) tests(visit func(*cond)) {
	if c == nil {
		return
	}
	if c.op == "test" {
		visit(c)
	}
	for _, k := range c.list {
		k.tests(visit)
	}
}

// holds is c where everything in it tests one question by "is", and that was answered with code.
func (c *cond) holds(id, code string) bool {
	switch {
	case c == nil:
		return true
	case c.op == "test":
		return c.value == code
	case c.op == "not":
		return !c.list[0].holds(id, code)
	case c.op == "all":
		return !slices.ContainsFunc(c.list, func(k *cond) bool { return !k.holds(id, code) })
	case c.op == "any":
		return slices.ContainsFunc(c.list, func(k *cond) bool { return k.holds(id, code) })
	}
	return false
}
