// Package proof says what evidence of identity is worth. It scores single pieces of evidence, derives from all of them together the
// profiles of the Good Practice Guide 45 (how to check someone's identity, version 1.0) that are met, and finds what more would be
// enough. It is pure: who showed what, and when it runs out, is kept by package accounts.
package proof

import "slices"

// Piece is one piece of evidence of who somebody is. Both scores go from 0 to 4.
type Piece struct {
	Strength int // how hard it is to get falsely, or to forge
	Validity int // how surely it was found to be genuine and valid
}

// covers says whether a piece is good enough for what a profile asks.
func (p Piece) covers(asked Piece) bool {
	return p.Strength >= asked.Strength && p.Validity >= asked.Validity
}

// Worth is what one piece of evidence, with the checks made along with it, is worth. A check alone has the zero Piece.
type Worth struct {
	Piece
	Activity, Fraud, Verification int
}

// Standing is all that is proven of somebody at one moment. The scores beside the pieces go from 0 to 4, and are the best of what
// was checked: scores are never added up.
type Standing struct {
	Pieces       []Piece
	Activity     int // the identity has been used over time
	Fraud        int // it was looked for among identities known to be false or misused
	Verification int // the person is the one that the identity belongs to
}

// Add takes in one thing more.
func (s *Standing) Add(w Worth) {
	if w.Strength > 0 {
		s.Pieces = append(s.Pieces, w.Piece)
	}
	s.Activity, s.Fraud, s.Verification = max(s.Activity, w.Activity), max(s.Fraud, w.Fraud), max(s.Verification, w.Verification)
}

// Level is how sure a service may be of who somebody is.
type Level string

// The levels, from nothing to the highest. Each takes in those below it.
const (
	None     Level = ""
	Low      Level = "low"
	Medium   Level = "medium"
	High     Level = "high"
	VeryHigh Level = "very-high"
)

// Levels are all levels that evidence can reach, lowest first.
var Levels = [...]Level{Low, Medium, High, VeryHigh}

func (l Level) rank() int { return slices.Index(Levels[:], l) } // None: -1

// Level is the highest level of the profiles that are met.
func (s Standing) Level() Level {
	best := None
	for i := range profiles {
		if p := &profiles[i]; p.Level.rank() > best.rank() && s.meets(p) {
			best = p.Level
		}
	}
	return best
}

// Met are all profiles that are met, in the guide's order.
func (s Standing) Met() []Profile {
	var met []Profile
	for i := range profiles {
		if s.meets(&profiles[i]) {
			met = append(met, profiles[i])
		}
	}
	return met
}

// Meets says whether the standing is enough for what is wanted: nothing (""), a level, or one profile by its name. A level is met by
// it or a higher one; a profile by itself or by any of a higher level. What is wanted and not known is never met: see Known.
func (s Standing) Meets(wanted string) bool {
	if wanted == "" {
		return true
	}
	if level := Level(wanted); level.rank() >= 0 {
		return s.Level().rank() >= level.rank()
	}
	p, known := Named(wanted)
	return known && (s.meets(&p) || s.Level().rank() > p.Level.rank())
}

// Known says whether something can be wanted: a level or the name of a profile.
func Known(wanted string) bool {
	_, is := Named(wanted)
	return is || Level(wanted).rank() >= 0
}

// meets says whether one profile is met: each piece it asks for is covered by a piece of its own, and the other scores reach theirs.
func (s Standing) meets(p *Profile) bool {
	return s.Activity >= p.Activity && s.Fraud >= p.Fraud && s.Verification >= p.Verification && covered(s.Pieces, p.Pieces, 0)
}

// covered says whether every piece asked for is covered by another one of have, whichever way round that takes. used has a bit for
// each of have that covers one already.
func covered(have, asked []Piece, used uint64) bool {
	if len(asked) == 0 {
		return true
	}
	for i, p := range have {
		if bit := uint64(1) << (i % 64); used&bit == 0 && p.covers(asked[0]) && covered(have, asked[1:], used|bit) {
			return true
		}
	}
	return false
}

// Higher is whichever of two wants asks for the higher level; the first where they ask for the same.
func Higher(a, b string) string {
	if levelOf(b).rank() > levelOf(a).rank() {
		return b
	}
	return a
}

// levelOf is the level that a want stands on.
func levelOf(wanted string) Level {
	if p, is := Named(wanted); is {
		return p.Level
	}
	return Level(wanted)
}
