package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// Belongs ties a draft to an account: staff found or made the person, or a citizen who signed in claims what they began before. Staff
// may correct it until the draft is submitted (ErrClosed); codes given out before then open nothing any more. A citizen may only
// claim nobody's draft, for themselves.
func (o *Office) Belongs(ctx context.Context, by audit.Actor, draft, account int64) error {
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.ReadDraftTx(ctx, tx, draft, true)
		if err != nil {
			return err
		}
		if !mayTie(by, d, account) {
			return ErrNotFound
		}
		if d.Account == account {
			return nil
		}
		if d.closed() {
			return ErrClosed
		}
		return o.tie(ctx, tx, by, d, account)
	})
}

func mayTie(by audit.Actor, d Draft, account int64) bool {
	if by.Role == audit.Citizen && by.ID != 0 {
		return account == by.ID && (d.Account == 0 || d.Account == by.ID)
	}
	return by.Role != audit.Helper && may(by, d.Agency, d.Account)
}

func (o *Office) tie(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft, account int64) error {
	if _, err := o.register.ReadTx(ctx, tx, account); err != nil {
		return fmt.Errorf("draft %d belongs to account %d: %w", d.ID, account, err)
	}
	if d.Account != 0 {
		if err := accounts.RevokeCodesTx(ctx, tx, d.ID); err != nil {
			return err
		}
		if err := audit.Record(ctx, tx, by, audit.Entry{Verb: "draft.taken-from", Account: d.Account, Draft: d.ID}); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `update drafts set account_id = head_of(@account) where id = @draft`, pgx.NamedArgs{"account": account, "draft": d.ID}); err != nil {
		return fmt.Errorf("draft %d belongs to account %d: %w", d.ID, account, err)
	}
	if err := o.event(ctx, tx, by, d.ID, 0, "person-found", nil); err != nil {
		return err
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "draft.belongs", Account: account, Draft: d.ID})
}
