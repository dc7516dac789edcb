package match

import (
	"cmp"
	"math/rand/v2"
	"runtime"
	"slices"
)

// pair is two records and how they compare, small enough to keep millions.
type pair struct {
	a, b   int32
	levels Levels
	rarity float32
	p      float32 // of one person
}

// compare compares every pair of candidates, in order, keeping those that keep answers for.
func (l *learner) compare(keep func(*pair) bool) []pair {
	parts := make([][]pair, runtime.GOMAXPROCS(0))
	l.candidates(func(worker, i, j int) {
		x := l.pair(i, j)
		if keep(&x) {
			parts[worker] = append(parts[worker], x)
		}
	})
	all := slices.Concat(parts...)
	slices.SortFunc(all, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return all
}

func (l *learner) pair(i, j int) pair {
	c := Compare(l.people[i], l.people[j])
	return pair{a: int32(i), b: int32(j), levels: c.Levels, rarity: float32(l.freq.rarity(&c, l.model))}
}

// random is up to n pairs taken at random, or every pair there is, where there are not more.
func (l *learner) random(n int) []pair {
	var out []pair
	people := len(l.people)
	if l.pairs() <= float64(n) {
		for i := range people {
			for j := i + 1; j < people; j++ {
				if l.mayPair(i, j) {
					out = append(out, l.pair(i, j))
				}
			}
		}
		return out
	}
	r := rand.New(rand.NewPCG(1, 2)) // the same each time, so that the same file gives the same answer
	for len(out) < n {
		if i, j := r.IntN(people), r.IntN(people); i != j && l.mayPair(i, j) {
			out = append(out, l.pair(min(i, j), max(i, j)))
		}
	}
	return out
}
