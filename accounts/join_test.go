package accounts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

var leader = audit.Actor{Role: audit.Staff, ID: 9, Agency: 1, Door: channels.Counter, Why: "call"}

// withLeader clears the leader, and nobody else.
func withLeader(b bundle) bundle {
	b.reg.Cleared = func(_ context.Context, _ pgx.Tx, by audit.Actor) (bool, error) { return by.ID == leader.ID, nil }
	return b
}

func (b bundle) join(t testing.TB, keep, other Account) int64 {
	t.Helper()
	id, problems, err := b.reg.Join(t.Context(), agent, keep.ID, other.ID, Grounds{Why: "the same passport", Score: 0.8})
	if err != nil || len(problems) > 0 {
		t.Fatalf("join: %v %v", problems, err)
	}
	return id
}

func (b bundle) part(t testing.TB, join int64) int {
	t.Helper()
	p, problems, err := b.reg.Part(t.Context(), agent, join, "two cousins after all")
	if err != nil || len(problems) > 0 {
		t.Fatalf("part: %v %v", problems, err)
	}
	return p.Left
}

func (b bundle) whole(t testing.TB, id int64) Account {
	t.Helper()
	var a Account
	b.tx(t, func(tx pgx.Tx) (err error) {
		a, err = b.reg.ReadTx(t.Context(), tx, id)
		return err
	})
	return a
}

// belongings is every row that hangs on accounts, in every table there is, as text; but for the record of what was done with them.
func (b bundle) belongings(t testing.TB, ids ...int64) string {
	t.Helper()
	rows, _ := b.db.Query(t.Context(), `
		select table_name::text from information_schema.columns
		where table_schema = 'public' and column_name = 'account_id'
		  and table_name not in ('audit_log', 'comparisons', 'account_placings') order by 1`)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || !slices.Contains(tables, "account_needs") || !slices.Contains(tables, "drafts") {
		t.Fatal(tables, err)
	}
	var out strings.Builder
	for _, table := range append(tables, "accounts") {
		column := "account_id"
		if table == "accounts" {
			column = "id"
		}
		rows, _ := b.db.Query(t.Context(), `select x::text from `+table+` x where `+column+` = any($1) order by 1`, ids)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(table, err)
		}
		fmt.Fprintln(&out, table, strings.Join(lines, "\n"))
	}
	return out.String()
}

// peggy is margaret's record as the phone made it: a pet name, another number, no date of birth.
func peggy() Details {
	return Details{FullName: "Peggy Prosser", Mobile: "07700 900 456", Email: "peggy@example.org",
		Address: &services.PostAddress{Lines: []string{"3 Mill Lane", "Southtown"}, Postcode: "ZA2 2BB"},
		Needs:   Needs{Format: LargePrint, SafeText: No, MayAnnounce: true}}
}

func TestAJoinedPersonIsSeenWhole(t *testing.T) {
	b := setup(t)
	a, p := b.create(t, margaret()), b.create(t, peggy())
	b.join(t, a, p)
	for _, id := range []int64{a.ID, p.ID} {
		got := b.whole(t, id)
		if got.ID != a.ID || got.FullName != "Margaret Ellis" || !slices.Equal(got.Previous, []string{"Peggy Prosser"}) || !slices.Equal(got.Joined, []int64{p.ID}) {
			t.Errorf("%d: %#v", id, got)
		}
		if got.Address.Postcode != "ZA1 1AA" || got.Mobile != "+447700900123" || got.Email != "margaret@example.org" || *got.DateOfBirth != *a.DateOfBirth {
			t.Errorf("the head's own is not what is shown: %#v", got)
		}
		if !slices.Equal(got.More, []Point{{"mobile", "+447700900456"}, {"email", "peggy@example.org"}}) {
			t.Errorf("contact points lost: %v", got.More)
		}
		if got.Needs.SafeText != No || got.Needs.Format != LargePrint {
			t.Errorf("needs of the other are not kept: %#v", got.Needs)
		}
	}
	if got := b.whole(t, p.ID); got.NINO != "QQ123456A" {
		t.Errorf("number lost: %q", got.NINO)
	}
}

