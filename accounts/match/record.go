// Package match says how surely two records are of one person, and why. It is pure: what is known of a person goes in, keys to look up
// by, levels of agreement and bits of evidence come out. Online search, the desk's hints and whole files are matched by the same keys
// and the same weights; only where the other records come from differs.
//
// Weights follow Fellegi and Sunter: for each field, how often its level of agreement comes up for one person (m) and for two
// (u). Both are learnt from the population without anybody saying who is who: see Learn.
package match

// Record is what one entry says of a person. Everything may be missing, be in any writing, and be wrong.
type Record struct {
	Names      []Name    // the present one first
	Born       []string  // as written; more than one where the calendar allows more than one reading
	Addresses  []Address // the present one first
	Phones     []string
	Emails     []string
	NINO       string // any text: other systems have other numbers
	NHS        string
	Numbers    []string
	Gender     string
	Birthplace string
	Occupation string
}

// Name is a name in one piece, in two, or both.
type Name struct{ Full, Given, Surname string }

// Address is a place. Lines are without town and postcode; a number alone is the house's.
type Address struct {
	Lines    []string
	Town     string
	Postcode string
}
