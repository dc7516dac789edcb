package services

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// condition reads a condition; nil where there is none. Names in it are resolved later, when all are known.
func (b *builder) condition(n *yaml.Node) *Cond {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	c := &Cond{
		Named: textAt(n, "named"), Question: textAt(n, "question"), Is: textAt(n, "is"), In: textsAt(n, "in"),
		Includes: textAt(n, "includes"), AgeUnder: wholeAt(n, "age_under"), AgeFrom: wholeAt(n, "age_from"), Pos: b.at(n),
		Before: dateRefAt(n, "before"), After: dateRefAt(n, "after"), On: dateRefAt(n, "on"),
		AtLeast: amountAt(n, "at_least"), AtMost: amountAt(n, "at_most"), MoreThan: amountAt(n, "more_than"), LessThan: amountAt(n, "less_than"),
	}
	if p := child(n, "pension_within"); p != nil {
		months := wholeAt(n, "pension_within")
		c.PensionWithin = &months
	}
	if c.On != nil && c.AgeUnder == 0 && c.AgeFrom == 0 {
		b.wrong(child(n, "on"), "'on' says on which day an age is counted: it goes with age_from or age_under")
	}
	c.All, c.Any, c.Not = b.several(child(n, "all")), b.several(child(n, "any")), b.condition(child(n, "not"))
	if a := child(n, "answered"); a != nil {
		yes := a.Value == "true"
		c.Answered = &yes
	}
	return c
}

func (b *builder) several(n *yaml.Node) []Cond {
	var list []Cond
	for _, item := range items(n) {
		if c := b.condition(item); c != nil {
			list = append(list, *c)
		}
	}
	return list
}

// conditions resolves every condition of the service: what they name must exist, stand earlier and be able to answer so.
func (b *builder) conditions() {
	named := child(b.root, "conditions")
	for i, kv := 0, pairs(named); i < len(kv); i += 2 {
		if c := b.condition(kv[i+1]); c != nil && b.s.named[kv[i].Value] == nil {
			c.index = len(b.s.named)
			b.s.named[kv[i].Value] = c
		}
	}
	b.loops(named)
	for _, c := range b.s.named { // the order does not matter: mistakes are sorted by place
		b.resolve(c, len(b.s.Steps), "")
	}
	for i, step := range b.s.Steps {
		if step.Stop != nil {
			b.resolve(step.Stop.When, i, "the stop '"+step.Stop.ID+"'")
			continue
		}
		b.resolve(step.Question.When, i, "the question '"+step.Question.ID+"'")
		for j := range step.Question.Options {
			b.resolve(step.Question.Options[j].When, i, "an option of '"+step.Question.ID+"'")
		}
	}
	b.s.Them = b.condition(child(b.root, "them"))
	b.resolve(b.s.Them, len(b.s.Steps), "")
	b.them()
}

// them is asked outside any pass, whenever something is worded: it may hang on nothing but answers that always count.
func (b *builder) them() {
	b.follow(b.s.Them, map[*Cond]bool{}, func(c *Cond) {
		if c.AgeUnder > 0 || c.AgeFrom > 0 || c.PensionWithin != nil || c.Before != nil && c.Before.Today || c.After != nil && c.After.Today {
			b.mistakes.add(c.Pos, "'them' cannot hang on an age or on today: wording knows no day")
		}
		if c.q != nil && c.q.When != nil {
			b.mistakes.add(c.Pos, "'them' hangs on '%s', which is not always asked", c.q.ID)
		}
	})
}

// loops reports named conditions that lead back to themselves, and cuts them so that nothing after runs in circles.
func (b *builder) loops(named *yaml.Node) {
	const visiting, done = 1, 2
	state := map[string]int{}
	var visit func(name string, trail []string)
	visit = func(name string, trail []string) {
		state[name] = visiting
		trail = append(trail, name)
		b.s.named[name].each(func(c *Cond) {
			if c.Named == "" || b.s.named[c.Named] == nil || state[c.Named] == done {
				return
			}
			if state[c.Named] == visiting {
				b.mistakes.add(c.Pos, "the condition leads back to itself: %s", strings.Join(append(trail, c.Named), " → "))
				c.Named, c.Question = "", ""
				return
			}
			visit(c.Named, trail)
		})
		state[name] = done
	}
	for i, kv := 0, pairs(named); i < len(kv); i += 2 {
		if b.s.named[kv[i].Value] != nil && state[kv[i].Value] == 0 {
			visit(kv[i].Value, nil)
		}
	}
}

// resolve ties the names in c to what they name. Steps from `before` on have not been asked yet when c counts for who.
func (b *builder) resolve(c *Cond, before int, who string) {
	c.each(func(c *Cond) {
		switch {
		case c.Named != "":
			b.resolveNamed(c, before, who)
		case c.Question != "":
			b.resolveQuestion(c, before, who)
		}
	})
}

