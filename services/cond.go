package services

// Cond is a condition as data. Exactly one of All, Any, Not, Named and Question is set; with Question exactly one test.
type Cond struct {
	All, Any []Cond
	Not      *Cond
	Named    string // a condition of the service's `conditions:`
	Question string
	Is       string   // the choice made, or the text
	In       []string // the choice is one of these
	Includes string   // several choices include this one
	Answered *bool
	AgeUnder int // with Question a date: the age today is under this many years
	AgeFrom  int // at least this many years
	Pos      Pos

	q    *Question // what Question names
	cond *Cond     // what Named names
}

// holds says whether c holds on this pass; no condition always holds. A test of a question that was not reached, or has
// no answer, does not hold, but for `answered: false` on one that was reached and left blank.
func (p *pass) holds(c *Cond) bool {
	switch {
	case c == nil:
		return true
	case c.All != nil:
		for i := range c.All {
			if !p.holds(&c.All[i]) {
				return false
			}
		}
		return true
	case c.Any != nil:
		for i := range c.Any {
			if p.holds(&c.Any[i]) {
				return true
			}
		}
		return false
	case c.Not != nil:
		return !p.holds(c.Not)
	case c.cond != nil:
		return p.holds(c.cond)
	case c.q == nil || !p.reached(c.q):
		return false
	}
	v, ok := p.value(c.q)
	if c.Answered != nil { // left blank is an answer, but not one that says anything
		return (ok && !v.Skipped) == *c.Answered
	}
	return ok && c.test(v, p.today)
}

func (c *Cond) test(v Value, today Day) bool {
	switch {
	case c.Is != "":
		return len(v.Choice) == 1 && v.Choice[0] == c.Is || len(v.Choice) == 0 && v.Text == c.Is
	case c.In != nil:
		return len(v.Choice) == 1 && contains(c.In, v.Choice[0]) || len(v.Choice) == 0 && contains(c.In, v.Text)
	case c.Includes != "":
		return contains(v.Choice, c.Includes)
	case c.AgeUnder > 0:
		return v.Date != nil && age(*v.Date, today) < c.AgeUnder
	case c.AgeFrom > 0:
		return v.Date != nil && age(*v.Date, today) >= c.AgeFrom
	}
	return false
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
