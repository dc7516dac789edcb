package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Bounds of what is looked at, so that no question costs more than another: a key that more people share than perKey says little
// about anybody, and of all who come up only the best ranked are read and scored.
const (
	perKey        = 2000
	mostScored    = 120
	mostFound     = 20
	leastOfWorth  = 9 // bits: Near asks for no key weaker than this
	scoreWorthy   = 0.4
	besideTheBest = 0.55
)

// candidates are the accounts that have most of the keys, by what the keys are worth together; keys worth less than least bits
// are not asked for. It reads one index only.
func candidates(ctx context.Context, tx pgx.Tx, k *keyring, least int) ([]*person, error) {
	keys, bits := k.weights(least)
	rows, _ := tx.Query(ctx, `
		select k.account_id
		from unnest(@keys::bigint[], @bits::int[]) as asked(key, bits)
		cross join lateral (
			select account_id from account_keys where key = asked.key order by account_id limit @each) k
		group by k.account_id
		order by sum(asked.bits) desc, k.account_id
		limit @most`,
		pgx.NamedArgs{"keys": keys, "bits": bits, "each": perKey, "most": mostScored})
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, fmt.Errorf("candidates: %w", err)
	}
	return load(ctx, tx, ids)
}
