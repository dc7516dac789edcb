package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Bounds of what is looked at, so that no question costs more than another: a key that more people share than are read of it says little
// about anybody, and of all who come up only the best ranked are read and scored. Weak keys, which in a country are shared by thousands,
// are read in full only where there are few people: beside strong ones they then find who is wrong about the day and the place at once.
const (
	perKey       = 2000
	perWeakKey   = 200
	strongFrom   = 15 // bits: keys of two things at least
	mostFound    = 20
	leastOfWorth = 9 // bits: keys weaker than this are asked for only by Search, and only when stronger ones do not do
)

// width is how far a question reaches: reading and scoring people costs more than finding them by their keys.
type width struct {
	key    int // bits a key must be worth to be asked for
	person int // bits somebody's keys must be worth together to be read
	most   int // people read
	behind int // times less than the first in evidence: not read
}

// Who is near shares more than one weak thing: a person with one key of nine bits (the end of a phone number, a slip in the surname) and
// none of the others scores under a glance. When only strong keys are asked for, the right one is always among the first fifty.
var (
	nearby = width{key: leastOfWorth, person: 12, most: 40, behind: 5}
	strong = width{key: leastOfWorth, most: 50, behind: 6}
	weak   = width{most: 120, behind: 6}
)

// From which score on somebody is shown, is so likely that weak keys need not be asked, and how far behind the first one may be.
const (
	scoreWorthy   = 0.4
	fitsWell      = 0.7
	besideTheBest = 0.55
)

// candidates are the accounts that have most of the keys, by what the keys are worth together. It reads one index only, after whatever
// stands in the batch first: what those statements waited for is seen.
func (r *Register) candidates(ctx context.Context, tx pgx.Tx, k *keyring, w width, first *pgx.Batch) ([]*person, error) {
	keys, bits, most := k.weights(w)
	if len(keys) == 0 && first.Len() == 0 {
		return nil, nil
	}
	var ranked []candidate
	first.Queue(`
		select k.account_id, sum(asked.bits)
		from unnest(@keys::bigint[], @bits::int[], @most_of::int[]) as asked(key, bits, most)
		cross join lateral (
			select account_id from account_keys where key = asked.key order by account_id limit asked.most) k
		group by k.account_id
		having sum(asked.bits) >= @least
		order by sum(asked.bits) desc, k.account_id
		limit @most`,
		pgx.NamedArgs{"keys": keys, "bits": bits, "most_of": most, "most": w.most, "least": w.person}).Query(func(rows pgx.Rows) (err error) {
		ranked, err = pgx.CollectRows(rows, pgx.RowToStructByPos[candidate])
		return err
	})
	if err := tx.SendBatch(ctx, first).Close(); err != nil {
		return nil, fmt.Errorf("candidates: %w", err)
	}
	var ids []int64
	for _, c := range ranked {
		if c.Bits*int64(w.behind) >= ranked[0].Bits {
			ids = append(ids, c.Account)
		}
	}
	return r.load(ctx, tx, ids)
}

// candidate is an account and what its keys are worth together.
type candidate struct{ Account, Bits int64 }
