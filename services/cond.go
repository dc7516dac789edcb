package services

// Cond is a condition as data. Exactly one of All, Any, Not, Named and Question is set; with Question exactly one test.
// There is no expression language: what cannot be said here is a question to be asked.
type Cond struct {
	All, Any []Cond
	Not      *Cond
	Named    string // a condition of the service's `conditions:`
	Question string
	Is       string   // the choice made, or the text
	In       []string // the choice is one of these
	Includes string   // several choices include this one
	Answered *bool
	AgeUnder int      // with Question a date: the age today is under this many years
	AgeFrom  int      // at least this many years
	On       *DateRef // with an age: on that day instead of today
	Before   *DateRef // with Question a date or a month: it is before that day
	After    *DateRef
	AtLeast  *Amount // with Question a number, money, or the rows of a list
	AtMost   *Amount
	MoreThan *Amount
	LessThan *Amount
	// With Question a date of birth: State Pension age is reached at most so many months from today.
	PensionWithin *int
	Pos           Pos

	q     *Question // what Question names
	cond  *Cond     // what Named names
	index int       // of a named condition: its place in pass.memo
}

// truth is what is known of a condition while not everything is answered.
type truth int8

const (
	undecided truth = iota // depends on what is not decided yet
	itHolds
	itFails
)

// holds says whether c holds on this pass; no condition always holds.
func (p *pass) holds(c *Cond) bool { return p.truth(c) == itHolds }

// truth is what the answers make of c. A test of a question that is not asked, was left blank or is not known fails, but for
// `answered: false`; one of a question that has no answer yet, or was put off, is undecided.
func (p *pass) truth(c *Cond) truth {
	switch {
	case c == nil:
		return itHolds
	case c.All != nil:
		return p.fold(c.All, itFails, itHolds)
	case c.Any != nil:
		return p.fold(c.Any, itHolds, itFails)
	case c.Not != nil:
		return flip(p.truth(c.Not))
	case c.cond != nil:
		return p.named(c.cond)
	case c.q == nil:
		return itFails
	}
	if state := p.reached(c.q); state != itHolds {
		return state
	}
	v, ok := p.value(c.q)
	switch {
	case !ok:
		return undecided
	case c.Answered != nil: // left blank is an answer, but not one that says anything
		return truly(!(v.Skipped || v.Unknown) == *c.Answered)
	case v.Skipped || v.Unknown:
		return itFails
	}
	return p.test(c, v)
}

// fold is all (decisive itFails) or any (decisive itHolds).
func (p *pass) fold(list []Cond, decisive, neutral truth) truth {
	result := neutral
	for i := range list {
		switch p.truth(&list[i]) {
		case decisive:
			return decisive
		case undecided:
			result = undecided
		}
	}
	return result
}

// named is a named condition, worked out once a pass: what it hangs on stands before whatever asks for it.
func (p *pass) named(c *Cond) truth {
	if p.memo == nil {
		return p.truth(c)
	}
	if m := p.memo[c.index]; m != 0 {
		return m - 1
	}
	t := p.truth(c)
	p.memo[c.index] = t + 1
	return t
}

func truly(b bool) truth {
	if b {
		return itHolds
	}
	return itFails
}

func flip(v truth) truth {
	switch v {
	case itHolds:
		return itFails
	case itFails:
		return itHolds
	}
	return undecided
}

func (p *pass) test(c *Cond, v Value) truth {
	switch {
	case c.Is != "":
		return truly(len(v.Choice) == 1 && v.Choice[0] == c.Is || len(v.Choice) == 0 && v.Text == c.Is)
	case c.In != nil:
		return truly(len(v.Choice) == 1 && contains(c.In, v.Choice[0]) || len(v.Choice) == 0 && contains(c.In, v.Text))
	case c.Includes != "":
		return truly(contains(v.Choice, c.Includes))
	case c.AtLeast != nil || c.AtMost != nil || c.MoreThan != nil || c.LessThan != nil:
		n, ok := v.amount(c.q.Kind)
		return truly(ok && c.compare(n))
	case v.Date == nil:
		return itFails
	case c.PensionWithin != nil:
		return truly(!later(pensionDay(v.Date.last()), p.today.plusMonths(*c.PensionWithin)))
	}
	return p.testDay(c, *v.Date)
}

func (c *Cond) compare(n Amount) bool {
	switch {
	case c.AtLeast != nil:
		return n >= *c.AtLeast
	case c.AtMost != nil:
		return n <= *c.AtMost
	case c.MoreThan != nil:
		return n > *c.MoreThan
	case c.LessThan != nil:
		return n < *c.LessThan
	}
	return false
}

// testDay compares with a day. Of a day that is known in part only what is certain holds.
func (p *pass) testDay(c *Cond, d Day) truth {
	ref := c.On
	switch {
	case c.Before != nil:
		ref = c.Before
	case c.After != nil:
		ref = c.After
	}
	with, known := p.today, itHolds
	if ref != nil {
		with, known = p.day(ref)
	}
	switch {
	case known != itHolds:
		return known
	case c.AgeUnder > 0:
		return truly(age(d.first(), with.first()) < c.AgeUnder)
	case c.AgeFrom > 0:
		return truly(age(d.last(), with.first()) >= c.AgeFrom)
	case c.Before != nil:
		return truly(later(with.first(), d.last()))
	case c.After != nil:
		return truly(later(d.first(), with.last()))
	}
	return itFails
}

// day is the day a condition compares with, and whether it is known.
func (p *pass) day(r *DateRef) (Day, truth) {
	switch {
	case r.Today:
		return p.today, itHolds
	case r.q == nil:
		return r.Day, itHolds
	}
	if state := p.reached(r.q); state != itHolds {
		return Day{}, state
	}
	v, ok := p.value(r.q)
	switch {
	case !ok:
		return Day{}, undecided
	case v.Date == nil:
		return Day{}, itFails
	}
	return *v.Date, itHolds
}

// age is the years completed on today. Somebody born on 29 February grows older on 1 March in a common year.
func age(born, today Day) int {
	years := today.Y - born.Y
	if today.M < born.M || today.M == born.M && today.D < born.D {
		years--
	}
	return years
}

// each visits c and every condition inside it, named ones not followed.
func (c *Cond) each(visit func(*Cond)) {
	if c == nil {
		return
	}
	visit(c)
	for i := range c.All {
		c.All[i].each(visit)
	}
	for i := range c.Any {
		c.Any[i].each(visit)
	}
	c.Not.each(visit)
}

// questions are the ids of the questions that c itself hangs on.
func (c *Cond) questions() []string {
	var ids []string
	if c.Question != "" {
		ids = append(ids, c.Question)
	}
	for _, ref := range []*DateRef{c.On, c.Before, c.After} {
		if ref != nil && ref.Question != "" {
			ids = append(ids, ref.Question)
		}
	}
	return ids
}
