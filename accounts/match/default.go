package match

// usual is what is known before anything is learnt: how often a level comes up for one person (m) and for two (u), where what the field
// leans on is unknown; with m1, u1 where that agrees and m2, u2 where it does not. Learning begins here, and where a population
// says little it ends not far from here.
type usual struct {
	levels                    []Level
	m, u, m1, u1, m2, u2, kin []float64
}

// The m are error rates of registers and forms as published for civil registration, health and census linkage; the u are of British
// names, dates and places. Each row is brought to a sum of one.
var usually = [fields]usual{
	Given: {levels: []Level{Same, Form, Slip, Like, Second, Initial, Differs},
		m: []float64{.80, .04, .06, .035, .015, .02, .03}, u: []float64{.008, .004, .003, .03, .015, .01, .93}, kin: []float64{.03, .01, .01, .05, .02, .02, .86}},
	Surname: {levels: []Level{Same, Slip, Like, Swapped, Crossed, Part, Initial, Differs},
		m: []float64{.80, .06, .035, .02, .01, .02, .005, .05}, u: []float64{.003, .002, .02, .0001, .0005, .002, .002, .97}, kin: []float64{.72, .01, .02, .001, .001, .05, .005, .193}},
	Middle: {levels: []Level{Same, Form, Slip, Like, Initial, Differs},
		m: []float64{.72, .01, .05, .03, .13, .06}, u: []float64{.02, .005, .005, .03, .05, .89}, kin: []float64{.08, .01, .01, .03, .05, .82}},
	Born: {levels: []Level{Same, Swapped, Slip, Like, Part, Area, Differs},
		m: []float64{.86, .01, .05, .02, .02, .02, .02}, u: []float64{.00006, .00003, .0006, .006, .004, .02, .97}, kin: []float64{.012, .0003, .004, .012, .01, .05, .91}},
	Postcode: {levels: []Level{Same, Slip, Like, Part, Area, Differs},
		m: []float64{.70, .05, .02, .02, .04, .17}, u: []float64{.00005, .0002, .0002, .0006, .004, .995}, kin: []float64{.85, .01, .01, .02, .04, .07}},
	Town: {levels: []Level{Same, Slip, Like, Part, Differs},
		m: []float64{.72, .06, .05, .02, .15}, u: []float64{.02, .0005, .01, .02, .95}, kin: []float64{.88, .03, .02, .01, .06},
		m1: []float64{.86, .06, .04, .02, .02}, u1: []float64{.86, .03, .03, .02, .06}, m2: []float64{.5, .04, .04, .02, .4}, u2: []float64{.02, .0005, .01, .02, .95}},
	Street: {levels: []Level{Same, Slip, Like, Part, Differs},
		m: []float64{.66, .07, .05, .03, .19}, u: []float64{.0005, .0003, .01, .02, .97}, kin: []float64{.80, .05, .04, .03, .08},
		m1: []float64{.80, .08, .05, .03, .04}, u1: []float64{.45, .03, .03, .03, .46}, m2: []float64{.25, .03, .03, .03, .66}, u2: []float64{.0005, .0003, .01, .02, .97}},
	Line2: {levels: []Level{Same, Slip, Like, Part, Differs},
		m: []float64{.6, .08, .06, .04, .22}, u: []float64{.003, .0005, .01, .02, .966}, kin: []float64{.75, .06, .04, .04, .11},
		m1: []float64{.72, .08, .06, .04, .1}, u1: []float64{.4, .03, .03, .04, .5}, m2: []float64{.3, .04, .04, .04, .58}, u2: []float64{.003, .0005, .01, .02, .966}},
	House: {levels: []Level{Same, Slip, Differs},
		m: []float64{.72, .05, .23}, u: []float64{.02, .05, .93}, kin: []float64{.85, .02, .13},
		m1: []float64{.88, .05, .07}, u1: []float64{.05, .08, .87}, m2: []float64{.3, .05, .65}, u2: []float64{.02, .05, .93}},
	Phone: {levels: []Level{Same, Slip, Differs}, m: []float64{.62, .04, .34}, u: []float64{.00001, .00002, 1}, kin: []float64{.4, .01, .59}},
	Email: {levels: []Level{Same, Slip, Like, Part, Differs},
		m: []float64{.62, .05, .05, .05, .23}, u: []float64{.00001, .00002, .002, .0005, .997}, kin: []float64{.08, .01, .06, .01, .84},
		m1: []float64{.64, .05, .05, .05, .21}, u1: []float64{.00002, .005, .1, .005, .89}, m2: []float64{.5, .05, .05, .05, .35}, u2: []float64{.00001, .00002, .002, .0005, .997}},
	NINO:   {levels: []Level{Same, Slip, Like, Differs}, m: []float64{.90, .05, .015, .035}, u: []float64{.000001, .00002, .0004, 1}, kin: []float64{.001, .01, .01, .979}},
	NHS:    {levels: []Level{Same, Slip, Like, Differs}, m: []float64{.92, .04, .01, .03}, u: []float64{.000001, .00001, .0002, 1}, kin: []float64{.0005, .002, .005, .9925}},
	Number: {levels: []Level{Same, Slip, Like, Differs}, m: []float64{.80, .05, .02, .13}, u: []float64{.000001, .00002, .0004, 1}, kin: []float64{.001, .01, .01, .979}},
	Gender: {levels: []Level{Same, Differs}, m: []float64{.98, .02}, u: []float64{.5, .5}, kin: []float64{.48, .52},
		m1: []float64{.985, .015}, u1: []float64{.97, .03}, m2: []float64{.95, .05}, u2: []float64{.49, .51}},
	Birthplace: {levels: []Level{Same, Slip, Like, Part, Differs},
		m: []float64{.76, .05, .05, .03, .11}, u: []float64{.02, .0005, .01, .02, .95}, kin: []float64{.6, .03, .03, .02, .32},
		m1: []float64{.80, .05, .04, .03, .08}, u1: []float64{.45, .02, .02, .02, .49}, m2: []float64{.7, .05, .05, .03, .17}, u2: []float64{.02, .0005, .01, .02, .95}},
	Occupation: {levels: []Level{Same, Slip, Like, Part, Differs},
		m: []float64{.62, .03, .03, .06, .26}, u: []float64{.03, .0005, .01, .02, .94}, kin: []float64{.12, .005, .01, .02, .845}},
}

