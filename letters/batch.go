package letters

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
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
	local := now.In(r.zone)
	y, m, d := local.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if local.Hour()*60+local.Minute() > cutOff {
		day = r.workday(day)
	}
	return r.workday(day)
}

// cutOff is when the day's letters are gathered: 17:30, in minutes (facts/letters: GOV.UK Notify's).
const cutOff = 17*60 + 30

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

// atCutOff is the schedule of the cut-off: every day at 17:30 in the post room's zone.
type atCutOff struct{ zone *time.Location }

// Next is the first cut-off after t.
func (a atCutOff) Next(t time.Time) time.Time {
	local := t.In(a.zone)
	next := time.Date(local.Year(), local.Month(), local.Day(), 17, 30, 0, 0, a.zone)
	if !next.After(local) {
		next = time.Date(local.Year(), local.Month(), local.Day()+1, 17, 30, 0, 0, a.zone)
	}
	return next
}

// london is the zone of the cut-off; UTC where the machine has no zone table, an hour late in summer.
func london() *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return time.UTC
	}
	return zone
}
