package cases

import (
	"time"
	_ "time/tzdata" // deadlines are counted in London whatever machine this runs on

	"github.com/samedoor/samedoor/services"
)

var london = func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // the zones are part of the binary
	}
	return l
}()

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
func (o *Office) today() services.Day { return services.DayOf(o.now().In(london)) }
