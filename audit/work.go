package audit

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
)

// SequenceArgs is the periodic job that puts what was recorded into the tree, and signs its head when an hour has gone.
type SequenceArgs struct{}

// Kind is the job's stable name.
func (SequenceArgs) Kind() string { return "audit-sequence" }

// InsertOpts keeps one waiting: one does the work of all.
func (SequenceArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: pace}}
}

// pace is how long an entry waits at most: what is altered within it, nobody can prove.
const pace = 10 * time.Second

type sequencing struct {
	river.WorkerDefaults[SequenceArgs]
	log *Log
}

// Work may run twice, and at once: there is one sequencer at a time. A Fault is not tried again before the next head is due; it is for
// the operator.
func (w *sequencing) Work(ctx context.Context, _ *river.Job[SequenceArgs]) error {
	err := w.log.advance(ctx)
	var fault Fault
	if errors.As(err, &fault) {
		slog.Error("the audit log was altered; no head is signed", "index", fault.Index, "what", fault.What)
		return river.JobCancel(err)
	}
	return err
}

// advance sequences, and signs when a head is due.
func (l *Log) advance(ctx context.Context) error {
	if _, busy, err := l.sequence(ctx); err != nil || busy {
		return err
	}
	last, err := Latest(ctx, l.db)
	if err != nil || l.now().Sub(last.At) < Every {
		return err
	}
	if _, err = l.Seal(ctx); errors.Is(err, ErrBusy) {
		return nil // the next turn signs
	}
	return err
}

// Finish sequences and signs what there is: the last thing a process that works does. ErrBusy.
func (l *Log) Finish(ctx context.Context) (Head, error) {
	if _, err := l.Sequence(ctx); err != nil {
		return Head{}, err
	}
	return l.Seal(ctx)
}

// Register adds the worker to a River bundle.
func (l *Log) Register(w *river.Workers) { river.AddWorker(w, &sequencing{log: l}) }

// Periodic are the jobs that run by the clock.
func (l *Log) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(pace), func() (river.JobArgs, *river.InsertOpts) { return SequenceArgs{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true}),
	}
}
