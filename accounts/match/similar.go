package match

// similar is the Jaro–Winkler similarity of two words, 0..1: near 1 for one slip of a key, and kinder to slips after the fourth
// letter.
func similar(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	j := jaro(x, y)
	prefix := 0
	for prefix < min(len(x), len(y), 4) && x[prefix] == y[prefix] {
		prefix++
	}
	return j + float64(prefix)*0.1*(1-j)
}

func jaro(x, y []rune) float64 {
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	reach := max(max(len(x), len(y))/2-1, 0)
	inX, inY := make([]bool, len(x)), make([]bool, len(y))
	matches := 0
	for i, r := range x {
		for j := max(0, i-reach); j < min(len(y), i+reach+1); j++ {
			if !inY[j] && y[j] == r {
				inX[i], inY[j] = true, true
				matches++
				break
			}
		}
	}
	if matches == 0 {
		return 0
	}
	m := float64(matches)
	return (m/float64(len(x)) + m/float64(len(y)) + (m-float64(outOfOrder(x, y, inX, inY)))/m) / 3
}

// outOfOrder is half the number of matching letters that stand in another order.
func outOfOrder(x, y []rune, inX, inY []bool) int {
	n, j := 0, 0
	for i, r := range x {
		if !inX[i] {
			continue
		}
		for !inY[j] {
			j++
		}
		if r != y[j] {
			n++
		}
		j++
	}
	return n / 2
}

// oneSlip says whether a becomes b by one letter wrong, left out, put in, or by two neighbours swapped.
func oneSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return string(x[i:]) == string(y[i+1:])
	}
	if i == len(x) {
		return true
	}
	swapped := i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && string(x[i+2:]) == string(y[i+2:])
	return swapped || string(x[i+1:]) == string(y[i+1:])
}
