package match

import (
	"cmp"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// pair is two records and how they compare, small enough to keep millions.
type pair struct {
	a, b   int32
	levels Levels
	rarity float32
	weight float32 // how many pairs it stands for
	p      float32 // of one person
}

// Of pairs that are plainly of two people only some are kept, to count for all: what is learnt of strangers needs no more.
const (
	plainly = -3.0 // bits
	oneOf   = 16
)

// compare compares every pair of candidates, in order, and keeps them, or a sample where they are plainly of two people.
func (l *learner) compare() (all []pair, compared int) {
	workers := runtime.GOMAXPROCS(0)
	parts, counts := make([][]pair, workers), make([]int, workers)
	l.candidates(func(worker, i, j int) {
		counts[worker]++
		x := l.pair(i, j)
		if one, other, _ := l.model.weigh(&x.levels, float64(x.rarity)); one-other < plainly {
			if (i*31+j)%oneOf != 0 {
				return
			}
			x.weight = oneOf
		}
		parts[worker] = append(parts[worker], x)
	})
	all = slices.Concat(parts...)
	slices.SortFunc(all, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	for _, n := range counts {
		compared += n
	}
	return all, compared
}

// likely compares every pair of candidates with what was learnt: what the shipped weights held for strangers may be one person.
func (l *learner) likely() []pair {
	l.near = nil // what was learnt from may go
	parts := make([][]pair, runtime.GOMAXPROCS(0))
	l.candidates(func(worker, i, j int) {
		x := l.pair(i, j)
		if x.p = float32(l.model.likely(&x)); x.p >= told {
			parts[worker] = append(parts[worker], x)
		}
	})
	all := slices.Concat(parts...)
	slices.SortFunc(all, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return all
}

func (l *learner) pair(i, j int) pair {
	c := Compare(l.people[i], l.people[j])
	return pair{weight: 1, a: int32(i), b: int32(j), levels: c.Levels, rarity: float32(l.freq.rarity(&c, l.model))}
}

// random is up to n pairs taken at random, or every pair there is, where there are not more.
func (l *learner) random(n int) []pair {
	out := l.drawn(n)
	each(out, func(x *pair) { *x = l.pair(int(x.a), int(x.b)) })
	return out
}

func (l *learner) drawn(n int) (out []pair) {
	people := len(l.people)
	if l.pairs() <= float64(n) {
		for i := range people {
			for j := i + 1; j < people; j++ {
				if l.mayPair(i, j) {
					out = append(out, pair{a: int32(i), b: int32(j)})
				}
			}
		}
		return out
	}
	r := rand.New(rand.NewPCG(1, 2)) // the same each time, so that the same file gives the same answer
	for len(out) < n {
		if i, j := r.IntN(people), r.IntN(people); i != j && l.mayPair(i, j) {
			out = append(out, pair{a: int32(min(i, j)), b: int32(max(i, j))})
		}
	}
	return out
}

// each does all pairs, on every processor.
func each(all []pair, do func(x *pair)) {
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		part := all[len(all)*w/workers : len(all)*(w+1)/workers]
		wg.Go(func() {
			for i := range part {
				do(&part[i])
			}
		})
	}
	wg.Wait()
}
