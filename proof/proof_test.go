package proof

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The table as the guide prints it, kept apart from the data so that a slip of the finger in one shows.
const guide = `
L1A 2/2 0 1 1|L1B 3/2 0 0 1|L1C 1/1 3 2 2|L2A 1/1 1/1 2 1 2|L2B 1/1 1/1 2 2 1|L3A 1/1 1/1 1/1 2 1 1
M1A 4/2 0 1 2|M1B 3/2 1 2 2|M1C 3/3 0 0 3|M1D 2/2 2 1 3|M2A 2/2 2/2 3 2 2|M2B 3/2 2/2 1 1 2|M2C 3/2 2/2 0 1 3|M3A 2/2 2/2 2/2 2 2 2
H1A 4/3 0 1 3|H1B 3/3 2 1 3|H1C 4/3 0 0 4|H2A 2/2 2/2 3 2 3|H2B 4/2 3/2 0 2 3|H2C 3/3 2/2 1 1 3|H2D 3/3 2/2 0 1 3|H2E 4/3 3/3 0 0 3|H3A 2/2 2/2 2/2 2 2 3
V1A 4/3 0 3 3|V1B 4/4 0 1 3|V1C 4/3 1 1 4|V1D 4/4 0 0 4|V2A 3/3 3/3 3 2 3|V2B 4/3 3/3 0 2 3|V2C 4/3 2/2 2 2 3|V2D 4/4 4/4 0 0 3|V3A 3/3 2/2 2/2 3 3 3`

func TestProfilesAreTheGuides(t *testing.T) {
	var lines []string
	for _, p := range profiles {
		line := p.Name
		for _, x := range p.Pieces {
			line += fmt.Sprintf(" %d/%d", x.Strength, x.Validity)
		}
		lines = append(lines, fmt.Sprintf("%s %d %d %d", line, p.Activity, p.Fraud, p.Verification))
		if len(p.Pieces) != int(p.Name[1]-'0') || !strings.HasPrefix(strings.ToUpper(string(p.Level)), p.Name[:1]) {
			t.Errorf("%s: %d pieces, level %s", p.Name, len(p.Pieces), p.Level)
		}
	}
	want := strings.FieldsFunc(guide, func(r rune) bool { return r == '|' || r == '\n' })
	if !slices.Equal(lines, want) {
		t.Errorf("got  %v\nwant %v", lines, want)
	}
}

func TestEveryProfileIsMetByWhatItAsksForAndByNothingLess(t *testing.T) {
	for _, p := range profiles {
		s := exactly(p)
		if !s.meets(&p) || !s.Meets(p.Name) || !s.Meets(string(p.Level)) || !slices.ContainsFunc(s.Met(), func(m Profile) bool { return m.Name == p.Name }) {
			t.Errorf("%s is not met by exactly what it asks for", p.Name)
		}
		for i, less := range less(s) {
			if less.meets(&p) {
				t.Errorf("%s is met by less (%d): %+v", p.Name, i, less)
			}
		}
	}
}

func exactly(p Profile) Standing {
	return Standing{Pieces: slices.Clone(p.Pieces), Activity: p.Activity, Fraud: p.Fraud, Verification: p.Verification}
}

// less are all standings one point, or one piece, below s.
func less(s Standing) (all []Standing) {
	for i := range s.Pieces {
		for _, lower := range []Piece{{s.Pieces[i].Strength - 1, s.Pieces[i].Validity}, {s.Pieces[i].Strength, s.Pieces[i].Validity - 1}} {
			x := s
			x.Pieces = slices.Clone(s.Pieces)
			x.Pieces[i] = lower
			all = append(all, x)
		}
		x := s
		x.Pieces = slices.Delete(slices.Clone(s.Pieces), i, i+1)
		all = append(all, x)
	}
	for _, lower := range []func(*Standing) *int{func(s *Standing) *int { return &s.Activity }, func(s *Standing) *int { return &s.Fraud },
		func(s *Standing) *int { return &s.Verification }} {
		x := s
		if p := lower(&x); *p > 0 {
			*p--
			all = append(all, x)
		}
	}
	return all
}

