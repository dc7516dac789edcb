package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/internal/crowd"
	"github.com/samedoor/samedoor/internal/driver"
	"github.com/samedoor/samedoor/internal/localpg"
	"github.com/samedoor/samedoor/migrations"
)

// What finding people is to do with fifteen million of them, on two cores.
const (
	warmAim   = 5 * time.Millisecond
	coldAim   = 20 * time.Millisecond
	rateAim   = 2000.0
	recallAim = 0.995
	wrongAim  = 1.0 // of 10,000
	newAim    = 2.0 // of 10,000
	createAim = 20 * time.Millisecond
)

// people is the register full of made-up people, alone on a Postgres of its own.
type people struct {
	town   crowd.Town
	each   time.Duration // how long each operation is measured
	asks   int           // people looked for to count who is found, and wrongly linked
	dir    string
	before string
	pg     *localpg.Cluster
	db     *pgxpool.Pool
	reg    *accounts.Register
	out    io.Writer
	filled time.Duration
	learnt time.Duration
	size   int64
	parts  []string
}

// measurePeople loads n people and prints how they are found.
func measurePeople(ctx context.Context, out io.Writer, n, asks int, each time.Duration, learn bool) error {
	p := &people{town: crowd.Town{Seed: 20261125, Size: n}, each: each, asks: asks, before: load(), out: out}
	var err error
	if p.dir, err = os.MkdirTemp("", "samedoor-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(p.dir)
	if err := os.Chmod(p.dir, 0o711); err != nil { // the database's user must be able to pass through
		return err
	}
	defer p.close()
	if err := p.start(ctx); err != nil {
		return err
	}
	if err := driver.CreateDatabase(ctx, p.pg.DSN("postgres"), "people"); err != nil {
		return err
	}
	if err := p.enter(ctx); err != nil {
		return err
	}
	if err := migrations.Up(ctx, p.db, func(string) {}); err != nil {
		return err
	}
	if err := p.fill(ctx); err != nil {
		return err
	}
	if learn {
		if err := p.learn(ctx); err != nil {
			return err
		}
	}
	return p.measure(ctx)
}

// start gives Postgres a quarter of the memory of a machine with 16 GB, as its manual advises: with the 128 MB it takes by itself the index
// of millions is fetched from the system page by page.
func (p *people) start(ctx context.Context) (err error) {
	p.pg, err = localpg.Start(ctx, localpg.Config{Dir: filepath.Join(p.dir, "pg"), Bin: os.Getenv("PG_BIN"), Settings: map[string]string{
		"shared_buffers": "4GB", "max_connections": "50", "max_wal_size": "8GB", "checkpoint_timeout": "30min", "maintenance_work_mem": "1GB",
		"max_parallel_maintenance_workers": "2", "effective_cache_size": "4GB", "random_page_cost": "1.1", "jit": "off"}})
	return err
}

func (p *people) enter(ctx context.Context) (err error) {
	if p.db, err = pgxpool.New(ctx, p.pg.DSN("people")); err != nil {
		return err
	}
	p.reg = accounts.New(p.db, bytes.Repeat([]byte("k"), 32))
	p.reg.Demo = true
	return nil
}

// weights says which are used.
func (p *people) weights() string {
	if p.learnt == 0 {
		return "as shipped"
	}
	return "learnt in " + p.learnt.Round(time.Second).String()
}

// learn has the register learn the weights from who is there, as the weekly job does.
func (p *people) learn(ctx context.Context) error {
	began := time.Now()
	_, err := p.reg.Learn(ctx, nil)
	p.learnt = time.Since(began)
	return err
}

func (p *people) close() {
	if p.db != nil {
		p.db.Close()
	}
	if p.pg != nil {
		p.pg.Stop()
	}
}

// measure prints a line as soon as it is known: a big town takes long. What changes the register comes last.
func (p *people) measure(ctx context.Context) error {
	cores, system := machine()
	fmt.Fprintf(p.out, "\n%d people; %d cores, %s; Postgres with fsync and synchronous_commit on, shared_buffers 4GB; load of the machine before the run: %s\n",
		p.town.Size, cores, system, p.before)
	fmt.Fprintf(p.out, "loaded in %v, weights %s; database %.1f GB:", p.filled.Round(time.Second), p.weights(), float64(p.size)/(1<<30))
	for _, part := range p.parts {
		fmt.Fprintf(p.out, " %s", part)
	}
	fmt.Fprintf(p.out, "\n\n%-46s %8s %8s %8s %8s %8s  %s\n", "operation", "clients", "ops/s", "p50 ms", "p95 ms", "p99 ms", "aim")
	for _, part := range []func(context.Context) error{p.coldTimes, p.warmTimes, p.found, p.creates, p.floors} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (p *people) row(name string, clients int, f figures, aim string) {
	fmt.Fprintf(p.out, "%-46s %8d %8.0f %8.2f %8.2f %8.2f  %s\n", name, clients, f.rate(), ms(f.p50), ms(f.p95), ms(f.p99), aim)
}
