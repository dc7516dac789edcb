package cases

import (
	_ "embed" // the terms of schools in England
	"log/slog"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// deadline is the day n days of a service's calendar after today, for an agency. School days are counted as working days where it is
// not known when the schools are open: a day too early hurts nobody.
func (o *Office) deadline(a staff.Agency, s *services.Service, n int) time.Time {
	from := o.now().In(lang.London)
	switch s.Calendar {
	case services.CalendarDays:
		return dayOf(from).add(n).time()
	case services.SchoolDays:
		if day, known := addSchoolDays(a, from, n); known {
			return day
		}
		slog.Warn("the agency's school terms do not reach that far: its deadline is counted in working days", "agency", a.Slug, "service", s.ID)
	case services.WorkingDays:
	}
	return AddWorkingDays(a.Nation, from, n)
}

// addSchoolDays is the day n school days after from: days of the agency's terms that are neither at the weekend nor bank holidays. It
// answers midnight UTC of that day, and false where the terms known do not reach that far.
func addSchoolDays(a staff.Agency, from time.Time, n int) (time.Time, bool) {
	terms := termsOf(a)
	d := dayOf(from)
	if len(terms) == 0 {
		return time.Time{}, false
	}
	end := dayOf(terms[len(terms)-1].until)
	for n > 0 {
		if d = d.add(1); d.time().After(end.time()) {
			return time.Time{}, false
		}
		if !d.weekend() && !holiday(a.Nation, d) && inTerm(terms, d.time()) {
			n--
		}
	}
	return d.time(), true
}

// term is from its first day to its last.
type term struct{ from, until time.Time }

func inTerm(terms []term, d time.Time) bool {
	for _, t := range terms {
		if !d.Before(t.from) && !d.After(t.until) {
			return true
		}
	}
	return false
}

// termsOf are an agency's own terms, else those usual in England; none where neither is known.
func termsOf(a staff.Agency) []term {
	var terms []term
	for _, t := range a.Settings.SchoolTerms {
		from, until, err := t.Days()
		if err != nil {
			slog.Warn("a school term is not readable", "agency", a.Slug, "error", err)
			continue
		}
		terms = append(terms, term{from, until})
	}
	if len(a.Settings.SchoolTerms) == 0 && a.Nation == englandAndWales {
		return usualTerms()
	}
	return terms
}

//go:embed school_terms.yaml
var schoolTerms []byte

// usualTerms are those of school_terms.yaml. A mistake in it is a mistake of the build, kept out by a test, and panics.
var usualTerms = sync.OnceValue(func() []term {
	var listed []struct{ From, Until time.Time }
	if err := yaml.Unmarshal(schoolTerms, &listed); err != nil {
		panic("school_terms.yaml: " + err.Error())
	}
	terms := make([]term, len(listed))
	for i, t := range listed {
		terms[i] = term{t.From, t.Until}
	}
	return terms
})
