package match

import (
	"cmp"
	"fmt"
	"slices"
)

// told is the probability from which a pair is told.
const told = 0.01

// Pair is two records that may be of one person, by their places.
type Pair struct {
	A, B        int
	Probability float64
}

// Result is what was found, likeliest first, with what was learnt to find it. The same records give the same result.
type Result struct {
	Pairs []Pair
	Model *Model
	Freq  *Frequencies
}

// Within finds which records of a file are of one person. tell is told what goes on; it may be nil.
func Within(people []*Person, tell func(string)) Result {
	l := &learner{file: file{people: people}, tell: tell}
	return l.find(0)
}

// Between finds which records of one file are of a person in the other. B of a pair is the place in the other.
func Between(left, right []*Person, tell func(string)) Result {
	side := make([]uint8, len(left)+len(right))
	for i := range right {
		side[len(left)+i] = 1
	}
	l := &learner{file: file{people: slices.Concat(left, right), side: side}, tell: tell}
	return l.find(len(left))
}

// find learns and gives the pairs; from is the place of the first record of the other side.
func (l *learner) find(from int) Result {
	if len(l.people) < 2 || l.pairs() == 0 {
		return Result{Model: Shipped(len(l.people)), Freq: count(l.people, one)}
	}
	l.learn()
	l.say("comparing once more, with what was learnt")
	l.near = l.likely()
	l.bridge()
	var out []Pair
	for _, x := range l.near {
		if x.p >= told {
			out = append(out, Pair{int(x.a), int(x.b) - from, float64(x.p)})
		}
	}
	slices.SortFunc(out, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(y.Probability, x.Probability), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return Result{out, l.model, l.freq}
}

func (l *learner) say(format string, args ...any) {
	if l.tell != nil {
		l.tell(fmt.Sprintf(format, args...))
	}
}

func one(int) float64 { return 1 }
