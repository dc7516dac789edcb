package signin

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
)

// Keeper says what of people is kept here: the ways they sign in by. When two people are parted, whoever is signed in as either is asked to
// sign in again: nobody is left with what they were shown as the other.
func Keeper() accounts.Keeper {
	k := accounts.RowsKept("credential", "account_credentials", "made_at", "ended_at is null")
	k.Parted = endBoth
	return k
}

func endBoth(ctx context.Context, tx pgx.Tx, kept, joined int64) error {
	_, err := tx.Exec(ctx, `
		update account_sessions set ended_at = now(), ended_why = 'stopped'
		where account_id = any(person_of(@kept) || person_of(@joined)) and ended_at is null`,
		pgx.NamedArgs{"kept": kept, "joined": joined})
	if err != nil {
		return fmt.Errorf("end the sign-ins of accounts %d and %d: %w", kept, joined, err)
	}
	return nil
}
