package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/internal/driver"
)

// base is where the numbering of the filled-in rows begins, above what the verbs have made.
const base = 1000

// The share of applications that are still to be worked, and their states in turn.
var openShare = 9 // one in so many

var openStates = []cases.State{cases.Received, cases.Received, cases.Assessing, cases.Waiting, cases.Received, cases.Assessing, cases.Review}

// fill copies the patterns for everybody in the town. Triggers and foreign keys rest meanwhile: what is copied was made by verbs, and
// checking fourteen million rows again would take longer than measuring. Indexes are made afterwards.
func (w *world) fill(ctx context.Context) error {
	began := time.Now()
	say("making %d people and %d cases", w.accounts, w.cases)
	indexes, err := w.dropIndexes(ctx, "account_keys", "draft_keys", "events", "account_names", "account_addresses", "account_contacts", "cases", "drafts")
	if err != nil {
		return err
	}
	all, on := errgroup.WithContext(ctx)
	all.SetLimit(3) // two cores, and the disk
	for _, part := range []func(context.Context) error{w.copyAnswers, w.copyPeople, w.copyKeys, w.copyDraftKeys, w.copyEvents, w.copyDrafts, w.copyCases, w.copyDecisions} {
		all.Go(func() error { return part(on) })
	}
	if err := all.Wait(); err != nil {
		return err
	}
	say("making the indexes (%v so far)", time.Since(began).Round(time.Second))
	make1, on := errgroup.WithContext(ctx)
	make1.SetLimit(2)
	for _, sql := range indexes {
		make1.Go(func() error { _, err := w.house.DB.Exec(on, sql); return err })
	}
	if err := make1.Wait(); err != nil {
		return err
	}
	for _, t := range []string{"accounts", "account_names", "account_addresses", "account_contacts", "drafts", "answers", "cases", "events", "decisions"} {
		if _, err := w.house.DB.Exec(ctx, `select setval(pg_get_serial_sequence($1, 'id'), (select max(id) from `+t+`))`, t); err != nil {
			return fmt.Errorf("numbering %s: %w", t, err)
		}
	}
	if _, err := w.house.DB.Exec(ctx, `vacuum (analyze)`); err != nil {
		return err
	}
	if _, err := w.house.DB.Exec(ctx, `checkpoint`); err != nil {
		return err
	}
	say("the town is there after %v", time.Since(began).Round(time.Second))
	return nil
}

// dropIndexes drops those that no constraint needs, and answers how to make them again.
func (w *world) dropIndexes(ctx context.Context, tables ...string) ([]string, error) {
	rows, err := w.house.DB.Query(ctx, `
		select i.indexname, i.indexdef from pg_indexes i
		where i.schemaname = 'public' and i.tablename = any($1)
		  and not exists (select from pg_constraint c where c.conname = i.indexname)`, tables)
	if err != nil {
		return nil, err
	}
	var again []string
	var names []string
	var name, def string
	if _, err := pgx.ForEachRow(rows, []any{&name, &def}, func() error { names, again = append(names, name), append(again, def); return nil }); err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := w.house.DB.Exec(ctx, `drop index `+pgx.Identifier{name}.Sanitize()); err != nil {
			return nil, err
		}
	}
	return again, nil
}

// copyRows copies what next gives, until it gives nothing.
func (w *world) copyRows(ctx context.Context, table string, columns []string, next func() ([]any, error)) error {
	conn, err := w.house.DB.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `set session_replication_role = replica`); err != nil {
		return err
	}
	if _, err := conn.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromFunc(next)); err != nil {
		return fmt.Errorf("copy %s: %w", table, err)
	}
	_, err = conn.Exec(ctx, `reset session_replication_role`)
	return err
}

// each gives one row after another for numbers from 0; make answers the rows of a number.
func each(until int, make1 func(i int) [][]any) func() ([]any, error) {
	i, rest := 0, [][]any(nil)
	return func() ([]any, error) {
		for len(rest) == 0 {
			if i == until {
				return nil, nil
			}
			rest = make1(i)
			i++
		}
		row := rest[0]
		rest = rest[1:]
		return row, nil
	}
}

// of is the person, the pattern and the day of case i.
func (w *world) of(i int) (person int, p pattern, state cases.State, at time.Time) {
	person = i % w.accounts
	at = time.Now().AddDate(0, 0, -i%700)
	if i%openShare == 0 {
		return person, w.open[i%len(w.open)], openStates[i/openShare%len(openStates)], time.Now().AddDate(0, 0, -i%60)
	}
	return person, w.decided[i%len(w.decided)], cases.Awarded, at
}

