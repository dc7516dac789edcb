package letters

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// MarkDelivered records the printer's word that a letter was posted, and tells whoever asked for it. Saying it again changes nothing.
func (r *Room) MarkDelivered(ctx context.Context, letter int64) error {
	return r.mark(ctx, letter, DeliveredArgs{Letter: letter}, `
		update letters set state = 'delivered', delivered_at = now() where id = $1 and state = 'dispatched'`)
}

// MarkReturned records that a letter came back, which may be weeks after it was posted, and tells whoever asked for it.
func (r *Room) MarkReturned(ctx context.Context, letter int64) error {
	return r.mark(ctx, letter, ReturnedArgs{Letter: letter}, `
		update letters set state = 'returned', returned_at = now() where id = $1 and state in ('dispatched', 'delivered')`)
}

// mark moves a letter on and enqueues who is to be told, once: a letter that is there already is left as it is.
func (r *Room) mark(ctx context.Context, letter int64, tell river.JobArgs, move string) error {
	err := pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, move, letter)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		_, err = r.jobs.InsertTx(ctx, tx, tell, nil)
		return err
	})
	if err != nil {
		return fmt.Errorf("letter %d, %s: %w", letter, tell.Kind(), err)
	}
	return nil
}

// ResponsesArgs is the periodic job that reads what the printer has said of the batches it was given.
type ResponsesArgs struct{}

// Kind is the job's stable name.
func (ResponsesArgs) Kind() string { return "letter-responses" }

// InsertOpts puts it on the post room's queue.
func (ResponsesArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: Queue} }

type listener struct {
	river.WorkerDefaults[ResponsesArgs]
	room *Room
}

// Work hears the printer.
func (w *listener) Work(ctx context.Context, _ *river.Job[ResponsesArgs]) error {
	return w.room.Hear(ctx)
}

// Hear takes the printer's word on every batch it has not finished with.
func (r *Room) Hear(ctx context.Context) error {
	rows, err := r.db.Query(ctx, `select id from letter_batches where state = 'dispatched' order by id`)
	if err != nil {
		return fmt.Errorf("responses: %w", err)
	}
	batches, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return fmt.Errorf("responses: %w", err)
	}
	for _, id := range batches {
		if err := r.hear(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (r *Room) hear(ctx context.Context, batch int64) error {
	said, done, err := r.printer.Responses(ctx, batch)
	if err != nil {
		return fmt.Errorf("responses of batch %d: %w", batch, err)
	}
	for _, x := range said {
		mark := r.MarkDelivered
		if x.State == Returned {
			mark = r.MarkReturned
		}
		if err := mark(ctx, x.Letter); err != nil {
			return err
		}
	}
	if !done {
		return nil
	}
	_, err = r.db.Exec(ctx, `
		update letter_batches set state = 'acknowledged', acknowledged_at = now() where id = $1 and state = 'dispatched'`, batch)
	return err
}

// Watch gives the letters that are stuck: requested but not rendered after an hour, rendered but not handed over after a day,
// dispatched but not acknowledged after two working days (facts/letters: watchdogs).
func (r *Room) Watch(ctx context.Context, now time.Time) ([]Letter, error) {
	acknowledge := now
	for range 2 {
		acknowledge = r.workdayBefore(acknowledge)
	}
	return r.list(ctx, `state = 'requested' and requested_at < @now::timestamptz - interval '1 hour'
		or state in ('rendered', 'batched') and rendered_at < @now::timestamptz - interval '1 day'
		or state = 'dispatched' and dispatched_at < @ack`, pgx.NamedArgs{"now": now, "ack": acknowledge, "limit": 200})
}

// workdayBefore steps back to the day whose next working day is t's day or later.
func (r *Room) workdayBefore(t time.Time) time.Time {
	for d := t.AddDate(0, 0, -1); ; d = d.AddDate(0, 0, -1) {
		if next := r.workday(d.AddDate(0, 0, -1)); next.Format(time.DateOnly) == d.Format(time.DateOnly) {
			return d
		}
	}
}
