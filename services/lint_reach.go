package services

import (
	"fmt"
	"path"
)

// maxTries bounds the search for answers that lead somewhere; what is not settled by then passes.
const maxTries = 20_000

// unreachable reports steps, options and routes that no answers lead to: a condition that cannot hold is a slip, and a stop
// or a route behind it is a right that nobody gets.
func (l *loader) unreachable(s *Service) {
	file := path.Join(l.dir, definitionFile)
	var before []*Cond
	for _, step := range s.Steps {
		if step.Stop != nil {
			if !s.possible(step.Stop.When, before) {
				l.mistakes.add(step.Stop.Pos, "the stop '%s' can never be reached: no answers make its condition hold", step.Stop.ID)
			}
			before = append(before, step.Stop.When)
			continue
		}
		q := step.Question
		if !s.possible(q.When, before) {
			l.mistakes.add(q.Pos, "the question '%s' can never be asked: no answers lead to it", q.ID)
			continue
		}
		for _, o := range q.Options {
			if o.When != nil && !s.possible(&Cond{All: both(q.When, o.When)}, before) {
				l.mistakes.add(o.When.Pos, "the option '%s' can never be offered: no answers make its condition hold", o.Code)
			}
		}
	}
	for _, r := range s.Routes {
		if !s.possible(r.When, before) {
			at := Pos{File: file}
			if r.When != nil {
				at = r.When.Pos
			}
			l.mistakes.add(at, "the route '%s' can never be taken: no answers make its condition hold before another's", r.Code)
		}
		before = append(before, r.When)
	}
}

func both(a, b *Cond) []Cond {
	if a == nil {
		return []Cond{*b}
	}
	return []Cond{*a, *b}
}

// possible says whether some answers make c hold while none of these hold.
func (s *Service) possible(c *Cond, never []*Cond) bool {
	t := &trial{known: map[*Question]*knowledge{}, memo: map[*Cond]truth{}, left: maxTries}
	return t.search(c, never)
}

// trial is a search through answers: it decides one test after the other, and only those that matter.
type trial struct {
	known map[*Question]*knowledge
	memo  map[*Cond]truth // named conditions and those of questions, while nothing more is decided
	left  int
}

// knowledge is what was decided about the answer to one question.
type knowledge struct {
	is, not     map[string]bool // choices and texts
	answered    truth
	from, under int              // age: at least, less than; 0 is not decided
	low, high   *Amount          // of a number, money, or a list's rows; nil is not decided
	tests       map[string]truth // every other test, by what it says
}

func (t *trial) search(c *Cond, never []*Cond) bool {
	if t.left--; t.left < 0 {
		return true
	}
	clear(t.memo)
	var ask *Cond
	state := t.eval(c, &ask)
	for _, n := range never {
		if state == itFails {
			return false
		}
		switch t.eval(n, &ask) {
		case itHolds:
			return false
		case undecided:
			state = undecided
		case itFails:
		}
	}
	if state != undecided {
		return state == itHolds
	}
	for _, v := range []truth{itHolds, itFails} {
		undo, fits := t.decide(ask, v)
		if fits && t.search(c, never) {
			return true
		}
		undo()
	}
	return false
}

// eval is the truth of c as far as it is decided; ask is set to a test to decide next, where that is not yet so.
func (t *trial) eval(c *Cond, ask **Cond) truth {
	switch {
	case c == nil:
		return itHolds
	case c.All != nil:
		return t.fold(c.All, itFails, itHolds, ask)
	case c.Any != nil:
		return t.fold(c.Any, itHolds, itFails, ask)
	case c.Not != nil:
		return flip(t.eval(c.Not, ask))
	case c.cond != nil:
		return t.once(c.cond, ask)
	case c.q == nil:
		return itFails
	}
	if reached := t.once(c.q.When, ask); reached != itHolds {
		return reached
	}
	switch {
	case c.Includes != "":
		return t.chosen(c.q, c.Includes, &Cond{q: c.q, Includes: c.Includes}, ask)
	case c.Is != "":
		return t.chosen(c.q, c.Is, &Cond{q: c.q, Is: c.Is}, ask)
	case c.In == nil:
		return t.ask(c, t.test(c), ask)
	}
	result := itFails
	for _, code := range c.In {
		switch t.chosen(c.q, code, &Cond{q: c.q, Is: code}, ask) {
		case itHolds:
			return itHolds
		case undecided:
			result = undecided
		case itFails:
		}
	}
	return result
}

