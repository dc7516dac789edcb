package accounts

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
)

// KeysWithPast are the keys of a person with what they were called, lived at and were reached by before, as Update would leave them: for
// who loads many people at once. Of before only what was different need be given.
func (r *Register) KeysWithPast(d Details, before []Details) []int64 {
	t := traitsOf(d)
	for _, b := range before {
		was := traitsOf(b)
		t.names = added(t.names, was.names)
		t.postcodes = added(t.postcodes, was.postcodes)
		t.phones = added(t.phones, was.phones)
		t.emails = added(t.emails, was.emails)
	}
	k := r.keyring()
	k.person(t)
	return k.keys()
}

func added(all, more []string) []string {
	for _, one := range more {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// Candidates are the accounts that Near would compare with d, likeliest first, before any is scored: what keys alone bring up, for
// measuring whether they bring up the right one.
func (r *Register) Candidates(ctx context.Context, d Details) (ids []int64, err error) {
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		people, err := r.candidates(ctx, tx, r.nearKeys(traitsOf(d)), nearby, &pgx.Batch{})
		for _, p := range people {
			ids = append(ids, p.ID)
		}
		return err
	})
	return ids, err
}
