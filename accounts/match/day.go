package match

import (
	"regexp"
	"strconv"
	"strings"
)

// day is a date of birth as written: eight digits yyyymmdd where the parts are known, '?' where they are not. It need not be in
// the calendar: a wrong date still resembles the right one.
type day string

const unknownDay = "????????"

var (
	dayFirst  = regexp.MustCompile(`^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})$`)
	yearFirst = regexp.MustCompile(`^(\d{4})\s*[-/. ]\s*(\d{1,2})(?:\s*[-/. ]\s*(\d{1,2}))?$`)
	monthYear = regexp.MustCompile(`^(\d{1,2})\s*[-/.]\s*(\d{4})$`)
	timeAfter = regexp.MustCompile(`[T ]\d{1,2}:\d{2}.*$`)
	fraction  = regexp.MustCompile(`^(\d{4}|\d{8})\.0$`) // a spreadsheet's number
)

// readDay reads yyyymmdd, yyyy-mm-dd, dd/mm/yyyy, the year alone, and the year with the month. What it cannot read is "".
func readDay(s string) day {
	s = timeAfter.ReplaceAllString(strings.TrimSpace(s), "")
	if m := fraction.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		if n, _ := strconv.Atoi(m[2]); n > 12 {
			m[1], m[2] = m[2], m[1]
		}
		return dayOf(m[3], m[2], m[1])
	}
	if m := monthYear.FindStringSubmatch(s); m != nil {
		return dayOf(m[2], m[1], "")
	}
	switch {
	case s == "" || strings.Trim(s, "0123456789") != "":
		return ""
	case len(s) == 8:
		return dayOf(s[:4], s[4:6], s[6:])
	case len(s) == 6:
		return dayOf(s[:4], s[4:], "")
	case len(s) == 4:
		return dayOf(s, "", "")
	}
	return ""
}

// dayOf leaves a part unknown that is missing or zero.
func dayOf(y, m, d string) day {
	two := func(s string) string {
		switch n, _ := strconv.Atoi(s); {
		case n == 0:
			return "??"
		case len(s) == 1:
			return "0" + s
		}
		return s
	}
	if n, _ := strconv.Atoi(y); n == 0 {
		y = "????"
	}
	out := y + two(m) + two(d)
	if out == unknownDay {
		return ""
	}
	return day(out)
}

func (d day) year() string    { return string(d[:4]) }
func (d day) month() string   { return string(d[4:6]) }
func (d day) ofMonth() string { return string(d[6:]) }
func (d day) whole() bool     { return d != "" && !strings.Contains(string(d), "?") }

// firstOfYear is what many systems write for "some day of that year".
func (d day) firstOfYear() bool { return d[4:] == "0101" }

// swapped is the date with day and month the other way round; "" where that says nothing new or cannot be.
func (d day) swapped() day {
	if !d.whole() || d.ofMonth() > "12" || d.ofMonth() == d.month() {
		return ""
	}
	return d[:4] + d[6:] + d[4:6]
}

// compareDays says how two dates fit.
func compareDays(a, b day) Level {
	switch {
	case a == "" || b == "":
		return Unknown
	case a == b && a.whole():
		return Same
	case !a.whole() || !b.whole():
		return comparePartly(a, b)
	case a.swapped() == b:
		return Swapped
	}
	wrong := 0
	for i := range a {
		if a[i] != b[i] {
			wrong++
		}
	}
	switch {
	case wrong == 1, wrong == 2 && OneSlip(string(a), string(b)):
		return Slip
	case a.firstOfYear() || b.firstOfYear():
		if a.year() == b.year() {
			return Area
		}
	case partsAlike(a, b) == 2:
		return Part
	case wrong == 2:
		return Like
	case a.year() == b.year():
		return Area
	}
	return Differs
}

func partsAlike(a, b day) (n int) {
	for _, same := range []bool{a.year() == b.year(), a.month() == b.month(), a.ofMonth() == b.ofMonth()} {
		if same {
			n++
		}
	}
	return n
}

// comparePartly compares where one of the two is known to the month or the year only.
func comparePartly(a, b day) Level {
	fits, known := 0, 0
	for i := range a {
		if a[i] == '?' || b[i] == '?' {
			continue
		}
		known++
		if a[i] == b[i] {
			fits++
		}
	}
	switch {
	case known == 0:
		return Unknown
	case fits == known && known >= 6:
		return Part
	case fits == known:
		return Area
	}
	return Differs
}
