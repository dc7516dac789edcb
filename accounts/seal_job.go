package accounts

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
)

// SealArgs seals what an older release left in the clear. Its worker is safe to run twice, and goes on where one that was killed stopped.
type SealArgs struct{}

// Kind names the job.
func (SealArgs) Kind() string { return "accounts.seal" }

// InsertOpts: one is enough.
func (SealArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: 10 * time.Minute}}
}

// sealFor is how long one run may take of a job's minute.
const sealFor = 40 * time.Second

// Sealer is the worker of SealArgs for this package's columns and more.
type Sealer struct {
	river.WorkerDefaults[SealArgs]
	Register *Register
	More     []SealedColumn
}

// Work seals for a while, and comes again if that was too short.
func (s *Sealer) Work(ctx context.Context, _ *river.Job[SealArgs]) error {
	ctx, cancel := context.WithTimeout(ctx, sealFor)
	defer cancel()
	any, err := s.Register.unsealed(ctx, append(SealedColumns(), s.More...))
	if err != nil || !any {
		return err
	}
	if _, err = s.Register.Rekey(ctx, s.More, func(string, int64, int64, int64) {}); errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return river.JobSnooze(time.Second)
	}
	if err != nil {
		return fmt.Errorf("seal what stands in the clear: %w", err)
	}
	return nil
}

// Sealing asks for it at start and every hour: a process of the release before may still write in the clear.
func Sealing() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) { return SealArgs{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true})
}
