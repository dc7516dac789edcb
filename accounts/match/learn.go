package match

// How much is looked at, and how often, to learn the weights.
const (
	randomPairs = 1_200_000
	rounds      = 3
	emRounds    = 25
	forgettable = 1e-4 // under this probability a pair's values need not be weighed again
)

// learner learns a model from records without anybody saying who is who.
type learner struct {
	file
	model   *Model
	freq    *Frequencies
	near    []pair // candidates
	strange []pair // taken at random
	tell    func(string)
}

// learn learns from the population itself: u from pairs taken at random, m by EM under each blocking rule, how many matches there
// are from how likely the candidates are. Then again, with u counted over who is not one person and values counted by people rather
// than records, until it settles.
func (l *learner) learn() {
	l.model = Shipped(len(l.people))
	l.model.People = len(l.people)
	l.freq = count(l.people, one)
	l.block()
	l.say("%d groups of records share a key", len(l.blocks))
	l.strange = l.random(randomPairs)
	l.learnU()
	var compared int
	l.near, compared = l.compare()
	l.learnU()
	l.say("%d pairs compared, %d more taken at random", compared, len(l.strange))
	for round := range rounds {
		l.learnM()
		l.learnPrior()
		l.learnFrequencies()
		l.judge()
		l.learnU()
		l.learnPrior()
		l.say("weights learnt, round %d of %d: about %.0f pairs are one person", round+1, rounds, l.model.Prior*l.pairs())
	}
}

// judge gives every pair its probability.
func (l *learner) judge() {
	for _, all := range [][]pair{l.near, l.strange} {
		each(all, func(x *pair) { x.p = float32(l.model.likely(x)) })
	}
}

func (m *Model) likely(x *pair) float64 {
	one, other, kin := m.weigh(&x.levels, float64(x.rarity))
	return m.probability(one - m.both(other, kin))
}
