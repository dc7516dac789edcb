package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// pending is what has still to happen: nothing of it may stay.
type pending struct{ Jobs, Letters, Texts int }

// settle starts the program once more, cleanly, and waits until everything that was promised has happened. Jobs that wait for another
// try are brought forward, as an operator would who saw the fault mended. What does not settle by the deadline is for check to tell.
func (w *world) settle(ctx context.Context, within time.Duration) error {
	serve, err := w.program.Start("serve")
	if err != nil {
		return err
	}
	defer serve.Kill() // where it was not stopped below
	if err := serve.Answers(ctx, w.public); err != nil {
		return err
	}
	work, err := w.program.Start("work")
	if err != nil {
		return err
	}
	defer work.Kill()
	deadline := time.Now().Add(within)
	for {
		left, err := w.pending(ctx)
		if err != nil {
			return err
		}
		if left == (pending{}) || time.Now().After(deadline) {
			break
		}
		select {
		case <-work.Exited():
			return errors.New("work ended by itself while settling")
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return errors.Join(work.Stop(), serve.Stop())
}

// pending moves on what waits for its time, and counts what is left.
func (w *world) pending(ctx context.Context) (p pending, err error) {
	if _, err := w.house.Post.BatchNow(ctx, 0, time.Now()); err != nil {
		return p, err
	}
	if _, err := w.house.DB.Exec(ctx, `update river_job set scheduled_at = now() where state = 'retryable' and scheduled_at > now()`); err != nil {
		return p, err
	}
	rows, err := w.house.DB.Query(ctx, `
		select (select count(*) from river_job where finalized_at is null),
		       (select count(*) from letters where state in ('requested', 'rendered', 'batched')),
		       (select count(*) from sms_messages where direction = 'out' and state in ('queued', 'sending', 'unknown'))`)
	if err != nil {
		return p, err
	}
	p, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[pending])
	if err != nil {
		return p, fmt.Errorf("what is left: %w", err)
	}
	return p, nil
}
