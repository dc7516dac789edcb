package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/driver"
	"github.com/samedoor/samedoor/migrations"
)

// What the log is to do, on two cores.
const (
	appendsAim = 5000.0
	proofAim   = 2 * time.Millisecond
)

// perTransaction is how many entries a transaction of ours makes that looks at a page full of people, or sends an application.
const perTransaction = 10

type auditBench struct {
	db  *pgxpool.Pool
	log *audit.Log
	out io.Writer
}

// measureAudit measures the log alone on a Postgres of its own. The floor beside appending is the same rows written to a table without
// anything behind it, in transactions of the same size.
func measureAudit(ctx context.Context, out io.Writer, entries int, each time.Duration) error {
	before := load()
	dir, err := os.MkdirTemp("", "samedoor-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o711); err != nil { // the database's user must be able to pass through
		return err
	}
	pg, err := startPostgres(ctx, dir)
	if err != nil {
		return err
	}
	defer pg.Stop()
	b, err := openAudit(ctx, pg.DSN("postgres"), pg.DSN("bench"), out)
	if err != nil {
		return err
	}
	defer b.db.Close()
	fmt.Fprintf(out, "the audit log, with fsync and synchronous_commit on; load of the machine before the run: %s\n\n", before)
	fmt.Fprintf(out, "%-44s %10s %9s %9s %9s  %s\n", "operation", "entries/s", "p50 ms", "p95 ms", "p99 ms", "aim")
	for _, measure := range []func(context.Context, time.Duration) error{b.appends(1), b.appends(perTransaction)} {
		if err := measure(ctx, each); err != nil {
			return err
		}
	}
	if err := b.fill(ctx, entries); err != nil {
		return err
	}
	if err := b.proofs(ctx, each); err != nil {
		return err
	}
	return b.whole(ctx)
}

func openAudit(ctx context.Context, server, dsn string, out io.Writer) (*auditBench, error) {
	if err := driver.CreateDatabase(ctx, server, "bench"); err != nil {
		return nil, err
	}
	db, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := migrations.Up(ctx, db, func(string) {}); err != nil {
		return nil, err
	}
	_, err = db.Exec(ctx, `
		create table bare (id bigint generated always as identity primary key, at timestamptz not null default now(), actor_role text not null,
			actor_id bigint not null, agency_id bigint, door text not null, on_behalf bigint, verb text not null, account_id bigint,
			draft_id bigint, case_id bigint, why text not null);
		create index on bare (account_id, id desc) where account_id is not null;
		create index on bare (case_id, id desc) where case_id is not null`)
	if err != nil {
		return nil, err
	}
	log, err := audit.Open(db, bytes.Repeat([]byte("k"), 32))
	return &auditBench{db, log, out}, err
}

// row prints one line; entries is how many one operation made.
func (b *auditBench) row(name string, f figures, entries int, aim string) {
	fmt.Fprintf(b.out, "%-44s %10.0f %9.2f %9.2f %9.2f  %s\n", name, f.rate()*float64(entries), ms(f.p50), ms(f.p95), ms(f.p99), aim)
}

// appends measures recording with so many entries a transaction: bare, and with the sequencer at work all the while.
func (b *auditBench) appends(each int) func(context.Context, time.Duration) error {
	return func(ctx context.Context, most time.Duration) error {
		const clients = 8
		name := fmt.Sprintf("%d a transaction, %d clients", each, clients)
		say("floor: %s", name)
		bare, err := measure(ctx, clients, most, func(ctx context.Context, _ int) (time.Duration, error) {
			return timed(func() error {
				batch := &pgx.Batch{}
				for range each {
					batch.Queue(`insert into bare (actor_role, actor_id, agency_id, door, verb, account_id, why) values ('staff', 7, 3, 'phone', 'account.viewed', $1, 'contacts.reasons.progress')`, rand.IntN(100_000))
				}
				return pgx.BeginFunc(ctx, b.db, func(tx pgx.Tx) error { return tx.SendBatch(ctx, batch).Close() })
			})
		})
		if err != nil {
			return err
		}
		b.row("floor: "+name, bare, each, "")
		say("append: %s", name)
		stop := b.sequencing(ctx)
		f, err := measure(ctx, clients, most, func(ctx context.Context, _ int) (time.Duration, error) {
			return timed(func() error {
				batch := &pgx.Batch{}
				for range each {
					audit.Queue(batch, audit.Actor{Role: audit.Staff, ID: 7, Agency: 3, Door: channels.Phone},
						audit.Entry{Verb: "account.viewed", Account: int64(1 + rand.IntN(100_000)), Why: "contacts.reasons.progress"})
				}
				return pgx.BeginFunc(ctx, b.db, func(tx pgx.Tx) error { return tx.SendBatch(ctx, batch).Close() })
			})
		})
		if seqErr := stop(); err == nil {
			err = seqErr
		}
		if err != nil {
			return err
		}
		aim := ""
		if each > 1 {
			aim = "≥ 5,000/s" + said(f.rate()*float64(each) >= appendsAim)
		}
		b.row("append: "+name, f, each, aim)
		return b.caughtUp(ctx)
	}
}

