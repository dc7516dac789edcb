package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Bounds of what is looked at, so that no question costs more than another: a key that more people share than perKey says little
// about anybody, and of all who come up only the best ranked are read and scored.
const (
	perKey       = 2000
	mostScored   = 120
	strongScored = 50 // when only strong keys are asked for, the right one is always among the first
	farBehind    = 6  // times less than the first in evidence: not worth reading
	mostFound    = 20
	leastOfWorth = 9 // bits: keys weaker than this are asked for only by Search, and only when stronger ones do not do
)

// From which score on somebody is shown, is so likely that weak keys need not be asked, and how far behind the first one may be.
const (
	scoreWorthy   = 0.4
	fitsWell      = 0.7
	besideTheBest = 0.55
)

// candidates are the accounts that have most of the keys, by what the keys are worth together; keys worth less than least bits
// are not asked for. It reads one index only, after whatever stands in the batch first: what those statements waited for is seen.
func candidates(ctx context.Context, tx pgx.Tx, k *keyring, least int, first *pgx.Batch) ([]*person, error) {
	keys, bits := k.weights(least)
	if len(keys) == 0 && first.Len() == 0 {
		return nil, nil
	}
	most := mostScored
	if least > 0 {
		most = strongScored
	}
	var ranked []candidate
	first.Queue(`
		select k.account_id, sum(asked.bits)
		from unnest(@keys::bigint[], @bits::int[]) as asked(key, bits)
		cross join lateral (
			select account_id from account_keys where key = asked.key order by account_id limit @each) k
		group by k.account_id
		order by sum(asked.bits) desc, k.account_id
		limit @most`,
		pgx.NamedArgs{"keys": keys, "bits": bits, "each": perKey, "most": most}).Query(func(rows pgx.Rows) (err error) {
		ranked, err = pgx.CollectRows(rows, pgx.RowToStructByPos[candidate])
		return err
	})
	if err := tx.SendBatch(ctx, first).Close(); err != nil {
		return nil, fmt.Errorf("candidates: %w", err)
	}
	var ids []int64
	for _, c := range ranked {
		if c.Bits*farBehind >= ranked[0].Bits {
			ids = append(ids, c.Account)
		}
	}
	return load(ctx, tx, ids)
}

// candidate is an account and what its keys are worth together.
type candidate struct{ Account, Bits int64 }