// once evaluates a condition that many hang on. Where it is undecided, ask was set when it was met first.
func (t *trial) once(c *Cond, ask **Cond) truth {
	if c == nil {
		return itHolds
	}
	v, met := t.memo[c]
	if !met {
		v = t.eval(c, ask)
		t.memo[c] = v
	}
	return v
}

// chosen is whether a choice is offered and taken.
func (t *trial) chosen(q *Question, code string, test *Cond, ask **Cond) truth {
	if o := q.option(code); o != nil && o.When != nil {
		if offered := t.eval(o.When, ask); offered != itHolds {
			return offered
		}
	}
	return t.ask(test, t.test(test), ask)
}

// ask notes a test that is still open as the next to decide.
func (t *trial) ask(c *Cond, v truth, ask **Cond) truth {
	if v != undecided || *ask != nil {
		return v
	}
	if k := t.known[c.q]; c.Answered == nil && (c.q.Optional || c.q.Unknown) && (k == nil || k.answered == undecided) {
		c = &Cond{q: c.q, Answered: &something} // left blank, every test of it fails, one and its opposite
	}
	*ask = c
	return v
}

var something = true

// fold is all (decisive itFails) or any (decisive itHolds).
func (t *trial) fold(list []Cond, decisive, neutral truth, ask **Cond) truth {
	result := neutral
	for i := range list {
		switch v := t.eval(&list[i], ask); v {
		case decisive:
			return decisive
		case undecided:
			result = undecided
		}
	}
	return result
}

// test is what is known of one test.
func (t *trial) test(c *Cond) truth {
	k := t.known[c.q]
	if k == nil {
		return undecided
	}
	switch {
	case c.Answered != nil:
		if *c.Answered {
			return k.answered
		}
		return flip(k.answered)
	case k.answered == itFails:
		return itFails
	case c.AgeFrom > 0 && c.On == nil:
		return k.ageFrom(c.AgeFrom)
	case c.AgeUnder > 0 && c.On == nil:
		return flip(k.ageFrom(c.AgeUnder))
	case c.bounded():
		return k.within(c)
	case c.Is == "" && c.Includes == "":
		return k.tests[c.says()]
	}
	return k.chose(c.Is + c.Includes) // one of them is empty
}

func (c *Cond) bounded() bool {
	return c.AtLeast != nil || c.AtMost != nil || c.MoreThan != nil || c.LessThan != nil
}

// bound turns a comparison into "at least from", or its opposite.
func (c *Cond) bound() (from Amount, opposite bool) {
	switch {
	case c.AtLeast != nil:
		return *c.AtLeast, false
	case c.MoreThan != nil:
		return *c.MoreThan + 1, false
	case c.AtMost != nil:
		return *c.AtMost + 1, true
	case c.LessThan != nil:
		return *c.LessThan, true
	}
	return 0, false
}

func (k *knowledge) within(c *Cond) truth {
	from, opposite := c.bound()
	result := undecided
	switch {
	case k.low != nil && *k.low >= from:
		result = itHolds
	case k.high != nil && *k.high < from:
		result = itFails
	}
	if opposite {
		return flip(result)
	}
	return result
}

// says is what a test of a day asks, so that the same test is known again.
func (c *Cond) says() string {
	day := func(r *DateRef) string {
		if r == nil {
			return "-"
		}
		return fmt.Sprint(r.Today, r.Day, r.Question)
	}
	pension := "-"
	if c.PensionWithin != nil {
		pension = fmt.Sprint(*c.PensionWithin)
	}
	return fmt.Sprint(day(c.Before), day(c.After), day(c.On), c.AgeFrom, c.AgeUnder, pension)
}

func (k *knowledge) chose(code string) truth {
	switch {
	case k.is[code]:
		return itHolds
	case k.not[code]:
		return itFails
	}
	return undecided
}

func (k *knowledge) ageFrom(years int) truth {
	switch {
	case k.from >= years:
		return itHolds
	case k.under > 0 && k.under <= years:
		return itFails
	}
	return undecided
}
