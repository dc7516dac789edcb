package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
)

// HelpersArgs asks for what time does to mandates: reminders, ends, coming of age.
type HelpersArgs struct{}

// Kind is the job's stable name.
func (HelpersArgs) Kind() string { return "helpers-sweep" }

// helpersEvery is how often mandates are looked at. One that has ended is refused by its own last day, whenever that is.
const helpersEvery = time.Hour

type helpersWorker struct {
	river.WorkerDefaults[HelpersArgs]
	office *Office
}

// Work sweeps, two hundred in a transaction, until nothing is left.
func (w *helpersWorker) Work(ctx context.Context, _ *river.Job[HelpersArgs]) error {
	for more := true; more; {
		err := pgx.BeginFunc(ctx, w.office.db, func(tx pgx.Tx) error {
			young, rest, err := w.office.register.SweepMandatesTx(ctx, tx)
			if err != nil {
				return err
			}
			more = rest
			return w.office.askYoung(ctx, tx, young)
		})
		if err != nil {
			return fmt.Errorf("sweep helpers: %w", err)
		}
	}
	return nil
}

// helpersPeriodic is the job of every hour, and of every start.
func helpersPeriodic() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(helpersEvery),
		func() (river.JobArgs, *river.InsertOpts) { return HelpersArgs{}, nil }, &river.PeriodicJobOpts{RunOnStart: true})
}

// askYoung has somebody find out how a young person is to be reached, of whom we know nothing that is not their parent's: at the agency
// they last dealt with, once until it is done. Somebody who has dealt with none has nobody who would write to them.
func (o *Office) askYoung(ctx context.Context, tx pgx.Tx, young []accounts.ComingOfAge) error {
	for _, y := range young {
		var agency int64
		err := tx.QueryRow(ctx, `
			select coalesce((select agency_id from drafts where account_id = any(person_of(@account)) order by touched_at desc limit 1), 0)
			where not exists (select from tasks where account_id = @account and kind = 'own-contact' and done_at is null)`,
			pgx.NamedArgs{"account": y.Account}).Scan(&agency)
		if noRows(err) || err == nil && agency == 0 {
			continue
		}
		if err != nil {
			return fmt.Errorf("young person %d: %w", y.Account, err)
		}
		if _, err := o.AddTaskTx(ctx, tx, Task{Agency: agency, Account: y.Account, Kind: "own-contact"}); err != nil {
			return err
		}
	}
	return nil
}
