package services

import "time"

// pensionDay is the day somebody reaches State Pension age, as the law stood in November 2026. Sources: Pensions Act 1995
// schedule 4 as amended by the Pensions Acts 2007, 2011 and 2014. For everybody born before 6 December 1953 it is past, and
// the 65th birthday is given.
func pensionDay(born Day) Day {
	switch {
	case !later(born, Day{1953, time.December, 5}):
		return born.plusMonths(12 * 65)
	case !later(born, Day{1954, time.October, 5}): // 65 rises to 66, by two months for each month of birth
		return stepped(born, Day{1953, time.December, 6}, Day{2019, time.March, 6})
	case !later(born, Day{1960, time.April, 5}):
		return born.plusMonths(12 * 66)
	case !later(born, Day{1961, time.March, 5}): // 66 and 1 to 11 months
		return born.plusMonths(12*66 + 1 + monthsBetween(Day{1960, time.April, 6}, born))
	case !later(born, Day{1977, time.April, 5}):
		return born.plusMonths(12 * 67)
	case !later(born, Day{1978, time.April, 5}): // 67 rises to 68
		return stepped(born, Day{1977, time.April, 6}, Day{2044, time.May, 6})
	}
	return born.plusMonths(12 * 68)
}

// stepped is a table whose months of birth begin on the 6th and whose days are two months apart.
func stepped(born, from, first Day) Day { return first.plusMonths(2 * monthsBetween(from, born)) }

// monthsBetween are the whole months from one day to another.
func monthsBetween(from, to Day) int {
	n := 12*(to.Y-from.Y) + int(to.M-from.M)
	if to.D < from.D {
		n--
	}
	return n
}
