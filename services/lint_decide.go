package services

import "maps"

// decide assumes that a test comes out as v. fits is false where that contradicts what was decided before, or leaves the
// question nothing to answer; undo takes it back.
func (t *trial) decide(c *Cond, v truth) (undo func(), fits bool) {
	old := t.known[c.q]
	k := &knowledge{is: map[string]bool{}, not: map[string]bool{}}
	if old != nil {
		*k = *old
		k.is, k.not, k.tests = maps.Clone(old.is), maps.Clone(old.not), maps.Clone(old.tests)
	} else {
		k.low, k.high = c.q.bounds()
	}
	t.known[c.q] = k
	return func() { t.known[c.q] = old }, k.assume(c, v)
}

func (k *knowledge) assume(c *Cond, v truth) bool {
	if c.Answered != nil {
		if !*c.Answered {
			v = flip(v)
		}
		k.answered = v
		return v == itHolds || c.q.Optional || c.q.Unknown
	}
	if v == itHolds {
		k.answered = itHolds
	}
	switch {
	case c.AgeFrom > 0 && c.On == nil:
		return k.age(c.AgeFrom, v)
	case c.AgeUnder > 0 && c.On == nil:
		return k.age(c.AgeUnder, flip(v))
	case c.bounded():
		return k.bound(c, v)
	case c.Is == "" && c.Includes == "":
		if k.tests == nil {
			k.tests = map[string]truth{}
		}
		k.tests[c.says()] = v
		return true
	case c.Includes != "":
		return k.include(c.q, c.Includes, v)
	}
	if v == itHolds {
		return k.only(c.q, c.Is)
	}
	k.not[c.Is] = true
	return k.left(c.q)
}

func (k *knowledge) age(from int, v truth) bool {
	if v == itHolds {
		k.from = max(k.from, from)
	} else if k.under == 0 || from < k.under {
		k.under = from
	}
	return k.under == 0 || k.from < k.under
}

// bounds are what a question itself allows.
func (q *Question) bounds() (low, high *Amount) {
	if !contains(countedKinds, q.Kind) {
		return nil, nil
	}
	least := Amount(q.Min) * amountOne
	most := Amount(q.Max) * amountOne
	if q.Kind == List {
		most = Amount(q.Limit()) * amountOne
	}
	if most == 0 {
		return &least, nil
	}
	return &least, &most
}

func (k *knowledge) bound(c *Cond, v truth) bool {
	from, opposite := c.bound()
	if opposite {
		v = flip(v)
	}
	below := from - 1
	if v == itHolds && (k.low == nil || *k.low < from) {
		k.low = &from
	} else if v == itFails && (k.high == nil || *k.high > below) {
		k.high = &below
	}
	return k.low == nil || k.high == nil || *k.low <= *k.high
}

// only settles a single choice.
func (k *knowledge) only(q *Question, code string) bool {
	k.is[code] = true
	for _, o := range all(q) {
		if o.Code != code {
			k.not[o.Code] = true
		}
	}
	return len(k.is) == 1
}

// include settles one of several choices; an exclusive one settles them all.
func (k *knowledge) include(q *Question, code string, v truth) bool {
	if v == itFails {
		k.not[code] = true
		return k.left(q)
	}
	k.is[code] = true
	chosen := q.option(code)
	for _, o := range q.Options {
		if o.Code != code && (o.Exclusive || chosen != nil && chosen.Exclusive) {
			k.not[o.Code] = true
		}
	}
	for picked := range k.is {
		if k.not[picked] {
			return false
		}
	}
	return true
}

// left says whether a question of choices that must be answered still can be.
func (k *knowledge) left(q *Question) bool {
	if q.Optional || len(all(q)) == 0 {
		return true
	}
	for _, o := range all(q) {
		if !k.not[o.Code] {
			return true
		}
	}
	return false
}
