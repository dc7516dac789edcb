package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// MarkDeadContactTx records that a phone number no longer exists or cannot be texted. It is kept, and found, but not used.
func (r *Register) MarkDeadContactTx(ctx context.Context, tx pgx.Tx, account int64, value string) error {
	tag, err := tx.Exec(ctx, `
		update account_contacts set dead = true 
		where account_id = any(person_of(@account)) and (finger = @finger or value = @value) and current and not dead`,
		pgx.NamedArgs{"account": account, "finger": r.Finger(Phone, value), "value": value})
	if err != nil {
		return fmt.Errorf("mark a contact of account %d dead: %w", account, err)
	}
	if tag.RowsAffected() == 0 {
		return nil // known already, or changed meanwhile
	}
	return audit.Record(ctx, tx, audit.TheSystem, audit.Entry{Verb: "account.contact_dead", Account: account})
}
