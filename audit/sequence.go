package audit

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	// sequencer is the advisory lock of whoever makes the tree grow: there is one at a time.
	sequencer = 5_021_184_627
	// batch is how many entries are put into the tree in one transaction.
	batch = 10_000
)

// Sequence puts the entries that wait into the tree, a batch at a time, until none waits or another sequencer is at work. Each batch
// is one transaction: killed anywhere, it leaves no gap and does nothing twice. It answers how many it put in.
func (l *Log) Sequence(ctx context.Context) (total int, err error) {
	total, _, err = l.sequence(ctx)
	return total, err
}

// sequence is Sequence, and says whether another is at work.
func (l *Log) sequence(ctx context.Context) (total int, busy bool, err error) {
	for {
		n, mine, err := l.sequenceBatch(ctx)
		total += n
		if err != nil {
			return total, false, fmt.Errorf("sequence the audit log: %w", err)
		}
		if n == 0 {
			return total, !mine, nil
		}
	}
}

func (l *Log) sequenceBatch(ctx context.Context) (n int, mine bool, err error) {
	err = pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, `select pg_try_advisory_xact_lock($1)`, sequencer).Scan(&mine); err != nil || !mine {
			return err
		}
		n, err = grow(ctx, tx)
		return err
	})
	return n, mine, err
}

// grow appends one batch. The lock is held.
func grow(ctx context.Context, tx pgx.Tx) (int, error) {
	lines, err := takeWaiting(ctx, tx)
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	size, err := sizeOf(ctx, tx)
	if err != nil {
		return 0, err
	}
	e, err := edgeOf(ctx, tx, size)
	if err != nil {
		return 0, err
	}
	salts := make([]byte, saltLength*len(lines))
	_, _ = rand.Read(salts) // never fails
	leaves := make([][]any, len(lines))
	hashes := make([][]any, 0, 2*len(lines))
	place := tlog.StoredHashCount(size)
	for i, l := range lines {
		seq, salt := size+int64(i), salts[i*saltLength:(i+1)*saltLength]
		digest := digestOf(salt, l.Why)
		leaves[i] = []any{seq, l.ID, salt, digest}
		for _, h := range e.push(seq, tlog.RecordHash(l.leaf(digest))) {
			hashes = append(hashes, []any{place, h[:]})
			place++
		}
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"audit_leaves"}, []string{"seq", "entry", "salt", "digest"}, pgx.CopyFromRows(leaves)); err != nil {
		return 0, err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"audit_hashes"}, []string{"place", "hash"}, pgx.CopyFromRows(hashes))
	return len(lines), err
}

// takeWaiting takes entries out of the waiting ones. Those of transactions that have not committed are not seen; they wait on. One that
// was deleted before it came into the tree waits for ever, and Verify tells of it.
func takeWaiting(ctx context.Context, tx pgx.Tx) ([]line, error) {
	rows, _ := tx.Query(ctx, `
		with taken as (
			delete from audit_waiting w
			using (select entry from audit_waiting order by entry limit @batch) next join audit_log l on l.id = next.entry
			where w.entry = next.entry
			returning `+lineColumns+`)
		select * from taken order by id`,
		pgx.NamedArgs{"batch": batch})
	return pgx.CollectRows(rows, pgx.RowToStructByPos[line])
}

// Hold keeps every sequencer away until release is called or the process ends: for whoever still dates what was recorded, as the
// demonstration does while its history is nobody's yet.
func Hold(ctx context.Context, db *pgxpool.Pool) (release func(), err error) {
	conn, err := db.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, sequencer); err != nil {
		conn.Release()
		return nil, fmt.Errorf("hold the audit log: %w", err)
	}
	return func() {
		// Closed and not given back: the lock goes with the connection, whatever state it is in.
		_ = conn.Hijack().Close(context.WithoutCancel(ctx))
	}, nil
}
