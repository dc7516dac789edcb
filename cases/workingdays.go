package cases

import (
	"time"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// AddWorkingDays is the day n working days after from in a nation, leaving out weekends and its bank holidays. It answers
// midnight UTC of that day, as a date column takes it; 0 days is from itself. A nation is named as agencies name it.
func AddWorkingDays(nation string, from time.Time, n int) time.Time {
	d := dayOf(from)
	for n > 0 {
		d = d.add(1)
		if !d.weekend() && !holiday(nation, d) {
			n--
		}
	}
	return d.time()
}

// today is the calendar day in London, where every agency is.
func (o *Office) today() services.Day { return services.DayOf(o.now().In(lang.London)) }