// Scores are never summed, and one piece does not stand for two.
func TestPiecesStandForThemselves(t *testing.T) {
	for _, c := range []struct {
		s    Standing
		want Level
	}{
		{Standing{}, None},
		{Standing{Activity: 4, Fraud: 4, Verification: 4}, None},
		{Standing{Pieces: []Piece{{4, 4}}}, None},
		{Standing{Pieces: []Piece{{4, 4}}, Verification: 1}, Low},
		{Standing{Pieces: []Piece{{1, 4}, {4, 1}}, Activity: 0, Fraud: 4, Verification: 4}, None},
		{Standing{Pieces: []Piece{{2, 2}}, Activity: 2, Fraud: 2, Verification: 3}, Medium},                   // one piece is not the two of H2A
		{Standing{Pieces: []Piece{{2, 2}, {3, 3}}, Activity: 0, Fraud: 1, Verification: 3}, High},             // H2D, whatever the order
		{Standing{Pieces: []Piece{{2, 2}, {2, 2}, {3, 2}}, Activity: 1, Fraud: 1, Verification: 2}, Medium},   // M2B
		{Standing{Pieces: []Piece{{1, 1}, {1, 1}, {1, 1}}, Activity: 2, Fraud: 1, Verification: 1}, Low},      // L3A
		{Standing{Pieces: []Piece{{3, 3}, {4, 3}}, Activity: 0, Fraud: 2, Verification: 3}, VeryHigh},         // V2B needs the swap
		{Standing{Pieces: []Piece{{2, 2}, {3, 4}, {2, 3}}, Activity: 3, Fraud: 3, Verification: 3}, VeryHigh}, // V3A
	} {
		if got := c.s.Level(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.s, got, c.want)
		}
	}
}

// Every standing with up to two pieces, all 25 × 25 × 125 and more: the levels of profiles met and Level agree, and one point or one
// piece more never meets less.
func TestMoreNeverMeetsLess(t *testing.T) {
	var two [][]Piece
	two = append(two, nil)
	for a := range 25 {
		one := []Piece{{a / 5, a % 5}}
		two = append(two, one)
		for b := a; b < 25; b++ {
			two = append(two, []Piece{one[0], {b / 5, b % 5}})
		}
	}
	for _, pieces := range two {
		for n := range 125 {
			s := Standing{Pieces: pieces, Activity: n / 25, Fraud: n / 5 % 5, Verification: n % 5}
			level := s.Level()
			for _, lower := range less(s) {
				if lower.Level().rank() > level.rank() {
					t.Fatalf("%+v is %q, and with less, %+v, %q", s, level, lower, lower.Level())
				}
			}
		}
	}
}

func TestMoreNeverMeetsLessWithManyPieces(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 45))
	for range 20_000 {
		s := anyStanding(r)
		for _, lower := range less(s) {
			for i := range profiles {
				if lower.meets(&profiles[i]) && !s.meets(&profiles[i]) {
					t.Fatalf("%+v does not meet %s, and with less, %+v, it does", s, profiles[i].Name, lower)
				}
			}
		}
	}
}

func anyStanding(r *rand.Rand) Standing {
	s := Standing{Activity: r.IntN(5), Fraud: r.IntN(5), Verification: r.IntN(5)}
	for range r.IntN(6) {
		s.Pieces = append(s.Pieces, Piece{r.IntN(5), r.IntN(5)})
	}
	return s
}

// What Missing says is enough is enough, every step of it is needed, and no way is shorter.
func TestWhatIsMissingIsEnoughAndNoMore(t *testing.T) {
	r := rand.New(rand.NewPCG(45, 4))
	wanted := []string{"low", "medium", "high", "very-high", "L1A", "M1B", "M2B", "H2D", "V3A"}
	for range 20_000 {
		s, want := anyStanding(r), wanted[r.IntN(len(wanted))]
		steps := Missing(s, want)
		if len(steps) == 0 != s.Meets(want) {
			t.Fatalf("%+v wants %s: %v", s, want, steps)
		}
		if !done(s, steps).Meets(want) {
			t.Fatalf("%+v after %v does not meet %s", s, steps, want)
		}
		for i := range steps {
			if rest := slices.Delete(slices.Clone(steps), i, i+1); done(s, rest).Meets(want) {
				t.Fatalf("%+v meets %s without step %d of %v", s, want, i, steps)
			}
		}
	}
}

