package services

import "regexp"

// shortMonth is a month with the year in two digits: "03/26", "Mar 26", "Mawrth 26".
var shortMonth = regexp.MustCompile(`^([0-9]{1,2}|\pL{3,})\s*[-/. ]\s*'?([0-9]{2})$`)

var nearMonths = map[string]int{"this month": 0, "last month": -1, "next month": 1, "mis yma": 0, "y mis yma": 0, "y mis hwn": 0, "mis diwethaf": -1,
	"mis dwetha": -1, "mis nesaf": 1}

// month reads a month of a year in two parts, or as it is commonly written. Of a whole date that somebody gives the day is let go.
func (r *reading) month() (Value, Problems) {
	month, year := r.in.Get("month"), r.in.Get("year")
	if month+year != "" {
		return r.monthInParts(month, year)
	}
	q := Question{Past: r.q.Past, Future: r.q.Future, Precision: ToMonth}
	text := r.line()
	if ahead, ok := nearMonths[fold(text)]; ok {
		d := Day{r.today.Y, r.today.M, 1}.plusMonths(ahead)
		return Value{Date: &Day{Y: d.Y, M: d.M}}, nil
	}
	if m := shortMonth.FindStringSubmatch(oneLine(text)); m != nil { // 03/26: there is no day it could be
		return r.monthInParts(m[1], m[2])
	}
	d, code, _ := readDay(text, r.today, &q)
	if code != "" {
		return Value{}, r.wrong("month-not-real", "")
	}
	return Value{Date: &Day{Y: d.Y, M: d.M}}, nil
}

func (r *reading) monthInParts(month, year string) (Value, Problems) {
	m, ok := monthOf(fold(month))
	if !ok {
		return Value{}, r.wrong("month-not-real", "month")
	}
	d, part := dayOf("", m, fold(year), r.today, r.q)
	if part != "" {
		return Value{}, r.wrong("month-not-real", part)
	}
	return Value{Date: &d}, nil
}
