package accounts

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/samedoor/samedoor/services"
)

// firstYear is the earliest year somebody on record can be born in.
const firstYear = 1900

// realDay says whether a day is in the calendar.
func realDay(d services.Day) bool { return d.Y > 0 && services.DayOf(d.Time()) == d }

func after(a, b services.Day) bool { return a.Time().After(b.Time()) }

// swapDayMonth is the day meant by somebody who writes the month first; ok is false where that is no day, or the same.
func swapDayMonth(d services.Day) (services.Day, bool) {
	s := services.Day{Y: d.Y, M: time.Month(d.D), D: int(d.M)}
	return s, d.D <= 12 && s != d && realDay(s)
}

// monthNames are the English and Welsh months, and how Welsh changes them after "o" and "ym", with what people shorten them to.
var monthNames = map[string]time.Month{
	"january": 1, "jan": 1, "ionawr": 1, "ion": 1, "february": 2, "feb": 2, "chwefror": 2, "chwef": 2, "march": 3, "mar": 3, "mawrth": 3,
	"fawrth": 3, "maw": 3, "april": 4, "apr": 4, "ebrill": 4, "ebr": 4, "may": 5, "mai": 5, "fai": 5, "june": 6, "jun": 6, "mehefin": 6,
	"fehefin": 6, "meh": 6, "july": 7, "jul": 7, "gorffennaf": 7, "orffennaf": 7, "gorff": 7, "august": 8, "aug": 8, "awst": 8,
	"september": 9, "sept": 9, "sep": 9, "medi": 9, "fedi": 9, "october": 10, "oct": 10, "hydref": 10, "hyd": 10, "november": 11,
	"nov": 11, "tachwedd": 11, "dachwedd": 11, "tach": 11, "december": 12, "dec": 12, "rhagfyr": 12, "ragfyr": 12, "rhag": 12,
}

// anyMonth matches the name of a month, longest first.
var anyMonth = func() string {
	names := slices.Collect(maps.Keys(monthNames))
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return strings.Join(names, "|")
}()

// reading is a way people write a date; its groups are named d, m and y.
type reading struct {
	form   *regexp.Regexp
	phones bool // also a way to write part of a phone number: looked for after phone numbers are
}

var readings = []reading{
	{regexp.MustCompile(`\b(?P<y>(?:19|20)\d\d)\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<d>\d{1,2})\b`), false},
	{regexp.MustCompile(`\b(?P<d>\d{1,2})\s?[-/.\s]\s?(?P<m>\d{1,2})\s?[-/.\s]\s?(?P<y>(?:19|20)\d\d)\b`), false},
	{regexp.MustCompile(`\b(?P<d>\d{1,2})\s?[/.]\s?(?P<m>\d{1,2})\s?[/.]\s?(?P<y>\d\d)\b`), false},
	{regexp.MustCompile(`\b(?P<d>\d{1,2})\s?(?:st|nd|rd|th|af|ail|il|ydd|fed|ed|eg|ain)?[\s./-]*(?:of\s|o\s)?(?P<m>` + anyMonth + `)[\s./,-]*(?P<y>\d{4}|\d\d)\b`), false},
	{regexp.MustCompile(`\b(?P<m>` + anyMonth + `)\s(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s,]+(?P<y>\d{4}|\d\d)\b`), false},
	{regexp.MustCompile(`\b(?P<d>\d{1,2})\s?[-\s]\s?(?P<m>\d{1,2})\s?[-\s]\s?(?P<y>\d\d)\b`), true},
	{regexp.MustCompile(`\b(?P<d>\d\d)(?P<m>\d\d)(?P<y>(?:19|20)\d\d)\b`), true},
	{regexp.MustCompile(`\b(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)\b`), true},
	{regexp.MustCompile(`\b(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d\d)\b`), true},
}

// days are the past days that a match can mean: a year of two digits is of this century, the last, or either.
func (rd reading) days(m []string, today services.Day) []services.Day {
	d, _ := strconv.Atoi(m[rd.form.SubexpIndex("d")])
	month, ok := readMonth(m[rd.form.SubexpIndex("m")])
	if !ok {
		return nil
	}
	year := m[rd.form.SubexpIndex("y")]
	y, _ := strconv.Atoi(year)
	years := []int{y}
	if len(year) == 2 {
		years = []int{1900 + y, 2000 + y}
	}
	var out []services.Day
	for _, y := range years {
		out = append(out, possible(services.Day{Y: y, M: month, D: d}, today)...)
	}
	return out
}

// possible is d where it is a past day; else, with a month over twelve, the day meant by somebody who wrote the month first.
func possible(d, today services.Day) []services.Day {
	if d.M > 12 && d.D <= 12 {
		d.M, d.D = time.Month(d.D), int(d.M)
	}
	if !realDay(d) || after(d, today) || d.Y < firstYear {
		return nil
	}
	return []services.Day{d}
}

func readMonth(s string) (time.Month, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return time.Month(n), true
	}
	m, ok := monthNames[s]
	return m, ok
}

// near says whether two days differ by one slip: day and month swapped, or one of the three parts wrong.
func near(a, b services.Day) bool {
	if s, ok := swapDayMonth(a); ok && s == b {
		return true
	}
	same := 0
	for _, eq := range []bool{a.D == b.D, a.M == b.M, a.Y == b.Y} {
		if eq {
			same++
		}
	}
	return same == 2
}
