package match

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// Bounds of how many pairs of a file are compared. Keys that many share say little; those who share them and are one person
// share a rarer key too.
const (
	mostPairs  = 9_000_000 // pairs over all keys, the same pair counted under each
	widestEver = 4000      // people under one key
	fewPairs   = 2_500_000 // a file with no more is compared whole
)

// file is a set of records to be matched with each other, or with those of the other side.
type file struct {
	people []*Person
	side   []uint8 // nil: within one file
	blocks [][]int32
	of     [][]int32 // the blocks of each person
}

// pairs is how many pairs of records there are in all.
func (f *file) pairs() float64 {
	n := float64(len(f.people))
	if f.side == nil {
		return n * (n - 1) / 2
	}
	left := 0.0
	for _, s := range f.side {
		left += float64(1 - s)
	}
	return left * (n - left)
}

// mayPair says whether two records are to be compared at all.
func (f *file) mayPair(i, j int) bool { return f.side == nil || f.side[i] != f.side[j] }

type keyed struct {
	key uint64
	who int32
}

// block groups people by their keys, and leaves out groups so wide that all pairs would be too many.
func (f *file) block() {
	if f.pairs() <= fewPairs {
		f.blockWhole()
		return
	}
	all := f.keys()
	var groups [][]int32
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].key == all[i].key {
			j++
		}
		if j-i > 1 && j-i <= widestEver {
			group := make([]int32, 0, j-i)
			for _, k := range all[i:j] {
				group = append(group, k.who)
			}
			groups = append(groups, group)
		}
		i = j
	}
	slices.SortStableFunc(groups, func(a, b []int32) int { return len(a) - len(b) })
	f.of = make([][]int32, len(f.people))
	pairs := 0
	for n, g := range groups {
		if pairs += len(g) * (len(g) - 1) / 2; pairs > mostPairs {
			break
		}
		f.blocks = append(f.blocks, g)
		for _, who := range g {
			f.of[who] = append(f.of[who], int32(n))
		}
	}
}

// blockWhole puts everybody in one group.
func (f *file) blockWhole() {
	f.of = make([][]int32, len(f.people))
	everybody := make([]int32, len(f.people))
	for i := range everybody {
		everybody[i], f.of[i] = int32(i), []int32{0}
	}
	f.blocks = [][]int32{everybody}
}

// keys are all keys of all people, in order, each once a person.
func (f *file) keys() []keyed {
	parts := make([][]keyed, runtime.GOMAXPROCS(0))
	f.parallel(func(worker, i int) {
		f.people[i].Keys(func(kind Kind, values ...string) {
			parts[worker] = append(parts[worker], keyed{plainKey(kind, values), int32(i)})
		})
	})
	all := slices.Concat(parts...)
	slices.SortFunc(all, func(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.who, b.who)) })
	return slices.Compact(all)
}

// plainKey is a key for use within one run (FNV-1a); the register's are made with a secret.
func plainKey(kind Kind, values []string) uint64 {
	h := uint64(14695981039346656037)
	mix := func(s string) {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h *= 1099511628211
	}
	mix(string(kind))
	for _, v := range values {
		mix(v)
	}
	return h
}

// candidates calls each, from several goroutines, for every pair that shares a key, once, the lower first.
func (f *file) candidates(each func(worker, i, j int)) {
	seen := make([][]int32, runtime.GOMAXPROCS(0))
	f.parallel(func(worker, i int) {
		if seen[worker] == nil {
			seen[worker] = make([]int32, len(f.people))
		}
		for _, b := range f.of[i] {
			group := f.blocks[b]
			at, _ := slices.BinarySearch(group, int32(i+1))
			for _, j := range group[at:] {
				if seen[worker][j] != int32(i+1) {
					seen[worker][j] = int32(i + 1)
					if f.mayPair(i, int(j)) {
						each(worker, i, int(j))
					}
				}
			}
		}
	})
}

// parallel does all people, each once, on every processor.
func (f *file) parallel(do func(worker, i int)) {
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(f.people); i += workers {
				do(w, i)
			}
		})
	}
	wg.Wait()
}
