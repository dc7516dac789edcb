package cases

import (
	"testing"
	"time"

	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

func TestDeadlinesCountTheDaysOfTheirCalendar(t *testing.T) {
	t.Parallel()
	ours := staff.Settings{SchoolTerms: []staff.Term{{From: "2026-11-30", Until: "2026-12-11"}, {From: "2027-01-11", Until: "2027-02-05"}}}
	for _, c := range []struct {
		calendar services.Calendar
		nation   string
		settings staff.Settings
		from     string
		n        int
		want     string
	}{
		{services.CalendarDays, englandAndWales, ours, "2026-12-20", 10, "2026-12-30"},
		{services.WorkingDays, englandAndWales, ours, "2026-12-24", 1, "2026-12-29"},
		{"", englandAndWales, ours, "2026-12-24", 1, "2026-12-29"},
		{services.SchoolDays, englandAndWales, staff.Settings{}, "2026-12-18", 1, "2027-01-04"},
		{services.SchoolDays, englandAndWales, staff.Settings{}, "2027-04-30", 1, "2027-05-04"}, // early May bank holiday
		{services.SchoolDays, englandAndWales, staff.Settings{}, "2026-11-20", 20, "2026-12-18"},
		{services.SchoolDays, englandAndWales, ours, "2026-12-10", 2, "2027-01-11"},
		{services.SchoolDays, scotland, staff.Settings{}, "2026-12-24", 4, "2027-01-05"},        // not known: working days
		{services.SchoolDays, englandAndWales, ours, "2027-02-05", 1, "2027-02-08"},             // not known so far ahead
		{services.SchoolDays, englandAndWales, staff.Settings{}, "2028-01-03", 1, "2028-01-04"}, // nor here
	} {
		from, err := time.Parse(time.DateOnly, c.from)
		must(t, err)
		o := &Office{now: func() time.Time { return from.Add(10 * time.Hour) }}
		got := o.deadline(staff.Agency{Nation: c.nation, Settings: c.settings}, &services.Service{Calendar: c.calendar}, c.n)
		if got.Format(time.DateOnly) != c.want {
			t.Errorf("%d %q after %s in %s: %s, want %s", c.n, c.calendar, c.from, c.nation, got.Format(time.DateOnly), c.want)
		}
	}
}

func TestTheUsualTermsAreInOrder(t *testing.T) {
	t.Parallel()
	last := time.Time{}
	for _, term := range usualTerms() {
		if !term.from.After(last) || term.until.Before(term.from) || dayOf(term.from).weekend() || dayOf(term.until).weekend() {
			t.Errorf("%v to %v, after %v", term.from, term.until, last)
		}
		last = term.until
	}
}
