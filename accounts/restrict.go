package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Restrict hides an account from search and from everybody not cleared (own staff, a confidential address), or shows it again.
// Only who is cleared may (ErrNotAllowed), and a reason is due: by.Why (ErrInvalid without). ErrNotFound.
func (r *Register) Restrict(ctx context.Context, by audit.Actor, id int64, hidden bool) error {
	if by.Why == "" {
		return fmt.Errorf("restrict account %d without a reason: %w", id, ErrInvalid)
	}
	return pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		cleared, err := r.cleared(ctx, tx, by)
		if err != nil {
			return err
		}
		if !cleared {
			return fmt.Errorf("restrict account %d: %w", id, ErrNotAllowed)
		}
		was, err := r.lockPerson(ctx, tx, by, id)
		if err != nil {
			return err
		}
		id = was.ID
		// every account of the person: should they be parted, neither is shown by that
		_, err = tx.Exec(ctx, `update accounts set restricted = @hidden, rev = rev + 1 where id = any(@ids)`,
			pgx.NamedArgs{"ids": was.members, "hidden": hidden})
		if err != nil {
			return fmt.Errorf("restrict account %d: %w", id, err)
		}
		verb := "account.restricted"
		if !hidden {
			verb = "account.unrestricted"
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: verb, Account: id})
	})
}
