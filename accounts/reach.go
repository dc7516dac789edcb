package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// MayText says whether and where the account may be texted; MayWrite whether and how it may be written to. They lock the account
// row (for share), so that what is decided holds until the caller commits: a death or a changed need waits, or is seen here.
func (r *Register) MayText(ctx context.Context, tx pgx.Tx, account int64) (phone string, a Account, why Refusal, err error) {
	if a, err = r.HoldTx(ctx, tx, account); err != nil {
		return "", a, "", err
	}
	phone, why = a.MayText()
	return phone, a, why, nil
}

// MayWrite says whether and in which format and language the account may be written to: a.Needs.Format and a.Needs.Written.
func (r *Register) MayWrite(ctx context.Context, tx pgx.Tx, account int64) (a Account, why Refusal, err error) {
	if a, err = r.HoldTx(ctx, tx, account); err != nil {
		return a, "", err
	}
	return a, a.MayWrite(), nil
}

// MayText is the register's MayText for an account that HoldTx has read, or that the caller's transaction has made.
func (a Account) MayText() (phone string, why Refusal) {
	switch {
	case a.DiedOn != nil:
		return "", HasDied
	case a.Needs.SafeText == No:
		return "", NotSafe
	case a.Mobile == "":
		return "", NoMobile
	}
	return a.Mobile, ReachOK
}

// MayWrite is the register's MayWrite for an account that HoldTx has read, or that the caller's transaction has made.
func (a Account) MayWrite() Refusal {
	switch {
	case a.DiedOn != nil:
		return HasDied
	case a.Needs.SafeWrite == No:
		return NotSafe
	case a.Address == nil || len(a.Address.Lines) == 0: // no fixed address, and nobody to send it care of
		return NoAddress
	case a.Needs.Format != Standard && a.Needs.Format != LargePrint:
		return CannotMake
	}
	return ReachOK
}

// HoldTx reads an account and keeps it as it is until the caller's transaction ends. ErrNotFound.
func (r *Register) HoldTx(ctx context.Context, tx pgx.Tx, account int64) (Account, error) {
	b := &pgx.Batch{}
	read := r.QueueHold(b, account)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return Account{}, fmt.Errorf("hold account %d: %w", account, err)
	}
	return read()
}

// QueueHold is HoldTx as part of a batch; what it answers gives the account once the batch is sent.
func (r *Register) QueueHold(b *pgx.Batch, account int64) func() (Account, error) {
	// a statement of its own before those that read: what was written while it waited is seen
	b.Queue(`select id from accounts where id = any(person_of(@id)) order by id for share`, pgx.NamedArgs{"id": account})
	return r.QueueRead(b, account)
}
