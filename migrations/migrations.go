// Package migrations holds the database's shape as numbered forward-only SQL
// and brings a database up to it. The release before must still run on the
// new shape, so nothing is dropped in the release that stops using it.
package migrations

import (
	"context"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// FS holds the migrations, 00NN_name.sql, in goose's format.
//
//go:embed *.sql
var FS embed.FS

// ErrNewer means that the database was already brought to a shape that this
// program does not know.
var ErrNewer = errors.New("the database has been migrated by a newer samedoor than this one; run the newer one, or restore the backup from before it")

// ErrBehind means that the database lacks steps that this program needs.
var ErrBehind = errors.New("the database has not been migrated for this samedoor yet; run `samedoor migrate` first")

// lockID is the advisory lock under which migrations run: "samedoor" in
// bytes, cut to 63 bits.
const lockID int64 = 0x73616d65646f6f72

// Up brings the database to the shape of this program, ours first and then
// River's, and tells log one sentence for each step taken. Several programs
// may call it at once: one works, the others wait and find nothing to do.
// It returns ErrNewer when the database is ahead of this program.
func Up(ctx context.Context, pool *pgxpool.Pool, log func(string)) error {
	if log == nil {
		log = func(string) {}
	}
	conn, err := pgx.ConnectConfig(ctx, pool.Config().ConnConfig)
	if err != nil {
		return fmt.Errorf("connecting to migrate: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) // which also lets go of the lock
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, lockID); err != nil {
		return fmt.Errorf("waiting for another migration to end: %w", err)
	}
	if err := ours(ctx, pool, log); err != nil {
		return err
	}
	return rivers(ctx, pool, log)
}

func ours(ctx context.Context, pool *pgxpool.Pool, log func(string)) error {
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, db, FS)
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	if err := compare(ctx, pool, goosesVersion, newest(provider.ListSources())); err != nil && !errors.Is(err, ErrBehind) {
		return err
	}
	done, err := provider.Up(ctx)
	for _, step := range done {
		log(fmt.Sprintf("migration %s (%s)", step.Source.Path, step.Duration.Round(1e6)))
	}
	if err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	return nil
}

// rivers does not run in one transaction: an enum value is used after it was
// added.
func rivers(ctx context.Context, pool *pgxpool.Pool, log func(string)) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("reading River's migrations: %w", err)
	}
	if err := compare(ctx, pool, riversVersion, len(migrator.AllVersions())); err != nil && !errors.Is(err, ErrBehind) {
		return err
	}
	result, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil {
		return fmt.Errorf("migrating River: %w", err)
	}
	for _, step := range result.Versions {
		log(fmt.Sprintf("migration river %d (%s)", step.Version, step.Duration.Round(1e6)))
	}
	return nil
}

// Current returns nil if the database has the shape of this program, else
// ErrBehind or ErrNewer. It changes nothing.
func Current(ctx context.Context, pool *pgxpool.Pool) error {
	provider, err := goose.NewProvider(goose.DialectPostgres, stdlib.OpenDBFromPool(pool), FS)
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("reading River's migrations: %w", err)
	}
	if err := compare(ctx, pool, goosesVersion, newest(provider.ListSources())); err != nil {
		return err
	}
	return compare(ctx, pool, riversVersion, len(migrator.AllVersions()))
}

func newest(sources []*goose.Source) (version int) {
	for _, s := range sources {
		version = max(version, int(s.Version))
	}
	return version
}

// ledger is a table that says which migrations a database has had. They are
// asked directly, for River's own question fails on a version it does not know.
type ledger struct{ table, latest string }

var (
	goosesVersion = ledger{"goose_db_version", `select coalesce(max(version_id), 0) from goose_db_version where is_applied`}
	riversVersion = ledger{"river_migration", `select coalesce(max(version), 0) from river_migration where line = 'main'`}
)

func compare(ctx context.Context, pool *pgxpool.Pool, l ledger, want int) error {
	var there bool
	err := pool.QueryRow(ctx, `select to_regclass($1) is not null`, l.table).Scan(&there)
	if err != nil {
		return fmt.Errorf("asking the database for its version: %w", err)
	}
	has := 0
	if there {
		if err := pool.QueryRow(ctx, l.latest).Scan(&has); err != nil {
			return fmt.Errorf("asking the database for its version: %w", err)
		}
	}
	switch {
	case has > want:
		return fmt.Errorf("%w (%s is at %d, this program knows %d)", ErrNewer, l.table, has, want)
	case has < want:
		return fmt.Errorf("%w (%s is at %d, this program needs %d)", ErrBehind, l.table, has, want)
	default:
		return nil
	}
}

// Hash names the shape that Up brings a database to: it changes with every
// byte of our migrations and of River's.
func Hash() string {
	sum := sha256.New()
	_ = fs.WalkDir(FS, ".", func(path string, d fs.DirEntry, err error) error { // an embed.FS cannot fail
		if err != nil || d.IsDir() {
			return err
		}
		text, err := FS.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		return err
	})
	if river, err := rivermigrate.New(riverpgxv5.New(nil), nil); err == nil {
		for _, step := range river.AllVersions() {
			fmt.Fprintf(sum, "river %d %d\n%s", step.Version, len(step.SQLUp), step.SQLUp)
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil))[:16]
}
