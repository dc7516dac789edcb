package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// ByPhone are the accounts a phone number belongs to now: a shared phone has several. A number alone proves nobody. It is for
// jobs, not for showing: restricted people and people who have died are among them.
func (r *Register) ByPhone(ctx context.Context, e164 string) ([]Account, error) {
	var out []Account
	err := pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `
			select distinct account_id from account_contacts
			where (finger = @finger or value = @phone and value <> '') and current and kind in ('mobile', 'landline')
			order by account_id`, pgx.NamedArgs{"finger": r.Finger(Phone, e164), "phone": e164})
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		people, err := r.load(ctx, tx, ids)
		for _, p := range people {
			out = append(out, p.Account)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("accounts by phone: %w", err)
	}
	return out, nil
}
