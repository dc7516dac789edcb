package match

// longestCompared bounds what is compared letter by letter: further letters decide nothing.
const longestCompared = 48

// distance counts typing errors between two words: a letter wrong, left out, put in, or two neighbours swapped (optimal string
// alignment). Over limit it may answer any greater number.
func distance(a, b string, limit int) int {
	if a == b {
		return 0
	}
	if len(a)-len(b) > 4*limit || len(b)-len(a) > 4*limit { // a letter has four bytes at most
		return limit + 1
	}
	var x, y [longestCompared]rune
	return alignment(letters(a, &x), letters(b, &y), limit)
}

func alignment(x, y []rune, limit int) int {
	if d := len(x) - len(y); d > limit || -d > limit {
		return limit + 1
	}
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if len(x) == 0 || len(y) == 0 {
		return len(x) + len(y)
	}
	var rows [3][longestCompared + 1]int8
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(y) + 1 {
		last[j] = int8(j)
	}
	for i, r := range x {
		row[0] = int8(i + 1)
		least := row[0]
		for j, s := range y {
			cost := int8(1)
			if r == s {
				cost = 0
			}
			best := min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && r == y[j-1] && x[i-1] == s {
				best = min(best, before[j-1]+1)
			}
			row[j+1] = best
			least = min(least, best)
		}
		if int(least) > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return int(last[len(y)])
}
