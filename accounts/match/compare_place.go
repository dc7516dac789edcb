package match

// places compares the two addresses, one of each, that fit best.
func (c *Comparison) places(a, b *Person) {
	best := -1
	for _, x := range a.places {
		for _, y := range b.places {
			one := comparePlaces(x, y)
			if fit := one.placeFit(); fit > best {
				best = fit
				for f := Postcode; f <= House; f++ {
					c.Levels[f], c.Values[f] = one.Levels[f], one.Values[f]
				}
			}
		}
	}
}

// placeFit ranks addresses against each other.
func (c *Comparison) placeFit() (fit int) {
	for f := Postcode; f <= House; f++ {
		if l := c.Levels[f]; l != Unknown {
			fit += int(levels - l)
		}
	}
	return fit
}

func comparePlaces(a, b place) (c Comparison) {
	c.one(Postcode, a.postcode, b.postcode, func(_, _ string) Level { return comparePostcodes(a, b) })
	c.one(Town, a.town, b.town, compareText)
	c.streets(a, b)
	c.one(House, a.house, b.house, func(x, y string) Level {
		if distance(x, y, 1) == 1 && len(x)+len(y) > 3 {
			return Slip
		}
		return Differs
	})
	return c
}

// streets compares the lines of two addresses straight and, where they fit better so, crosswise.
func (c *Comparison) streets(a, b place) {
	c.one(Street, a.street, b.street, compareText)
	c.one(Line2, a.line2, b.line2, compareText)
	if c.Levels[Street].agrees() {
		return
	}
	var x Comparison
	if a.line2 == "" || b.line2 == "" { // one line of the one may be the second of the other
		x.one(Street, a.street, b.line2, compareText)
		if x.Levels[Street] == Unknown {
			x.one(Street, a.line2, b.street, compareText)
		}
		x.Levels[Line2] = c.Levels[Line2]
	} else {
		x.one(Street, a.street, b.line2, compareText)
		x.one(Line2, a.line2, b.street, compareText)
	}
	if x.Levels[Street].agrees() || x.Levels[Line2].agrees() && x.Levels[Line2] < min(c.Levels[Street], c.Levels[Line2]) {
		c.set(Street, max(x.Levels[Street], Slip), "")
		if x.Levels[Line2] != Unknown {
			c.set(Line2, max(x.Levels[Line2], Slip), "")
		}
	}
}

func comparePostcodes(a, b place) Level {
	switch {
	case distance(a.postcode, b.postcode, 1) == 1:
		if a.sector != "" && a.sector == b.sector { // a neighbour's, as likely as a slip
			return Like
		}
		return Slip
	case a.sector != "" && a.sector == b.sector:
		return Part
	case a.outward != "" && a.outward == b.outward:
		return Area
	case distance(a.postcode, b.postcode, 2) == 2 && len(a.postcode) > 5:
		return Area
	}
	return Differs
}
