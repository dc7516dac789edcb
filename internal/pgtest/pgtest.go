// Package pgtest gives every test its own database on a real Postgres: a
// clone, made in some 20 ms, of one that has all migrations.
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/migrations"
)

// TEST_DATABASE_URL names a server to use instead of a cluster of our own; its
// user must be allowed to create databases.
const serverVariable = "TEST_DATABASE_URL"

// cloneLock is the advisory lock under which the template is made.
const cloneLock int64 = 0x7067746573742031

// server is found once in a process, and found again when it went away.
var server struct {
	sync.Mutex
	url   string // of its database "postgres"
	ready bool   // the template is there
}

// New returns a pool on a new database that has all migrations and nothing
// else. The database is dropped when t and its subtests are done; its address
// is pool.Config().ConnString(). New is safe in parallel tests and in many
// test processes at once.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	ctx := context.Background() // t.Context() ends before the cleanup runs
	name := "t_" + rand.Text()
	url, err := clone(ctx, name)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	pool, err := open(ctx, url, name)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		pool.Close()
		if err := admin(ctx, url, `drop database if exists `+quote(name)+` with (force)`); err != nil {
			t.Errorf("pgtest: dropping the test's database: %v", err)
		}
	})
	return pool
}

// clone makes a database from the template. The shared cluster may just have
// been stopped, by the last process before us; then it is started again.
func clone(ctx context.Context, name string) (url string, err error) {
	for range 3 {
		if url, err = template(ctx); err != nil {
			return "", err
		}
		err = admin(ctx, url, fmt.Sprintf(`create database %s template %s strategy file_copy`, quote(name), quote(templateName())))
		if !wentAway(err) {
			return url, err
		}
		forget()
	}
	return "", err
}

// wentAway tells a stopped server, or one whose template another test process
// with other migrations has cleared away, from a real error.
func wentAway(err error) bool {
	if err == nil {
		return false
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return true
	}
	return pg.Code == "57P01" || pg.Code == "57P03" || pg.Code == "3D000"
}

func forget() {
	server.Lock()
	defer server.Unlock()
	server.ready = false
}

// template returns the server's address once the template is on it.
func template(ctx context.Context) (string, error) {
	server.Lock()
	defer server.Unlock()
	if server.ready {
		return server.url, nil
	}
	server.url = os.Getenv(serverVariable)
	if server.url == "" {
		url, err := cluster(ctx)
		if err != nil {
			return "", err
		}
		server.url = url
	}
	if err := makeTemplate(ctx, server.url); err != nil {
		return "", err
	}
	server.ready = true
	return server.url, nil
}

func templateName() string { return "template_" + migrations.Hash() }

// makeTemplate migrates a database and then gives it the template's name, so
// that a killed run leaves no half-made template.
func makeTemplate(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, cloneLock); err != nil {
		return err
	}
	var there bool
	err = conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, templateName()).Scan(&there)
	if err != nil || there {
		return err
	}
	draft := "draft_" + rand.Text()
	if _, err := conn.Exec(ctx, `create database `+quote(draft)); err != nil {
		return err
	}
	if err := migrate(ctx, url, draft); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `alter database `+quote(draft)+` rename to `+quote(templateName()))
	return err
}

func migrate(ctx context.Context, url, db string) error {
	pool, err := open(ctx, url, db)
	if err != nil {
		return err
	}
	defer pool.Close()
	return migrations.Up(ctx, pool, nil)
}

func open(ctx context.Context, url, db string) (*pgxpool.Pool, error) {
	address, err := withDatabase(url, db)
	if err != nil {
		return nil, err
	}
	cfg, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns, cfg.MinConns = 6, 0
	cfg.HealthCheckPeriod = time.Hour // a test is over before
	return pgxpool.NewWithConfig(ctx, cfg)
}

func admin(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
