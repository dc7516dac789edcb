package services

// Open is a step that may still be asked, and what it hangs on.
type Open struct {
	Place
	When    *Cond            // nil where it is certain to be asked
	Offered map[string]*Cond // options that are offered only when it holds; an empty condition never does
}

// Open is every step that is still to be asked with these answers, for certain or perhaps, in order: what stands on a printed
// form. Its conditions are written out for somebody who has only the form: named conditions replaced, what the answers decide
// left out, Not only around a single test. An answer to a question of which it is not decided yet whether it is asked at all is kept,
// and counts as soon as that is.
func (s *Service) Open(a Answers, today Day) []Open {
	p := s.walk(a, today, func(Step, bool) bool { return true })
	var out []Open
	for _, place := range s.Map(a, today) {
		if place.State == Closed || place.State == Answered || p.kept(place) {
			continue
		}
		o := Open{Place: place}
		when := (*Cond)(nil)
		if place.Stop != nil {
			when = place.Stop.When
		} else {
			when, o.Offered = place.Question.When, p.offers(place.Question)
		}
		rest, state := p.rest(when, false)
		if o.When = rest; state != itFails {
			out = append(out, o)
		}
	}
	return out
}

// Holds says whether c holds with these answers, each question counting only where it is asked.
func (s *Service) Holds(c *Cond, a Answers, today Day) bool {
	return s.walk(a, today, func(Step, bool) bool { return true }).holds(c)
}

// kept says that a question which may be asked has its answer already.
func (p *pass) kept(place Place) bool {
	if place.Question == nil || place.State != Maybe {
		return false
	}
	_, ok := p.value(place.Question)
	return ok
}

func (p *pass) offers(q *Question) map[string]*Cond {
	if !q.conditional {
		return nil
	}
	out := map[string]*Cond{}
	for _, o := range q.Options {
		switch rest, state := p.rest(o.When, false); state {
		case undecided:
			out[o.Code] = rest
		case itFails:
			out[o.Code] = &Cond{}
		case itHolds:
		}
	}
	return out
}

// rest is what c, or with not its contrary, still hangs on; nil where that is decided.
func (p *pass) rest(c *Cond, not bool) (*Cond, truth) {
	if state := p.truth(c); state != undecided {
		if not {
			state = flip(state)
		}
		return nil, state
	}
	switch {
	case c.All != nil:
		return p.parts(c.All, not, !not)
	case c.Any != nil:
		return p.parts(c.Any, not, not)
	case c.Not != nil:
		return p.rest(c.Not, !not)
	case c.cond != nil:
		return p.rest(c.cond, not)
	}
	return p.leaf(c, not)
}

// parts joins what is left of several conditions, of which all or any must hold.
func (p *pass) parts(list []Cond, not, all bool) (*Cond, truth) {
	var left []Cond
	for i := range list {
		rest, state := p.rest(&list[i], not)
		switch {
		case state != undecided && (state == itFails) == all:
			return nil, state
		case state != undecided:
		case all && rest.All != nil:
			left = append(left, rest.All...)
		case !all && rest.Any != nil:
			left = append(left, rest.Any...)
		default:
			left = append(left, *rest)
		}
	}
	switch {
	case len(left) == 0:
		return nil, truly(all)
	case len(left) == 1:
		return &left[0], undecided
	case all:
		return &Cond{All: left}, undecided
	}
	return &Cond{Any: left}, undecided
}

// leaf is one test. Where its question has an answer already, it hangs on no more than whether that question is asked.
func (p *pass) leaf(c *Cond, not bool) (*Cond, truth) {
	if v, ok := p.value(c.q); ok && p.reached(c.q) == undecided {
		switch p.said(c, v) {
		case itHolds:
			return p.rest(c.q.When, not)
		case itFails:
			return nil, truly(not)
		case undecided:
		}
	}
	out := *c
	for _, ref := range []**DateRef{&out.On, &out.Before, &out.After} {
		if *ref != nil && (*ref).Question != "" {
			if day, state := p.day(*ref); state == itHolds {
				*ref = &DateRef{Day: day}
			}
		}
	}
	if not {
		return &Cond{Not: &out}, undecided
	}
	return &out, undecided
}

// said is a test of an answer, as truth makes it once its question is reached.
func (p *pass) said(c *Cond, v Value) truth {
	switch {
	case c.Answered != nil:
		return truly(!(v.Skipped || v.Unknown) == *c.Answered)
	case v.Skipped || v.Unknown:
		return itFails
	}
	return p.test(c, v)
}
