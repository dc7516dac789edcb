package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
)

// SettleWaits ends what waits for the identity of a person who is proven surely enough now. It is called by a door that has just taken
// evidence; what no door notices, the hourly job does.
func (o *Office) SettleWaits(ctx context.Context, by audit.Actor, account int64) error {
	return o.settle(ctx, by, `
		select w.id from identity_waits w join drafts d on d.id = w.draft_id
		where w.ended_at is null and d.account_id = any(person_of(@account)) order by w.id`, pgx.NamedArgs{"account": account})
}

// WaitsArgs asks to end what has waited for an identity long enough, or need not wait any more.
type WaitsArgs struct{}

// Kind is the job's stable name.
func (WaitsArgs) Kind() string { return "identity-waits" }

// InsertOpts sees to it that one of them runs at a time.
func (WaitsArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: time.Hour}}
}

type waitsWorker struct {
	river.WorkerDefaults[WaitsArgs]
	office *Office
}

// Work looks at everything that waits.
func (w *waitsWorker) Work(ctx context.Context, _ *river.Job[WaitsArgs]) error {
	return w.office.settle(ctx, audit.TheSystem, `select id from identity_waits where ended_at is null order by id`, pgx.NamedArgs{})
}

// Periodic are the jobs of this package that run by the clock, hourly: the waits for somebody's identity, and what time does
// to helpers.
func (o *Office) Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(time.Hour), func() (river.JobArgs, *river.InsertOpts) { return WaitsArgs{}, nil }, nil),
		helpersPeriodic(),
	}
}

// settle looks at waits one by one, each in a transaction of its own.
func (o *Office) settle(ctx context.Context, by audit.Actor, which string, args pgx.NamedArgs) error {
	rows, err := o.db.Query(ctx, which, args)
	if err != nil {
		return fmt.Errorf("waits for identity: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return fmt.Errorf("waits for identity: %w", err)
	}
	for _, id := range ids {
		if err := pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error { return o.settleOne(ctx, tx, by, id) }); err != nil {
			return fmt.Errorf("wait %d for identity: %w", id, err)
		}
	}
	return nil
}

// settleOne ends one wait where it is over. Its draft is locked first, as everywhere.
func (o *Office) settleOne(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64) error {
	var draft int64
	if err := tx.QueryRow(ctx, `select draft_id from identity_waits where id = @id`, pgx.NamedArgs{"id": id}).Scan(&draft); err != nil {
		return err
	}
	d, err := o.ReadDraftTx(ctx, tx, draft, true)
	if err != nil {
		return err
	}
	w, waits, err := waitTx(ctx, tx, draft)
	if err != nil || !waits {
		return err
	}
	over, err := o.over(ctx, tx, d)
	if err != nil {
		return err
	}
	if over { // decided or withdrawn meanwhile
		return o.endWait(ctx, tx, by, d, w, GivenUp)
	}
	s, err := accounts.StandingTx(ctx, tx, d.Account, o.now())
	switch {
	case err != nil:
		return err
	case s.Meets(w.Wanted):
		return o.endWait(ctx, tx, by, d, w, Met)
	case dayOf(o.now().In(lang.London)).time().After(w.Until):
		return o.endWait(ctx, tx, by, d, w, RanOut)
	}
	return nil
}
