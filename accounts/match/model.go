package match

import "math"

// states are how the field that a field leans on may stand: unknown, agreeing, not agreeing.
const states = 3

// table gives for each field, by the state of what it leans on, how often each level comes up. Unknown has no number.
type table [fields][states][levels]float64

// Model is what the weights are: how often levels come up for one person and for two, and how likely one person is beforehand.
type Model struct {
	Version int
	People  int     // how many records it was learnt from; 0: as shipped
	Prior   float64 // that two records taken at random are of one person
	Kin     float64 // that they are of two people of one family or household
	M, U    table   // of one person, of two strangers
}

// Term is the evidence of one field.
type Term struct {
	Field Field
	Level Level
	Bits  float64 // for one person; below nothing, against
}

// Key is the lang key of what a person reads for it.
func (t Term) Key() string { return "match." + t.Field.String() + "." + t.Level.String() }

// Score says how surely two records are of one person.
type Score struct {
	Bits        float64 // of evidence: the sum of all terms, less what Kin takes
	Kin         float64 // bits that a family would explain as well: 0 or below
	Probability float64 // with the prior of the population
	Terms       []Term
}

// Score weighs a comparison. freq says how common values are in the population.
func (m *Model) Score(c *Comparison, freq *Frequencies) Score {
	var s Score
	for f := range fields {
		if l := c.Levels[f]; l != Unknown {
			s.Terms = append(s.Terms, Term{f, l, m.bits(f, c, freq)})
		}
	}
	one, other, kin := m.weigh(&c.Levels, freq.rarity(c, m))
	s.Bits = one - m.both(other, kin)
	s.Kin = min(0, s.Bits-(one-other))
	s.Probability = m.probability(s.Bits)
	return s
}

// bits is the evidence of one field alone.
func (m *Model) bits(f Field, c *Comparison, freq *Frequencies) float64 {
	st := c.Levels.state(f)
	u := m.U[f][st][c.Levels[f]]
	if c.Levels[f] == Same && st != agreeing {
		u = freq.Of(f, c.Values[f], u)
	}
	return math.Log2(m.M[f][st][c.Levels[f]] / u)
}

// weigh gives the logarithms of how likely these levels are for one person, for two strangers, and for two of one family. rarity is what
// the values agreed on are rarer than usual, in bits.
func (m *Model) weigh(ls *Levels, rarity float64) (one, other, kin float64) {
	pm, pu, pk := 1.0, 1.0, 1.0 // thirty factors of a millionth still are a number
	for f, l := range ls {
		if l == Unknown {
			continue
		}
		st := ls.state(Field(f))
		pm *= m.M[f][st][l]
		pu *= m.U[f][st][l]
		pk *= kinTable[f][l]
	}
	if ls[Born] == Same && (ls[Given] == Same || ls[Given] == Form) {
		pk *= oneNameOneDay
	}
	return math.Log2(pm), math.Log2(pu) - rarity, math.Log2(pk)
}

// oneNameOneDay is how much rarer than by chance two of a family have one given name and one date of birth: twins do not share the
// name, nor father and son the day.
const oneNameOneDay = 0.01

// both is how likely the levels are for two people, strangers or not.
func (m *Model) both(other, kin float64) float64 {
	hi := max(other, kin)
	return hi + math.Log2((1-m.Kin)*math.Exp2(other-hi)+m.Kin*math.Exp2(kin-hi))
}

func (m *Model) probability(bits float64) float64 {
	odds := math.Exp2(min(bits, 200)) * m.Prior / (1 - m.Prior)
	return odds / (1 + odds)
}