// sequencing has a sequencer work until it is stopped.
func (b *auditBench) sequencing(ctx context.Context) (stop func() error) {
	ctx, cancel := context.WithCancel(ctx)
	var failed error
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(200 * time.Millisecond) // far more often than the job does
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if _, failed = b.log.Sequence(context.WithoutCancel(ctx)); failed != nil {
					return
				}
			}
		}
	})
	return func() error { cancel(); wg.Wait(); return failed }
}

// caughtUp says how much waited when recording stopped, and how long that took.
func (b *auditBench) caughtUp(ctx context.Context) error {
	var waiting int
	if err := b.db.QueryRow(ctx, `select count(*) from audit_waiting`).Scan(&waiting); err != nil {
		return err
	}
	took, err := timed(func() error { _, err := b.log.Sequence(ctx); return err })
	fmt.Fprintf(b.out, "  when it stopped, %d entries waited for the tree; they were in it %d ms later\n", waiting, took.Milliseconds())
	return err
}

// fill makes the log so large, and measures sequencing alone.
func (b *auditBench) fill(ctx context.Context, entries int) error {
	var n, added int
	if err := b.db.QueryRow(ctx, `select count(*) from audit_log`).Scan(&n); err != nil {
		return err
	}
	var took time.Duration
	const chunk = 100_000
	for ; n < entries; n += chunk {
		at := time.Now()
		_, err := b.db.CopyFrom(ctx, pgx.Identifier{"audit_log"}, []string{"at", "actor_role", "actor_id", "agency_id", "door", "verb", "account_id", "why"},
			pgx.CopyFromSlice(min(chunk, entries-n), func(i int) ([]any, error) {
				return []any{at, "staff", 7, 3, "phone", "account.viewed", 1 + rand.IntN(1_000_000), "contacts.reasons.progress"}, nil
			}))
		if err != nil {
			return err
		}
		d, err := timed(func() error { got, err := b.log.Sequence(ctx); added += got; return err })
		if err != nil {
			return err
		}
		took += d
		say("%d of %d entries are in the tree", min(n+chunk, entries), entries)
	}
	if took > 0 {
		fmt.Fprintf(b.out, "%-44s %10.0f\n", "sequence what waits, alone", float64(added)/took.Seconds())
	}
	seal, err := timed(func() error { _, err := b.log.Seal(ctx); return err })
	fmt.Fprintf(b.out, "%-44s %10s %9.2f\n", "sign a head", "", ms(seal))
	return err
}

// proofs measures proving that an entry stands in the log, each checked against the signed head.
func (b *auditBench) proofs(ctx context.Context, most time.Duration) error {
	var low, high int64
	var n int
	if err := b.db.QueryRow(ctx, `select min(id), max(id), count(*) from audit_log`).Scan(&low, &high, &n); err != nil {
		return err
	}
	for _, clients := range clientCounts {
		say("inclusion proofs, %d clients", clients)
		f, err := measure(ctx, clients, most, func(ctx context.Context, _ int) (time.Duration, error) {
			id := low + rand.Int64N(high-low+1)
			took, err := timed(func() error { _, err := b.log.Prove(ctx, id); return err })
			return took, err
		})
		if err != nil {
			return err
		}
		aim := ""
		if clients == 1 {
			aim = "p95 < 2 ms" + said(f.p95 < proofAim)
		}
		b.row(fmt.Sprintf("prove one of %d, %d client(s)", n, clients), f, 1, aim)
	}
	return nil
}

func (b *auditBench) whole(ctx context.Context) error {
	say("verifying the whole log")
	var c audit.Checked
	took, err := timed(func() (err error) { c, err = b.log.Verify(ctx, nil); return err })
	if err != nil {
		return err
	}
	var size string
	err = b.db.QueryRow(ctx, `select pg_size_pretty(sum(pg_total_relation_size(t::regclass))) || ' beside ' || pg_size_pretty(pg_total_relation_size('audit_log'))
		from unnest(array['audit_waiting', 'audit_leaves', 'audit_hashes', 'audit_heads']) t`).Scan(&size)
	fmt.Fprintf(b.out, "%-44s %10.0f  in %.1f s; the tree takes %s for the entries\n", "verify the whole log", float64(c.Entries)/took.Seconds(), took.Seconds(), size)
	return err
}
