package accounts

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Near gives the people who may be the same as d: shown while a new person is typed, and looked up before one is made. Best
// first, at most 20; Found.Score says how sure. Restricted people are left out for everybody: a hint would give them away.
func (r *Register) Near(ctx context.Context, d Details) ([]Found, error) {
	var found []Found
	err := pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) (err error) {
		found, err = r.near(ctx, tx, traitsOf(d), &pgx.Batch{})
		return err
	})
	return found, err
}

// NearTx is Near inside the caller's transaction, for who will make the account when there is none: until that transaction ends
// another NearTx for the same surname and date of birth, or the same National Insurance or NHS number, waits, so that one person coming
// through two doors at once does not become two.
func (r *Register) NearTx(ctx context.Context, tx pgx.Tx, d Details) ([]Found, error) {
	t := traitsOf(d)
	k := r.keyring()
	if t.nino != "" {
		k.add(0, keyNINO, t.nino[:8])
	}
	k.add(0, keyNHS, t.nhs)
	for _, full := range t.names {
		for _, s := range readName(full).surname {
			if t.born != nil {
				k.add(0, keyDaySurname, iso(*t.born), sound(s))
			}
		}
	}
	first := &pgx.Batch{}
	// sorted first and locked in that order, so that two never wait for each other
	first.Queue(`
		select pg_advisory_xact_lock(key) from (select key from unnest(@keys::bigint[]) key order by key offset 0) sorted`,
		pgx.NamedArgs{"keys": k.keys()})
	return r.near(ctx, tx, t, first)
}

func (r *Register) near(ctx context.Context, tx pgx.Tx, t traits, first *pgx.Batch) ([]Found, error) {
	found, err := r.nearAll(ctx, tx, t, first)
	return best(slices.DeleteFunc(found, func(f Found) bool { return f.Restricted })), err
}

// nearAll is near with restricted people, in no order: not for showing.
func (r *Register) nearAll(ctx context.Context, tx pgx.Tx, t traits, first *pgx.Batch) ([]Found, error) {
	people, err := r.candidates(ctx, tx, r.nearKeys(t), nearby, first)
	if err != nil {
		return nil, fmt.Errorf("near: %w", err)
	}
	var found []Found
	for _, full := range t.names {
		t.read = append(t.read, readName(full))
	}
	for _, p := range people {
		if f := t.same(p); f.Score > glance {
			found = append(found, f)
		}
	}
	return found, nil
}

// nearKeys are the keys of a person, also with day and month swapped and with the names the other way round.
func (r *Register) nearKeys(t traits) *keyring {
	k := r.keyring()
	k.person(t)
	if t.born != nil {
		if s, ok := swapDayMonth(*t.born); ok {
			k.person(traits{names: t.names, born: &s, postcodes: t.postcodes})
		}
	}
	for _, full := range t.names {
		for given, surname := range orders(readName(full).all) {
			k.pair(given, surname, t.born)
		}
	}
	return k
}
