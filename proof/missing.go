package proof

import (
	"cmp"
	"slices"
)

// StepKind is what sort of thing has to be done still.
type StepKind string

// The kinds of step.
const (
	Another      StepKind = "another"      // one more piece of evidence, of at least this strength and validity
	Check        StepKind = "check"        // a piece that is there already, checked more closely
	Activity     StepKind = "activity"     // more history of the identity being used
	Fraud        StepKind = "fraud"        // a closer look for misuse
	Verification StepKind = "verification" // a surer way of tying the person to the identity
)

// Step is one thing that would bring somebody nearer to what is wanted.
type Step struct {
	Kind  StepKind
	Piece Piece // Another and Check: what the piece must then be worth
	Which int   // Check: the place of the piece in Standing.Pieces
	To    int   // the others: the score to reach
	rise  int   // by how much it raises a score, to tell an easy step from a hard one
}

// Missing is what more would be enough: the fewest steps from here to what is wanted, and of equally few those that ask least. It is
// empty where nothing is missing, or where what is wanted is not known.
func Missing(s Standing, wanted string) []Step {
	if ways := Ways(s, wanted, 1); len(ways) > 0 {
		return ways[0]
	}
	return nil
}

// Ways are the different ways to what is wanted, shortest first, at most so many. A way that has all steps of a shorter one in it is
// left out.
func Ways(s Standing, wanted string, most int) [][]Step {
	if !Known(wanted) || s.Meets(wanted) {
		return nil
	}
	var ways [][]Step
	for i := range profiles {
		if p := &profiles[i]; leadsTo(p, wanted) {
			ways = append(ways, s.stepsTo(p))
		}
	}
	slices.SortStableFunc(ways, shorter)
	var out [][]Step
	for _, way := range ways {
		if len(out) < most && !slices.ContainsFunc(out, func(short []Step) bool { return holds(way, short) }) {
			out = append(out, way)
		}
	}
	return out
}

// leadsTo says whether meeting p is enough for what is wanted.
func leadsTo(p *Profile, wanted string) bool {
	if level := Level(wanted); level.rank() >= 0 {
		return p.Level.rank() >= level.rank()
	}
	w, _ := Named(wanted)
	return p.Name == wanted || p.Level.rank() > w.Level.rank()
}

// stepsTo is what one profile still asks for.
func (s Standing) stepsTo(p *Profile) []Step {
	steps := s.pieceSteps(p.Pieces, 0)
	for _, x := range []struct {
		kind       StepKind
		have, want int
	}{{Activity, s.Activity, p.Activity}, {Fraud, s.Fraud, p.Fraud}, {Verification, s.Verification, p.Verification}} {
		if x.have < x.want {
			steps = append(steps, Step{Kind: x.kind, To: x.want, rise: x.want - x.have})
		}
	}
	return steps
}

// pieceSteps gives each piece asked for one of those at hand, checked more closely where it has to be, or a new one: whichever way
// takes the fewest steps. used has a bit for each of those given already.
func (s Standing) pieceSteps(asked []Piece, used uint64) []Step {
	if len(asked) == 0 {
		return nil
	}
	want := asked[0]
	best := append([]Step{{Kind: Another, Piece: want, rise: want.Strength + want.Validity}}, s.pieceSteps(asked[1:], used)...)
	for i, have := range s.Pieces {
		bit := uint64(1) << (i % 64)
		if used&bit != 0 || have.Strength < want.Strength {
			continue
		}
		way := s.pieceSteps(asked[1:], used|bit)
		if have.Validity < want.Validity {
			way = append([]Step{{Kind: Check, Piece: want, Which: i, rise: want.Validity - have.Validity}}, way...)
		}
		if shorter(way, best) < 0 {
			best = way
		}
	}
	return best
}

func shorter(a, b []Step) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(rises(a), rises(b)))
}

func rises(way []Step) (n int) {
	for _, s := range way {
		n += s.rise
	}
	return n
}

// holds says whether way asks for all that a shorter one asks for, or more.
func holds(way, short []Step) bool {
	for _, s := range short {
		if !slices.ContainsFunc(way, func(w Step) bool {
			return w.Kind == s.Kind && w.To >= s.To && w.Piece.covers(s.Piece)
		}) {
			return false
		}
	}
	return true
}
