package match

import "math"

// Band is what is done about two records that may be of one person.
type Band string

// The bands.
const (
	Link  Band = "link" // surely one person: may be taken for one with nobody asked
	Ask   Band = "ask"  // a person has to look
	Apart Band = "new"  // two people, as far as anybody can tell
)

// Bits over the prior from which a pair is in a band: one in 2^linkFrom links is wrong, if the weights are right.
const (
	linkFrom = 12.0
	askFrom  = 4.0
)

// Band says what is to be done. Nothing links by itself where a date of birth or an identifier is not the same or a middle name is
// another, nor unless name and date of birth are whole and something more agrees that twins and namesakes do not share: an identifier
// with one name, or, with both names, an address or a way to reach them.
func (m *Model) Band(s Score, ls *Levels) Band {
	over := m.Over(s)
	switch {
	case over >= linkFrom && !ls.conflict() && ls.independent():
		return Link
	case over >= askFrom, ls.identified():
		return Ask
	}
	return Apart
}

// Over is the evidence with what was likely beforehand, in bits: at 0 one person is as likely as two.
func (m *Model) Over(s Score) float64 { return s.Bits + math.Log2(m.Prior/(1-m.Prior)) }

// conflict says that something contradicts which does not change in a life.
func (ls *Levels) conflict() bool {
	for _, f := range []Field{Born, NINO, NHS, Number} {
		if ls[f] > Same {
			return true
		}
	}
	return ls[Middle] == Differs || ls[Gender] == Differs
}

// identified says that an identifier is the same.
func (ls *Levels) identified() bool { return ls[NINO] == Same || ls[NHS] == Same || ls[Number] == Same }

func (ls *Levels) independent() bool {
	given, surname := ls[Given] == Same || ls[Given] == Form, ls[Surname] == Same
	if ls[Born] != Same {
		return false
	}
	if ls.identified() {
		return given || surname
	}
	return given && surname && (ls[Postcode] == Same || ls[Phone] == Same || ls[Email] == Same)
}

// Key is the lang key of what a person reads for it.
func (b Band) Key() string { return "match.band." + string(b) }
