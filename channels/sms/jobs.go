package sms

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/samedoor/samedoor/cases"
)

// SendArgs sends one message. There is never more than one such job waiting for a message.
type SendArgs struct {
	Message int64 `json:"message" river:"unique"`
}

// Kind is the job's stable name.
func (SendArgs) Kind() string { return "sms-send" }

// InsertOpts keeps a second job for the same message out; the sweep relies on it.
func (SendArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{UniqueOpts: once} }

// InboundArgs answers one message that came in. OptOut is Twilio's OptOutType: STOP, START, HELP, or nothing.
type InboundArgs struct {
	Message int64  `json:"message" river:"unique"`
	OptOut  string `json:"opt_out,omitempty"`
}

// Kind is the job's stable name.
func (InboundArgs) Kind() string { return "sms-inbound" }

// StatusArgs derives a message's state from the reports that came for its SID.
type StatusArgs struct {
	SID string `json:"sid"`
}

// Kind is the job's stable name.
func (StatusArgs) Kind() string { return "sms-status" }

// LetterArgs posts a letter in place of a text that did not arrive.
type LetterArgs struct {
	Message int64 `json:"message" river:"unique"`
}

// Kind is the job's stable name.
func (LetterArgs) Kind() string { return "sms-letter-instead" }

// InsertOpts keeps a second job for the same message out.
func (LetterArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{UniqueOpts: once} }

// SweepArgs looks for messages that nobody is working on any more.
type SweepArgs struct{}

// Kind is the job's stable name.
func (SweepArgs) Kind() string { return "sms-sweep" }

// once is one unfinished job for the same arguments.
var once = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}}

// Register adds the workers: notices, sending, inbound, statuses, letters instead, sweeping.
func (d *Desk) Register(w *river.Workers) {
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, j *river.Job[cases.NoticeArgs]) error {
		return d.notice(ctx, j.Args.Notice)
	}))
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, j *river.Job[SendArgs]) error { return d.send(ctx, j.Args.Message) }))
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, j *river.Job[InboundArgs]) error {
		return d.inbound(ctx, j.Args.Message, j.Args.OptOut)
	}))
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, j *river.Job[StatusArgs]) error {
		return d.settle(ctx, j.Args.SID, j.CreatedAt)
	}))
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, j *river.Job[LetterArgs]) error {
		return d.letterInstead(ctx, j.Args.Message)
	}))
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, _ *river.Job[SweepArgs]) error { return d.sweep(ctx) }))
}

// Periodic are the jobs that run by the clock.
func (d *Desk) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{river.NewPeriodicJob(river.PeriodicInterval(sweepEvery), func() (river.JobArgs, *river.InsertOpts) {
		return SweepArgs{}, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: sweepEvery}}
	}, &river.PeriodicJobOpts{RunOnStart: true})}
}

const sweepEvery = 2 * time.Minute
