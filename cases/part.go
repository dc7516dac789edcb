package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/services"
)

// Part undoes a joining of two accounts, see accounts.Register.Part, and gives the actor's agency a task until it is decided of everything
// that came meanwhile whose it is.
func (o *Office) Part(ctx context.Context, by audit.Actor, join int64, why string) (p accounts.Parted, problems services.Problems, err error) {
	if err := staffOnly(by); err != nil {
		return p, nil, err
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if p, problems, err = o.register.PartTx(ctx, tx, by, join, why); err != nil || p.Left == 0 {
			return err
		}
		_, err = o.AddTaskTx(ctx, tx, Task{Agency: by.Agency, Account: p.Kept, Kind: "place-after-parting", Data: map[string]any{"join": join}})
		return err
	})
	return p, problems, err
}

// Place decides about one thing that came while two accounts were joined: it stays, or goes to the other. With the last of them the task is done.
func (o *Office) Place(ctx context.Context, by audit.Actor, p accounts.Placing, goes bool) (left int, err error) {
	if err := staffOnly(by); err != nil {
		return 0, err
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if left, err = o.register.PlaceTx(ctx, tx, by, p, goes); err != nil || left > 0 {
			return err
		}
		_, err = tx.Exec(ctx, `
			update tasks set done_at = @now, done_by = @by
			where kind = 'place-after-parting' and done_at is null and (data ->> 'join')::bigint = @join`,
			pgx.NamedArgs{"join": p.Join, "by": by.ID, "now": o.now()})
		return err
	})
	return left, err
}

// Keeper says what of people is kept here: drafts with the cases they became, their letters, texts, codes and tasks. One that was begun
// before two accounts were joined, and all that comes of it, is where it was.
func (o *Office) Keeper() accounts.Keeper {
	return accounts.Keeper{Kind: "draft", Since: o.draftsSince, Move: o.moveDraft}
}

func (o *Office) draftsSince(ctx context.Context, tx pgx.Tx, account int64, from time.Time) ([]accounts.Came, error) {
	// a draft came to somebody when it was first recorded as theirs, which may be long after it was begun
	rows, _ := tx.Query(ctx, `
		select d.id, came.at, d.reference, d.started_door
		from drafts d
		cross join lateral (select min(l.at) as at from audit_log l where l.account_id = any(person_of(@account)) and l.draft_id = d.id) came
		where d.account_id = @account and came.at > @from order by d.id`, pgx.NamedArgs{"account": account, "from": from})
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c accounts.Came, err error) {
		var reference, door string
		err = row.Scan(&c.Item, &c.At, &reference, &door)
		c.Facts = map[string]string{"reference": ShowReference(reference), "door": door}
		return c, err
	})
}

func (o *Office) moveDraft(ctx context.Context, tx pgx.Tx, by audit.Actor, draft, to int64) error {
	d, err := o.ReadDraftTx(ctx, tx, draft, true)
	if err != nil {
		return err
	}
	args := pgx.NamedArgs{"draft": draft, "case": d.Case, "to": to}
	b := &pgx.Batch{}
	b.Queue(`update drafts set account_id = @to where id = @draft`, args)
	b.Queue(`update cases set account_id = @to where id = @case`, args)
	b.Queue(`update notices set account_id = @to where draft_id = @draft`, args)
	b.Queue(`update tasks set account_id = @to where (draft_id = @draft or case_id = @case) and account_id is not null`, args)
	accounts.QueueMoveCodes(b, draft, to)
	letters.QueueMove(b, draft, to)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("move draft %d to account %d: %w", draft, to, err)
	}
	return o.event(ctx, tx, by, draft, d.Case, "person-parted", nil)
}