// done is a standing once steps have been taken.
func done(s Standing, steps []Step) Standing {
	s.Pieces = slices.Clone(s.Pieces)
	for _, x := range steps {
		switch x.Kind {
		case Another:
			s.Pieces = append(s.Pieces, x.Piece)
		case Check:
			s.Pieces[x.Which].Validity = max(s.Pieces[x.Which].Validity, x.Piece.Validity)
		case Activity:
			s.Activity = max(s.Activity, x.To)
		case Fraud:
			s.Fraud = max(s.Fraud, x.To)
		case Verification:
			s.Verification = max(s.Verification, x.To)
		}
	}
	return s
}

func TestMissingSaysTheShortestWay(t *testing.T) {
	for _, c := range []struct {
		s      Standing
		wanted string
		want   string
	}{
		{Standing{Pieces: []Piece{{4, 2}}, Fraud: 1, Verification: 1}, "medium", "[verification 2]"},
		{Standing{Pieces: []Piece{{3, 2}}, Fraud: 1, Verification: 3}, "medium", "[check 3/3]"}, // M1C by UV light; a second piece would do too
		{Standing{Pieces: []Piece{{2, 2}}, Fraud: 1}, "low", "[verification 1]"},
		{Standing{}, "low", "[another 3/2 verification 1]"},
		{Standing{Pieces: []Piece{{2, 2}}, Fraud: 1, Verification: 3}, "medium", "[activity 2]"},
		{Standing{Pieces: []Piece{{4, 4}}, Verification: 4}, "very-high", "[]"},
	} {
		var words []string
		for _, x := range Missing(c.s, c.wanted) {
			if x.Kind == Another || x.Kind == Check {
				words = append(words, fmt.Sprintf("%s %d/%d", x.Kind, x.Piece.Strength, x.Piece.Validity))
			} else {
				words = append(words, fmt.Sprintf("%s %d", x.Kind, x.To))
			}
		}
		if got := fmt.Sprint(words); got != c.want {
			t.Errorf("%+v to %s: %s, want %s", c.s, c.wanted, got, c.want)
		}
	}
}

func TestWaysAreDifferent(t *testing.T) {
	ways := Ways(Standing{Pieces: []Piece{{3, 2}}, Fraud: 1, Verification: 2}, "medium", 3)
	if len(ways) != 3 {
		t.Fatalf("%d ways: %v", len(ways), ways)
	}
	for i, w := range ways {
		for j, other := range ways {
			if i != j && holds(w, other) {
				t.Errorf("way %v has all of %v in it", w, other)
			}
		}
	}
}

func TestWhatIsNotKnownIsNeverMet(t *testing.T) {
	all := Standing{Pieces: []Piece{{4, 4}, {4, 4}, {4, 4}}, Activity: 4, Fraud: 4, Verification: 4}
	for _, wanted := range []string{"higher", "M9Z", "P2", "LOW"} {
		if Known(wanted) || all.Meets(wanted) || len(Missing(Standing{}, wanted)) > 0 {
			t.Errorf("%q is known or met", wanted)
		}
	}
	if !all.Meets("") || !(Standing{}).Meets("") {
		t.Error("nothing is wanted, and not met")
	}
}

func TestOneLoginSaysNoMoreThanItSays(t *testing.T) {
	for _, c := range []struct {
		of    OneLogin
		level Level
	}{{P1, Low}, {P2, Medium}, {P3, High}} {
		worth, ok := From(c.of)
		var s Standing
		s.Add(worth)
		if !ok || s.Level() != c.level || s.OneLogin() != c.of {
			t.Errorf("%s: %v %q and back %s", c.of, ok, s.Level(), s.OneLogin())
		}
	}
	for _, c := range []OneLogin{P0, "P4", ""} {
		if _, ok := From(c); ok {
			t.Errorf("%q is worth something", c)
		}
	}
	if got := (Standing{}).OneLogin(); got != P0 {
		t.Errorf("nothing is %s", got)
	}
}

func TestHigherIsTheHigherLevel(t *testing.T) {
	for _, c := range [][3]string{{"", "", ""}, {"", "low", "low"}, {"medium", "low", "medium"}, {"M1B", "low", "M1B"}, {"L1A", "high", "high"}, {"M1B", "medium", "M1B"}} {
		if got := Higher(c[0], c[1]); got != c[2] {
			t.Errorf("%s or %s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}
