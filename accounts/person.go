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

// Head is HeadTx for who has no transaction: a session, or the address of a page.
func (r *Register) Head(ctx context.Context, account int64) (head int64, err error) {
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		head, err = HeadTx(ctx, tx, account)
		return err
	})
	return head, err
}

// onePerson says whether two accounts are of one person.
func onePerson(ctx context.Context, tx pgx.Tx, a, b int64) (is bool, err error) {
	if a == b || a == 0 || b == 0 {
		return a == b && a != 0, nil
	}
	if err := tx.QueryRow(ctx, `select coalesce(head_of(@a) = head_of(@b), false)`, pgx.NamedArgs{"a": a, "b": b}).Scan(&is); err != nil {
		return false, fmt.Errorf("whether accounts %d and %d are one person: %w", a, b, err)
	}
	return is, nil
}

// PersonTx are all accounts of the person an account belongs to, in no order.
func PersonTx(ctx context.Context, tx pgx.Tx, account int64) ([]int64, error) {
	var all []int64
	if err := tx.QueryRow(ctx, `select person_of(@account)`, pgx.NamedArgs{"account": account}).Scan(&all); err != nil {
		return nil, fmt.Errorf("all of the person of account %d: %w", account, err)
	}
	return all, nil
}
