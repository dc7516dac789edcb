package pgtest

import (
	"testing"
)

func TestEveryTestHasItsOwnMigratedDatabase(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	one, two := New(t), New(t)
	if _, err := one.Exec(ctx, `create table only_here (x int)`); err != nil {
		t.Fatal(err)
	}
	var here, there, river bool
	err := two.QueryRow(ctx, `select to_regclass('only_here') is not null, to_regclass('goose_db_version') is not null,
		to_regclass('river_job') is not null`).Scan(&there, &here, &river)
	if err != nil {
		t.Fatal(err)
	}
	if there || !here || !river {
		t.Errorf("other test's table seen %v, migrated %v, River migrated %v; want false, true, true", there, here, river)
	}
}

func TestTheDatabaseIsDroppedAtTheEnd(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("inner", func(t *testing.T) {
		name = New(t).Config().ConnConfig.Database
	})
	var left int
	if err := New(t).QueryRow(t.Context(), `select count(*) from pg_database where datname = $1`, name).Scan(&left); err != nil {
		t.Fatal(err)
	}
	if name == "" || left != 0 {
		t.Errorf("database %q: %d left, want none", name, left)
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if err := New(t).Ping(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWithDatabase(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ address, want string }{
		{"postgres://samedoor@/postgres?host=%2Fdev%2Fshm", "postgres://samedoor@/t_1?host=%2Fdev%2Fshm"},
		{"postgres://u:p@127.0.0.1:5432/x?sslmode=disable", "postgres://u:p@127.0.0.1:5432/t_1?sslmode=disable"},
		{"host=/tmp user=u dbname=x", "host=/tmp user=u dbname=x dbname=t_1"},
	} {
		got, err := withDatabase(c.address, "t_1")
		if err != nil || got != c.want {
			t.Errorf("withDatabase(%q) = %q, %v; want %q", c.address, got, err, c.want)
		}
	}
}
