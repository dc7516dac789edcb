package letters

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/lang"
)

// batchMost is how many letters go into one batch: what print houses take in one hand-over (facts: 500 letters, 40 MB).
const batchMost = 500

// BatchNow gathers all rendered letters of an agency (0 for all) into batches and enqueues their dispatch. The periodic job at
// the cut-off calls it, and a leader may on demand. It answers how many letters were batched.
func (r *Room) BatchNow(ctx context.Context, agency int64, now time.Time) (int, error) {
	total := 0
	for {
		n := 0
		err := pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) (err error) {
			n, err = r.batchTx(ctx, tx, agency, now)
			return err
		})
		if err != nil {
			return total, fmt.Errorf("batch letters: %w", err)
		}
		total += n
		if n == 0 {
			return total, nil
		}
	}
}

// batchTx makes one batch of the agency and postage of the oldest letter that waits; 0 when none does.
func (r *Room) batchTx(ctx context.Context, tx pgx.Tx, agency int64, now time.Time) (int, error) {
	var batch int64
	var n int
	// skip locked: two cut-offs at once share the letters, they do not print them twice.
	err := tx.QueryRow(ctx, `
		with oldest as (
			select agency_id, postage from letters
			where state = 'rendered' and (@agency = 0 or agency_id = @agency) order by id limit 1
		), chosen as (
			select l.id from letters l join oldest o on o.agency_id = l.agency_id and o.postage = l.postage
			where l.state = 'rendered' order by l.id limit @most for update of l skip locked
		), made as (
			insert into letter_batches (agency_id, postage, print_day, letters)
			select o.agency_id, o.postage, @printday, (select count(*) from chosen) from oldest o
			where exists (select 1 from chosen)
			returning id
		), moved as (
			update letters set state = 'batched', batch_id = made.id from made, chosen where letters.id = chosen.id
			returning letters.id
		)
		select coalesce((select id from made), 0), (select count(*) from moved)`,
		pgx.NamedArgs{"agency": agency, "most": batchMost, "printday": r.printDay(now)}).Scan(&batch, &n)
	if err != nil || n == 0 {
		return 0, err
	}
	_, err = r.jobs.InsertTx(ctx, tx, DispatchArgs{Batch: batch}, nil)
	return n, err
}

// printDay is the working day after the cut-off that covers now: before 17:30 London time the next working day after today,
// after it the one after that.
func (r *Room) printDay(now time.Time) time.Time {
	local := now.In(lang.London)
	y, m, d := local.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if !local.Before(cutOff(local).Add(time.Minute)) { // the minute itself is in time: the job of the cut-off runs in it
		day = r.workday(day)
	}
	return r.workday(day)
}

// cutOff is when the letters of t's day are gathered: 17:30 (GOV.UK Notify's hour).
func cutOff(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 17, 30, 0, 0, t.Location())
}

// CutOffArgs is the periodic job that batches at the cut-off.
type CutOffArgs struct{}

// Kind is the job's stable name.
func (CutOffArgs) Kind() string { return "letter-cut-off" }

// InsertOpts puts it on the post room's queue.
func (CutOffArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: Queue} }

type cutter struct {
	river.WorkerDefaults[CutOffArgs]
	room *Room
}

// Work batches whatever waits. Running twice batches nothing the second time.
func (w *cutter) Work(ctx context.Context, job *river.Job[CutOffArgs]) error {
	_, err := w.room.BatchNow(ctx, 0, job.ScheduledAt)
	return err
}

// daily is the schedule of the cut-off.
type daily struct{}

// Next is the first cut-off after t.
func (daily) Next(t time.Time) time.Time {
	local := t.In(lang.London)
	if next := cutOff(local); next.After(local) {
		return next
	}
	return cutOff(local.AddDate(0, 0, 1))
}
