package audit

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// killer breaks off a connection at the nth statement it is given: before it is sent, or after it was carried out and before its answer
// is taken up.
type killer struct {
	n     int
	after bool
	seen  int
}

type dying struct{}

func (k *killer) begin(ctx context.Context) context.Context {
	k.seen++
	if k.seen != k.n {
		return ctx
	}
	if k.after {
		return context.WithValue(ctx, dying{}, true)
	}
	dead, cancel := context.WithCancel(ctx)
	cancel()
	return dead
}

func (k *killer) end(ctx context.Context, conn *pgx.Conn) {
	if ctx.Value(dying{}) != nil {
		_ = conn.PgConn().Conn().Close() // as if the process had ended here: Postgres only sees the line go dead
	}
}

func (k *killer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return k.begin(ctx)
}
func (k *killer) TraceQueryEnd(ctx context.Context, conn *pgx.Conn, _ pgx.TraceQueryEndData) {
	k.end(ctx, conn)
}
func (k *killer) TraceCopyFromStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceCopyFromStartData) context.Context {
	return k.begin(ctx)
}
func (k *killer) TraceCopyFromEnd(ctx context.Context, conn *pgx.Conn, _ pgx.TraceCopyFromEndData) {
	k.end(ctx, conn)
}

// TestKilledBetweenAnyTwoStatements kills the sequencer and the signer at every statement they make, goes on, and wants every entry in the
// tree once.
func TestKilledBetweenAnyTwoStatements(t *testing.T) {
	b := setup(t)
	entries, kills := int64(0), 0
	for _, after := range []bool{false, true} {
		for n := 1; ; n++ {
			k := &killer{n: n, after: after}
			b.record(t, 3)
			entries += 3
			failed := b.finishUnder(t, k)
			if k.seen < n {
				break // it made fewer statements: all were tried
			}
			if !failed && !after {
				t.Errorf("killed before statement %d, and nobody noticed", n)
			}
			kills++
			// What is left is sound as it is: all of the batch or nothing.
			if c, err := b.log.Verify(t.Context(), nil); err != nil || c.Entries+c.Waiting != entries {
				t.Fatalf("killed at statement %d (after: %v): %+v, %v; want %d entries", n, after, c, err, entries)
			}
			if n > 60 {
				t.Fatal("it makes statements without end")
			}
		}
		b.seal(t)
		b.whole(t, entries)
	}
	if kills < 20 {
		t.Errorf("only %d kills", kills)
	}
}

// finishUnder runs the sequencer on a connection that a killer watches, and says whether it failed.
func (b bundle) finishUnder(t *testing.T, k *killer) (failed bool) {
	t.Helper()
	cfg := b.db.Config()
	cfg.ConnConfig.Tracer = k
	cfg.MaxConns = 1
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	l, err := Open(pool, seed)
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Finish(t.Context())
	return err != nil
}
