package cases

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Finish closes a case of a service that decides nothing (a death was told, an address has changed) with what was done: state, event,
// letter and, where safe, a text in one transaction. rev is the Case.Rev shown (ErrStale); ErrEmpty when what was done is not said, ErrMove
// when the service decides, or the case is not open; ErrUnsure where the service needs it surer who the person is.
func (o *Office) Finish(ctx context.Context, by audit.Actor, id, rev int64, what string) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	what = strings.TrimSpace(what)
	if what == "" {
		return ErrEmpty
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		c, err := o.lockCase(ctx, tx, by, id, rev)
		if err != nil {
			return err
		}
		if c.Service.Decides() {
			return ErrMove
		}
		if _, err := step(c.State, Closed, byFinish); err != nil {
			return err
		}
		need, err := o.decisionNeedTx(ctx, tx, c)
		if err == nil && !need.Met() {
			err = ErrUnsure
		}
		if err != nil {
			return err
		}
		if c, err = o.moveTx(ctx, tx, by, c, Closed, byFinish, map[string]any{"what": what}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update cases set decided_at = @now where id = @case`, pgx.NamedArgs{"now": o.now(), "case": c.ID}); err != nil {
			return fmt.Errorf("finish case %d: %w", c.ID, err)
		}
		d, err := o.ReadDraftTx(ctx, tx, c.Draft, false)
		if err != nil {
			return err
		}
		return o.inform(ctx, tx, by, d, letter{kind: "done", about: c.ID, write: writeDone(what)}, "done")
	})
}

// Done says whether the case was finished: closed with what was asked for done.
func (c Case) Done() bool { return c.State == Closed && c.DecidedAt != nil && !c.Service.Decides() }
