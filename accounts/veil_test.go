package accounts

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestAVeiledTextIsTheSameAndTellsNothing(t *testing.T) {
	t.Parallel()
	r := sealing(t)
	a := r.Veil(Phone, "+447700900123")
	if a != r.Veil(Phone, "+447700900123") || a == r.Veil(Phone, "+447700900124") || a == r.Veil(TextBody, "+447700900123") {
		t.Error("a veil is not of one number and one kind")
	}
	if strings.Contains(a, "7700") || !slices.Contains(r.Veils(Phone, "+447700900123"), a) {
		t.Errorf("%s", a)
	}
	for stored, want := range map[string]string{a: "+447700900123", "+447700900123": "+447700900123", "": "", "~": "~"} {
		if got, err := r.Unveil(Phone, stored); err != nil || got != want {
			t.Errorf("%q opens as %q, %v", stored, got, err)
		}
	}
	for _, bad := range []string{a[:len(a)-4], a[:12] + "A" + a[13:], a + "!", "~2031." + strings.TrimPrefix(a, "~secret.")} {
		if got, err := r.Unveil(Phone, bad); bad != a && (!errors.Is(err, ErrSealed) || got != "") {
			t.Errorf("%q opens as %q, %v", bad, got, err)
		}
	}
	odd := "~secret.no" // a text that looks like a veiled one is veiled like any other
	if got, err := r.Unveil(TextBody, r.Veil(TextBody, odd)); err != nil || got != odd {
		t.Errorf("opens as %q, %v", got, err)
	}
}

func TestVeiledColumnsAreRekeyed(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	insert := func(phone string) {
		t.Helper()
		if _, err := b.db.Exec(t.Context(), `insert into account_notices (account_id, kind, phone) values (@a, 'x', @phone)`,
			pgx.NamedArgs{"a": a.ID, "phone": phone}); err != nil {
			t.Fatal(err)
		}
	}
	insert("+447700900123") // as the release before wrote it
	insert(b.reg.Veil(Phone, "+447700900124"))
	insert("")
	if err := b.reg.SealWith(SealingKey{"2026", key32(1)}); err != nil {
		t.Fatal(err)
	}
	if any, err := b.reg.unsealed(t.Context(), SealedColumns()); err != nil || !any {
		t.Errorf("nothing stands in the clear: %v", err)
	}
	if _, err := b.reg.Rekey(t.Context(), nil, quiet); err != nil {
		t.Fatal(err)
	}
	rows, _ := b.db.Query(t.Context(), `select phone from account_notices order by id`)
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	want := []string{b.reg.Veil(Phone, "+447700900123"), b.reg.Veil(Phone, "+447700900124"), ""}
	if err != nil || !slices.Equal(got, want) || !strings.HasPrefix(got[0], "~2026.") {
		t.Errorf("%v, %v", got, err)
	}
}
