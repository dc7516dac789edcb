package cases

import (
	"testing"
	"time"

	"github.com/samedoor/samedoor/services"
)

func TestHowFarAClaimReaches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sent             string
		back, early      services.Period
		earliest, latest string
	}{
		{"2026-11-25T10:00:00Z", services.Period{Months: 3}, services.Period{Months: 4}, "2026-08-25", "2027-03-25"},
		{"2026-05-31T10:00:00Z", services.Period{Months: 3}, services.Period{Weeks: 2, Days: 1}, "2026-02-28", "2026-06-15"},
		{"2026-06-30T23:30:00Z", services.Period{Days: 1}, services.Period{}, "2026-06-30", ""}, // 1 July in London
		{"2026-11-25T10:00:00Z", services.Period{}, services.Period{}, "", ""},
	} {
		sent, err := time.Parse(time.RFC3339, c.sent)
		must(t, err)
		x := Case{SubmittedAt: sent, Service: &services.Service{Backdated: c.back, Early: c.early}}
		day := func(d time.Time, ok bool) string {
			if !ok {
				return ""
			}
			return d.Format(time.DateOnly)
		}
		if earliest, latest := day(x.EarliestDate()), day(x.LatestDate()); earliest != c.earliest || latest != c.latest {
			t.Errorf("sent %s: %s to %s, want %s to %s", c.sent, earliest, latest, c.earliest, c.latest)
		}
	}
}
