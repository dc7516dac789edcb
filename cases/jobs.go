package cases

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/letters"
)

// Register adds the workers of this package: what became of letters, and what waits for somebody's identity.
func (o *Office) Register(w *river.Workers) {
	river.AddWorker(w, &dispatchedWorker{office: o})
	river.AddWorker(w, &deliveredWorker{office: o})
	river.AddWorker(w, &returnedWorker{office: o})
	river.AddWorker(w, &failedWorker{office: o})
	river.AddWorker(w, &tellWorker{office: o})
	river.AddWorker(w, &waitsWorker{office: o})
	river.AddWorker(w, &helpersWorker{office: o})
}

type dispatchedWorker struct {
	river.WorkerDefaults[letters.DispatchedArgs]
	office *Office
}

// Work writes that a letter is in the post, and texts who asked for one to carry on with that it is coming.
func (w *dispatchedWorker) Work(ctx context.Context, job *river.Job[letters.DispatchedArgs]) error {
	return w.office.became(ctx, job.Args.Letter, "letter-dispatched", func(tx pgx.Tx, d Draft, l letters.Letter) error {
		if l.Kind != "continue" { // a text about those has gone out when they were asked for
			return w.office.told(ctx, tx, d, l.Kind)
		}
		r, err := w.office.recipient(ctx, tx, d)
		if err != nil {
			return err
		}
		b := &pgx.Batch{}
		way := w.office.reach(r, audit.TheSystem, "letter-posted", accounts.Text)
		if way.Door() != accounts.Text {
			return nil
		}
		if err := w.office.textTx(ctx, tx, b, r, way, "letter-posted", 0); err != nil {
			return err
		}
		return r.send(ctx, tx, b)
	})
}

type deliveredWorker struct {
	river.WorkerDefaults[letters.DeliveredArgs]
	office *Office
}

// Work writes that a letter was posted. Nothing follows: who it is to reads it.
func (w *deliveredWorker) Work(ctx context.Context, job *river.Job[letters.DeliveredArgs]) error {
	return w.office.became(ctx, job.Args.Letter, "letter-delivered", func(pgx.Tx, Draft, letters.Letter) error { return nil })
}

type returnedWorker struct {
	river.WorkerDefaults[letters.ReturnedArgs]
	office *Office
}

// Work writes that a letter came back, has somebody find out where the person lives, and texts the person where that is safe.
func (w *returnedWorker) Work(ctx context.Context, job *river.Job[letters.ReturnedArgs]) error {
	return w.office.became(ctx, job.Args.Letter, "letter-returned", func(tx pgx.Tx, d Draft, l letters.Letter) error {
		if err := w.office.lookInto(ctx, "letter-returned")(tx, d, l); err != nil || l.Draft == 0 {
			return err
		}
		return w.office.cameBack(ctx, tx, d)
	})
}

type failedWorker struct {
	river.WorkerDefaults[letters.FailedArgs]
	office *Office
}

// Work writes that a letter could not be made, and has somebody see to it.
func (w *failedWorker) Work(ctx context.Context, job *river.Job[letters.FailedArgs]) error {
	return w.office.became(ctx, job.Args.Letter, "letter-failed", w.office.lookInto(ctx, "letter-failed"))
}

func (o *Office) lookInto(ctx context.Context, kind string) func(tx pgx.Tx, d Draft, l letters.Letter) error {
	return func(tx pgx.Tx, d Draft, l letters.Letter) error {
		_, err := o.AddTaskTx(ctx, tx, Task{Agency: d.Agency, Case: d.Case, Draft: d.ID, Account: d.filed, Kind: kind,
			Data: map[string]any{"letter": l.ID, "kind": l.Kind, "problem": l.Problem}})
		return err
	}
}

// became writes what became of a letter and what follows from it, both once however often the job runs. A letter about an account and no
// draft leaves its trace in the post room; one that came back, or could not be made, still becomes a task.
func (o *Office) became(ctx context.Context, id int64, kind string, then func(tx pgx.Tx, d Draft, l letters.Letter) error) error {
	l, err := o.post.Read(ctx, id)
	if errors.Is(err, letters.ErrNotFound) {
		return river.JobCancel(fmt.Errorf("letter %d: %w", id, err))
	}
	if err != nil {
		return err
	}
	if l.Draft == 0 {
		return o.becameOfNone(ctx, l, kind, then)
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.ReadDraftTx(ctx, tx, l.Draft, true)
		if err != nil {
			return err
		}
		isNew, err := o.eventOnce(ctx, tx, audit.TheSystem, d.ID, d.Case, kind, map[string]any{"letter": l.ID, "kind": l.Kind})
		if err != nil || !isNew {
			return err
		}
		return then(tx, d, l)
	})
}

// becameOfNone is became for a letter about the account itself.
func (o *Office) becameOfNone(ctx context.Context, l letters.Letter, kind string, then func(tx pgx.Tx, d Draft, l letters.Letter) error) error {
	if l.Account == 0 || kind != "letter-returned" && kind != "letter-failed" {
		return nil
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		var known bool
		err := tx.QueryRow(ctx, `
			select exists (select from tasks where account_id = any(person_of(@account)) and kind = @kind and data->>'letter' = @letter::text)`,
			pgx.NamedArgs{"account": l.Account, "kind": kind, "letter": fmt.Sprint(l.ID)}).Scan(&known)
		if err != nil || known {
			return err
		}
		return then(tx, Draft{Agency: l.Agency, Account: l.Account, filed: l.Account}, l)
	})
}
