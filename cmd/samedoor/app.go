package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/migrations"
)

// app is every package, wired from low to high. It is the same for serve,
// work and run, which differ only in what of it they start.
type app struct {
	cfg  *Config
	log  *slog.Logger
	pool *pgxpool.Pool
	jobs *river.Client[pgx.Tx] // only inserts; the one that works is made in work.go
}

// newApp needs a database of this program's shape. The error is a plain
// sentence.
func newApp(ctx context.Context, cfg *Config, log *slog.Logger) (*app, error) {
	pool, err := open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if err := migrations.Current(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	a := &app{cfg: cfg, log: log, pool: pool}
	if err := a.wire(); err != nil {
		pool.Close()
		return nil, err
	}
	return a, nil
}

// wire makes the packages, each with the insert-only client it enqueues by.
func (a *app) wire() (err error) {
	a.jobs, err = river.NewClient(riverpgxv5.New(a.pool), &river.Config{Logger: a.log})
	if err != nil {
		return fmt.Errorf("making the job client: %w", err)
	}
	return nil
}

// handler is the whole web site.
func (a *app) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", a.health)
	return mux
}

// workers are every job the program knows how to do.
func (a *app) workers() *river.Workers { return nil }

// periodic are the jobs that nobody asks for.
func (a *app) periodic() []*river.PeriodicJob { return nil }

func (a *app) close() { a.pool.Close() }

// health answers load balancers: 200 while the database answers.
func (a *app) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := a.pool.Ping(r.Context()); err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "no database")
		return
	}
	fmt.Fprintln(w, "ok")
}

// open connects to the database, or says in a sentence why it cannot.
func open(ctx context.Context, cfg *Config) (*pgxpool.Pool, error) {
	pc, err := pgxpool.ParseConfig(cfg.DatabaseURL)
	if err != nil {
		return nil, errors.New("DATABASE_URL is not an address of a Postgres database; it looks like postgres://user:password@host:5432/name")
	}
	pc.MaxConns = cfg.DatabaseConnections
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, fmt.Errorf("connecting to the database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("the database at %s cannot be reached; see that it runs and that DATABASE_URL is right: %w", pc.ConnConfig.Host, err)
	}
	return pool, nil
}
