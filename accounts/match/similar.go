package match

import "unicode/utf8"

// Similar is the Jaro–Winkler similarity of two words, 0..1: near 1 for one slip of a key, and kinder to slips after the fourth
// letter.
func Similar(a, b string) float64 {
	if a == b && a != "" {
		return 1
	}
	var x, y [longestCompared]rune
	return jaroWinkler(letters(a, &x), letters(b, &y))
}

// letters are the first runes of s, in room that needs no memory of its own.
func letters(s string, room *[longestCompared]rune) []rune {
	n := 0
	for i := 0; i < len(s) && n < longestCompared; n++ {
		if s[i] < utf8.RuneSelf {
			room[n] = rune(s[i])
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		room[n] = r
		i += size
	}
	return room[:n]
}

func jaroWinkler(x, y []rune) float64 {
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
	var inX, inY [longestCompared]bool
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
	return (m/float64(len(x)) + m/float64(len(y)) + (m-float64(outOfOrder(x, y, &inX, &inY)))/m) / 3
}

// outOfOrder is half the number of matching letters that stand in another order.
func outOfOrder(x, y []rune, inX, inY *[longestCompared]bool) int {
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

// OneSlip says whether a becomes b by one letter wrong, left out, put in, or by two neighbours swapped.
func OneSlip(a, b string) bool { return distance(a, b, 1) <= 1 }
