package staff

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

const head = "username,display_name,agency,team,role,active,welsh_speaker,external_id\n"

// sync takes a list and answers what it did, a line each.
func (b bundle) sync(t *testing.T, body string, o SyncOptions) (did []string) {
	t.Helper()
	list, mistakes := ReadList(strings.NewReader(head + body))
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	o.Now = noon
	changes, mistakes, err := b.office.Sync(t.Context(), audit.TheSystem, list, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mistakes {
		did = append(did, fmt.Sprintf("%d %s %s", m.Line, m.What, m.Value))
	}
	for _, c := range changes {
		did = append(did, fmt.Sprintf("%d %s %s", c.Line, c.Kind, c.Is.Username))
	}
	return did
}

func equal(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func withTeams(t *testing.T) bundle {
	t.Helper()
	b := setup(t)
	for _, team := range []string{"Blue Badge", "Appeals"} {
		if _, err := b.office.AddTeam(t.Context(), b.agency.ID, team); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.office.AddAgency(t.Context(), Agency{Slug: "southtown", NameEn: "South", NameCy: "De"}); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestJoinersMoversLeavers(t *testing.T) {
	b := withTeams(t)
	var released []string
	b.office.Release = func(_ context.Context, _ pgx.Tx, _ audit.Actor, m Member) (Handed, error) {
		released = append(released, m.Username)
		return Handed{Cases: 2, Contacts: []int64{5}}, nil
	}
	first := "ann,Ann Quill,northtown,blue badge,caseworker,yes,no,E1\nbob,Bob Stone,northtown,,agent,yes,yes,E2\n"
	equal(t, b.sync(t, first, SyncOptions{Dry: true}), "2 joins ann", "3 joins bob")
	if n := count(t, b.db, `select count(*) from staff`); n != 1 {
		t.Fatalf("a dry run made %d members", n-1)
	}
	equal(t, b.sync(t, first, SyncOptions{}), "2 joins ann", "3 joins bob")
	equal(t, b.sync(t, first, SyncOptions{}), "2 stays ann", "3 stays bob")
	var ann Member
	for _, m := range must(b.office.Members(t.Context(), b.agency.ID)) {
		if m.Username == "ann" {
			ann = m
		}
	}
	s := b.enter(t, ann, noon)
	equal(t, b.sync(t, "ann,Ann Quill,northtown,appeals,leader,yes,no,E1\nbob,Robert Stone,northtown,,agent,yes,yes,E2\n", SyncOptions{}), "2 moves ann", "3 renames bob")
	equal(t, b.sync(t, "ann.q,Ann Quill,southtown,,agent,yes,no,E1\n", SyncOptions{}), "2 moves ann.q")
	if !b.live(t, s, noon) {
		t.Error("a mover was signed out")
	}
	equal(t, released, "ann") // as she went to another agency; not as she rose
	equal(t, b.sync(t, "ann.q,,,,,no,,E1\nnobody,,,,,no,,\n", SyncOptions{}), "2 leaves ann.q", "3 absent nobody")
	if b.live(t, s, noon) {
		t.Error("a leaver is still signed in")
	}
	equal(t, released, "ann", "ann.q")
	if _, err := b.office.Member(t.Context(), ann.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("a leaver is a member: %v", err)
	}
	equal(t, b.sync(t, "ann.q,Ann Quill,northtown,,agent,yes,no,E1\n", SyncOptions{}), "2 returns ann.q")
	if b.live(t, s, noon) {
		t.Error("an old session counts again")
	}
	for verb, n := range map[string]int{"staff.added": 3, "staff.moved": 3, "staff.left": 1, "staff.returned": 1} {
		if got := count(t, b.db, `select count(*) from audit_log where verb = $1`, verb); got != n {
			t.Errorf("%s is recorded %d times, not %d", verb, got, n)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestAWholeListHasOthersLeave(t *testing.T) {
	b := withTeams(t)
	b.sync(t, "ann,Ann,northtown,,agent,yes,,E1\nbob,Bob,northtown,,agent,yes,,E2\nkit,Kit,southtown,,agent,yes,,E3\n", SyncOptions{})
	equal(t, b.sync(t, "ann,Ann,northtown,,agent,yes,,E1\n", SyncOptions{}), "2 stays ann")
	// Siân came by no list, and Kit is of an agency that is not in this one.
	equal(t, b.sync(t, "ann,Ann,northtown,,agent,yes,,E1\n", SyncOptions{Whole: true}), "2 stays ann", "0 leaves bob")
	if n := count(t, b.db, `select count(*) from staff where active`); n != 3 {
		t.Errorf("%d are left", n)
	}
}

func TestOneMistakeAndNothingIsDone(t *testing.T) {
	b := withTeams(t)
	before := count(t, b.db, `select count(*) from audit_log`)
	equal(t, b.sync(t, "ann,Ann,northtown,,agent,yes,,E1\nbob,Bob,nowhere,,agent,yes,,\ncat,Cat,northtown,Parking,agent,yes,,\nSIAN,Siân,northtown,,leader,yes,,E9\n", SyncOptions{}),
		"3 no-agency nowhere", "4 no-team Parking")
	if n := count(t, b.db, `select count(*) from staff`) + count(t, b.db, `select count(*) from audit_log`) - before; n != 1 {
		t.Errorf("something was done: %d", n)
	}
	b.sync(t, "ann,Ann,northtown,,agent,yes,,E1\n", SyncOptions{})
	equal(t, b.sync(t, "sian,Ann,northtown,,agent,yes,,E1\n", SyncOptions{}), "2 two-members sian")
	equal(t, b.sync(t, "ann,Another Ann,northtown,,agent,yes,,E7\n", SyncOptions{}), "2 two-members ann")
}

func TestAFailureHalfWayTakesAllBack(t *testing.T) {
	b := withTeams(t)
	b.sync(t, "ann,Ann,northtown,,caseworker,yes,,E1\n", SyncOptions{})
	b.office.Release = func(context.Context, pgx.Tx, audit.Actor, Member) (Handed, error) {
		return Handed{}, errors.New("the line broke")
	}
	list, _ := ReadList(strings.NewReader(head + "bob,Bob,northtown,,agent,yes,,E2\nann,Ann,northtown,,caseworker,no,,E1\n"))
	if _, _, err := b.office.Sync(t.Context(), audit.TheSystem, list, SyncOptions{Now: noon}); err == nil {
		t.Fatal("it went through")
	}
	if n := count(t, b.db, `select count(*) from staff where username = 'bob' or not active`); n != 0 {
		t.Error("half of it was done")
	}
}

func TestReadListTellsEveryMistake(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"":                                    "1 no-file",
		"username,display_name,agency,role\n": "1 no-column",
		"username,display_name,agency,role,active,shoe\n":             "1 strange-column",
		"username,username,display_name,agency,role,active\n":         "1 twice-column",
		head + "a b,A,n,,agent,yes,,\n":                               "2 no-username",
		head + "a,A,n,,agent,perhaps,,\n":                             "2 active",
		head + "a,A,n,,boss,yes,,\n":                                  "2 role",
		head + "a,A,n,,agent,yes,a bit,\n":                            "2 welsh",
		head + "a,,n,,agent,yes,,\n":                                  "2 no-name",
		head + "a,A,,,agent,yes,,\n":                                  "2 no-agency",
		head + "a,A,n,,agent,yes,,\nA ,B,n,,agent,yes,,\n":            "3 twice",
		head + "a,A,n,,agent,yes,,E1\nb,B,n,,agent,yes,,E1\n":         "3 twice",
		head + "a,A,n\n":                                              "2 columns",
		head + "a,\"A\nB\",n,,agent,yes,,\n\"b\"x,B,n,,agent,yes,,\n": "4 csv",
	} {
		list, mistakes := ReadList(strings.NewReader(body))
		if len(mistakes) != 1 || fmt.Sprintf("%d %s", mistakes[0].Line, mistakes[0].What) != want {
			t.Errorf("%q: %+v, %+v; want %s", body, list, mistakes, want)
		}
	}
	list, mistakes := ReadList(strings.NewReader("\ufeffActive,Role,Agency,Display Name,Username\nYES,Leader,northtown,\" Siân \",SIAN\n"))
	if len(mistakes) > 0 || len(list) != 1 || list[0] != (Listed{Line: 2, Username: "sian", DisplayName: "Siân", Agency: "northtown", Role: Leader, Active: true}) {
		t.Errorf("%+v, %+v", list, mistakes)
	}
}
