package staff

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/lang"
)

const goodPassword = "llwybr-glas-19"

var noon = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)

type bundle struct {
	db     *pgxpool.Pool
	office *Office
	agency Agency
	member Member
}

func setup(t *testing.T) bundle {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	o := New(db, []byte("a secret of the test"))
	a, err := o.AddAgency(t.Context(), Agency{Slug: "northtown", NameEn: "Northtown Council", NameCy: "Cyngor Northtown",
		Settings: Settings{Phone: "020 7946 0123", ReviewDays: 28}, Services: []string{"blue-badge"}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := o.AddMember(t.Context(), Member{Agency: a.ID, Username: " Sian ", DisplayName: "Siân Prys", Role: Caseworker, Welsh: true}, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	return bundle{db, o, a, m}
}

func TestSignIn(t *testing.T) {
	b := setup(t)
	m, err := b.office.SignIn(t.Context(), "SIAN", goodPassword, "192.0.2.1", noon)
	if err != nil || m != b.member {
		t.Fatalf("got %+v, %v; want %+v", m, err, b.member)
	}
	for _, wrong := range [][2]string{{"sian", "llwybr-glas-18"}, {"sian", ""}, {"nobody", goodPassword}, {"sian", strings.Repeat("x", 5000)}} {
		if m, err := b.office.SignIn(t.Context(), wrong[0], wrong[1], "192.0.2.1", noon); !errors.Is(err, ErrSignIn) || m.ID != 0 {
			t.Errorf("%.20q: got %+v, %v", wrong, m, err)
		}
	}
	want := map[string]int{"staff.signed_in ": 1, "staff.sign_in_refused password": 3, "staff.sign_in_refused name": 1}
	for what, n := range want {
		if got := count(t, b.db, `select count(*) from audit_log where verb || ' ' || why = $1`, what); got != n {
			t.Errorf("%q recorded %d times, want %d", what, got, n)
		}
	}
}

func TestSignInComposedAndDecomposed(t *testing.T) {
	b := setup(t)
	m := Member{Agency: b.agency.ID, Username: "dwr", DisplayName: "Dŵr", Role: Agent}
	if _, err := b.office.AddMember(t.Context(), m, "dŵr oer heddiw"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.office.SignIn(t.Context(), "dwr", "dw\u0302r oer heddiw", "192.0.2.1", noon); err != nil {
		t.Fatal(err)
	}
}

func TestInactiveMemberCannotSignIn(t *testing.T) {
	b := setup(t)
	if _, err := b.db.Exec(t.Context(), `update staff set active = false where id = $1`, b.member.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.office.SignIn(t.Context(), "sian", goodPassword, "192.0.2.1", noon); !errors.Is(err, ErrSignIn) {
		t.Errorf("sign in: %v", err)
	}
	if _, err := b.office.Member(t.Context(), b.member.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("member: %v", err)
	}
}

func TestThrottleByName(t *testing.T) {
	b := setup(t)
	try := func(password string, at time.Time, n int) error {
		_, err := b.office.SignIn(t.Context(), "sian", password, fmt.Sprintf("192.0.2.%d", n), at)
		return err
	}
	for i := range 5 {
		if err := try("wrong", noon, i); !errors.Is(err, ErrSignIn) {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	for i := range 3 {
		if err := try(goodPassword, noon.Add(time.Minute), 10+i); !errors.Is(err, ErrThrottled) {
			t.Fatalf("the right password after five wrong ones: %v", err)
		}
	}
	if n := count(t, b.db, `select count(*) from audit_log where why = 'throttled'`); n != 1 {
		t.Errorf("being throttled is recorded %d times, want once a window", n)
	}
	if err := try(goodPassword, noon.Add(16*time.Minute), 20); err != nil {
		t.Fatalf("after the window: %v", err)
	}
	for i := range 4 { // a good sign-in starts the count again
		if err := try("wrong", noon.Add(17*time.Minute), i); !errors.Is(err, ErrSignIn) {
			t.Fatalf("try %d after a good one: %v", i, err)
		}
	}
	if err := try(goodPassword, noon.Add(17*time.Minute), 21); err != nil {
		t.Fatal(err)
	}
}

func TestThrottleByRemote(t *testing.T) {
	b := setup(t)
	for i := range 20 {
		_, err := b.office.SignIn(t.Context(), fmt.Sprintf("guess%d", i), "wrong", "192.0.2.1", noon)
		if !errors.Is(err, ErrSignIn) {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	if _, err := b.office.SignIn(t.Context(), "sian", goodPassword, "192.0.2.1", noon); !errors.Is(err, ErrThrottled) {
		t.Errorf("same address: %v", err)
	}
	if _, err := b.office.SignIn(t.Context(), "sian", goodPassword, "192.0.2.2", noon); err != nil {
		t.Errorf("another address: %v", err)
	}
}

func TestThrottleHoldsAgainstManyAtOnce(t *testing.T) {
	b := setup(t)
	var wg sync.WaitGroup
	errs := make([]error, 12)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = b.office.SignIn(context.Background(), "sian", "wrong", fmt.Sprintf("192.0.2.%d", i), noon)
		})
	}
	wg.Wait()
	heard := 0
	for _, err := range errs {
		switch {
		case errors.Is(err, ErrSignIn):
			heard++
		case !errors.Is(err, ErrThrottled):
			t.Fatal(err)
		}
	}
	if heard != 5 {
		t.Errorf("%d passwords were looked at, want 5", heard)
	}
}

func TestNothingReadableInAttempts(t *testing.T) {
	b := setup(t)
	_, _ = b.office.SignIn(t.Context(), "sian", "wrong", "192.0.2.77", noon)
	if n := count(t, b.db, `select count(*) from attempts where position('sian' in encode(subject, 'escape')) > 0 or position('192' in encode(subject, 'escape')) > 0`); n != 0 {
		t.Error("a user name or address stands in attempts")
	}
}

func TestAddMemberRefusals(t *testing.T) {
	b := setup(t)
	other, err := b.office.AddAgency(t.Context(), Agency{Slug: "southtown", NameEn: "Southtown", NameCy: "Southtown"})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := b.office.AddTeam(t.Context(), other.ID, "Badges")
	if err != nil {
		t.Fatal(err)
	}
	base := Member{Agency: b.agency.ID, Username: "new.person", DisplayName: "New Person", Role: Agent}
	tests := []struct {
		name     string
		change   func(*Member)
		password string
		want     error
	}{
		{"short password", func(*Member) {}, "ninechars", ErrPassword},
		{"one character", func(*Member) {}, "aaaaaaaaaaaa", ErrPassword},
		{"the user name", func(*Member) {}, "New.Person", ErrPassword},
		{"taken", func(m *Member) { m.Username = "Sian" }, goodPassword, ErrTaken},
		{"no role", func(m *Member) { m.Role = "king" }, goodPassword, ErrInvalid},
		{"no name", func(m *Member) { m.DisplayName = " " }, goodPassword, ErrInvalid},
		{"no such agency", func(m *Member) { m.Agency = 999 }, goodPassword, ErrInvalid},
		{"another agency's team", func(m *Member) { m.Team = theirs }, goodPassword, ErrInvalid},
	}
	for _, tt := range tests {
		m := base
		tt.change(&m)
		if _, err := b.office.AddMember(t.Context(), m, tt.password); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestAgenciesSeeOnlyTheirOwnMembers(t *testing.T) {
	b := setup(t)
	other, err := b.office.AddAgency(t.Context(), Agency{Slug: "southtown", NameEn: "Southtown", NameCy: "Southtown"})
	if err != nil {
		t.Fatal(err)
	}
	ceri, err := b.office.AddMember(t.Context(), Member{Agency: other.ID, Username: "ceri", DisplayName: "Ceri", Role: Leader}, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	for agency, want := range map[int64]Member{b.agency.ID: b.member, other.ID: ceri} {
		got, err := b.office.Members(t.Context(), agency)
		if err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("members of %d: %+v, %v", agency, got, err)
		}
	}
	err = pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {
		lie := ceri.Actor(channels.Phone)
		lie.Agency = b.agency.ID
		for by, want := range map[audit.Actor]bool{ceri.Actor(channels.Phone): true, lie: false, b.member.Actor(channels.Phone): false, audit.TheSystem: false} {
			if got, err := ClearedTx(t.Context(), tx, by); err != nil || got != want {
				t.Errorf("%+v cleared: %v, %v", by, got, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAgency(t *testing.T) {
	b := setup(t)
	bySlug, err := b.office.AgencyBySlug(t.Context(), "northtown")
	if err != nil {
		t.Fatal(err)
	}
	byID, err := b.office.Agency(t.Context(), b.agency.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []Agency{bySlug, byID} {
		if got.Name(lang.Cy) != "Cyngor Northtown" || got.Nation != "england-and-wales" || got.Settings.Phone != "020 7946 0123" || got.Services[0] != "blue-badge" {
			t.Errorf("got %+v", got)
		}
	}
	if _, err := b.office.Agency(t.Context(), 999); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such agency: %v", err)
	}
	if _, err := b.office.AddAgency(t.Context(), Agency{Slug: "northtown", NameEn: "x", NameCy: "x"}); !errors.Is(err, ErrTaken) {
		t.Errorf("taken slug: %v", err)
	}
	if _, err := b.office.AddAgency(t.Context(), Agency{Slug: "mars", NameEn: "x", NameCy: "x", Nation: "mars"}); !errors.Is(err, ErrInvalid) {
		t.Errorf("no such nation: %v", err)
	}
	bySlug.Services[0] = "changed by a caller"
	if again, _ := b.office.AgencyBySlug(t.Context(), "northtown"); again.Services[0] != "blue-badge" {
		t.Error("a caller changed what is remembered")
	}
	err = pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {
		got, err := AgencyTx(t.Context(), tx, b.agency.ID)
		if err != nil || got.Slug != "northtown" {
			t.Errorf("in a transaction: %+v, %v", got, err)
		}
		if _, err := AgencyTx(t.Context(), tx, 999); !errors.Is(err, ErrNotFound) {
			t.Errorf("no such agency in a transaction: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRoles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		has, needs Role
		may        bool
	}{{Leader, Agent, true}, {Leader, Leader, true}, {Caseworker, Agent, true}, {Caseworker, Leader, false}, {Agent, Caseworker, false}, {"", Agent, false}} {
		if got := (Member{Role: tt.has}).May(tt.needs); got != tt.may {
			t.Errorf("%q may what %q may: %v", tt.has, tt.needs, got)
		}
	}
}

func TestLogsKeepNamesOut(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	m := Member{ID: 7, Agency: 2, Username: "MARKED", DisplayName: "MARKED", Role: Agent}
	slog.New(slog.NewJSONHandler(&out, nil)).Info("signed in", "member", m, "said", fmt.Sprintf("%v %+v", m, &m))
	if !json.Valid(out.Bytes()) || strings.Contains(out.String(), "MARKED") {
		t.Error(out.String())
	}
}

func count(t *testing.T, db *pgxpool.Pool, sql string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOffer(t *testing.T) {
	b := setup(t)
	ctx := t.Context()
	offer := func(slug, service string) error {
		return pgx.BeginFunc(ctx, b.db, func(tx pgx.Tx) error { return OfferTx(ctx, tx, audit.TheSystem, slug, service) })
	}
	for range 2 { // the second time is nothing new
		if err := offer(b.agency.Slug, "bus-pass"); err != nil {
			t.Fatal(err)
		}
	}
	if err := offer("nowhere", "bus-pass"); !errors.Is(err, ErrNotFound) {
		t.Errorf("an agency that is not there: %v", err)
	}
	var n int
	if err := b.db.QueryRow(ctx, `select count(*) from audit_log where verb = 'agency.offered'`).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d entries, %v", n, err)
	}
}
