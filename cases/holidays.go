package cases

import (
	"slices"
	"sync"
	"time"
)

// The nations whose bank holidays differ, as agencies name them.
const (
	englandAndWales = "england-and-wales"
	scotland        = "scotland"
	northernIreland = "northern-ireland"
)

type day struct {
	y int
	m time.Month
	d int
}

func dayOf(t time.Time) day { y, m, d := t.Date(); return day{y, m, d} }

func (d day) time() time.Time { return time.Date(d.y, d.m, d.d, 0, 0, 0, 0, time.UTC) }

func (d day) add(n int) day { return dayOf(d.time().AddDate(0, 0, n)) }

func (d day) weekend() bool {
	w := d.time().Weekday()
	return w == time.Saturday || w == time.Sunday
}

// extra are the holidays proclaimed for one year alone, in all nations.
var extra = map[int][]day{
	2022: {{2022, time.June, 3}, {2022, time.September, 19}}, // Platinum Jubilee; funeral of Queen Elizabeth II
	2023: {{2023, time.May, 8}},                              // coronation of King Charles III
}

// earlyMay and spring are the years in which that holiday was moved.
var (
	earlyMay = map[int]day{2020: {2020, time.May, 8}}  // 75 years of VE day
	spring   = map[int]day{2022: {2022, time.June, 2}} // Platinum Jubilee
)

var holidays sync.Map // nation and year to map[day]bool

type nationYear struct {
	nation string
	year   int
}

// holiday says whether d is a bank holiday in a nation.
func holiday(nation string, d day) bool {
	key := nationYear{nation, d.y}
	known, ok := holidays.Load(key)
	if !ok {
		days := map[day]bool{}
		for _, h := range bankHolidays(nation, d.y) {
			days[h] = true
		}
		known, _ = holidays.LoadOrStore(key, days)
	}
	return known.(map[day]bool)[d]
}

// bankHolidays are a nation's bank holidays of a year, by the rules of the Banking and Financial Dealings Act 1971 and the
// proclamations made under it; ascending. An unknown nation has those of England and Wales.
func bankHolidays(nation string, y int) []day {
	easter := easterSunday(y)
	moving := []day{easter.add(-2), or(earlyMay[y], nth(y, time.May, 1)), or(spring[y], last(y, time.May))}
	fixed := []day{{y, time.January, 1}, {y, time.December, 25}, {y, time.December, 26}}
	switch nation {
	case scotland:
		moving = append(moving, nth(y, time.August, 1))
		fixed = append(fixed, day{y, time.January, 2}, day{y, time.November, 30})
	case northernIreland:
		moving = append(moving, easter.add(1), last(y, time.August))
		fixed = append(fixed, day{y, time.March, 17}, day{y, time.July, 12})
	default:
		moving = append(moving, easter.add(1), last(y, time.August))
	}
	days := substituted(append(append(moving, extra[y]...), fixed...))
	slices.SortFunc(days, func(a, b day) int { return a.time().Compare(b.time()) })
	return days
}

// substituted moves each holiday that falls on a weekend to the next weekday that is not a holiday itself.
func substituted(days []day) []day {
	var kept, moved []day
	for _, d := range days {
		if d.weekend() {
			moved = append(moved, d)
		} else {
			kept = append(kept, d)
		}
	}
	for _, d := range moved {
		for d.weekend() || slices.Contains(kept, d) {
			d = d.add(1)
		}
		kept = append(kept, d)
	}
	return kept
}

func or(moved, usual day) day {
	if moved == (day{}) {
		return usual
	}
	return moved
}

// nth is the nth Monday of a month, last the last one.
func nth(y int, m time.Month, n int) day {
	first := day{y, m, 1}
	return first.add((8-int(first.time().Weekday()))%7 + 7*(n-1))
}

func last(y int, m time.Month) day {
	end := dayOf(time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC))
	return end.add(-(int(end.time().Weekday()) + 6) % 7)
}

// easterSunday is the Gregorian computus: the Sunday after the full moon (by the church's tables) on or after 21 March.
func easterSunday(y int) day {
	golden, century := y%19, y/100
	epact := (century - century/4 - (8*century+13)/25 + 19*golden + 15) % 30
	moon := epact - epact/28*(1-epact/28*(29/(epact+1))*((21-golden)/11))
	weekday := (y + y/4 + moon + 2 - century + century/4) % 7
	return day{y, time.March, 28}.add(moon - weekday)
}
