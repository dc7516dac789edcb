package accounts

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts/match"
)

// Near gives the people who may be the same as d: shown while a new person is typed, and looked up before one is made. Best
// first, at most 20; Found.Band says what is to be done. Restricted people are left out for everybody: a hint would give them away.
func (r *Register) Near(ctx context.Context, d Details) ([]Found, error) {
	var found []Found
	err := pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) (err error) {
		found, err = r.near(ctx, tx, match.Prepare(recordOf(d)), &pgx.Batch{})
		return err
	})
	return found, err
}

// NearTx is Near inside the caller's transaction, for who will make the account when there is none: until that transaction ends
// another NearTx for the same surname and date of birth, or the same National Insurance or NHS number, waits, so that one person coming
// through two doors at once does not become two.
func (r *Register) NearTx(ctx context.Context, tx pgx.Tx, d Details) ([]Found, error) {
	p := match.Prepare(recordOf(d))
	k := r.keyring()
	p.LockKeys(k.store)
	first := &pgx.Batch{}
	// sorted first and locked in that order, so that two never wait for each other
	first.Queue(`
		select pg_advisory_xact_lock(key) from (select key from unnest(@keys::bigint[]) key order by key offset 0) sorted`,
		pgx.NamedArgs{"keys": k.keys()})
	return r.near(ctx, tx, p, first)
}

func (r *Register) near(ctx context.Context, tx pgx.Tx, asked *match.Person, first *pgx.Batch) ([]Found, error) {
	found, err := r.nearAll(ctx, tx, asked, first)
	return best(slices.DeleteFunc(found, func(f Found) bool { return f.Restricted })), err
}

// nearAll is near with restricted people, in no order: not for showing.
func (r *Register) nearAll(ctx context.Context, tx pgx.Tx, asked *match.Person, first *pgx.Batch) ([]Found, error) {
	weights, err := r.weights(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("near: %w", err)
	}
	people, err := r.candidates(ctx, tx, r.nearKeys(asked), nearby, first)
	if err != nil {
		return nil, fmt.Errorf("near: %w", err)
	}
	var found []Found
	for _, p := range people {
		if f := weights.same(asked, p); f.Score > glance {
			found = append(found, f)
		}
	}
	return found, nil
}

// nearKeys are the keys somebody is looked for by.
func (r *Register) nearKeys(asked *match.Person) *keyring {
	k := r.keyring()
	asked.AskKeys(k.store)
	return k
}
