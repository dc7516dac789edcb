package migrations_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/migrations"
)

func TestUpAgainFindsNothingToDo(t *testing.T) {
	t.Parallel()
	var said []string
	if err := migrations.Up(t.Context(), pgtest.New(t), func(s string) { said = append(said, s) }); err != nil {
		t.Fatal(err)
	}
	if len(said) != 0 {
		t.Errorf("a second Up says %q, want nothing", said)
	}
}

func TestManyProgramsMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t)
	if _, err := pool.Exec(t.Context(), `drop schema public cascade; create schema public`); err != nil {
		t.Fatal(err)
	}
	steps := make(chan string, 200)
	var all errgroup.Group
	for range 4 {
		all.Go(func() error { return migrations.Up(t.Context(), pool, func(s string) { steps <- s }) })
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	close(steps)
	seen := map[string]bool{}
	for step := range steps {
		name, _, _ := strings.Cut(step, " (")
		if seen[name] {
			t.Errorf("%s was applied twice", name)
		}
		seen[name] = true
	}
	if len(seen) < 2 {
		t.Errorf("applied %d steps, want all of ours and River's", len(seen))
	}
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"ours":  `insert into goose_db_version (version_id, is_applied) values (9999, true)`,
		"river": `insert into river_migration (line, version) values ('main', 9999)`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool := pgtest.New(t)
			if _, err := pool.Exec(t.Context(), sql); err != nil {
				t.Fatal(err)
			}
			if err := migrations.Up(t.Context(), pool, nil); !errors.Is(err, migrations.ErrNewer) {
				t.Errorf("Up: %v, want ErrNewer", err)
			}
			if err := migrations.Current(t.Context(), pool); !errors.Is(err, migrations.ErrNewer) {
				t.Errorf("Current: %v, want ErrNewer", err)
			}
		})
	}
}

func TestCurrentTellsWhetherToMigrate(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t)
	if err := migrations.Current(t.Context(), pool); err != nil {
		t.Errorf("migrated: %v, want nil", err)
	}
	if _, err := pool.Exec(t.Context(), `drop schema public cascade; create schema public`); err != nil {
		t.Fatal(err)
	}
	if err := migrations.Current(t.Context(), pool); !errors.Is(err, migrations.ErrBehind) {
		t.Errorf("empty: %v, want ErrBehind", err)
	}
}

func TestMigrationsAreNumberedWithoutGaps(t *testing.T) {
	t.Parallel()
	files, err := migrations.FS.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		text, err := migrations.FS.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%04d_", i+1); !strings.HasPrefix(f.Name(), want) {
			t.Errorf("%s: should begin with %s", f.Name(), want)
		}
		if !strings.Contains(string(text), "-- +goose Up") || strings.Contains(string(text), "-- +goose Down") {
			t.Errorf("%s: wants `-- +goose Up` and, forward-only, no Down", f.Name())
		}
	}
}
