package match

// longestCompared bounds what is compared letter by letter: further letters decide nothing.
const longestCompared = 48

// distance counts typing errors between two words: a letter wrong, left out, put in, or two neighbours swapped (optimal string
// alignment). Over limit it may answer any greater number.
func distance(a, b string, limit int) int {
	if a == b {
		return 0
	}
	x, y := []rune(a), []rune(b)
	x, y = x[:min(len(x), longestCompared)], y[:min(len(y), longestCompared)]
	if d := len(x) - len(y); d > limit || -d > limit {
		return limit + 1
	}
	var rows [3][longestCompared + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(y) + 1 {
		last[j] = j
	}
	for i, r := range x {
		row[0] = i + 1
		least := row[0]
		for j, s := range y {
			cost := 1
			if r == s {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && r == y[j-1] && x[i-1] == s {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
