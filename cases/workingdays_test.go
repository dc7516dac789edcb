package cases

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"
)

const published = "../../shared/facts/bank-holidays.json"

func TestBankHolidaysAreThosePublished(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(published)
	if os.IsNotExist(err) {
		t.Skipf("the published dates are not at %s: only our own rules can be tried", published)
	}
	if err != nil {
		t.Fatal(err)
	}
	var divisions map[string]struct {
		Events []struct{ Date string }
	}
	if err := json.Unmarshal(text, &divisions); err != nil {
		t.Fatal(err)
	}
	for _, nation := range []string{englandAndWales, scotland, northernIreland} {
		for y := 2018; y <= 2027; y++ {
			var want, got []string
			for _, e := range divisions[nation].Events {
				if e.Date[:4] == fmt.Sprint(y) {
					want = append(want, e.Date)
				}
			}
			for _, d := range bankHolidays(nation, y) {
				got = append(got, d.time().Format(time.DateOnly))
			}
			slices.Sort(want)
			if len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("%s %d:\n got %v\nwant %v", nation, y, got, want)
			}
		}
	}
}

func TestEaster(t *testing.T) {
	t.Parallel()
	for y, want := range map[int]string{2018: "04-01", 2024: "03-31", 2026: "04-05", 2035: "03-25", 2038: "04-25", 1954: "04-18", 1981: "04-19", 2076: "04-19"} {
		if got := easterSunday(y).time().Format("01-02"); got != want {
			t.Errorf("Easter %d: %s, want %s", y, got, want)
		}
	}
}

func TestHolidaysAreWeekdaysAndAsManyAsTheLawSays(t *testing.T) {
	t.Parallel()
	usual := map[string]int{englandAndWales: 8, scotland: 9, northernIreland: 10}
	for nation, n := range usual {
		for y := 2018; y <= 2035; y++ {
			days := bankHolidays(nation, y)
			if want := n + len(extra[y]); len(slices.Compact(days)) != want {
				t.Errorf("%s %d has %d holidays, want %d", nation, y, len(days), want)
			}
			for _, d := range days {
				if d.weekend() {
					t.Errorf("%s %d: %v is a weekend", nation, y, d)
				}
			}
		}
	}
}

func TestAddWorkingDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		nation, from string
		n            int
		want         string
	}{
		{englandAndWales, "2026-11-20", 1, "2026-11-23"},
		{englandAndWales, "2026-11-21", 1, "2026-11-23"},
		{englandAndWales, "2026-11-27", 1, "2026-11-30"},
		{scotland, "2026-11-27", 1, "2026-12-01"}, // St Andrew's Day
		{northernIreland, "2026-07-10", 1, "2026-07-14"},
		{englandAndWales, "2026-12-24", 1, "2026-12-29"},
		{englandAndWales, "2026-12-24", 4, "2027-01-04"},
		{scotland, "2026-12-24", 4, "2027-01-05"},
		{englandAndWales, "2026-11-21", 40, "2027-01-20"},
		{englandAndWales, "2026-11-21", 0, "2026-11-21"},
	} {
		from, err := time.Parse(time.DateOnly, c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := AddWorkingDays(c.nation, from, c.n).Format(time.DateOnly); got != c.want {
			t.Errorf("%s, %d working days after %s: %s, want %s", c.nation, c.n, c.from, got, c.want)
		}
	}
}