func (w *world) copyPeople(ctx context.Context) error {
	seal, finger := w.house.Register.Seal, w.house.Register.Finger
	parts := []struct {
		table   string
		columns []string
		row     func(i int, d accounts.Details) [][]any
	}{
		{"accounts", []string{"id", "full_name", "date_of_birth", "created_door"}, func(i int, d accounts.Details) [][]any {
			return [][]any{{int64(base + i), d.FullName, d.DateOfBirth.Time(), "web"}}
		}},
		{"account_names", []string{"account_id", "full_name", "kind"}, func(i int, d accounts.Details) [][]any {
			return [][]any{{int64(base + i), d.FullName, "current"}}
		}},
		{"account_addresses", []string{"account_id", "lines", "postcode"}, func(i int, d accounts.Details) [][]any {
			return [][]any{{int64(base + i), d.Address.Lines, d.Address.Postcode}}
		}},
		{"account_needs", []string{"account_id", "safe_text", "safe_write", "safe_call"}, func(i int, d accounts.Details) [][]any {
			return [][]any{{int64(base + i), "yes", "yes", "yes"}}
		}},
		{"account_contacts", []string{"account_id", "kind", "sealed", "finger"}, func(i int, d accounts.Details) (rows [][]any) {
			if d.Mobile != "" {
				rows = append(rows, []any{int64(base + i), "mobile", seal(accounts.Phone, e164(d.Mobile)), finger(accounts.Phone, e164(d.Mobile))})
			}
			if d.Email != "" {
				rows = append(rows, []any{int64(base + i), "email", seal(accounts.Email, d.Email), finger(accounts.Email, d.Email)})
			}
			return rows
		}},
	}
	for _, p := range parts {
		err := w.copyRows(ctx, p.table, p.columns, each(w.accounts, func(i int) [][]any { return p.row(i, driver.Somebody(i)) }))
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *world) copyKeys(ctx context.Context) error {
	return w.copyRows(ctx, "account_keys", []string{"key", "account_id"}, each(w.accounts, func(i int) [][]any {
		return keyRows(w.house.Register, driver.Somebody(i), int64(base+i))
	}))
}

func (w *world) copyDraftKeys(ctx context.Context) error {
	return w.copyRows(ctx, "draft_keys", []string{"key", "draft_id"}, each(w.cases, func(i int) [][]any {
		person, _, _, _ := w.of(i)
		return keyRows(w.house.Register, driver.Somebody(person), int64(base+i))
	}))
}

func keyRows(r *accounts.Register, d accounts.Details, id int64) [][]any {
	keys := r.Keys(d)
	rows := make([][]any, len(keys))
	for n, k := range keys {
		rows[n] = []any{k, id}
	}
	return rows
}

func (w *world) copyDrafts(ctx context.Context) error {
	columns := []string{"id", "reference", "agency_id", "service", "version", "account_id", "state", "started_door", "started_at", "touched_at", "touched_door", "rev"}
	return w.copyRows(ctx, "drafts", columns, each(w.cases, func(i int) [][]any {
		person, p, _, at := w.of(i)
		return [][]any{{int64(base + i), reference(i), w.house.Agency.ID, w.house.Service.ID, w.house.Service.Version, int64(base + person), "submitted", "web", at, at, "web", int64(len(p.answers))}}
	}))
}

func (w *world) copyAnswers(ctx context.Context) error {
	columns := []string{"draft_id", "question", "rev", "value", "sealed", "actor_role", "door", "given_at"}
	return w.copyRows(ctx, "answers", columns, each(w.cases, func(i int) [][]any {
		person, p, _, at := w.of(i)
		return w.answerRows(int64(base+i), p.values(w.house.Service, driver.Somebody(person)), at)
	}))
}

func (w *world) answerRows(draft int64, answers []answerRow, at time.Time) [][]any {
	rows := make([][]any, len(answers))
	for n, a := range answers {
		rev := int64(n + 1)
		value, sealed, _ := cases.SealAnswer(w.house.Register, draft, rev, a.value) // every value can be written as JSON
		rows[n] = []any{draft, a.question, rev, value, sealed, "citizen", "web", at}
	}
	return rows
}

func (w *world) copyCases(ctx context.Context) error {
	columns := []string{"id", "draft_id", "reference", "agency_id", "service", "version", "account_id", "state", "route", "automatic", "submitted_door",
		"submitted_at", "deadline", "target", "assignee", "decided_at", "rev"}
	return w.copyRows(ctx, "cases", columns, each(w.cases, func(i int) [][]any {
		person, p, state, at := w.of(i)
		var assignee, decided any
		if state != cases.Received {
			assignee = w.house.Members[i%len(w.house.Members)].ID
		}
		if !state.Open() {
			decided = at.AddDate(0, 0, 30)
		}
		return [][]any{{int64(base + i), int64(base + i), reference(i), w.house.Agency.ID, w.house.Service.ID, w.house.Service.Version, int64(base + person),
			string(state), p.route, p.auto, "web", at, at.AddDate(0, 0, 84), at.AddDate(0, 0, 56), assignee, decided, int64(1)}}
	}))
}

func (w *world) copyEvents(ctx context.Context) error {
	columns := []string{"draft_id", "case_id", "kind", "data", "actor_role", "actor_id", "door", "at"}
	return w.copyRows(ctx, "events", columns, each(w.cases, func(i int) [][]any {
		_, p, _, at := w.of(i)
		rows := make([][]any, len(p.events))
		for n, e := range p.events {
			var c any
			if e.onCase {
				c = int64(base + i)
			}
			rows[n] = []any{int64(base + i), c, e.kind, e.data, e.role, e.by, e.door, at}
		}
		return rows
	}))
}

func (w *world) copyDecisions(ctx context.Context) error {
	columns := []string{"case_id", "outcome", "criteria", "evidence", "reasons", "award_from", "award_until", "review_until", "decided_by", "decided_at"}
	return w.copyRows(ctx, "decisions", columns, each(w.cases, func(i int) [][]any {
		_, p, _, at := w.of(i)
		if p.decision == nil {
			return nil
		}
		d := at.AddDate(0, 0, 30)
		return [][]any{{int64(base + i), "award", p.decision.criteria, p.decision.evidence, p.decision.reasons, d, d.AddDate(3, 0, -1), d.AddDate(0, 0, 28), w.house.Members[1].ID, d}}
	}))
}

// reference is the i-th reference: all differ, and follow no order.
func reference(i int) string {
	const all = 29 * 29 * 29 * 29 * 29 * 29 * 29
	n := (uint64(i) + 1) * 7_919_000_003 % all
	return cases.Reference(func(m int) int {
		digit := int(n % uint64(m))
		n /= uint64(m)
		return digit
	})
}
