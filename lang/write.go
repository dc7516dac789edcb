package lang

import (
	"fmt"
	"strings"
	"time"
)

// Date writes a day in full: "3 May 2026", "3 Mai 2026".
func Date(l Lang, t time.Time) string {
	return fmt.Sprintf("%d %s %d", t.Day(), T(l, fmt.Sprintf("lang.months.%d", t.Month()-1)), t.Year())
}

// Month writes a month of a year: "May 2026", "Mai 2026".
func Month(l Lang, year int, m time.Month) string {
	return fmt.Sprintf("%s %d", T(l, fmt.Sprintf("lang.months.%d", m-1)), year)
}

// Day writes a day with its weekday: "Tuesday 3 May 2026", "dydd Mawrth 3 Mai 2026".
func Day(l Lang, t time.Time) string {
	return T(l, fmt.Sprintf("lang.days.%d", t.Weekday())) + " " + Date(l, t)
}

// Moment writes when something happened, as the clocks of Britain showed it: "3 May 2026, 4:05pm".
func Moment(l Lang, t time.Time) string {
	t = t.In(London)
	return Date(l, t) + ", " + Clock(l, t)
}

// Clock writes a time of day as GOV.UK does: "4:05pm", "9am", "midday"; Welsh "4:05yh".
func Clock(l Lang, t time.Time) string {
	if t.Minute() == 0 && t.Hour() == 12 {
		return T(l, "lang.midday")
	}
	if t.Minute() == 0 && t.Hour() == 0 {
		return T(l, "lang.midnight")
	}
	half, hour := "lang.am", t.Hour()
	if hour >= 12 {
		half = "lang.pm"
	}
	if hour %= 12; hour == 0 {
		hour = 12
	}
	if t.Minute() == 0 {
		return fmt.Sprintf("%d%s", hour, T(l, half))
	}
	return fmt.Sprintf("%d:%02d%s", hour, t.Minute(), T(l, half))
}

// List joins items as a sentence does: "a, b and c"; Welsh takes "ac" before a vowel.
func List(l Lang, items []string) string {
	if len(items) == 0 {
		return ""
	}
	last := items[len(items)-1]
	if len(items) == 1 {
		return last
	}
	and := T(l, "lang.and")
	if strings.ContainsRune("aeiouwyâêîôûŵŷAEIOUWYÂÊÎÔÛŴŶ", []rune(last + " ")[0]) {
		and = T(l, "lang.and_vowel")
	}
	return strings.Join(items[:len(items)-1], ", ") + " " + and + " " + last
}

// Money writes pence as pounds: "£10", "£8.62".
func Money(pence int) string {
	if pence%100 == 0 {
		return fmt.Sprintf("£%d", pence/100)
	}
	return fmt.Sprintf("£%d.%02d", pence/100, pence%100)
}
