package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Move moves a case between states that need nothing else (assessing, withdrawn, closed, review). ErrMove when the table does not allow it,
// ErrStale when rev is not the one shown. A citizen may withdraw their own case and ask for a review of it, and nothing else.
func (o *Office) Move(ctx context.Context, by audit.Actor, id, rev int64, to State, why string) error {
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		c, err := o.lockCase(ctx, tx, by, id, rev)
		if err != nil {
			return err
		}
		if by.Role != audit.Staff && to != Withdrawn && to != Review {
			return ErrNotAllowed
		}
		_, err = o.moveTx(ctx, tx, by, c, to, byMove, map[string]any{"why": why})
		return err
	})
}

// moveTx makes one step of the table: state, one event, one audit line. The case has been locked.
func (o *Office) moveTx(ctx context.Context, tx pgx.Tx, by audit.Actor, c Case, to State, verb string, data map[string]any) (Case, error) {
	m, err := step(c.State, to, verb)
	if err != nil {
		return Case{}, err
	}
	b := &pgx.Batch{}
	b.Queue(`update cases set state = @state, rev = rev + 1 where id = @case`, pgx.NamedArgs{"state": to, "case": c.ID})
	o.queueEvent(b, by, c.Draft, c.ID, m.event, data)
	if !to.Open() { // what was to be done for the case need not be done any more
		b.Queue(`update tasks set done_at = @now, done_by = nullif(@by, 0::bigint)
			where case_id = @case and done_at is null and kind in ('evidence-came', 'close-after-death')`,
			pgx.NamedArgs{"case": c.ID, "now": o.now(), "by": staffID(by)})
	}
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return Case{}, fmt.Errorf("move case %d to %s: %w", c.ID, to, err)
	}
	c.State, c.Rev = to, c.Rev+1
	return c, audit.Record(ctx, tx, by, audit.Entry{Verb: "case." + m.event, Account: c.Account, Draft: c.Draft, Case: c.ID})
}

func staffID(by audit.Actor) int64 {
	if by.Role == audit.Staff {
		return by.ID
	}
	return 0
}
