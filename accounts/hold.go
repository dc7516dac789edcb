package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Held is the person of an account, who stays as they are until the transaction that read them ends: what is decided about telling them
// something holds until then. Only HoldTx, QueueHold and the making of an account give one.
type Held struct {
	Account         // the whole person, as their head shows them
	filed   int64   // the account that was asked for: what comes of it is kept under it
	to      Account // who gets what they are told: themselves, but for who has an appointee
	instead int64   // the account of the appointee; 0 for none
	stopped bool    // they replied STOP from the number
	rest    rest
}

// HoldTx reads a person and keeps them as they are until the caller's transaction ends. ErrNotFound.
func (r *Register) HoldTx(ctx context.Context, tx pgx.Tx, account int64) (Held, error) {
	b := &pgx.Batch{}
	read := r.QueueHold(b, account)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return Held{}, fmt.Errorf("hold account %d: %w", account, err)
	}
	return read(ctx, tx)
}

// QueueHold is HoldTx as part of a batch; what it answers gives the person once the batch is sent.
func (r *Register) QueueHold(b *pgx.Batch, account int64) func(ctx context.Context, tx pgx.Tx) (Held, error) {
	// a statement of its own before those that read: what was written while it waited is seen
	b.Queue(`select id from accounts where id = any(person_of(@id)) order by id for share`, pgx.NamedArgs{"id": account})
	var instead int64
	b.Queue(`select coalesce(post_goes_to(@id), 0)`, pgx.NamedArgs{"id": account}).QueryRow(func(row pgx.Row) error { return row.Scan(&instead) })
	stopped, one := r.queueStopped(b, account), r.QueueRead(b, account)
	return func(ctx context.Context, tx pgx.Tx) (Held, error) {
		a, err := one()
		if err != nil {
			return Held{}, err
		}
		h := Held{Account: a, filed: account, to: a, stopped: r.isStopped(*stopped, a), rest: r.restOf(a.Needs)}
		if instead == 0 || instead == a.ID {
			return h, nil
		}
		other, err := r.HoldTx(ctx, tx, instead) // rare: one more round trip
		if err != nil {
			return Held{}, fmt.Errorf("who gets the post of account %d: %w", account, err)
		}
		h.to, h.instead, h.stopped, h.rest = other.Account, instead, other.stopped, other.rest
		return h, nil
	}
}
