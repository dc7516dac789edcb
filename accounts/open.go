package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Open reads an account for somebody to look at, and records that they looked and why. Restricted accounts answer ErrNotFound
// to staff not cleared, which is recorded too; a citizen opens their own and, as a helper, that of whom they act for, without contact points.
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
	if by.Role == audit.Helper {
		return a.withoutContacts(), nil
	}
	return a, nil
}

// withoutContacts is an account as a helper sees it: never where and how the person is reached, nor what is said about that. Somebody may
// be in danger from whoever helps them.
func (a Account) withoutContacts() Account {
	a.Address, a.Mobile, a.Landline, a.Email, a.NINO = nil, "", "", "", ""
	a.Needs = Needs{Written: a.Needs.Written, Spoken: a.Needs.Spoken, Format: a.Needs.Format, Relay: a.Needs.Relay, Interpreter: a.Needs.Interpreter,
		SafeCall: Unasked, SafeText: Unasked, SafeEmail: Unasked, SafeWrite: Unasked, MayAnnounce: true, Rev: a.Needs.Rev}
	return a
}

// Guarded says that where and how the person is reached is not for every helper's eyes: a confidential address, or somebody who said
// that one way of reaching them is not safe.
func (a Account) Guarded() bool {
	n := a.Needs
	return a.Restricted || n.SafeCall == No || n.SafeText == No || n.SafeEmail == No || n.SafeWrite == No || !n.MayAnnounce
}

// sees says whether an actor may see an account.
func (r *Register) sees(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64, restricted bool) (bool, error) {
	switch by.Role {
	case audit.Citizen:
		return onePerson(ctx, tx, by.ID, id)
	case audit.Helper:
		return r.helps(ctx, tx, by, id)
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
