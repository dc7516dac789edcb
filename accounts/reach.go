package accounts

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// MayText says whether and where the account may be texted; MayWrite whether and how it may be written to. They lock the account
// row (for share), so that what is decided holds until the caller commits: a death or a changed need waits, or is seen here.
func MayText(ctx context.Context, tx pgx.Tx, account int64) (phone string, a Account, why Refusal, err error) {
	if a, err = hold(ctx, tx, account); err != nil {
		return "", a, "", err
	}
	switch {
	case a.DiedOn != nil:
		why = HasDied
	case a.Needs.SafeText == No:
		why = NotSafe
	case a.Mobile == "":
		why = NoMobile
	default:
		phone = a.Mobile
	}
	return phone, a, why, nil
}

// MayWrite says whether and in which format and language the account may be written to: a.Needs.Format and a.Needs.Written.
func MayWrite(ctx context.Context, tx pgx.Tx, account int64) (a Account, why Refusal, err error) {
	if a, err = hold(ctx, tx, account); err != nil {
		return a, "", err
	}
	switch {
	case a.DiedOn != nil:
		why = HasDied
	case a.Needs.SafeWrite == No:
		why = NotSafe
	case a.Address == nil || len(a.Address.Lines) == 0: // no fixed address, and nobody to send it care of
		why = NoAddress
	case a.Needs.Format != Standard && a.Needs.Format != LargePrint:
		why = CannotMake
	}
	return a, why, nil
}

// hold reads an account and keeps it as it is until the caller's transaction ends.
func hold(ctx context.Context, tx pgx.Tx, account int64) (Account, error) {
	err := tx.QueryRow(ctx, `select id from accounts where id = @id for share`, pgx.NamedArgs{"id": account}).Scan(&account)
	if errors.Is(err, pgx.ErrNoRows) {
		return Account{}, ErrNotFound
	}
	if err != nil {
		return Account{}, fmt.Errorf("hold account %d: %w", account, err)
	}
	return ReadTx(ctx, tx, account)
}
