package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/letters"
)

func work(ctx context.Context, s *session) error {
	if err := s.cfg.noDemo(); err != nil {
		return err
	}
	if err := s.cfg.demand("DATABASE_URL", "SAMEDOOR_SECRET", "SAMEDOOR_PUBLIC_URL"); err != nil {
		return err
	}
	a, err := newApp(ctx, s.cfg, jsonLog(s.stderr), nil)
	if err != nil {
		return err
	}
	defer a.close()
	return a.work(ctx)
}

// worker is the client that works the jobs.
func (a *app) worker() (*river.Client[pgx.Tx], error) {
	return river.NewClient(riverpgxv5.New(a.pool), &river.Config{
		Logger:  a.log,
		Workers: a.workers(),
		Queues: map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: 8, FetchCooldown: 20 * time.Millisecond},
			letters.Queue:      {MaxWorkers: 4, FetchCooldown: 20 * time.Millisecond},
		},
		PeriodicJobs: a.periodic(),
		// A job still under way when it is done again would be done twice at once.
		JobTimeout: min(time.Minute, a.cfg.RescueAfter*2/3),
		// A job of a killed process is done again this long after it began.
		RescueStuckJobsAfter: a.cfg.RescueAfter,
		// Jobs under way may finish, a little less long than a supervisor waits.
		SoftStopTimeout: 20 * time.Second,
	})
}

// work does jobs until ctx ends, and then lets those under way finish.
func (a *app) work(ctx context.Context) error {
	client, err := a.worker()
	if err != nil {
		return fmt.Errorf("making the job worker: %w", err)
	}
	// Not ctx, whose end would cancel the jobs under way.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("starting the job worker: %w", err)
	}
	a.log.Info("working")
	select {
	case <-ctx.Done():
	case <-client.Stopped():
		return fmt.Errorf("the job worker stopped by itself")
	}
	if err := client.Stop(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("stopping the job worker: %w", err)
	}
	// What this process did is signed for before it goes; another may still work, and signs later.
	if _, err := a.audit.Finish(context.WithoutCancel(ctx)); err != nil && !errors.Is(err, audit.ErrBusy) {
		return fmt.Errorf("signing the audit log: %w", err)
	}
	a.log.Info("worked")
	return nil
}