func TestAJoinedPersonIsFoundOnce(t *testing.T) {
	b := setup(t)
	a, p := b.create(t, margaret()), b.create(t, peggy())
	b.join(t, a, p)
	for _, line := range []string{"Margaret Ellis", "Peggy Prosser", "07700 900 456", "07700900123", "ZA2 2BB Prosser", "peggy@example.org", "Ellis ZA1 1AA"} {
		found, err := b.reg.Search(t.Context(), agent, line)
		if err != nil || len(found) != 1 || found[0].ID != a.ID {
			t.Errorf("%q: %v %v", line, found, err)
		}
	}
	people, err := b.reg.ByPhone(t.Context(), "+447700900456")
	if err != nil || len(people) != 1 || people[0].ID != a.ID {
		t.Errorf("by phone: %v %v", people, err)
	}
	near, err := b.reg.Near(t.Context(), peggy())
	if err != nil || len(near) != 1 || near[0].ID != a.ID {
		t.Errorf("near: %v %v", near, err)
	}
}

func TestPartingRestoresBothExactly(t *testing.T) {
	b := setup(t)
	a, p := b.create(t, margaret()), b.create(t, peggy())
	other := b.create(t, Details{FullName: "Meg Ellis", DateOfBirth: born(1944, 3, 5)})
	before := map[int64]string{}
	for _, one := range []Account{a, p, other} {
		before[one.ID] = b.belongings(t, one.ID)
	}
	shown := b.whole(t, p.ID)
	first, second := b.join(t, a, p), b.join(t, p, other) // the head of p is a: other hangs on a
	if left := b.part(t, first); left != 0 {
		t.Errorf("%d things to decide, though nothing came", left)
	}
	if got := b.belongings(t, p.ID); got != before[p.ID] {
		t.Errorf("the one taken out is\n%s\nand was\n%s", got, before[p.ID])
	}
	if got := b.whole(t, p.ID); fmt.Sprintf("%#v", got.Needs) != fmt.Sprintf("%#v", shown.Needs) || got.FullName != shown.FullName || len(got.Joined) != 0 {
		t.Errorf("shown as %#v, was %#v", got, shown)
	}
	if got := b.whole(t, other.ID); got.ID != a.ID {
		t.Errorf("the other went along: %v", got)
	}
	b.part(t, second)
	for id, was := range before {
		if got := b.belongings(t, id); got != was {
			t.Errorf("account %d is\n%s\nand was\n%s", id, got, was)
		}
	}
}

// A chain A <- B <- C: taking B out takes C with it, as it came; taking C out leaves A and B.
func TestPartingTheMiddleOfAChain(t *testing.T) {
	b := setup(t)
	a, m, c := b.create(t, margaret()), b.create(t, peggy()), b.create(t, Details{FullName: "Meg Ellis"})
	before := b.belongings(t, a.ID) + b.belongings(t, m.ID) + b.belongings(t, c.ID)
	low := b.join(t, m, c)
	pair := b.belongings(t, m.ID) + b.belongings(t, c.ID)
	high := b.join(t, a, m)
	if got := b.whole(t, c.ID); got.ID != a.ID || len(got.Joined) != 2 {
		t.Fatalf("%#v", got)
	}
	b.part(t, high)
	if got := b.belongings(t, m.ID) + b.belongings(t, c.ID); got != pair {
		t.Errorf("the pair is\n%s\nand was\n%s", got, pair)
	}
	if got := b.whole(t, c.ID); got.ID != m.ID || got.FullName != "Peggy Prosser" {
		t.Errorf("%#v", got)
	}
	b.part(t, low)
	if got := b.belongings(t, a.ID) + b.belongings(t, m.ID) + b.belongings(t, c.ID); got != before {
		t.Errorf("they are\n%s\nand were\n%s", got, before)
	}
	if _, _, err := b.reg.Part(t.Context(), agent, low, "again"); !errors.Is(err, ErrUndone) {
		t.Errorf("parted twice: %v", err)
	}
}

