package letters

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"
)

func TestCutOff(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, x := range []struct{ now, printed string }{
		{"2026-11-20T17:30:00Z", "2026-11-23"}, // Friday at the cut-off: Monday
		{"2026-11-20T17:31:00Z", "2026-11-24"}, // a minute late: Monday's cut-off, printed on Tuesday
		{"2026-07-01T16:31:00Z", "2026-07-03"}, // summer: 17:31 in London
		{"2026-07-01T16:29:00Z", "2026-07-02"},
	} {
		now, _ := time.Parse(time.RFC3339, x.now)
		if got := b.printDay(now).Format(time.DateOnly); got != x.printed {
			t.Errorf("%s: print day %s, want %s", x.now, got, x.printed)
		}
		if next := (daily{}).Next(now).Format("15:04"); next != "17:30" {
			t.Errorf("next cut-off at %s", next)
		}
	}
}

func TestTwoCutOffsAtOnceShareTheLetters(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	const letters = 40
	for i := range letters {
		if err := b.render(ctx, b.ask(t, b.request(t, fmt.Sprint("cause:", i)))); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	got := make([]int, 4)
	for i := range got {
		wg.Go(func() { got[i], _ = b.BatchNow(ctx, 0, saturday) })
	}
	wg.Wait()
	if sum := got[0] + got[1] + got[2] + got[3]; sum != letters {
		t.Errorf("batched %v, in all %d; want each of %d once", got, sum, letters)
	}
}
