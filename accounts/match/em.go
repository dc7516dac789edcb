package match

import "math"

// rules are the blocking rules of EM: pairs that agree on these fields, whose weights are then learnt from the other fields alone.
var rules = [][]Field{{Born}, {Given, Surname}, {Postcode}, {Street, House}, {Phone}, {Email}, {NINO}, {NHS}, {Number}, {Given, Birthplace}, {Surname, Birthplace},
	{Surname, Town}}

const (
	priorM    = 40.0 // matches that what is usual counts for
	priorU    = 20.0 // strangers, likewise
	priorLean = 10.0
	perRule   = 150_000
	leastKin  = 0.002 // of a person
	leastRule = 20.0  // matches a rule must have to be heard
)

// learnM learns m by EM under each rule with its own fields left out, and averages.
func (l *learner) learnM() {
	usual := usualM()
	var sum table
	var heard [fields][states]float64
	for _, rule := range rules {
		all := l.under(rule)
		if len(all) == 0 {
			continue
		}
		left := leftOut(rule)
		m, matches := l.em(all, left)
		if total := matches.total(); total < leastRule {
			continue
		}
		for f := range fields {
			if left[f] {
				continue
			}
			for st := range states {
				w := matches.of[f][st]
				heard[f][st] += w
				for lv := range levels {
					sum[f][st][lv] += w * m[f][st][lv]
				}
			}
		}
	}
	for f := range fields {
		for st := range states {
			for lv := range levels {
				l.model.M[f][st][lv] = (sum[f][st][lv] + priorM*usual[f][st][lv]) / (heard[f][st] + priorM)
			}
		}
	}
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

// tally is how many matches each row of a table is counted from.
type tally struct{ of [fields][states]float64 }

func (t *tally) total() (most float64) {
	for f := range fields {
		for st := range states {
			most = max(most, t.of[f][st])
		}
	}
	return most
}

// em learns m under one rule, u as it is: the share of matches and the m go up and down together until they fit.
func (l *learner) em(all []*pair, left [fields]bool) (table, tally) {
	usual := usualM()
	model := *l.model
	model.Prior, model.Kin = 0.3, 0.02
	var seen tally
	for range emRounds {
		var sum table
		seen = tally{}
		matches := 0.0
		for _, x := range all {
			p := model.likelyBut(x, left)
			matches += p
			for f, lv := range x.levels {
				if lv != Unknown && !left[f] {
					st := x.levels.state(Field(f))
					sum[f][st][lv] += p
					seen.of[f][st] += p
				}
			}
		}
		model.Prior = min(max((matches+0.3)/(float64(len(all))+1), 1e-6), 1-1e-6)
		for f := range fields {
			for st := range states {
				for lv := range levels {
					model.M[f][st][lv] = (sum[f][st][lv] + priorM*usual[f][st][lv]) / (seen.of[f][st] + priorM)
				}
			}
		}
	}
	return model.M, seen
}

// likelyBut is the probability of one person by all fields but those left out.
func (m *Model) likelyBut(x *pair, left [fields]bool) float64 {
	ls := x.levels
	for f := range ls {
		if left[f] {
			ls[f] = Unknown
		}
	}
	one, other, kin := m.weigh(&ls, 0)
	return m.probability(one - m.both(other, kin))
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
	usual := usualU()
	var sum table
	var seen [fields][states]float64
	add := func(x *pair, which func(st int) bool) {
		q := 1 - float64(x.p)
		for f, lv := range x.levels {
			if st := x.levels.state(Field(f)); lv != Unknown && which(st) {
				sum[f][st][lv] += q
				seen[f][st] += q
			}
		}
	}
	for i := range l.strange {
		add(&l.strange[i], func(st int) bool { return st != agreeing })
	}
	for i := range l.near {
		add(&l.near[i], func(st int) bool { return st == agreeing })
	}
	for f := range fields {
		for st := range states {
			prior := priorU
			if st == agreeing {
				prior = priorLean
			}
			for lv := range levels {
				l.model.U[f][st][lv] = (sum[f][st][lv] + prior*usual[f][st][lv]) / (seen[f][st] + prior)
			}
		}
	}
}

// learnFrequencies counts values by people: a record with three others of the same person is a quarter of one.
func (l *learner) learnFrequencies() {
	twins := make([]float64, len(l.people))
	for _, x := range l.near {
		twins[x.a] += float64(x.p)
		twins[x.b] += float64(x.p)
	}
	l.freq = count(l.people, func(i int) float64 { return 1 / (1 + twins[i]) })
	for i, x := range l.near {
		if x.p < forgettable {
			continue
		}
		l.near[i].rarity = l.pair(int(x.a), int(x.b)).rarity
	}
}
