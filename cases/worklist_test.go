package cases

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

// badgeVersion is the version of the Blue Badge that this program carries.
func (b *bundle) badgeVersion() int {
	b.Helper()
	s, ok := b.office.library.Current("blue-badge")
	if !ok {
		b.Fatal("there is no Blue Badge")
	}
	return s.Version
}

// many makes n cases of the agency out of one account, by the doors in turn, deadlines and holders mixed.
func (b *bundle) many(t testing.TB, n int) {
	t.Helper()
	a := b.account(t, nil)
	_, err := b.db.Exec(t.Context(), `
		with made as (
			insert into drafts (reference, agency_id, service, version, account_id, state, started_door, touched_door)
			select (select string_agg(substr(@alphabet, (1 + i / (29 ^ k)::bigint % 29)::int, 1), '' order by k desc) from generate_series(0, 7) k),
			       @agency, 'blue-badge', @version::int, @account, 'submitted', 'web', 'web'
			from generate_series(1, @n::bigint) i
			returning id, reference)
		insert into cases (draft_id, reference, agency_id, service, version, account_id, state, submitted_door, deadline, target, assignee)
		select id, reference, @agency, 'blue-badge', @version::int, @account,
		       (array['received', 'waiting', 'assessing', 'review', 'awarded', 'refused'])[1 + id % 6],
		       (array['web', 'phone', 'counter', 'sms', 'paper'])[1 + id % 5],
		       date '2026-12-01' + (id * 7919 % 90)::int, date '2026-12-01', case when id / 7 % 3 = 0 then @me::bigint end
		from made`,
		pgx.NamedArgs{"agency": b.agency.ID, "account": a.ID, "version": b.badgeVersion(), "n": n, "alphabet": alphabet, "me": b.worker.ID})
	must(t, err)
	_, err = b.db.Exec(t.Context(), `analyze cases; analyze drafts; analyze accounts; analyze staff; analyze tasks`)
	must(t, err)
}

// The release before serves on while a newer one publishes what it cannot read: lists are whole, with those rows by another name.
func TestAListHasRowsOfVersionsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.many(t, 20)
	_, err := b.db.Exec(t.Context(), `insert into service_versions (service, version, hash, files) values
		('blue-badge', 99, '', '{"service.yaml": "from: next year"}'), ('moon-permit', 99, '', '{"service.yaml": "from: next year"}')`)
	must(t, err)
	var refs []string
	must(t, b.db.QueryRow(t.Context(), `select array_agg(reference) from (select reference from drafts order by id limit 3) first`).Scan(&refs))
	for i, set := range []string{`version = 99`, `service = 'moon-permit', version = 99`} {
		for _, table := range []string{"drafts", "cases"} {
			_, err := b.db.Exec(t.Context(), `update `+table+` set `+set+` where reference = $1`, refs[i+1])
			must(t, err)
		}
	}
	rows, _, err := b.office.Worklist(t.Context(), b.worker, Filter{})
	must(t, err)
	var names []string
	for _, r := range rows {
		names = append(names, r.Service.Word(lang.En, "name", nil))
	}
	slices.Sort(names)
	if got := slices.Compact(names); len(got) != 2 || got[1] != "moon-permit" {
		t.Errorf("services of the list: %q", got)
	}
	all, err := b.office.ByAccount(t.Context(), b.worker, rows[0].Account)
	must(t, err)
	named := map[string]int{}
	for _, r := range all {
		named[r.ServiceName]++
	}
	if badge, _ := b.office.library.Current("blue-badge"); named[badge.Word(lang.En, "name", nil)] != 19 || named["moon-permit"] != 1 {
		t.Errorf("services of the person: %v", named)
	}
}

func TestTheWorkingListGoesThroughEverythingOnceInOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.many(t, 500)
	for name, c := range map[string]struct {
		filter Filter
		where  string
	}{
		"all":        {Filter{Limit: 37}, `state in ('received', 'waiting', 'assessing', 'review')`},
		"unassigned": {Filter{Limit: 37, Unassigned: true}, `state in ('received', 'waiting', 'assessing', 'review') and assignee is null`},
		"mine":       {Filter{Limit: 37, Mine: true}, `state in ('received', 'waiting', 'assessing', 'review') and assignee is not null`},
		"awarded":    {Filter{Limit: 37, State: Awarded}, `state = 'awarded'`},
		"my waiting": {Filter{Limit: 37, State: Waiting, Mine: true}, `state = 'waiting' and assignee is not null`},
	} {
		var got []Row
		for {
			rows, next, err := b.office.Worklist(t.Context(), b.worker, c.filter)
			must(t, err)
			got = append(got, rows...)
			if next == (Cursor{}) {
				break
			}
			c.filter.After = next
		}
		if want := b.count(t, `select count(*) from cases where `+c.where); len(got) != want || want == 0 {
			t.Errorf("%s: %d rows, want %d", name, len(got), want)
		}
		if !slices.IsSortedFunc(got, func(x, y Row) int {
			if x.Deadline.Equal(y.Deadline) {
				return int(x.ID - y.ID)
			}
			return x.Deadline.Compare(y.Deadline)
		}) {
			t.Errorf("%s is not in order of deadline", name)
		}
		doors := map[channels.Kind]bool{}
		for _, r := range got {
			doors[r.Door] = true
		}
		if len(doors) != len(channels.Kinds) {
			t.Errorf("%s has only the doors %v", name, doors)
		}
	}
}

