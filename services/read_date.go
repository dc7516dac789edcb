package services

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// date reads a day in three parts, or as it is commonly written. What the precision allows may be left out.
func (r *reading) date() (Value, Problems) {
	day, month, year := r.in.Get("day"), r.in.Get("month"), r.in.Get("year")
	if day+month+year == "" {
		d, code, part := readDay(r.line(), r.today, r.q)
		if code != "" {
			return Value{}, r.wrong(code, part)
		}
		return Value{Date: &d}, nil
	}
	needed := map[string]bool{"day": r.q.Precision == ToDay, "month": r.q.Precision != ToYear || day != "", "year": true}
	for _, part := range []string{"day", "month", "year"} {
		if needed[part] && r.in.Get(part) == "" {
			return Value{}, r.wrong("date-incomplete", part)
		}
	}
	var m time.Month
	if month != "" {
		var ok bool
		if m, ok = monthOf(fold(month)); !ok {
			return Value{}, r.wrong("date-not-real", "month")
		}
	}
	d, part := dayOf(fold(day), m, fold(year), r.today, r.q)
	if part != "" {
		return Value{}, r.wrong("date-not-real", part)
	}
	return Value{Date: &d}, nil
}

var (
	numericDay   = regexp.MustCompile(`^([0-9]{1,2})\s*[-/. ,]\s*([0-9]{1,2})\s*[-/. ,]\s*([0-9]{4}|'?[0-9]{2})$`)
	isoDay       = regexp.MustCompile(`^([0-9]{4})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})(?:T.*)?$`)
	closeDay     = regexp.MustCompile(`^([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})$`)
	numericMonth = regexp.MustCompile(`^([0-9]{1,2})\s*[-/. ]\s*([0-9]{4})$`)
	isoMonth     = regexp.MustCompile(`^([0-9]{4})\s*[-/.]\s*([0-9]{1,2})$`)
	closeISO     = regexp.MustCompile(`^((?:18|19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})$`)
	shortDay     = regexp.MustCompile(`^[0-9]{1,2}\s*[-/. ]\s*[0-9]{1,2}$`)
	ordinal      = regexp.MustCompile(`^([0-9]{1,2})(?:st|nd|rd|th|af|il|ydd|edd|ed|eg|fed)?$`)
)

// readDay reads a day as people write it. code is the problem, "" for none; part is where in a date it lies.
func readDay(text string, today Day, q *Question) (d Day, code, part string) {
	text = strings.TrimRight(oneLine(text), ".")
	m, order := numericDay.FindStringSubmatch(text), [3]int{1, 2, 3}
	if m == nil {
		m = closeDay.FindStringSubmatch(text)
	}
	if m == nil || m[3] == "" {
		if iso := isoDay.FindStringSubmatch(text); iso != nil {
			m, order = iso, [3]int{3, 2, 1}
		}
	}
	if m == nil && q.Precision != ToDay {
		if month := numericMonth.FindStringSubmatch(text); month != nil {
			return partDay("", month[1], month[2], today, q)
		}
		if month := isoMonth.FindStringSubmatch(text); month != nil {
			return partDay("", month[2], month[1], today, q)
		}
	}
	if m == nil {
		return dayInWords(text, today, q)
	}
	if iso := closeISO.FindStringSubmatch(text); iso != nil { // 19440305: read as day first it is no date
		if _, bad := assemble(m, order, today, q); bad != "" {
			m, order = iso, [3]int{3, 2, 1}
		}
	}
	d, part = assemble(m, order, today, q)
	if part != "" {
		return Day{}, "date-not-real", part
	}
	return d, "", ""
}

// partDay is a day of which the first part is not known.
func partDay(day, month, year string, today Day, q *Question) (d Day, code, part string) {
	m, ok := monthOf(month)
	if !ok {
		return Day{}, "date-not-real", "month"
	}
	if d, part = dayOf(day, m, year, today, q); part != "" {
		return Day{}, "date-not-real", part
	}
	return d, "", ""
}

func assemble(m []string, order [3]int, today Day, q *Question) (Day, string) {
	month, ok := monthOf(m[order[1]])
	if !ok {
		return Day{}, "month"
	}
	return dayOf(m[order[0]], month, strings.TrimPrefix(m[order[2]], "'"), today, q)
}

// dayInWords reads "5 March 1944", "March 5th, 1944", "dydd Mawrth 5ed o Fawrth 1944", "today".
func dayInWords(text string, today Day, q *Question) (d Day, code, part string) {
	words := dayWords(fold(text))
	if len(words) == 1 {
		if ahead, ok := nearDays[words[0]]; ok {
			return DayOf(today.Time().AddDate(0, 0, ahead)), "", ""
		}
	}
	month, numbers, ok := namesAndNumbers(words)
	switch {
	case !ok || len(numbers) > 2:
		return Day{}, "date-not-real", ""
	case month == 0:
		return withoutMonth(text, numbers, today, q)
	case len(numbers) == 1 && q.Precision != ToDay && isYear(numbers[0]):
		numbers = []string{"", numbers[0]}
	case len(numbers) == 0 || len(numbers) == 1 && len(numbers[0]) == 4:
		return Day{}, "date-incomplete", map[bool]string{true: "day", false: "year"}[q.Precision == ToDay]
	case len(numbers) == 1:
		return Day{}, "date-incomplete", "year"
	case len(numbers[0]) == 4: // 1944 March 5
		numbers[0], numbers[1] = numbers[1], numbers[0]
	}
	if d, part = dayOf(numbers[0], month, numbers[1], today, q); part != "" {
		return Day{}, "date-not-real", part
	}
	return d, "", ""
}

