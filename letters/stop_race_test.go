package letters

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// A death is recorded while the cut-off gathers: the letter is in a batch that cannot be seen yet.
func TestALetterBeingBatchedIsStopped(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx := t.Context()
	id := b.ask(t, b.request(t, "hand-over:1"))
	if err := b.render(ctx, id); err != nil {
		t.Fatal(err)
	}
	stopped := make(chan error, 1)
	err := pgx.BeginFunc(ctx, b.db, func(tx pgx.Tx) error {
		if n, err := b.batchTx(ctx, tx, 0, saturday); err != nil || n != 1 {
			t.Fatalf("batched %d: %v", n, err)
		}
		go func() {
			stopped <- pgx.BeginFunc(ctx, b.db, func(tx pgx.Tx) error {
				_, err := b.StopTx(ctx, tx, b.account, "has-died")
				return err
			})
		}()
		b.waits(t)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	if got := b.state(t, id); got != Stopped {
		t.Errorf("a letter to somebody who died is %s", got)
	}
}

// waits returns once a statement of another connection waits for a lock.
func (b bundle) waits(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		var n int
		err := b.db.QueryRow(t.Context(), `
			select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			return
		}
	}
	t.Fatal("nobody waits")
}