func TestTheWorkingListUsesItsIndex(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.many(t, 20_000)
	for name, f := range map[string]Filter{"all": {}, "unassigned": {Unassigned: true}, "mine": {Mine: true}, "state": {State: Awarded}} {
		rows, err := b.db.Query(t.Context(), `explain `+worklistQuery(f), pgx.NamedArgs{"agency": b.agency.ID, "me": b.worker.ID, "state": f.State, "limit": 51, "cleared": false})
		must(t, err)
		plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
		must(t, err)
		if text := strings.Join(plan, "\n"); strings.Contains(text, "Seq Scan on cases") || !strings.Contains(text, "Index Scan using cases_") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}

func TestTwoWhoTakeTheNextGetTwo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.many(t, 60)
	free := b.count(t, `select count(*) from cases where assignee is null and state in ('received', 'assessing', 'review')`)
	var mu sync.Mutex
	taken := map[int64]int{}
	var all errgroup.Group
	for range free + 4 {
		all.Go(func() error {
			c, err := b.office.TakeNext(t.Context(), b.worker)
			if errors.Is(err, ErrNotFound) {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			taken[c.ID]++
			if err == nil && (c.Assignee != b.worker.ID || c.AssigneeName != "Sam" || c.State == Waiting) {
				return fmt.Errorf("took %+v", c)
			}
			return err
		})
	}
	must(t, all.Wait())
	for id, n := range taken {
		if n != 1 {
			t.Errorf("case %d was taken %d times", id, n)
		}
	}
	if len(taken) != free {
		t.Errorf("%d were taken, want %d", len(taken), free)
	}
}

func TestTakeAndHandBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(t, b.account(t, nil).ID, walking())
	task := b.task(c)
	must(t, b.office.Take(t.Context(), b.worker, c.ID))
	must(t, b.office.Take(t.Context(), b.worker, c.ID))
	if err := b.office.Take(t.Context(), b.agent, c.ID); !errors.Is(err, ErrStale) {
		t.Errorf("taking what somebody has: %v, want ErrStale", err)
	}
	if mine, err := b.office.Tasks(t.Context(), b.worker, true, 10); err != nil || len(mine) != 1 || mine[0].ID != task || mine[0].Reference != c.Reference {
		t.Errorf("its tasks come along: %+v %v", mine, err)
	}
	must(t, b.office.HandBack(t.Context(), b.agent, c.ID, "Sam is away"))
	must(t, b.office.Take(t.Context(), b.agent, c.ID))
	f, err := b.office.Open(t.Context(), b.agent, c.ID)
	must(t, err)
	if f.Case.AssigneeName != "Alex" || f.Case.Rev != c.Rev {
		t.Errorf("case %+v", f.Case)
	}
	if got := b.kinds(t, c.Draft); got != "started declared submitted texted taken handed-back taken" {
		t.Errorf("events %q", got)
	}
}

func TestSearchFindsByReferenceAndByPerson(t *testing.T) {
	t.Parallel()
	b := setup(t)
	nobodys := b.start(t, b.agent, 0)
	b.fill(t, b.agent, nobodys.ID, walking())
	other := b.start(t, b.agent, 0)
	b.answer(b.agent, other.ID, "name", value("Gareth Pryce"), 0)
	b.answer(b.agent, other.ID, "date-of-birth", date(1951, 7, 30), 0)
	for query, want := range map[string]int64{
		nobodys.Reference: nobodys.ID, strings.ToLower(ShowReference(nobodys.Reference)): nobodys.ID,
		"Margaret Ellis 5/3/1944": nobodys.ID, "margret ellis 05.03.1944": nobodys.ID, "07700 900123": nobodys.ID,
		"ellis " + ShowReference(nobodys.Reference): nobodys.ID, "ref " + nobodys.Reference[:4] + " " + nobodys.Reference[4:] + " Ellis 5/3/44": nobodys.ID,
		"Pryce 30 July 1951": other.ID, "Xavier Nobody 1/1/1930": 0, "  ": 0,
	} {
		found, err := b.office.SearchDrafts(t.Context(), b.agent, query)
		must(t, err)
		if want == 0 && len(found) == 0 {
			continue
		}
		if len(found) == 0 || found[0].ID != want {
			t.Errorf("%q finds %+v, want draft %d", query, found, want)
		}
	}
	found, err := b.office.SearchDrafts(t.Context(), b.agent, nobodys.Reference)
	must(t, err)
	if r := found[0]; r.Name != "Margaret Ellis" || r.ServiceName != "Blue Badge" || r.Answered < 10 || r.State != "open" || r.Case != 0 {
		t.Errorf("row %+v", r)
	}
	c, _, err := b.office.Submit(t.Context(), b.agent, nobodys.ID)
	must(t, err)
	if found, err = b.office.SearchDrafts(t.Context(), b.agent, "Margaret Ellis 5/3/1944"); err != nil || found[0].Case != c.ID || found[0].CaseState != Received {
		t.Errorf("as a case: %+v %v", found, err)
	}
	_, err = b.db.Exec(t.Context(), `update accounts set restricted = true where id = $1`, c.Account)
	must(t, err)
	if found, err = b.office.SearchDrafts(t.Context(), b.agent, "Margaret Ellis 5/3/1944"); err != nil || len(found) != 0 {
		t.Errorf("a restricted person is found: %+v %v", found, err)
	}
	if found, err = b.office.SearchDrafts(t.Context(), b.agent, c.Reference); err != nil || len(found) != 0 {
		t.Errorf("a restricted person is found by reference: %+v %v", found, err)
	}
	if n := b.count(t, `select count(*) from audit_log where verb = 'drafts.searched' and actor_id = $1`, b.agent.ID); n < 8 {
		t.Errorf("%d searches are recorded", n)
	}
}
