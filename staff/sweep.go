package staff

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/internal/attempts"
)

// SweepArgs is the periodic job that forgets attempts which no longer count.
type SweepArgs struct{}

// Kind is the job's stable name.
func (SweepArgs) Kind() string { return "attempts-sweep" }

// kept is how long attempts are kept: past the longest window in which they count, the life of a citizen's code.
const kept = 30 * 24 * time.Hour

type sweeper struct {
	river.WorkerDefaults[SweepArgs]
	office *Office
}

// Work forgets old attempts; running twice forgets nothing more.
func (w *sweeper) Work(ctx context.Context, _ *river.Job[SweepArgs]) error {
	_, err := attempts.Sweep(ctx, w.office.db, time.Now().Add(-kept))
	return err
}

// Register adds the workers of this package.
func (o *Office) Register(w *river.Workers) { river.AddWorker(w, &sweeper{office: o}) }

// Periodic are the jobs that run by the clock.
func (o *Office) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return SweepArgs{}, nil }, nil),
	}
}