// kinTable is how often levels come up for two people of one family or household: twins, father and son, neighbours in a care home.
var kinTable = func() (out [fields][levels]float64) {
	for f, u := range usually {
		out[f] = spread(u.levels, u.kin)
	}
	return out
}()

// usualTable is the m or the u of what is usual.
func usualTable(of func(u usual) [states][]float64) (out table) {
	for f, u := range usually {
		for st, row := range of(u) {
			out[f][st] = spread(u.levels, row)
		}
	}
	return out
}

func usualM() table {
	return usualTable(func(u usual) [states][]float64 { return [states][]float64{u.m, or(u.m1, u.m), or(u.m2, u.m)} })
}

func usualU() table {
	return usualTable(func(u usual) [states][]float64 { return [states][]float64{u.u, or(u.u1, u.u), or(u.u2, u.u)} })
}

func or(row, instead []float64) []float64 {
	if row == nil {
		return instead
	}
	return row
}

func spread(at []Level, row []float64) (out [levels]float64) {
	total := 0.0
	for _, x := range row {
		total += x
	}
	for i, l := range at {
		out[l] = row[i] / total
	}
	return out
}

// Shipped is the model before anything is learnt, for a population of n people.
func Shipped(n int) *Model {
	n = max(n, 100)
	return &Model{Version: 1, Prior: 0.3 / float64(n), Kin: 1.5 / float64(n), M: usualM(), U: usualU()}
}
