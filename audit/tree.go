package audit

import (
	"context"
	"fmt"
	"math/bits"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"
)

// edge is the complete subtrees that a tree is made of, largest first: all one needs to make it grow.
type edge []tlog.Hash

// push adds leaf n to the tree of the n leaves before it, and answers the hashes that this completes, in the order in which tlog
// stores them.
func (e *edge) push(n int64, leaf tlog.Hash) []tlog.Hash {
	made := []tlog.Hash{leaf}
	for ; n&1 == 1; n >>= 1 {
		left := (*e)[len(*e)-1]
		*e = (*e)[:len(*e)-1]
		leaf = tlog.NodeHash(left, leaf)
		made = append(made, leaf)
	}
	*e = append(*e, leaf)
	return made
}

// root is the hash over the whole tree.
func (e edge) root() tlog.Hash {
	if len(e) == 0 {
		return tlog.Hash{}
	}
	h := e[len(e)-1]
	for i := len(e) - 2; i >= 0; i-- {
		h = tlog.NodeHash(e[i], h)
	}
	return h
}

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// edgeOf reads the edge of the tree of so many leaves.
func edgeOf(ctx context.Context, q querier, size int64) (edge, error) {
	var places []int64
	for level := bits.Len64(uint64(size)) - 1; level >= 0; level-- {
		if size>>level&1 == 1 {
			places = append(places, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	found, err := stored(ctx, q).ReadHashes(places)
	return found, err
}

// stored reads hashes from the database, all that are asked for at once.
func stored(ctx context.Context, q querier) tlog.HashReader {
	return tlog.HashReaderFunc(func(places []int64) ([]tlog.Hash, error) {
		if len(places) == 0 {
			return nil, nil
		}
		at := make(map[int64]tlog.Hash, len(places))
		rows, _ := q.Query(ctx, `select place, hash from audit_hashes where place = any(@places)`, pgx.NamedArgs{"places": places})
		var place int64
		var hash []byte
		if _, err := pgx.ForEachRow(rows, []any{&place, &hash}, func() error {
			at[place] = tlog.Hash(hash)
			return nil
		}); err != nil {
			return nil, fmt.Errorf("hashes of the log: %w", err)
		}
		out := make([]tlog.Hash, len(places))
		for i, p := range places {
			h, ok := at[p]
			if !ok {
				level, n := tlog.SplitStoredHashIndex(p)
				return nil, Fault{Index: n << level, What: "a hash over it is missing"}
			}
			out[i] = h
		}
		return out, nil
	})
}

// sizeOf is how many entries are in the tree.
func sizeOf(ctx context.Context, q querier) (n int64, err error) {
	err = q.QueryRow(ctx, `select coalesce(max(seq) + 1, 0) from audit_leaves`).Scan(&n)
	return n, err
}
