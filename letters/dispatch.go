package letters

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// DispatchArgs asks for a batch to be handed to the printer.
type DispatchArgs struct {
	Batch int64 `json:"batch" river:"unique"`
}

// Kind is the job's stable name.
func (DispatchArgs) Kind() string { return "letter-dispatch" }

// InsertOpts puts dispatch on the post room's queue.
func (DispatchArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: Queue} }

type dispatcher struct {
	river.WorkerDefaults[DispatchArgs]
	room *Room
}

// Work seals the batch, hands it over and records that it was. It may be killed anywhere: the batch is the same when it runs
// again, and the printer knows it by its number.
func (w *dispatcher) Work(ctx context.Context, job *river.Job[DispatchArgs]) error {
	id := job.Args.Batch
	sealed, err := w.room.seal(ctx, id)
	if err != nil || !sealed {
		return err
	}
	b, err := w.room.read(ctx, id)
	if err != nil {
		return err
	}
	if len(b.Letters) > 0 {
		if err := w.room.printer.Print(ctx, b); err != nil {
			return fmt.Errorf("dispatch batch %d: %w", id, err)
		}
	}
	return w.room.dispatched(ctx, id)
}

// seal fixes what is in a batch: from here on no letter of it can be stopped. False when it was dispatched already.
func (r *Room) seal(ctx context.Context, id int64) (sealed bool, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		var was string
		err := tx.QueryRow(ctx, `select state from letter_batches where id = $1 for update`, id).Scan(&was)
		if err != nil || was != "batched" {
			sealed = was == "sealed"
			return err
		}
		if err := r.leaveOut(ctx, tx, id); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update letter_batches set state = 'sealed' where id = $1`, id)
		sealed = err == nil
		return err
	})
	if err != nil {
		return false, fmt.Errorf("seal batch %d: %w", id, err)
	}
	return sealed, nil
}

// leaveOut ends letters of a batch whose people have since said that they must not be written to, or need another format. Staff are
// told, as of every letter that cannot be made: what it had to say must reach the person in another way.
func (r *Room) leaveOut(ctx context.Context, tx pgx.Tx, batch int64) error {
	rows, err := tx.Query(ctx, `
		update letters l set state = 'failed', problem = 'needs-changed'
		where l.batch_id = @batch and l.state = 'batched'
		  and exists (select from needs_of(coalesce(l.reader_id, l.account_id)) n where n.safe_write = 'no' or n.format <> l.format)
		returning l.id`, pgx.NamedArgs{"batch": batch})
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	return tell(ctx, tx, r.jobs, ids, func(id int64) river.JobArgs { return FailedArgs{Letter: id} })
}

// tell enqueues one job about each letter.
func tell(ctx context.Context, tx pgx.Tx, jobs *river.Client[pgx.Tx], ids []int64, about func(id int64) river.JobArgs) error {
	if len(ids) == 0 {
		return nil
	}
	all := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		all[i].Args = about(id)
	}
	_, err := jobs.InsertManyTx(ctx, tx, all)
	return err
}

// read gathers a sealed batch as the printer gets it. Letters stopped before it was sealed are not in it.
func (r *Room) read(ctx context.Context, id int64) (Batch, error) {
	b := Batch{Number: id}
	err := r.db.QueryRow(ctx, `
		select a.slug, b.postage, b.print_day from letter_batches b join agencies a on a.id = b.agency_id where b.id = $1`,
		id).Scan(&b.Agency, &b.Postage, &b.PrintDay)
	if err != nil {
		return b, fmt.Errorf("batch %d: %w", id, err)
	}
	rows, err := r.db.Query(ctx, `
		select id, pages, sha256, pdf, lang, format, piece, plain from letters where batch_id = $1 and state = 'batched' order by id`, id)
	if err != nil {
		return b, fmt.Errorf("batch %d: %w", id, err)
	}
	b.Letters, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (Printed, error) {
		var p Printed
		var sum []byte
		err := row.Scan(&p.ID, &p.Pages, &sum, &p.PDF, &p.Lang, &p.Format, &p.Piece, &p.Plain)
		copy(p.SHA256[:], sum)
		return p, err
	})
	if err != nil {
		return b, fmt.Errorf("batch %d: %w", id, err)
	}
	return b, nil
}

// dispatched records that the printer has a batch, and tells whoever asked for its letters, in one transaction.
func (r *Room) dispatched(ctx context.Context, id int64) error {
	err := pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		// locked in the order StopTx locks them, so that the two never wait for each other
		rows, err := tx.Query(ctx, `
			with sealed as (select id from letters where batch_id = $1 and state = 'batched' order by id for update)
			update letters set state = 'dispatched', dispatched_at = now() from sealed where letters.id = sealed.id returning letters.id`, id)
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		if err := tell(ctx, tx, r.jobs, ids, func(id int64) river.JobArgs { return DispatchedArgs{Letter: id} }); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			update letter_batches set state = 'dispatched', dispatched_at = now(), letters = @n where id = @id and state = 'sealed'`,
			pgx.NamedArgs{"id": id, "n": len(ids)})
		return err
	})
	if err != nil {
		return fmt.Errorf("batch %d dispatched: %w", id, err)
	}
	return nil
}
