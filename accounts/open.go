package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Open reads an account for somebody to look at, and records that they looked and why. Restricted accounts answer ErrNotFound
// to staff not cleared, which is recorded too; a citizen opens their own and, as a helper, that of whom they act for.
func (r *Register) Open(ctx context.Context, by audit.Actor, id int64) (Account, error) {
	var a Account
	sees := false
	err := pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) (err error) {
		if a, err = r.ReadTx(ctx, tx, id); err != nil {
			return err
		}
		if sees, err = r.sees(ctx, tx, by, id, a.Restricted); err != nil {
			return err
		}
		verb := "account.viewed"
		if !sees {
			verb = "account.view_refused"
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: verb, Account: a.ID})
	})
	if err != nil {
		return Account{}, err
	}
	if !sees {
		return Account{}, ErrNotFound
	}
	return a, nil
}

// sees says whether an actor may see an account.
func (r *Register) sees(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64, restricted bool) (bool, error) {
	switch by.Role {
	case audit.Citizen:
		return onePerson(ctx, tx, by.ID, id)
	case audit.Helper:
		return onePerson(ctx, tx, by.For, id)
	case audit.System:
		return true, nil
	case audit.Staff:
		if !restricted {
			return true, nil
		}
		return r.cleared(ctx, tx, by)
	}
	return false, fmt.Errorf("role %q: %w", by.Role, ErrNotAllowed)
}

func (r *Register) cleared(ctx context.Context, tx pgx.Tx, by audit.Actor) (bool, error) {
	if by.Role == audit.System {
		return true, nil
	}
	if r.Cleared == nil || by.Role != audit.Staff {
		return false, nil
	}
	return r.Cleared(ctx, tx, by)
}
