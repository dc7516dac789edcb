package accounts

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// HeadTx is the account that stands for the person an account belongs to: itself, unless it was joined to another. ErrNotFound.
func HeadTx(ctx context.Context, tx pgx.Tx, account int64) (int64, error) {
	var head *int64
	err := tx.QueryRow(ctx, `select head_of(@account)`, pgx.NamedArgs{"account": account}).Scan(&head)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && head == nil {
		return 0, ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("who account %d belongs to: %w", account, err)
	}
	return *head, nil
}

// PersonTx are all accounts of the person an account belongs to, in no order.
func PersonTx(ctx context.Context, tx pgx.Tx, account int64) ([]int64, error) {
	var all []int64
	if err := tx.QueryRow(ctx, `select person_of(@account)`, pgx.NamedArgs{"account": account}).Scan(&all); err != nil {
		return nil, fmt.Errorf("all of the person of account %d: %w", account, err)
	}
	return all, nil
}
