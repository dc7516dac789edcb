package accounts

import (
	"slices"

	"github.com/samedoor/samedoor/accounts/match"
)

// The scale of Near: bits of evidence are laid on 0..1 and held under what the band allows.
const (
	fullScale = 40.0 // bits that would be certainty
	glance    = 0.3  // under this nothing is worth showing
	surely    = 0.9  // from here on: the band that links
	unsure    = 0.89
	unlike    = 0.7  // where the given names differ: brother, sister, twin
	vetoed    = 0.49 // where a number or date contradicts
)

// same says how surely a person on record is the one described, and why.
func (w *weights) same(asked *match.Person, p *person) Found {
	c := match.Compare(asked, match.Prepare(p.record()))
	s := w.model.Score(&c, w.freq)
	f := Found{Account: p.Account, Bits: w.model.Over(s), Band: w.model.Band(s, &c.Levels), Terms: s.Terms}
	if p.DiedOn != nil {
		f.Against = append(f.Against, "accounts.differs.died")
	}
	for _, t := range s.Terms {
		f.tell(t, p, &c)
	}
	if f.Band == match.Link && len(f.Against) > 0 && slices.ContainsFunc(f.Against, grave) {
		f.Band = match.Ask
	}
	f.Score = score(s.Bits, f.Band, &c.Levels)
	return f
}

// grave is what never lets two be linked by themselves: all that contradicts, but a surname, which marriage changes.
func grave(against string) bool { return against != "accounts.differs.surname" }

// said is what a field that agrees, nearly agrees or differs is told as.
var said = map[match.Field]struct{ fits, nearly, differs string }{
	match.Given:    {"accounts.fits.name", "accounts.fits.name_like", "accounts.differs.given_name"},
	match.Surname:  {"accounts.fits.name", "accounts.fits.name_like", "accounts.differs.surname"},
	match.Middle:   {"", "", "accounts.differs.middle_name"},
	match.Born:     {"accounts.fits.date_of_birth", "accounts.fits.date_of_birth_near", "accounts.differs.date_of_birth"},
	match.Postcode: {"accounts.fits.postcode", "", ""},
	match.Street:   {"accounts.fits.address", "", ""},
	match.Phone:    {"accounts.fits.phone", "", ""},
	match.Email:    {"accounts.fits.email", "", ""},
	match.NINO:     {"accounts.fits.nino", "accounts.differs.nino", "accounts.differs.nino"},
	match.NHS:      {"accounts.fits.nhs", "accounts.differs.nhs", "accounts.differs.nhs"},
}

// tell puts the evidence of one field with what fits or with what contradicts. A name fits only as a whole.
func (f *Found) tell(t match.Term, p *person, c *match.Comparison) {
	words := said[t.Field]
	switch level := t.Level; {
	case level == match.Differs || t.Field == match.Born && level == match.Area:
		f.Against = note(f.Against, words.differs)
	case t.Field == match.Given || t.Field == match.Surname:
		other := c.Levels[match.Given+match.Surname-t.Field]
		switch {
		case other == match.Differs:
		case max(level, other) <= match.Form:
			f.Because = note(f.Because, words.fits)
		default:
			f.Because = note(slices.DeleteFunc(f.Because, func(k string) bool { return k == words.fits }), words.nearly)
		}
	case t.Field == match.Postcode && level == match.Same && p.Address != nil && !match.SamePostcode(p.Address.Postcode, c.Values[match.Postcode]):
		f.Because = note(f.Because, "accounts.fits.previous_address")
	case level == match.Same:
		f.Because = note(f.Because, words.fits)
	case t.Field == match.NINO || t.Field == match.NHS:
		f.Against = note(f.Against, words.differs)
	default:
		f.Because = note(f.Because, words.nearly)
	}
}

func note(all []string, key string) []string {
	if key == "" || slices.Contains(all, key) {
		return all
	}
	return append(all, key)
}

// score lays evidence on the scale that Found.Score documents.
func score(bits float64, band match.Band, ls *match.Levels) float64 {
	s := min(max(bits/fullScale, 0), 0.99)
	number := ls[match.NINO] == match.Same || ls[match.NHS] == match.Same
	switch {
	case band == match.Link:
		return max(s, surely)
	case ls[match.NINO] == match.Differs, ls[match.NHS] > match.Same, ls[match.Born] == match.Differs:
		return min(s, vetoed)
	case ls[match.Given] == match.Differs && !number:
		return min(s, unlike)
	}
	return min(s, unsure)
}