func (b *builder) resolveNamed(c *Cond, before int, who string) {
	c.cond = b.s.named[c.Named]
	if c.cond == nil {
		b.mistakes.add(c.Pos, "unknown condition '%s'%s", clip(c.Named), nearest(c.Named, slices.Sorted(maps.Keys(b.s.named))))
		return
	}
	b.follow(c.cond, map[*Cond]bool{}, func(inner *Cond) {
		for _, id := range inner.questions() {
			if q := b.s.byID[id]; q != nil && q.at >= before {
				b.mistakes.add(c.Pos, "the condition '%s' hangs on '%s', which is asked later than %s", c.Named, q.ID, who)
			}
		}
	})
}

// follow visits c and everything it names, once each.
func (b *builder) follow(c *Cond, seen map[*Cond]bool, visit func(*Cond)) {
	c.each(func(c *Cond) {
		if seen[c] {
			return
		}
		seen[c] = true
		visit(c)
		if c.Named != "" && b.s.named[c.Named] != nil {
			b.follow(b.s.named[c.Named], seen, visit)
		}
	})
}

func (b *builder) resolveQuestion(c *Cond, before int, who string) {
	q := b.s.byID[c.Question]
	if q == nil {
		b.mistakes.add(c.Pos, "unknown question '%s'%s", clip(c.Question), nearest(c.Question, b.questionIDs()))
		return
	}
	c.q = q
	if q.at >= before {
		b.mistakes.add(c.Pos, "'%s' is asked later than %s: a condition names earlier questions only", q.ID, who)
	}
	b.fits(c, q)
	for _, ref := range []*DateRef{c.On, c.Before, c.After} {
		b.resolveDay(c, ref, before, who)
	}
}

func (b *builder) resolveDay(c *Cond, ref *DateRef, before int, who string) {
	if ref == nil || ref.Question == "" {
		return
	}
	ref.q = b.s.byID[ref.Question]
	switch {
	case ref.q == nil:
		b.mistakes.add(c.Pos, "'%s' is neither today, nor a date like 2026-04-06, nor a question%s", clip(ref.Question), nearest(ref.Question, b.questionIDs()))
	case !contains(dateKinds, ref.q.Kind):
		b.mistakes.add(c.Pos, "'%s' is of the kind %s and so no day to compare with", ref.q.ID, ref.q.Kind)
	case ref.q.at >= before:
		b.mistakes.add(c.Pos, "'%s' is asked later than %s: a condition names earlier questions only", ref.q.ID, who)
	}
}

var (
	dateKinds    = []Kind{Date, Month}
	countedKinds = []Kind{Number, Money, List}
)

// fits refuses a test that the kind of question can never meet.
func (b *builder) fits(c *Cond, q *Question) {
	if !contains(Kinds, q.Kind) {
		return // which was said where the kind stands
	}
	codes := q.codes()
	if q.Kind == YesNo {
		codes = []string{"yes", "no"}
	}
	single := contains([]Kind{Choice, YesNo}, q.Kind)
	written := contains([]Kind{Text, Name, Time, Number, Money, Postcode, Email, Phone, NINO}, q.Kind)
	switch {
	case (c.Is != "" || c.In != nil) && !single && !(written && c.Is+strings.Join(c.In, "") != ""):
		b.mistakes.add(c.Pos, "'%s' is of the kind %s: 'is' and 'in' test one choice%s", q.ID, q.Kind, insteadFor(q.Kind))
	case (c.Is != "" || c.In != nil) && single:
		for _, code := range append(c.In[:len(c.In):len(c.In)], c.Is) {
			if code != "" && !contains(codes, code) {
				b.mistakes.add(c.Pos, "'%s' has no option '%s'%s", q.ID, clip(code), nearest(code, codes))
			}
		}
	case c.Includes != "" && q.Kind != Choices:
		b.mistakes.add(c.Pos, "'%s' is of the kind %s: 'includes' tests the kind choices", q.ID, q.Kind)
	case c.Includes != "" && !contains(codes, c.Includes):
		b.mistakes.add(c.Pos, "'%s' has no option '%s'%s", q.ID, clip(c.Includes), nearest(c.Includes, codes))
	case (c.AgeUnder > 0 || c.AgeFrom > 0 || c.PensionWithin != nil) && q.Kind != Date:
		b.mistakes.add(c.Pos, "'%s' is of the kind %s: an age is counted from a date", q.ID, q.Kind)
	case (c.Before != nil || c.After != nil) && !contains(dateKinds, q.Kind):
		b.mistakes.add(c.Pos, "'%s' is of the kind %s: 'before' and 'after' test a date or a month", q.ID, q.Kind)
	case (c.AtLeast != nil || c.AtMost != nil || c.MoreThan != nil || c.LessThan != nil) && !contains(countedKinds, q.Kind):
		b.mistakes.add(c.Pos, "'%s' is of the kind %s: amounts are compared with a number, money, or the rows of a list", q.ID, q.Kind)
	}
}

func insteadFor(k Kind) string {
	switch k {
	case Choices:
		return "; use 'includes'"
	case Date:
		return "; use age_under or age_from"
	default:
		return "; use 'answered'"
	}
}
