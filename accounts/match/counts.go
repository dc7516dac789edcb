package match

// counts is how often levels came up.
type counts struct {
	of   table
	seen [fields][states]float64
}

// pair counts all fields of a pair, as much as weight says.
func (c *counts) pair(ls *Levels, weight float64) {
	c.some(ls, weight, func(int) bool { return true })
}

// some counts the fields of a pair that stand in the states wanted.
func (c *counts) some(ls *Levels, weight float64, wanted func(state int) bool) {
	for f, l := range ls {
		if l == Unknown {
			continue
		}
		if st := ls.state(Field(f)); wanted(st) {
			c.of[f][st][l] += weight
			c.seen[f][st] += weight
		}
	}
}

func (c *counts) add(more *counts) {
	for f := range fields {
		for st := range states {
			c.addRow(more, f, st)
		}
	}
}

func (c *counts) addRow(more *counts, f Field, st int) {
	c.seen[f][st] += more.seen[f][st]
	for l := range levels {
		c.of[f][st][l] += more.of[f][st][l]
	}
}

// fill adds the rows that c has little of.
func (c *counts) fill(more *counts) {
	for f := range fields {
		for st := range states {
			if c.seen[f][st] < enough {
				c.addRow(more, f, st)
			}
		}
	}
}

// most is how many matches the fullest row is counted from.
func (c *counts) most() (most float64) {
	for f := range fields {
		for st := range states {
			most = max(most, c.seen[f][st])
		}
	}
	return most
}

// table makes shares of counts, beginning from what is usual as if that had been counted prior times.
func (c *counts) table(usual table, prior func(state int) float64) (out table) {
	for f := range fields {
		for st := range states {
			p := prior(st)
			for l := range levels {
				out[f][st][l] = (c.of[f][st][l] + p*usual[f][st][l]) / (c.seen[f][st] + p)
			}
		}
	}
	return out
}
