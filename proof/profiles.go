package proof

import "slices"

// Profile is one combination of scores that is enough for a level.
type Profile struct {
	Name         string // "M1B": the level's letter, how many pieces it asks for, and which of those
	Level        Level
	Pieces       []Piece // strongest first
	Activity     int
	Fraud        int
	Verification int
}

// profiles are those of the Good Practice Guide 45, version 1.0 of 2026, in its order.
var profiles = []Profile{
	{"L1A", Low, []Piece{{2, 2}}, 0, 1, 1},
	{"L1B", Low, []Piece{{3, 2}}, 0, 0, 1},
	{"L1C", Low, []Piece{{1, 1}}, 3, 2, 2},
	{"L2A", Low, []Piece{{1, 1}, {1, 1}}, 2, 1, 2},
	{"L2B", Low, []Piece{{1, 1}, {1, 1}}, 2, 2, 1},
	{"L3A", Low, []Piece{{1, 1}, {1, 1}, {1, 1}}, 2, 1, 1},

	{"M1A", Medium, []Piece{{4, 2}}, 0, 1, 2},
	{"M1B", Medium, []Piece{{3, 2}}, 1, 2, 2},
	{"M1C", Medium, []Piece{{3, 3}}, 0, 0, 3},
	{"M1D", Medium, []Piece{{2, 2}}, 2, 1, 3},
	{"M2A", Medium, []Piece{{2, 2}, {2, 2}}, 3, 2, 2},
	{"M2B", Medium, []Piece{{3, 2}, {2, 2}}, 1, 1, 2},
	{"M2C", Medium, []Piece{{3, 2}, {2, 2}}, 0, 1, 3},
	{"M3A", Medium, []Piece{{2, 2}, {2, 2}, {2, 2}}, 2, 2, 2},

	{"H1A", High, []Piece{{4, 3}}, 0, 1, 3},
	{"H1B", High, []Piece{{3, 3}}, 2, 1, 3},
	{"H1C", High, []Piece{{4, 3}}, 0, 0, 4},
	{"H2A", High, []Piece{{2, 2}, {2, 2}}, 3, 2, 3},
	{"H2B", High, []Piece{{4, 2}, {3, 2}}, 0, 2, 3},
	{"H2C", High, []Piece{{3, 3}, {2, 2}}, 1, 1, 3},
	{"H2D", High, []Piece{{3, 3}, {2, 2}}, 0, 1, 3},
	{"H2E", High, []Piece{{4, 3}, {3, 3}}, 0, 0, 3},
	{"H3A", High, []Piece{{2, 2}, {2, 2}, {2, 2}}, 2, 2, 3},

	{"V1A", VeryHigh, []Piece{{4, 3}}, 0, 3, 3},
	{"V1B", VeryHigh, []Piece{{4, 4}}, 0, 1, 3},
	{"V1C", VeryHigh, []Piece{{4, 3}}, 1, 1, 4},
	{"V1D", VeryHigh, []Piece{{4, 4}}, 0, 0, 4},
	{"V2A", VeryHigh, []Piece{{3, 3}, {3, 3}}, 3, 2, 3},
	{"V2B", VeryHigh, []Piece{{4, 3}, {3, 3}}, 0, 2, 3},
	{"V2C", VeryHigh, []Piece{{4, 3}, {2, 2}}, 2, 2, 3},
	{"V2D", VeryHigh, []Piece{{4, 4}, {4, 4}}, 0, 0, 3},
	{"V3A", VeryHigh, []Piece{{3, 3}, {2, 2}, {2, 2}}, 3, 3, 3},
}

// Profiles are all profiles, lowest level first.
func Profiles() []Profile { return slices.Clone(profiles) }

// Named finds a profile by its name.
func Named(name string) (Profile, bool) {
	i := slices.IndexFunc(profiles, func(p Profile) bool { return p.Name == name })
	if i < 0 {
		return Profile{}, false
	}
	return profiles[i], true
}
