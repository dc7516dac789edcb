package accounts

import (
	"slices"
	"strings"

	"github.com/samedoor/samedoor/accounts/match"
)

// How well a typed word fits a word of a name.
const (
	fitForm    = 0.95 // another form of the given name: Peggy for Margaret
	fitSound   = 0.88
	fitTyped   = 0.85 // one slip of a key
	fitBegin   = 0.75 // the beginning of the word
	fitInitial = 0.6
	fitAlike   = 0.6
	alikeFrom  = 0.9 // Jaro–Winkler from which two words are alike
)

// scoreWords scores the words of the line against the name that fits best; a word that fits no name may be of the address.
func (a ask) scoreWords(p *person, t *tally) {
	if len(a.words) == 0 {
		return
	}
	var best []float64
	at := 0
	for i, full := range p.names {
		fits := fitWords(a.words, match.ReadName(full).All)
		if best == nil || sum(fits) > sum(best) {
			best, at = fits, i
		}
	}
	because := "accounts.fits.name"
	if slices.ContainsFunc(best, func(f float64) bool { return f > 0 && f < 1 }) {
		because = "accounts.fits.name_like"
	}
	if at > 0 {
		because = "accounts.fits.previous_name"
	}
	for i, w := range a.words {
		fit := 0.0
		if i < len(best) {
			fit = best[i]
		}
		if fit == 0 && p.fitStreet(w) == 1 {
			t.add(bitsStreet, 1, "accounts.fits.address")
			continue
		}
		t.add(bitsWord, fit, because)
	}
}

func sum(all []float64) (total float64) {
	for _, f := range all {
		total += f
	}
	return total
}

// fitWords gives how well each typed word fits, a word of the name being used once. Neighbours may be one word of the name.
func fitWords(typed, name []string) []float64 {
	fits := make([]float64, len(typed))
	used := make([]bool, len(name))
	for i := 0; i+1 < len(typed); i++ {
		if j := slices.Index(name, typed[i]+typed[i+1]); j >= 0 && !slices.Contains(name, typed[i]) {
			fits[i], fits[i+1], used[j] = 1, 1, true
		}
	}
	for range typed { // the best pair first, then the best of what is left
		bi, bj, best := -1, -1, 0.0
		for i, t := range typed {
			for j, n := range name {
				if fits[i] > 0 || used[j] {
					continue
				}
				if f := fitWord(t, n); f > best {
					bi, bj, best = i, j, f
				}
			}
		}
		if best == 0 {
			break
		}
		fits[bi], used[bj] = best, true
	}
	return fits
}

// fitWord compares a typed word, which may be a double one, with a word of a name.
func fitWord(typed, name string) float64 {
	if !strings.Contains(typed, "-") {
		return fitPlain(typed, name)
	}
	best := 0.0
	for _, part := range match.Parts(typed) {
		best = max(best, fitPlain(part, name))
	}
	return best
}

func fitPlain(typed, name string) float64 {
	switch {
	case typed == name:
		return 1
	case len([]rune(typed)) == 1 || len([]rune(name)) == 1:
		if match.Initially(typed) == match.Initially(name) {
			return fitInitial
		}
		return 0
	case match.SameGiven(typed, name):
		return fitForm
	}
	like := match.Similar(typed, name)
	switch {
	case len(typed) > 3 && len(name) > 3 && match.OneSlip(typed, name):
		return max(fitTyped, like*fitForm)
	case like > 0.7 && match.Sound(typed) == match.Sound(name):
		return fitSound
	case len(typed) > 2 && strings.HasPrefix(name, typed):
		return fitBegin
	case like >= alikeFrom:
		return fitAlike
	}
	return 0
}
