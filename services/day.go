package services

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"
)

// DateRef is a day that a condition compares with: today, a fixed day, or the answer to an earlier question.
type DateRef struct {
	Today    bool
	Day      Day
	Question string

	q *Question
}

func dateRefAt(n *yaml.Node, name string) *DateRef {
	text := textAt(n, name)
	if text == "" {
		return nil
	}
	if d, ok := plainDay(text); ok {
		return &DateRef{Day: d}
	}
	if text == "today" {
		return &DateRef{Today: true}
	}
	return &DateRef{Question: text}
}

// readDay reads a day as definitions write it: 2026-04-06.
func plainDay(text string) (Day, bool) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Day{}, false
	}
	return DayOf(t), true
}

func (d Day) iso() string { return fmt.Sprintf("%04d-%02d-%02d", d.Y, int(d.M), d.D) }

// first and last are the days that a day of which a part is not known may be at the earliest and at the latest.
func (d Day) first() Day {
	return Day{d.Y, max(d.M, time.January), max(d.D, 1)}
}

func (d Day) last() Day {
	switch {
	case d.M == 0:
		return Day{d.Y, time.December, 31}
	case d.D == 0:
		return DayOf(time.Date(d.Y, d.M+1, 0, 0, 0, 0, 0, time.UTC))
	}
	return d
}

// plusMonths is d so many months on; the 31st becomes the last day of a shorter month.
func (d Day) plusMonths(n int) Day {
	whole := DayOf(time.Date(d.Y, d.M+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
	return Day{whole.Y, whole.M, min(d.D, Day{Y: whole.Y, M: whole.M}.last().D)}
}

// Before is the day a period before d; After is the day a period after it.
func (p Period) Before(d Day) Day {
	return DayOf(d.plusMonths(-p.Months).Time().AddDate(0, 0, -7*p.Weeks-p.Days))
}

// After is the day a period after d.
func (p Period) After(d Day) Day {
	return DayOf(d.plusMonths(p.Months).Time().AddDate(0, 0, 7*p.Weeks+p.Days))
}

// Allows says whether a version may be begun on that day.
func (e Effect) Allows(day Day) bool {
	return !(e.From != (Day{}) && later(e.From, day)) && !(e.Until != (Day{}) && later(day, e.Until))
}
