package match

import (
	"cmp"
	"math"
	"runtime"
	"slices"
)

// Bounds of what is looked at between two records.
const (
	bridgeFrom = 3.0  // bits over the prior from which a pair can be half of a bridge
	surest     = 30.0 // more is not believed of any pair
	mostNear   = 400  // pairs of one record
)

// near is another record, and how sure it is that it is of the same person.
type near struct {
	who  int32
	over float64
}

// bridge makes what is believed of pairs consistent over three records. If A is B and B is C, A is C: of the five ways in which three
// records can be of one, two or three people each is as likely as its pairs say together, and so a pair is surer, or less sure, for a
// third record between. It is what the register does by comparing with everything on record of a person, former names and places too;
// what contradicts between A and C themselves counts as before.
func (l *learner) bridge() {
	if l.side != nil {
		return // there is no pair within one side to go over
	}
	around := l.around()
	parts := make([][]pair, runtime.GOMAXPROCS(0))
	best := make([][]float64, runtime.GOMAXPROCS(0))
	l.parallel(func(worker, a int) {
		if best[worker] == nil {
			best[worker] = make([]float64, len(l.people))
		}
		var reached []int32
		for _, b := range around[a] {
			for _, c := range around[b.who] {
				if int(c.who) <= a {
					continue
				}
				gain := gain(b.over, c.over)
				if best[worker][c.who] == 0 {
					reached = append(reached, c.who)
				}
				best[worker][c.who] = max(best[worker][c.who], gain)
			}
		}
		for _, c := range reached {
			x := l.found(a, int(c))
			over := max(l.over(&x)+best[worker][c], -surest)
			best[worker][c] = 0
			if p := 1 / (1 + math.Exp2(-over)); p > float64(x.p) {
				x.p = float32(p)
				parts[worker] = append(parts[worker], x)
			}
		}
	})
	l.replace(slices.Concat(parts...))
}

// gain is what a third record adds to a pair, in bits, when it is as sure with each of the two as a and b say.
func gain(a, b float64) float64 {
	return math.Log2((math.Exp2(a+b) + 1) / (math.Exp2(a) + math.Exp2(b) + 1))
}

// over is the evidence of a pair with what was likely beforehand.
func (l *learner) over(x *pair) float64 {
	one, other, kin := l.model.weigh(&x.levels, float64(x.rarity))
	return one - l.model.both(other, kin) + math.Log2(l.model.Prior/(1-l.model.Prior))
}

// around are the records near each record, nearest first.
func (l *learner) around() [][]near {
	out := make([][]near, len(l.people))
	for i := range l.near {
		x := &l.near[i]
		if x.p < 0.5 {
			continue
		}
		if over := min(l.over(x), surest); over >= bridgeFrom {
			out[x.a] = append(out[x.a], near{x.b, over})
			out[x.b] = append(out[x.b], near{x.a, over})
		}
	}
	for i := range out {
		slices.SortFunc(out[i], func(a, b near) int { return cmp.Or(cmp.Compare(b.over, a.over), cmp.Compare(a.who, b.who)) })
		out[i] = out[i][:min(len(out[i]), mostNear)]
	}
	return out
}

// found is a pair as compared, now where it was not.
func (l *learner) found(a, b int) pair {
	if i, ok := slices.BinarySearchFunc(l.near, [2]int{a, b}, func(x pair, at [2]int) int {
		return cmp.Or(cmp.Compare(int(x.a), at[0]), cmp.Compare(int(x.b), at[1]))
	}); ok {
		return l.near[i]
	}
	return l.pair(a, b)
}

// replace puts changed pairs in, in place of what they were.
func (l *learner) replace(changed []pair) {
	of := make(map[[2]int32]pair, len(changed))
	for _, x := range changed {
		of[[2]int32{x.a, x.b}] = x
	}
	for i, x := range l.near {
		if y, ok := of[[2]int32{x.a, x.b}]; ok {
			l.near[i] = y
			delete(of, [2]int32{x.a, x.b})
		}
	}
	for _, x := range of {
		l.near = append(l.near, x)
	}
	slices.SortFunc(l.near, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
}