// namesAndNumbers sorts the words of a date: one month at most, days and years. ok is false where there is anything else.
func namesAndNumbers(words []string) (month time.Month, numbers []string, ok bool) {
	for _, w := range words {
		if m := ordinal.FindStringSubmatch(w); m != nil {
			numbers = append(numbers, m[1])
			continue
		}
		if len(w) == 4 && isNumber(w) {
			numbers = append(numbers, w)
			continue
		}
		m, named := monthOf(w)
		if !named || month != 0 {
			return 0, nil, false
		}
		month = m
	}
	return month, numbers, true
}

// withoutMonth is a date in which no month is named: a year, where that is enough, or what is missing.
func withoutMonth(text string, numbers []string, today Day, q *Question) (d Day, code, part string) {
	switch {
	case len(numbers) == 1 && len(numbers[0]) == 4 && q.Precision == ToYear:
		if d, part = dayOf("", 0, numbers[0], today, q); part != "" {
			return Day{}, "date-not-real", part
		}
		return d, "", ""
	case len(numbers) == 1 && len(numbers[0]) == 4:
		return Day{}, "date-incomplete", map[bool]string{true: "day", false: "month"}[q.Precision == ToDay]
	case len(numbers) == 2 && shortDay.MatchString(text):
		return Day{}, "date-incomplete", "year"
	}
	return Day{}, "date-not-real", ""
}

// isYear says that a number beside a month can only be a year: 1944, or 44.
func isYear(n string) bool {
	y, err := strconv.Atoi(n)
	return err == nil && (len(n) == 4 || len(n) == 2 && y > 31)
}

// dayWords are the words of a date that matter: no weekday, no "of". "dydd Mawrth" is Tuesday, "Mawrth" by itself March.
func dayWords(text string) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		switch {
		case w == "dydd":
			out = append(out, w)
		case len(out) > 0 && out[len(out)-1] == "dydd":
			out = out[:len(out)-1]
		case weekdays[w] || dayFill[w]:
		default:
			out = append(out, w)
		}
	}
	return out
}

// dayOf makes a day that is in the calendar, or, with no day and perhaps month 0, what is known of one; part is what is wrong
// with it, "" for nothing.
func dayOf(day string, month time.Month, year string, today Day, q *Question) (d Day, part string) {
	if day == "" {
		y, ok := yearOf(year, max(month, 1), 1, today, q)
		if !ok {
			return Day{}, "year"
		}
		return Day{Y: y, M: month}, ""
	}
	if m := ordinal.FindStringSubmatch(day); m != nil {
		day = m[1]
	}
	n, err := strconv.Atoi(day)
	if err != nil || n < 1 || n > 31 || len(day) > 2 {
		return Day{}, "day"
	}
	y, ok := yearOf(year, month, n, today, q)
	if !ok {
		return Day{}, "year"
	}
	d = Day{y, month, n}
	if DayOf(d.Time()) != d {
		return Day{}, "day"
	}
	return d, ""
}

// yearOf reads four digits, or two: of a past date the year that has gone by, of a future one the year to come, of any
// other the nearer.
func yearOf(year string, month time.Month, day int, today Day, q *Question) (int, bool) {
	n, err := strconv.Atoi(year)
	if err != nil || n < 0 {
		return 0, false
	}
	switch len(year) {
	case 4:
		return n, n >= 1000
	case 2:
	default:
		return 0, false
	}
	century := today.Y - today.Y%100
	switch {
	case q.Past:
		if later(Day{century + n, month, day}, today) {
			century -= 100
		}
	case q.Future:
		if later(today, Day{century + n, month, day}) {
			century += 100
		}
	case century+n > today.Y+30:
		century -= 100
	case century+n < today.Y-70:
		century += 100
	}
	return century + n, true
}

func isNumber(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !isDigit(r) }) < 0 && s != ""
}

var (
	nearDays = map[string]int{"today": 0, "heddiw": 0, "yesterday": -1, "ddoe": -1, "tomorrow": 1, "yfory": 1}
	dayFill  = set("of", "the", "o", "y", "in", "about", "around", "roughly", "circa", "ca", "approximately", "approx", "early", "late", "yn", "ym", "mis", "tua",
		"oddeutu", "rhywbryd", "sometime")
	weekdays = set("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu",
		"thur", "thurs", "fri", "sat", "sun", "llun", "mercher", "iau", "gwener", "sadwrn", "sul")
	// Month names in both languages; Welsh ones also as they stand after "o" (of).
	months = map[string]time.Month{
		"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
		"ionawr": 1, "chwefror": 2, "mawrth": 3, "ebrill": 4, "mai": 5, "mehefin": 6, "gorffennaf": 7, "awst": 8, "medi": 9, "hydref": 10, "tachwedd": 11, "rhagfyr": 12,
		"fawrth": 3, "fai": 5, "fehefin": 6, "orffennaf": 7, "fedi": 9, "dachwedd": 11, "ragfyr": 12,
	}
)

// monthOf reads a month by number, name, or a beginning of at least three letters that no other month shares.
func monthOf(w string) (time.Month, bool) {
	if n, err := strconv.Atoi(w); err == nil {
		return time.Month(n), n >= 1 && n <= 12 && len(w) <= 2
	}
	if m, ok := months[w]; ok {
		return m, true
	}
	if len(w) < 3 {
		return 0, false
	}
	found := time.Month(0)
	for name, m := range months {
		if strings.HasPrefix(name, w) {
			if found != 0 && found != m {
				return 0, false
			}
			found = m
		}
	}
	if w == "sept" {
		return 9, true
	}
	return found, found != 0
}
