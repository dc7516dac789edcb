package accounts

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts/match"
)

// KeysWithPast are the keys of a person with what they were called, lived at and were reached by before, as Update would leave them: for
// who loads many people at once. Of before only what was different need be given.
func (r *Register) KeysWithPast(d Details, before []Details) []int64 {
	rec := recordOf(d)
	for _, b := range before {
		was := recordOf(b)
		rec.Names = append(rec.Names, was.Names...)
		rec.Addresses = append(rec.Addresses, was.Addresses...)
		rec.Phones = append(rec.Phones, was.Phones...)
		rec.Emails = append(rec.Emails, was.Emails...)
	}
	return r.keysOf(match.Prepare(rec))
}

// Candidates are the accounts that Near would compare with d, likeliest first, before any is scored: what keys alone bring up, for
// measuring whether they bring up the right one.
func (r *Register) Candidates(ctx context.Context, d Details) (ids []int64, err error) {
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		people, err := r.candidates(ctx, tx, r.nearKeys(match.Prepare(recordOf(d))), nearby, &pgx.Batch{})
		for _, p := range people {
			ids = append(ids, p.ID)
		}
		return err
	})
	return ids, err
}
