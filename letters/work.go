package letters

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
)

// WatchArgs is the periodic job that looks for letters that are stuck.
type WatchArgs struct{}

// Kind is the job's stable name.
func (WatchArgs) Kind() string { return "letter-watch" }

// InsertOpts puts it on the post room's queue.
func (WatchArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: Queue} }

type watcher struct {
	river.WorkerDefaults[WatchArgs]
	room *Room
}

// Work warns the operator of stuck letters; the post-room screen shows the same list.
func (w *watcher) Work(ctx context.Context, _ *river.Job[WatchArgs]) error {
	stuck, err := w.room.Watch(ctx, time.Now())
	if err != nil || len(stuck) == 0 {
		return err
	}
	slog.Warn("letters are stuck", "letters", len(stuck), "oldest", stuck[len(stuck)-1].ID)
	return nil
}

// Register adds the post room's workers to a River bundle.
func (r *Room) Register(w *river.Workers) {
	river.AddWorker(w, &renderer{room: r})
	river.AddWorker(w, &dispatcher{room: r})
	river.AddWorker(w, &cutter{room: r})
	river.AddWorker(w, &listener{room: r})
	river.AddWorker(w, &watcher{room: r})
}

// Periodic are the jobs that run by the clock: the cut-off at 17:30, the printer's responses every five minutes, the watchdog hourly.
func (r *Room) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(daily{}, func() (river.JobArgs, *river.InsertOpts) { return CutOffArgs{}, nil }, nil),
		river.NewPeriodicJob(river.PeriodicInterval(5*time.Minute), func() (river.JobArgs, *river.InsertOpts) { return ResponsesArgs{}, nil }, nil),
		river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) { return WatchArgs{}, nil }, nil),
	}
}
