package match

import (
	"math"
	"sync"
)

// rules are the blocking rules of EM: pairs that agree on these fields, whose weights are then learnt from the other fields alone. What the
// first say is taken; the later ones, under which families come together more than people, are heard where the first say little.
var rules = [...][][]Field{
	{{Born}, {Given, Surname}, {NINO}, {NHS}, {Number}, {Email}},
	{{Postcode}, {Street, House}, {Phone}, {Given, Birthplace}, {Surname, Birthplace}, {Given, Town}, {Surname, Town}},
}

const (
	priorM     = 40.0 // matches that what is usual counts for
	priorU     = 20.0 // strangers, likewise
	priorLean  = 10.0
	perRule    = 40_000
	leastKin   = 0.002 // of a person
	enough     = 100.0 // matches that need no further rules
	leastRule  = 20.0  // matches a rule must have to be heard
	mostUnlike = 0.4   // of them may differ in given name or date of birth
)

// learnM learns m by EM under each rule with its own fields left out, and averages.
func (l *learner) learnM() {
	sum := &counts{}
	for _, alike := range rules {
		parts := make([]*counts, len(alike))
		var wg sync.WaitGroup
		for i, rule := range alike {
			wg.Go(func() { parts[i] = l.em(l.under(rule), leftOut(rule)) })
		}
		wg.Wait()
		heard := &counts{}
		for _, c := range parts {
			if c.most() >= leastRule && c.plausible() {
				heard.add(c)
			}
		}
		sum.fill(heard)
	}
	l.model.M = sum.table(usualM(), func(int) float64 { return priorM })
}

// plausible says that what was counted is of people and not of households: one person's given name and date of birth are alike more often
// than not, whatever went wrong when they were written down. Where there is nobody twice EM finds families instead.
func (c *counts) plausible() bool {
	for _, f := range [...]Field{Given, Born} {
		if c.seen[f][unsaid] >= leastRule && c.of[f][unsaid][Differs] > mostUnlike*c.seen[f][unsaid] {
			return false
		}
	}
	return true
}

// under are the pairs a rule puts together.
func (l *learner) under(rule []Field) []*pair {
	var out []*pair
next:
	for i := range l.near {
		for _, f := range rule {
			if l.near[i].levels[f] != Same {
				continue next
			}
		}
		out = append(out, &l.near[i])
	}
	if len(out) > perRule {
		thin := out[:0]
		step := float64(len(out)) / perRule
		for i := range perRule {
			thin = append(thin, out[int(float64(i)*step)])
		}
		out = thin
	}
	return out
}

// leftOut are the fields a rule says nothing about: its own, and what leans on them or they on it.
func leftOut(rule []Field) (left [fields]bool) {
	for _, f := range rule {
		left[f] = true
		for g := range fields {
			if leansOn[g] == f || leansOn[f] == g {
				left[g] = true
			}
		}
		if f >= Postcode && f <= House {
			for g := Postcode; g <= House; g++ {
				left[g] = true
			}
		}
	}
	return left
}

// em learns m under one rule, u as it is: the shares of matches and of kin, and the m, go up and down together until they fit. It answers
// what it counted over the matches.
func (l *learner) em(all []*pair, left [fields]bool) *counts {
	usual := usualM()
	model := *l.model
	one, kin := 0.3, 0.1
	c := &counts{}
	if len(all) == 0 {
		return c
	}
	for range emRounds {
		c = &counts{}
		matches, ofKin, n := 0.0, 0.0, 1.0
		for _, x := range all {
			ls := x.without(left)
			m, u, k := model.weigh(&ls, 0)
			hi := max(m, u, k)
			m, u, k = one*math.Exp2(m-hi), (1-one-kin)*math.Exp2(u-hi), kin*math.Exp2(k-hi)
			w := float64(x.weight)
			p := w * m / (m + u + k)
			matches += p
			ofKin += w * k / (m + u + k)
			n += w
			c.pair(&ls, p)
		}
		one, kin = min(max(matches/n, 1e-5), 0.98), min(max(ofKin/n, 1e-5), 0.98)
		model.M = c.table(usual, func(int) float64 { return priorM })
	}
	return c
}

// without are the levels of a pair but those left out.
func (x *pair) without(left [fields]bool) Levels {
	ls := x.levels
	for f := range ls {
		if left[f] {
			ls[f] = Unknown
		}
	}
	return ls
}

// learnPrior finds the share of matches among all pairs there are, and that of kin: as many as the candidates are likely to be.
func (l *learner) learnPrior() {
	type evidence struct{ one, other, kin float64 }
	var all []evidence
	for i := range l.near {
		x := &l.near[i]
		one, other, kin := l.model.weigh(&x.levels, float64(x.rarity))
		if one > other || kin > other { // anything else is of strangers whatever the prior
			all = append(all, evidence{math.Exp2(one), math.Exp2(other), math.Exp2(kin)})
		}
	}
	people := float64(len(l.people))
	for range emRounds {
		matches, kin := 0.0, 0.0
		for _, e := range all {
			one, other, of := e.one*l.model.Prior, e.other*(1-l.model.Prior-l.model.Kin), e.kin*l.model.Kin
			total := one + other + of
			matches += one / total
			kin += of / total
		}
		l.model.Prior = min((matches+0.5)/(l.pairs()+1), 0.3)
		l.model.Kin = min(max((kin+0.5)/(l.pairs()+1), leastKin/people), 0.3)
	}
	l.judge()
}

// learnU counts how often levels come up for two strangers: over pairs taken at random and, where a field leans on another that
// agrees, over candidates, each by how sure it is not one person.
func (l *learner) learnU() {
	c := &counts{}
	for i := range l.strange {
		x := &l.strange[i]
		c.some(&x.levels, 1-float64(x.p), func(st int) bool { return st != agreeing })
	}
	for i := range l.near {
		x := &l.near[i]
		c.some(&x.levels, float64(x.weight)*(1-float64(x.p)), func(st int) bool { return st == agreeing })
	}
	l.model.U = c.table(usualU(), func(st int) float64 {
		if st == agreeing {
			return priorLean
		}
		return priorU
	})
}

// learnFrequencies counts values by people: a record with three others of the same person is a quarter of one.
func (l *learner) learnFrequencies() {
	twins := make([]float64, len(l.people))
	for _, x := range l.near {
		twins[x.a] += float64(x.p)
		twins[x.b] += float64(x.p)
	}
	l.freq = count(l.people, func(i int) float64 { return 1 / (1 + twins[i]) })
	each(l.near, func(x *pair) {
		if x.p >= forgettable {
			x.rarity = l.pair(int(x.a), int(x.b)).rarity
		}
	})
}
