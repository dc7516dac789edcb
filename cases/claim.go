package cases

import (
	"time"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// EarliestDate is the first day a claim may reach back to, counted from the day it was sent; false where it reaches no further back. It
// answers midnight UTC, as dates are kept.
func (c Case) EarliestDate() (time.Time, bool) {
	by := c.Service.Backdated
	return by.Before(c.sentOn()).Time(), by != services.Period{}
}

// LatestDate is the last day that what is claimed may begin, where a claim may be made early.
func (c Case) LatestDate() (time.Time, bool) {
	by := c.Service.Early
	return by.After(c.sentOn()).Time(), by != services.Period{}
}

func (c Case) sentOn() services.Day { return services.DayOf(c.SubmittedAt.In(lang.London)) }
