package accounts

import (
	"fmt"
	"strings"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/services"
)

// Bounds of how many readings of the names in a line are looked up.
const (
	pairedWords = 4 // words that are tried as given name and as surname
	swapped     = 2 // bits less for a day and month the other way round
)

// QueryKeys are the keys a typed line asks for, strongest first. The last of them are weak: a word of the name alone, the last
// four digits alone; rank what they find by how many keys it has.
func (r *Register) QueryKeys(query string, today services.Day) []int64 {
	k := r.keyring()
	k.line(readLine(query, today))
	return k.keys()
}

// line makes the keys a typed line asks for: every way to read its words as names, and its days also with day and month swapped.
func (k *keyring) line(a ask) {
	for _, n := range a.ninos {
		k.add(0, match.KeyNINO, n[:8])
	}
	for _, n := range a.nhs {
		k.add(0, match.KeyNHS, n.text)
	}
	for _, e := range a.emails {
		k.add(0, match.KeyEmail, e)
	}
	for _, p := range a.phones {
		k.add(0, match.KeyPhone, p)
	}
	for _, p := range a.postcodes {
		k.add(0, match.KeyPlace, p)
	}
	for _, e := range a.ends {
		k.add(0, match.KeyEnd, match.LastFour(e.text))
	}
	words := nameReadings(a.words)
	for _, d := range a.days {
		k.day(0, d.day, a, words)
		if s, ok := swapDayMonth(d.day); ok {
			k.day(swapped, s, a, words)
		}
	}
	for _, w := range words {
		k.word(w, a)
	}
	k.pairs(words, a)
}

func (k *keyring) day(less int, d services.Day, a ask, words []string) {
	k.add(less, match.KeyDay, iso(d))
	for _, p := range a.postcodes {
		k.add(less, match.KeyDayPlace, iso(d), p)
	}
	for _, w := range words {
		k.add(less, match.KeyDaySurname, iso(d), match.Sound(w))
		for _, s := range match.Sounds(w) {
			k.add(less, match.KeyDayGiven, iso(d), s)
		}
	}
	for given, surname := range orders(words) {
		for _, g := range match.Sounds(given) {
			k.add(less, match.KeyNameYear, g, match.Sound(surname), fmt.Sprint(d.Y))
			k.add(less, match.KeyNameDay, g, match.Sound(surname), dayMonth(d))
		}
	}
}

func (k *keyring) word(w string, a ask) {
	for _, p := range a.postcodes {
		k.add(0, match.KeyPlaceSur, p, match.Sound(w))
	}
	for _, s := range match.Sounds(w) {
		k.add(0, match.KeyWord, s)
		for _, p := range a.postcodes {
			k.add(0, match.KeyPlaceGiven, p, s)
		}
		for _, e := range a.ends {
			k.add(0, match.KeyEndWord, match.LastFour(e.text), s)
		}
	}
}

func (k *keyring) pairs(words []string, a ask) {
	for given, surname := range orders(words) {
		s := match.Sound(surname)
		k.add(0, match.KeyInitial, match.Initially(given), s)
		for _, g := range match.Sounds(given) {
			k.add(0, match.KeyName, g, s)
			k.add(0, match.KeyEdgeFront, g, match.Front(surname))
			k.add(0, match.KeyEdgeBack, g, match.Back(surname))
			for _, y := range a.years {
				k.add(0, match.KeyNameYear, g, s, y.text)
			}
		}
	}
}

// nameReadings are the words that may be names: as typed, the parts of a double one, and neighbours written as one ("mac donald").
func nameReadings(words []string) []string {
	words = words[:min(len(words), pairedWords)]
	var out []string
	for _, w := range words {
		out = append(out, match.Parts(w)...)
	}
	for i := 0; i+1 < len(words); i++ {
		if len(words[i]) > 1 && len(words[i+1]) > 1 {
			out = append(out, strings.ReplaceAll(words[i]+words[i+1], "-", ""))
		}
	}
	return match.Distinct(out)
}

// orders gives every two words both ways round: agents type the surname first as often as last.
func orders(words []string) func(yield func(given, surname string) bool) {
	return func(yield func(given, surname string) bool) {
		for i, g := range words {
			for j, s := range words {
				if i != j && len(s) > 1 && !yield(g, s) {
					return
				}
			}
		}
	}
}

// weights are the keys within a width, their worth, and how many people are read of each, side by side, for a query. Where there
// are only weak keys they are read as far as strong ones.
func (k *keyring) weights(w width) (keys []int64, bits, most []int32) {
	any := false
	for _, key := range k.keys() { // the strongest come first
		worth := k.have[key]
		if worth < w.key {
			break
		}
		any = any || worth >= strongFrom
		each := int32(perKey)
		if any && worth < strongFrom {
			each = perWeakKey
		}
		keys, bits, most = append(keys, key), append(bits, int32(worth)), append(most, each)
	}
	return keys, bits, most
}
