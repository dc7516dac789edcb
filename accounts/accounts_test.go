package accounts

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/services"
)

var (
	noon  = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)
	today = services.Day{Y: 2026, M: time.November, D: 20}
	agent = audit.Actor{Role: audit.Staff, ID: 7, Agency: 1, Door: channels.Phone, Why: "call"}
)

type bundle struct {
	db  *pgxpool.Pool
	reg *Register
}

func setup(t *testing.T) bundle {
	t.Helper()
	t.Parallel()
	return setupHere(t)
}

// setupHere is setup for tests and benchmarks that are parallel, or not, by themselves.
func setupHere(t testing.TB) bundle {
	t.Helper()
	db := pgtest.New(t)
	reg := New(db, []byte("a secret of the test"))
	reg.Now, reg.Demo = func() time.Time { return noon }, true
	return bundle{db, reg}
}

// margaret is the person most tests are about.
func margaret() Details {
	return Details{FullName: "Margaret Ellis", DateOfBirth: born(1944, 3, 5), Mobile: "07700 900 123", Landline: "020 7946 0456",
		Email: "Margaret@example.org", NINO: "QQ 12 34 56 A",
		Address: &services.PostAddress{Lines: []string{"12 Harbour Row", "Northtown"}, Postcode: "za1 1aa"}}
}

func born(y int, m time.Month, d int) *services.Day { return &services.Day{Y: y, M: m, D: d} }

func at(postcode string) *services.PostAddress {
	return &services.PostAddress{Lines: []string{"1 Test Street"}, Postcode: postcode}
}

func (b bundle) create(t testing.TB, d Details) Account {
	t.Helper()
	a, problems, err := b.reg.Create(context.Background(), agent, d)
	if err != nil || len(problems) > 0 {
		t.Fatalf("create: %v %v", problems, err)
	}
	return a
}

// tx runs f in a transaction that commits.
func (b bundle) tx(t testing.TB, f func(tx pgx.Tx) error) {
	t.Helper()
	if err := pgx.BeginFunc(context.Background(), b.db, f); err != nil {
		t.Fatal(err)
	}
}

func (b bundle) count(t testing.TB, sql string, args ...any) (n int) {
	t.Helper()
	if err := b.db.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