func TestJoinRefusesWhatContradicts(t *testing.T) {
	b := withLeader(setup(t))
	change := func(f func(d *Details)) Details {
		d := margaret()
		f(&d)
		return d
	}
	a := b.create(t, change(func(d *Details) { d.NHS = "999 000 0018" }))
	tests := []struct {
		name string
		d    Details
		want string
	}{
		{"two NINOs", Details{FullName: "Margaret Ellis", NINO: "QQ 12 34 57 A"}, "two-ninos"},
		{"two NHS numbers", Details{FullName: "Margaret Ellis", NHS: "999 000 0026"}, "two-nhs"},
		{"one has died", Details{FullName: "Margaret Ellis"}, "died"},
	}
	for _, tt := range tests {
		other := b.create(t, tt.d)
		if tt.want == "died" {
			b.tx(t, func(tx pgx.Tx) error { return b.reg.RecordDeathTx(t.Context(), tx, agent, other.ID, today) })
		}
		for _, by := range []audit.Actor{agent, audit.TheSystem} {
			_, problems, err := b.reg.Join(t.Context(), by, a.ID, other.ID, Grounds{Why: "sure", Anyway: true})
			if err != nil || len(problems) != 1 || problems[0].Code != tt.want {
				t.Errorf("%s by %s: %v %v", tt.name, by.Role, problems, err)
			}
		}
		if _, problems, _ := b.reg.Join(t.Context(), leader, a.ID, other.ID, Grounds{Why: "seen both cards"}); len(problems) != 1 {
			t.Errorf("%s: a leader was not asked: %v", tt.name, problems)
		}
		join, problems, err := b.reg.Join(t.Context(), leader, a.ID, other.ID, Grounds{Why: "seen both cards", Anyway: true})
		if err != nil || len(problems) > 0 {
			t.Errorf("%s: a leader may not: %v %v", tt.name, problems, err)
			continue
		}
		b.part(t, join)
	}
	if _, problems, err := b.reg.Join(t.Context(), agent, a.ID, a.ID, Grounds{Why: "x"}); err != nil || len(problems) != 1 || problems[0].Code != "one-person" {
		t.Error(problems, err)
	}
	if _, problems, err := b.reg.Join(t.Context(), agent, a.ID, b.create(t, peggy()).ID, Grounds{}); err != nil || len(problems) != 1 || problems[0].Code != "why-required" {
		t.Error(problems, err)
	}
	citizen := audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}
	if _, _, err := b.reg.Join(t.Context(), citizen, a.ID, b.create(t, peggy()).ID, Grounds{Why: "me"}); !errors.Is(err, ErrNotAllowed) {
		t.Error(err)
	}
}

func TestPartedAreNotJoinedAgain(t *testing.T) {
	b := withLeader(setup(t))
	a, p := b.create(t, margaret()), b.create(t, peggy())
	b.part(t, b.join(t, a, p))
	third := b.create(t, Details{FullName: "Margaret Ellis"})
	b.join(t, p, third) // what was said of one is said of all of theirs
	_, problems, err := b.reg.Join(t.Context(), agent, a.ID, third.ID, Grounds{Why: "sure"})
	if err != nil || len(problems) != 1 || problems[0].Code != "not-same" {
		t.Error(problems, err)
	}
	if _, err := b.db.Exec(t.Context(), `update duplicates set state = 'waiting', decided_at = null`); err == nil {
		t.Error("what was said to be for ever can be forgotten")
	}
	if _, err := b.db.Exec(t.Context(), `delete from duplicates`); err == nil {
		t.Error("what was decided can be deleted")
	}
	if _, err := b.db.Exec(t.Context(), `delete from account_joins`); err == nil {
		t.Error("the history of joins can be deleted")
	}
}

// Two members of staff who join the same two the other way round, at once: one does, and no circle is made.
func TestJoiningBothWaysAtOnce(t *testing.T) {
	b := setup(t)
	a, p := b.create(t, margaret()), b.create(t, peggy())
	done := make(chan int, 2)
	for _, pair := range [][2]int64{{a.ID, p.ID}, {p.ID, a.ID}} {
		go func() {
			_, problems, err := b.reg.Join(context.Background(), agent, pair[0], pair[1], Grounds{Why: "the same passport"})
			if err != nil {
				t.Error(err)
			}
			done <- len(problems)
		}()
	}
	if refused := <-done + <-done; refused != 1 {
		t.Errorf("%d were refused, want one", refused)
	}
	if x, y := b.whole(t, a.ID), b.whole(t, p.ID); x.ID != y.ID || x.ID == 0 {
		t.Errorf("%d and %d", x.ID, y.ID)
	}
}
