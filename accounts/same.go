package accounts

import (
	"slices"
	"strings"
)

// The scale of Near: what agrees is added up in bits, and surely bits make a score of 0.9.
const (
	fullScale = 40.0 // bits that would be certainty
	glance    = 0.3  // under this nothing is worth showing
	unsure    = 0.89 // where something is not as it must be for the same person
	unlike    = 0.7  // where the given names differ: brother, sister, twin
	vetoed    = 0.49 // where a number or date contradicts
)

// likeness is how well one part of two people agrees.
type likeness int

const (
	unknown likeness = iota
	differs
	alike
	same
)

// bits of each part by likeness: unknown, differs, alike, same. Postcode, phone and email are shared by families.
var (
	givenBits    = [...]float64{0, -5, 3, 6}
	surnameBits  = [...]float64{0, -4, 4, 8}
	bornBits     = [...]float64{0, -10, 5, 14.5}
	postcodeBits = [...]float64{0, -1, 8, 12}
	phoneBits    = [...]float64{0, 0, 6, 10}
	emailBits    = [...]float64{0, 0, 8, 12}
	ninoBits     = [...]float64{0, -20, 20, 20}
)

// comparison is two people part by part.
type comparison struct {
	given, surname, middle, born, postcode, phone, email, nino, nhs likeness
	dead                                                            bool
}

// same says how surely a person on record is the one described.
func (t traits) same(p *person) Found {
	c := t.compare(p)
	f := Found{Account: p.Account, Score: c.score()}
	for _, part := range []struct {
		is                    likeness
		fits, nearly, differs string
	}{
		{min(c.given, c.surname), "accounts.fits.name", "accounts.fits.name_like", ""},
		{c.given, "", "", "accounts.differs.given_name"},
		{c.surname, "", "", "accounts.differs.surname"},
		{c.middle, "", "", "accounts.differs.middle_name"},
		{c.born, "accounts.fits.date_of_birth", "accounts.fits.date_of_birth_near", "accounts.differs.date_of_birth"},
		{c.postcode, "accounts.fits.postcode", "accounts.fits.previous_address", ""},
		{c.phone, "accounts.fits.phone", "accounts.fits.phone", ""},
		{c.email, "accounts.fits.email", "accounts.fits.email", ""},
		{c.nino, "accounts.fits.nino", "accounts.fits.nino", "accounts.differs.nino"},
		{c.nhs, "accounts.fits.nhs", "", "accounts.differs.nhs"},
	} {
		f.Because, f.Against = note(f.Because, part.is == same, part.fits), note(f.Against, part.is == differs, part.differs)
		f.Because = note(f.Because, part.is == alike, part.nearly)
	}
	f.Against = note(f.Against, c.dead, "accounts.differs.died")
	return f
}

func note(all []string, holds bool, key string) []string {
	if holds && key != "" {
		return append(all, key)
	}
	return all
}

func (t traits) compare(p *person) comparison {
	c := comparison{dead: p.DiedOn != nil, born: t.likeBorn(p)}
	for _, a := range t.read {
		for _, full := range p.names {
			c.closer(compareNames(a, readName(full)))
		}
	}
	c.postcode = likeAny(t.postcodes, len(p.places), func(pc string) likeness {
		fit, _ := p.fitPlace(func(has string) bool { return has == pc })
		return ofFit(fit)
	})
	c.phone = likeAny(t.phones, len(p.contacts), func(n string) likeness {
		return ofFit(p.fitContact(func(v string) bool { return v == n }))
	})
	c.email = likeAny(t.emails, len(p.contacts), func(e string) likeness {
		return ofFit(p.fitContact(func(v string) bool { return v == e }))
	})
	if t.nino != "" && p.NINO != "" {
		c.nino = differs
		if t.nino[:8] == p.NINO[:8] { // the last letter says nothing about who
			c.nino = same
		}
	}
	if t.nhs != "" && p.NHS != "" {
		c.nhs = differs
		if t.nhs == p.NHS {
			c.nhs = same
		}
	}
	return c
}

// closer keeps whichever pair of names agrees better.
func (c *comparison) closer(n comparison) {
	if n.surname+n.given > c.surname+c.given {
		c.given, c.surname, c.middle = n.given, n.surname, n.middle
	}
}

func (t traits) likeBorn(p *person) likeness {
	switch {
	case t.born == nil || p.DateOfBirth == nil:
		return unknown
	case *t.born == *p.DateOfBirth:
		return same
	case near(*t.born, *p.DateOfBirth):
		return alike
	}
	return differs
}

func ofFit(fit float64) likeness {
	switch fit {
	case 1:
		return same
	case 0:
		return differs
	}
	return alike
}

// likeAny is the best of several values; unknown where either side has none.
func likeAny(values []string, has int, like func(string) likeness) likeness {
	best := unknown
	if has == 0 {
		return best
	}
	for _, v := range values {
		best = max(best, like(v))
	}
	return best
}

func compareNames(a, b name) comparison {
	c := comparison{given: likeWords(a.given, b.given), surname: likeWords(a.surname, b.surname)}
	if len(a.middle) > 0 && len(b.middle) > 0 && !slices.ContainsFunc(a.middle, func(m string) bool {
		return slices.ContainsFunc(b.middle, func(n string) bool { return likeWord(m, n) > differs || initial(m) == initial(n) })
	}) {
		c.middle = differs
	}
	crossed := comparison{given: min(alike, likeWords(a.given, b.surname)), surname: min(alike, likeWords(a.surname, b.given))}
	if crossed.given == alike && crossed.surname == alike {
		c.closer(crossed)
	}
	return c
}

// likeWords compares the readings of one part of two names. Only the first readings make them the same; a middle name, or half
// of a double surname, makes them alike.
func likeWords(a, b []string) likeness {
	if len(a) == 0 || len(b) == 0 {
		return unknown
	}
	best := likeWord(a[0], b[0])
	for _, x := range a {
		for _, y := range b {
			best = max(best, min(alike, likeWord(x, y)))
		}
	}
	return best
}

func likeWord(a, b string) likeness {
	like := similar(a, b) // before sounds, which cost more
	switch {
	case sameGiven(a, b):
		return same
	case len(a) == 1 || len(b) == 1:
		if initial(a) == initial(b) {
			return alike
		}
	case like >= alikeFrom, like > 0.7 && sound(a) == sound(b), len(a) > 3 && len(b) > 3 && oneSlip(a, b):
		return alike
	case strings.HasPrefix(a, b) || strings.HasPrefix(b, a):
		return alike
	}
	return differs
}

// score puts a comparison on the scale that Found.Score documents.
func (c comparison) score() float64 {
	bits := givenBits[c.given] + surnameBits[c.surname] + bornBits[c.born] + postcodeBits[c.postcode] +
		phoneBits[c.phone] + emailBits[c.email] + ninoBits[c.nino] + ninoBits[c.nhs]
	score := min(max(bits/fullScale, 0), 0.99)
	switch {
	case c.nino == differs || c.nhs == differs || c.born == differs:
		return min(score, vetoed)
	case c.certain():
		return max(score, 0.9)
	case c.given == differs && c.nino != same && c.nhs != same:
		return min(score, unlike)
	}
	return min(score, unsure)
}

// certain says that two records are one person, as far as anybody can say without asking.
func (c comparison) certain() bool {
	if c.dead || c.born != same || c.middle == differs {
		return false
	}
	if c.nino == same || c.nhs == same {
		return c.given == same || c.surname == same
	}
	return c.given == same && c.surname == same && (c.postcode >= alike || c.phone >= alike || c.email >= alike)
}
