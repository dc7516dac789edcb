package accounts

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
)

func quiet(string, int64, int64, int64) {}

// asBefore writes an account's numbers as the release before did: in the clear.
func (b bundle) asBefore(t *testing.T, a Account) {
	t.Helper()
	for _, sql := range []string{
		`update account_contacts set sealed = null, finger = null,
		   value = case kind when 'mobile' then '` + a.Mobile + `' when 'landline' then '` + a.Landline + `' else '` + a.Email + `' end where account_id = @id`,
		`update account_identifiers set sealed = null, finger = null, value = '` + a.NINO + `' where account_id = @id`,
	} {
		if _, err := b.db.Exec(t.Context(), sql, pgx.NamedArgs{"id": a.ID}); err != nil {
			t.Fatal(err)
		}
	}
}

func (b bundle) read(t *testing.T, id int64) (a Account) {
	t.Helper()
	b.tx(t, func(tx pgx.Tx) (err error) { a, err = b.reg.ReadTx(t.Context(), tx, id); return err })
	return a
}

func TestWhatTheReleaseBeforeWroteIsReadAndSealed(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	want := b.read(t, a.ID)
	b.asBefore(t, a)
	check := func(when string) {
		t.Helper()
		got := b.read(t, a.ID)
		if got.Mobile != want.Mobile || got.Landline != want.Landline || got.Email != want.Email || got.NINO != want.NINO || got.NINO == "" {
			t.Errorf("%s: reads as %q %q %q %q", when, got.Mobile, got.Landline, got.Email, got.NINO)
		}
		if found, err := b.reg.ByPhone(t.Context(), a.Mobile); err != nil || len(found) != 1 || found[0].ID != a.ID {
			t.Errorf("%s: not found by phone: %v, %v", when, found, err)
		}
	}
	check("in the clear")
	worker := &Sealer{Register: b.reg}
	if err := worker.Work(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	check("sealed")
	if n := b.count(t, `select count(*) from account_contacts where value <> '' or sealed is null or finger is null`) +
		b.count(t, `select count(*) from account_identifiers where value <> '' or sealed is null or finger is null`); n != 0 {
		t.Errorf("%d values are still in the clear", n)
	}
	if n, err := b.reg.Rekey(t.Context(), nil, quiet); err != nil || n != 0 {
		t.Errorf("a second time sealed %d, %v", n, err)
	}
}

func TestRekeyPutsEverythingUnderTheFirstKeyHoweverOftenItIsStopped(t *testing.T) {
	b := setup(t)
	const people = 3000 // several transactions' worth
	// 500 wide rows for one of these, so that the table has more blocks than one transaction takes
	_, err := b.db.Exec(t.Context(), `alter table account_contacts add column wide text not null default repeat('x', 1000)`)
	if err != nil {
		t.Fatal(err)
	}
	a := b.create(t, margaret())
	_, err = b.db.Exec(t.Context(), `
		insert into account_contacts (account_id, kind, sealed, finger)
		select account_id, kind, sealed, finger from account_contacts, generate_series(1, @n) where kind = 'email'`, pgx.NamedArgs{"n": people})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.reg.SealWith(SealingKey{"2026", key32(1)}); err != nil {
		t.Fatal(err)
	}
	var sealed int64
	stops := 0
	for {
		ctx, stop := context.WithCancel(t.Context())
		n, err := b.reg.Rekey(ctx, nil, func(table string, done, of, n int64) {
			if n > 0 && stops < 2 {
				stops++
				stop()
			}
		})
		stop()
		sealed += n
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if stops != 2 || sealed != people+3+1 {
		t.Errorf("stopped %d times, sealed %d values", stops, sealed)
	}
	for _, table := range []string{"account_contacts", "account_identifiers"} {
		if n := b.count(t, fmt.Sprintf(`select count(*) from %s where substr(sealed, 1, $1) <> $2`, table), len(b.reg.sealedFirst()), b.reg.sealedFirst()); n != 0 {
			t.Errorf("%s: %d are under another key", table, n)
		}
	}
	only := New(b.db, []byte("another secret")) // the old keys are gone
	if err := only.SealWith(SealingKey{"2026", key32(1)}); err != nil {
		t.Fatal(err)
	}
	b.reg = only
	if got := b.read(t, a.ID); got.Mobile != a.Mobile || got.NINO != a.NINO {
		t.Errorf("reads as %q, %q", got.Mobile, got.NINO)
	}
}

func TestRekeyWithoutTheOldKeyStopsAndChangesNothing(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	without := New(b.db, []byte("another secret"))
	if _, err := without.Rekey(t.Context(), nil, quiet); err != nil { // both are called "secret": nothing seems to be due
		t.Errorf("same id: %v", err)
	}
	if err := without.SealWith(SealingKey{"2026", key32(1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := without.Rekey(t.Context(), nil, quiet); !errors.Is(err, ErrSealed) {
		t.Errorf("rekeyed without the key: %v", err)
	}
	if got := b.read(t, a.ID); got.Email != a.Email {
		t.Errorf("reads as %q", got.Email)
	}
}
