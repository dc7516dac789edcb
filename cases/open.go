package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/letters"
)

// Open reads everything about a case for somebody to work on it, and records that they looked. Another agency's case: ErrNotFound.
func (o *Office) Open(ctx context.Context, by audit.Actor, id int64) (File, error) {
	return o.open(ctx, by, `c.id = @case`, pgx.NamedArgs{"case": id})
}

// OpenByReference is Open by the reference in any spelling. ErrNotFound also where its check character is wrong.
func (o *Office) OpenByReference(ctx context.Context, by audit.Actor, reference string) (File, error) {
	ref, ok := ReadReference(reference)
	if !ok {
		return File{}, ErrNotFound
	}
	return o.open(ctx, by, `c.reference = @reference`, pgx.NamedArgs{"reference": ref})
}

func (o *Office) open(ctx context.Context, by audit.Actor, which string, args pgx.NamedArgs) (f File, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		f, err = o.openTx(ctx, tx, by, which, args)
		return err
	})
	if err != nil {
		return File{}, err
	}
	return f, nil
}

func (o *Office) openTx(ctx context.Context, tx pgx.Tx, by audit.Actor, which string, args pgx.NamedArgs) (f File, err error) {
	if f.Case, err = o.readCase(ctx, tx, which, args); err != nil {
		return File{}, err
	}
	if err := o.visible(ctx, tx, by, f.Case.Agency, f.Case.Account, f.Case.restricted, matter(f.Case.Service, f.Case.Draft)); err != nil {
		return File{}, err
	}
	if err := o.openFile(ctx, tx, by, &f); err != nil {
		return File{}, err
	}
	f.Moves = movesFrom(f.Case.State)
	return f, nil
}

// openFile records the look and reads what belongs to the case, in one round trip.
func (o *Office) openFile(ctx context.Context, tx pgx.Tx, by audit.Actor, f *File) error {
	args := pgx.NamedArgs{"case": f.Case.ID, "draft": f.Case.Draft}
	b, q := &pgx.Batch{}, draftQuery{office: o}
	audit.Queue(b, by, audit.Entry{Verb: "case.viewed", Account: f.Case.Account, Draft: f.Case.Draft, Case: f.Case.ID})
	q.queue(b, theDraft, args, false)
	b.Queue(timelineQuery, args).Query(collect(&f.Events, scanEvent))
	b.Queue(taskQuery+`(t.case_id = @case or t.draft_id = @draft) and t.done_at is null order by t.due, t.id`, args).Query(collect(&f.Tasks, scanTask))
	b.Queue(`
		select d.id, d.outcome, d.criteria, d.evidence, d.reasons, d.award_from, d.award_until,
		       greatest(d.review_until, (select max(k.review_until) from decision_clocks k where k.decision_id = d.id)), d.decided_by, s.display_name, d.decided_at
		from decisions d join staff s on s.id = d.decided_by
		where d.case_id = @case order by d.id`, args).Query(collect(&f.Decisions, pgx.RowToStructByPos[Decision]))
	b.Queue(`select `+documentColumns+` from documents b where b.draft_id = @draft order by b.id`, args).Query(collect(&f.Documents, scanDocument))
	b.Queue(notesQuery, args).Query(collect(&f.Notes, pgx.RowToStructByPos[Note]))
	letters.QueueByDraft(b, f.Case.Draft, &f.Letters)
	account := o.register.QueueRead(b, f.Case.Account)
	err := tx.SendBatch(ctx, b).Close()
	if err == nil {
		f.Account, err = account()
	}
	if err != nil {
		return fmt.Errorf("open case %d: %w", f.Case.ID, err)
	}
	f.Draft, err = q.draft(ctx, tx)
	return err
}

func scanDocument(row pgx.CollectableRow) (d Document, err error) {
	err = row.Scan(documentFields(&d)...)
	return d, err
}

// collect reads the rows of one query of a batch into a list.
func collect[T any](into *[]T, scan pgx.RowToFunc[T]) func(pgx.Rows) error {
	return func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, scan)
		return err
	}
}
