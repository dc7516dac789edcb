package accounts

import (
	"slices"
	"strings"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/services"
)

// About how many bits of evidence a thing is when it agrees.
const (
	bitsWord     = 7.0
	bitsDay      = 14.0
	bitsYear     = 6.0
	bitsPostcode = 14.0
	bitsArea     = 5.0
	bitsPhone    = 18.0
	bitsEnd      = 10.0
	bitsEmail    = 18.0
	bitsNINO     = 22.0
	bitsNumber   = 1.0
	bitsStreet   = 2.0
)

// How well a value fits that is not the present one exactly.
const (
	fitOld     = 0.8 // of a former address or number
	fitSwapped = 0.75
	fitSlip    = 0.5
	fitUnknown = 0.2 // the record has none: no reason against
)

// tally adds up how much of what was asked fits.
type tally struct {
	got, of float64
	because []string
}

func (t *tally) add(bits, fit float64, because string) {
	t.of += bits
	t.got += bits * fit
	if fit >= fitSlip && !slices.Contains(t.because, because) {
		t.because = append(t.because, because)
	}
}

// score says how much of the line fits a person.
func (a ask) score(p *person) Found {
	t := &tally{}
	a.scoreWords(p, t)
	a.scorePlaced(p, t)
	a.scorePostcodes(p, t)
	for _, n := range a.ninos {
		t.add(bitsNINO, fitNINO(n, p.NINO), "accounts.fits.nino")
	}
	for _, x := range a.phones {
		t.add(bitsPhone, p.fitContact(func(v string) bool { return v == x }), "accounts.fits.phone")
	}
	for _, x := range a.emails {
		t.add(bitsEmail, p.fitContact(func(v string) bool { return v == x }), "accounts.fits.email")
	}
	for _, n := range a.numbers {
		t.add(bitsNumber, p.fitStreet(n), "accounts.fits.address")
	}
	f := Found{Account: p.Account, Because: t.because}
	if t.of > 0 {
		f.Score = t.got / t.of
	}
	return f
}

// scorePlaced scores days, years and ends of phone numbers. Several readings of one place of the line count once: the best.
func (a ask) scorePlaced(p *person, t *tally) {
	type reading struct {
		bits, fit float64
		because   string
	}
	places := map[int][]reading{}
	for _, d := range a.days {
		fit, because := p.fitDay(d.day)
		places[d.place] = append(places[d.place], reading{bitsDay, fit, because})
	}
	for _, y := range a.years {
		fit := 0.0
		if p.DateOfBirth != nil && y.text == iso(*p.DateOfBirth)[:4] {
			fit = 1
		}
		places[y.place] = append(places[y.place], reading{bitsYear, fit, "accounts.fits.year"})
	}
	for _, e := range a.ends {
		fit := p.fitContact(func(v string) bool { return strings.HasSuffix(v, e.text) })
		places[e.place] = append(places[e.place], reading{bitsEnd, fit, "accounts.fits.phone_end"})
	}
	for _, n := range a.nhs {
		fit := 0.0
		if n.text == p.NHS {
			fit = 1
		} else if p.NHS == "" {
			fit = fitUnknown
		}
		places[n.place] = append(places[n.place], reading{bitsNINO, fit, "accounts.fits.nhs"})
	}
	for _, readings := range places {
		best := slices.MaxFunc(readings, func(x, y reading) int {
			if x.bits*x.fit > y.bits*y.fit || x.bits*x.fit == y.bits*y.fit && x.bits < y.bits {
				return 1
			}
			return -1
		})
		t.add(best.bits, best.fit, best.because)
	}
	slices.Sort(t.because) // a map has no order of its own
}

func (p *person) fitDay(d services.Day) (fit float64, because string) {
	switch born := p.DateOfBirth; {
	case born == nil:
		return fitUnknown, ""
	case *born == d:
		return 1, "accounts.fits.date_of_birth"
	default:
		if s, ok := swapDayMonth(d); ok && s == *born {
			return fitSwapped, "accounts.fits.date_of_birth_near"
		}
		if near(d, *born) {
			return fitSlip, "accounts.fits.date_of_birth_near"
		}
	}
	return 0, ""
}

// fitContact is how well the best of a person's contact points fits.
func (p *person) fitContact(is func(string) bool) float64 {
	fit := 0.0
	for _, c := range p.contacts {
		switch {
		case is(c.value) && c.current:
			return 1
		case is(c.value):
			fit = fitOld
		}
	}
	return fit
}

func fitNINO(asked, has string) float64 {
	switch {
	case has == "":
		return fitUnknown
	case strings.HasPrefix(has, asked[:8]):
		return 1
	}
	return 0
}

func (a ask) scorePostcodes(p *person, t *tally) {
	for _, asked := range a.postcodes {
		fit, because := p.fitPlace(func(pc string) bool { return pc == asked })
		t.add(bitsPostcode, fit, because)
	}
	for _, area := range a.areas {
		fit, because := p.fitPlace(func(pc string) bool { return strings.HasPrefix(pc, area+" ") })
		t.add(bitsArea, fit, because)
	}
}

func (p *person) fitPlace(is func(postcode string) bool) (fit float64, because string) {
	for _, at := range p.places {
		switch {
		case is(at.Postcode) && at.current:
			return 1, "accounts.fits.postcode"
		case is(at.Postcode):
			fit, because = fitOld, "accounts.fits.previous_address"
		}
	}
	return fit, because
}

// fitStreet says whether a word or number stands in the person's present address.
func (p *person) fitStreet(word string) float64 {
	if p.Address == nil {
		return 0
	}
	for _, l := range p.Address.Lines {
		for _, w := range strings.FieldsFunc(match.Fold(l), func(r rune) bool { return strings.ContainsRune(" ,./-", r) }) {
			if w == word {
				return 1
			}
		}
	}
	return 0
}
