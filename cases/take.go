package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Take gives the case to the actor. ErrStale when somebody else has it: they hand it back first. Taking one's own again is nothing.
func (o *Office) Take(ctx context.Context, by audit.Actor, id int64) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		c, err := o.lockCase(ctx, tx, by, id, 0)
		switch {
		case err != nil:
			return err
		case c.Assignee == by.ID:
			return nil
		case c.Assignee != 0:
			return ErrStale
		}
		return o.give(ctx, tx, by, c, by.ID, "taken", nil)
	})
}

// TakeNext takes the most urgent unassigned case that is not waiting for the citizen. Two who press at once get two cases. ErrNotFound
// when there is none.
func (o *Office) TakeNext(ctx context.Context, by audit.Actor) (c Case, err error) {
	if err := staffOnly(by); err != nil {
		return Case{}, err
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		cleared, err := o.cleared(ctx, tx, by)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			select c.id from cases c join accounts a on a.id = c.account_id
			where c.agency_id = @agency and `+openStates+` and c.assignee is null and c.state <> 'waiting' and `+shown+`
			order by c.deadline, c.id limit 1
			for no key update of c skip locked`, pgx.NamedArgs{"agency": by.Agency, "cleared": cleared})
		if err != nil {
			return fmt.Errorf("take next: %w", err)
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return fmt.Errorf("take next: %w", err)
		}
		if len(ids) == 0 {
			return ErrNotFound
		}
		if c, err = o.lockCase(ctx, tx, by, ids[0], 0); err != nil {
			return err
		}
		if err := o.give(ctx, tx, by, c, by.ID, "taken", nil); err != nil {
			return err
		}
		c, err = o.readCase(ctx, tx, `c.id = @case`, pgx.NamedArgs{"case": c.ID})
		return err
	})
	if err != nil {
		return Case{}, err
	}
	return c, nil
}

// HandBack gives a case back to the queue, with the reason for whoever takes it next.
func (o *Office) HandBack(ctx context.Context, by audit.Actor, id int64, why string) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		c, err := o.lockCase(ctx, tx, by, id, 0)
		if err != nil || c.Assignee == 0 {
			return err
		}
		return o.give(ctx, tx, by, c, 0, "handed-back", map[string]any{"why": why})
	})
}

// give puts a case, and its open tasks, to somebody or (0) nobody. Who has a case is not what it says: its rev stays.
func (o *Office) give(ctx context.Context, tx pgx.Tx, by audit.Actor, c Case, to int64, event string, data map[string]any) error {
	b := &pgx.Batch{}
	args := pgx.NamedArgs{"case": c.ID, "to": to}
	b.Queue(`update cases set assignee = nullif(@to, 0::bigint) where id = @case`, args)
	b.Queue(`update tasks set assignee = nullif(@to, 0::bigint) where case_id = @case and done_at is null`, args)
	o.queueEvent(b, by, c.Draft, c.ID, event, data)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("case %d %s: %w", c.ID, event, err)
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "case." + event, Account: c.Account, Draft: c.Draft, Case: c.ID})
}
