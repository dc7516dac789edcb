package accounts

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/samedoor/samedoor/lang"
)

// NeverQuiet is the Needs.Quiet of who may be texted at any hour.
const NeverQuiet = "none"

// NightHours are the hours of rest of a house that has set no others.
const NightHours = "20:00-08:00"

var quietForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])$`)

// ValidQuiet says whether s can be the quiet hours of a house or a person: "" (as the house has it), NeverQuiet, or 'HH:MM-HH:MM'.
func ValidQuiet(s string) bool { return s == "" || s == NeverQuiet || quietForm.MatchString(s) }

// rest are the hours in which we begin no text: minutes of the day in the United Kingdom, over midnight where from is the later.
type rest struct{ from, until int }

// restOf are a person's hours of rest: their own, else the house's.
func (r *Register) restOf(n Needs) rest {
	s := n.Quiet
	if s == "" {
		s = r.Quiet
	}
	m := quietForm.FindStringSubmatch(s)
	if m == nil {
		return rest{}
	}
	at := func(h, min string) int {
		hours, _ := strconv.Atoi(h)
		minutes, _ := strconv.Atoi(min)
		return hours*60 + minutes
	}
	return rest{from: at(m[1], m[2]), until: at(m[3], m[4])}
}

// end is now, or where that is in the hours of rest, when they end.
func (r rest) end(now time.Time) time.Time {
	local := now.In(lang.London)
	minute := local.Hour()*60 + local.Minute()
	var resting bool
	switch {
	case r.from == r.until:
		return now
	case r.from < r.until:
		resting = minute >= r.from && minute < r.until
	default:
		resting = minute >= r.from || minute < r.until
	}
	if !resting {
		return now
	}
	y, m, d := local.Date()
	if minute >= r.until {
		d++
	}
	return time.Date(y, m, d, r.until/60, r.until%60, 0, 0, lang.London)
}

// OwnHours is the choice of hours of somebody's own in a form.
const OwnHours = "own"

// QuietFrom makes quiet hours of a form: "" as the house has it, NeverQuiet, or OwnHours from one full hour to another ("20", "8"). What is
// no hour is as the house has it.
func QuietFrom(choice, from, until string) string {
	switch choice {
	case NeverQuiet:
		return NeverQuiet
	case OwnHours:
		f, err1 := strconv.Atoi(from)
		u, err2 := strconv.Atoi(until)
		if s := fmt.Sprintf("%02d:00-%02d:00", f, u); err1 == nil && err2 == nil && quietForm.MatchString(s) {
			return s
		}
	}
	return ""
}

// QuietParts are quiet hours as a form takes them.
func QuietParts(quiet string) (choice, from, until string) {
	m := quietForm.FindStringSubmatch(quiet)
	if m == nil {
		return quiet, "20", "8"
	}
	return OwnHours, hour(m[1]), hour(m[3])
}

// hour is an hour without a leading nought.
func hour(s string) string {
	n, _ := strconv.Atoi(s)
	return strconv.Itoa(n)
}
