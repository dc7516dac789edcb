package match

import "strings"

// Comparison is two people field by field: how well each agrees and, where it is the same, on which value.
type Comparison struct {
	Levels Levels
	Values [fields]string
}

func (c *Comparison) set(f Field, l Level, value string) {
	c.Levels[f] = l
	if l == Same {
		c.Values[f] = value
	}
}

// Compare compares two people. Where one has several values (a former name, a former address) the best counts.
func Compare(a, b *Person) (c Comparison) {
	c.names(a, b)
	c.days(a, b)
	c.places(a, b)
	c.best(Phone, a.phones, b.phones, comparePhones)
	c.best(Email, a.emails, b.emails, compareEmails)
	c.one(NINO, a.nino, b.nino, compareNumbers)
	c.one(NHS, a.nhs, b.nhs, compareNumbers)
	c.best(Number, a.numbers, b.numbers, compareNumbers)
	c.one(Gender, a.gender, b.gender, func(a, b string) Level { return Differs })
	c.one(Birthplace, a.birthplace, b.birthplace, compareText)
	c.one(Occupation, a.occupation, b.occupation, compareText)
	return c
}

// one compares a field of one value; how is asked where the values are not equal.
func (c *Comparison) one(f Field, a, b string, how func(a, b string) Level) {
	switch {
	case a == "" || b == "":
	case a == b:
		c.set(f, Same, a)
	default:
		c.set(f, how(a, b), "")
	}
}

func (c *Comparison) best(f Field, a, b []string, how func(a, b string) Level) {
	if len(a) == 0 || len(b) == 0 {
		return
	}
	best := Differs
	for _, x := range a {
		for _, y := range b {
			if x == y {
				c.set(f, Same, x)
				return
			}
			best = min(best, how(x, y))
		}
	}
	c.set(f, best, "")
}

func (c *Comparison) days(a, b *Person) {
	best, value := Unknown, ""
	for _, x := range a.days {
		for _, y := range b.days {
			if l := compareDays(x, y); l != Unknown && (best == Unknown || l < best) {
				best, value = l, string(x)
			}
		}
	}
	c.set(Born, best, value)
}

func comparePhones(a, b string) Level {
	if d := distance(a, b, 1); d <= 1 {
		return Slip
	}
	return Differs
}

// compareEmails knows that people move from one provider to another and keep their own half.
func compareEmails(a, b string) Level {
	switch d := distance(a, b, 3); {
	case d == 1:
		return Slip
	case d == 2 || d == 3 && len(a) > 12:
		return Like
	}
	x, domainA, _ := strings.Cut(a, "@")
	y, domainB, _ := strings.Cut(b, "@")
	switch {
	case x == y && len(x) > 4:
		return Part
	case distance(x, y, 2) <= 1 && distance(domainA, domainB, 4) <= 3, Similar(a, b) > 0.93:
		return Like
	}
	return Differs
}

func compareNumbers(a, b string) Level {
	switch distance(a, b, 2) {
	case 1:
		return Slip
	case 2:
		return Like
	}
	return Differs
}

// compareText compares a few words: of a town, a street, an occupation.
func compareText(a, b string) Level {
	words := strings.Contains(a, " ") || strings.Contains(b, " ")
	switch d := distance(a, b, 2); {
	case d == 1 && len(a) > 3:
		return Slip
	case words && strings.ReplaceAll(a, " ", "") == strings.ReplaceAll(b, " ", ""):
		return Slip
	case d == 2 && len(a) > 5, Similar(a, b) >= 0.88:
		return Like
	case words && sharesWord(a, b):
		return Part
	}
	return Differs
}

// sharesWord says whether a word of four letters or more stands in both.
func sharesWord(a, b string) bool {
	for w := range strings.FieldsSeq(a) {
		if len(w) < 4 {
			continue
		}
		for v := range strings.FieldsSeq(b) {
			if v == w {
				return true
			}
		}
	}
	return false
}
