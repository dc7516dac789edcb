package match

import (
	"slices"
	"strings"
)

// From which Jaro–Winkler similarity two names are alike, and from which where they also sound the same.
const (
	alikeFrom    = 0.9
	soundingFrom = 0.66
)

// names compares the two names, one of each, that fit best.
func (c *Comparison) names(a, b *Person) {
	best := -1
	for i := range a.names {
		for j := range b.names {
			one := compareNames(&a.names[i], &b.names[j])
			if fit := one.nameFit(); fit > best {
				best = fit
				for f := Given; f <= Middle; f++ {
					c.Levels[f], c.Values[f] = one.Levels[f], one.Values[f]
				}
			}
		}
	}
}

func (c *Comparison) nameFit() (fit int) {
	for f := Given; f <= Middle; f++ {
		if l := c.Levels[f]; l != Unknown {
			fit += int(levels - l)
		}
	}
	return fit
}

func compareNames(a, b *FullName) (c Comparison) {
	given, surname := compareGiven(a, b), compareSurnames(a.Surname, b.Surname)
	if !good(given) && !good(surname) {
		if l := crossed(a, b); l != Unknown {
			c.set(Surname, l, "")
			return c
		}
	}
	if given != Unknown {
		c.set(Given, given, a.Given[0])
	}
	if surname != Unknown {
		c.set(Surname, surname, a.Surname[0])
	}
	if given != Second {
		c.set(Middle, compareMiddle(a.Middle, b.Middle), a.middleText)
	}
	return c
}

// good says that a part of a name needs no other explanation.
func good(l Level) bool { return l >= Same && l <= Like }

// crossed says whether the given name of one is the surname of the other: both ways, or one way where there is no other part.
func crossed(a, b *FullName) Level {
	there, back := crossing(a.Given, b.Surname), crossing(a.Surname, b.Given)
	switch {
	case there == Differs || back == Differs || there == Unknown && back == Unknown:
		return Unknown
	case there == Unknown || back == Unknown:
		return Crossed
	}
	return Swapped
}

// crossing is Same, Unknown where there is nothing to compare, or Differs.
func crossing(given, surname []string) Level {
	if len(given) == 0 || len(surname) == 0 {
		return Unknown
	}
	if compareWords(given[0], surname[0]) <= Slip {
		return Same
	}
	return Differs
}

// compareWords compares two names of one kind letter by letter, and by ear.
func compareWords(a, b string) Level {
	switch {
	case a == b:
		return Same
	case len(a) == 1 || len(b) == 1:
		if Initially(a) == Initially(b) {
			return Initial
		}
		return Differs
	}
	d := distance(a, b, 2)
	if d == 1 && min(len(a), len(b)) > 2 {
		return Slip
	}
	like := Similar(a, b)
	if d == 2 && min(len(a), len(b)) > 5 && (a[0] == b[0] || like > 0.86) || like >= alikeFrom || like > soundingFrom && Sound(a) == Sound(b) {
		return Like
	}
	return Differs
}

func compareGiven(a, b *FullName) Level {
	if len(a.Given) == 0 || len(b.Given) == 0 {
		return Unknown
	}
	x, y := a.Given[0], b.Given[0]
	l := compareWords(x, y)
	switch {
	case l == Same:
		return Same
	case share(a.forms, b.forms):
		return Form
	case l != Differs:
		return l
	case slices.Contains(a.Given, y), slices.Contains(b.Given, x):
		return Second
	case len(x) > 2 && strings.HasPrefix(y, x), len(y) > 2 && strings.HasPrefix(x, y):
		return Like
	case len(a.Given) > 1 && slices.ContainsFunc(a.Given[1:], func(m string) bool { return SameGiven(m, y) }),
		len(b.Given) > 1 && slices.ContainsFunc(b.Given[1:], func(m string) bool { return SameGiven(m, x) }):
		return Second
	}
	return Differs
}

func share(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

func compareSurnames(a, b []string) Level {
	if len(a) == 0 || len(b) == 0 {
		return Unknown
	}
	best := compareWords(a[0], b[0])
	if best == Same || best == Slip {
		return best
	}
	for _, x := range a {
		for _, y := range b {
			if l := compareWords(x, y); l <= Slip {
				return min(best, Part)
			}
		}
	}
	return best
}

// compareMiddle compares the middle names of two people who both have some.
func compareMiddle(a, b []string) Level {
	if len(a) == 0 || len(b) == 0 {
		return Unknown
	}
	best := Differs
	for _, x := range a {
		for _, y := range b {
			l := compareWords(x, y)
			if l == Differs && SameGiven(x, y) {
				l = Form
			}
			best = min(best, l)
		}
	}
	return best
}

// Initially is the first letter of a word.
func Initially(word string) string { return string([]rune(word + " ")[:1]) }
