package cases

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// Rathers are how somebody may want to be told about one application; NoDoor is as their needs say.
var Rathers = []accounts.Door{accounts.NoDoor, accounts.Text, accounts.Letter, accounts.Call}

// SetRather has a person told about one application, and the case it becomes, in another way than about everything else: text, letter or
// call, or NoDoor for as their needs say. What is not safe stays so, and what must be in writing is written. Staff only; ErrNotAllowed
// while a helper is on the line, who does not decide how the person is reached.
func (o *Office) SetRather(ctx context.Context, by audit.Actor, draft int64, door accounts.Door) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	if by.Caller != 0 || !slices.Contains(Rathers, door) {
		return fmt.Errorf("how to tell about draft %d: %w", draft, ErrNotAllowed)
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.draftFor(ctx, tx, by, draft, true)
		if err != nil || d.Rather == door {
			return err
		}
		if _, err := tx.Exec(ctx, `update drafts set rather = @rather where id = @draft`, pgx.NamedArgs{"rather": door, "draft": draft}); err != nil {
			return fmt.Errorf("how to tell about draft %d: %w", draft, err)
		}
		if err := o.event(ctx, tx, by, d.ID, d.Case, "rather-changed", map[string]any{"rather": door}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "draft.rather-changed", Account: d.Account, Draft: d.ID, Case: d.Case})
	})
}
