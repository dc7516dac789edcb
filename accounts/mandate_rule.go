package accounts

import (
	"time"

	"github.com/samedoor/samedoor/services"
)

// Bounds of mandates. The Department for Work and Pensions lets explicit consent stand six months at most; the person may choose less,
// and renews it with one press.
const (
	consentMonths = 6
	adultAge      = 18
	inviteDays    = 28 // as codes by letter
	warnDays      = 14 // before consent ends
	warnMonths    = 3  // before somebody comes of age
	mostMandates  = 200
)

// InForce says whether a mandate counts on a day: taken up, begun, not ended. Its last day is counted.
func (m Mandate) InForce(today services.Day) bool {
	return m.EndedAt == nil && m.Helper != 0 && !after(m.Starts, today) && (m.Ends == nil || !after(today, *m.Ends))
}

// Allows is the one rule of acting for somebody: whether this mandate lets its helper do something about a matter on a day.
func (m Mandate) Allows(do Doing, about Matter, today services.Day) bool {
	return m.InForce(today) && m.May.has(do) && m.covers(about)
}

func (r Rights) has(do Doing) bool {
	switch do {
	case ToSee:
		return r.See
	case ToTalk:
		return r.Talk
	case ToAct:
		return r.Act
	}
	return false
}

// List are the rights there are, in order.
func (r Rights) List() (out []Doing) {
	for _, do := range []Doing{ToSee, ToTalk, ToAct} {
		if r.has(do) {
			out = append(out, do)
		}
	}
	return out
}

// covers says whether a matter is within the scope. The person as such is: what is then listed of theirs is asked about one by one.
func (m Mandate) covers(about Matter) bool {
	switch {
	case about == Matter{}:
		return true
	case m.Draft != 0:
		return about.Draft == m.Draft
	case m.Service != "" && about.Service != m.Service:
		return false
	}
	return m.Area == "" || m.Area == about.Area
}

// LatestEnd is the last day a mandate of this kind may have, nil where only its document says: consent six months on, a parent's the day
// before the child is eighteen. known is false where it hangs on a date of birth we do not have.
func LatestEnd(k MandateKind, starts services.Day, born *services.Day) (last *services.Day, known bool) {
	switch {
	case k.ByConsent():
		day := dayBefore(services.Period{Months: consentMonths}.After(starts))
		return &day, true
	case k == Parent && born == nil:
		return nil, false
	case k == Parent:
		day := dayBefore(comesOfAge(*born))
		return &day, true
	}
	return nil, true
}

// comesOfAge is the eighteenth birthday; who was born on 29 February comes of age on 1 March, as the law counts.
func comesOfAge(born services.Day) services.Day {
	return services.DayOf(time.Date(born.Y+adultAge, born.M, born.D, 0, 0, 0, 0, time.UTC))
}

func dayBefore(d services.Day) services.Day { return services.DayOf(d.Time().AddDate(0, 0, -1)) }
