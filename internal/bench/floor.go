package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// written is every row that one submit wrote, by table: the floor writes the same again in a bare transaction.
type written struct {
	draft  int64
	tables []tableRows
}

type tableRows struct {
	name    string
	columns []string
	rows    [][]any
}

// watch finds the rows of the transaction that made the case of a draft. It asks Postgres, which marks every row with the transaction
// it is of, so that nothing is left out because somebody forgot it here.
func (w *world) watch(ctx context.Context, draft int64) (out written, err error) {
	out.draft = draft
	var xid string
	if err := w.house.DB.QueryRow(ctx, `select xmin::text from cases where draft_id = $1`, draft).Scan(&xid); err != nil {
		return out, err
	}
	rows, err := w.house.DB.Query(ctx, `
		select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
		  and relname not in ('sessions', 'answers', 'draft_keys', 'audit_waiting') order by oid`)
	if err != nil {
		return out, err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return out, err
	}
	for _, name := range names {
		t, err := w.rowsOf(ctx, name, xid)
		if err != nil {
			return out, fmt.Errorf("rows of %s: %w", name, err)
		}
		if len(t.rows) > 0 {
			out.tables = append(out.tables, t)
		}
	}
	for _, must := range []string{"cases", "events", "audit_log", "river_job"} {
		if !strings.Contains(out.String(), must) {
			return out, fmt.Errorf("a submit wrote no %s: %s", must, out)
		}
	}
	return out, nil
}

func (w *world) rowsOf(ctx context.Context, name, xid string) (t tableRows, err error) {
	t.name = name
	rows, err := w.house.DB.Query(ctx, `select * from `+pgx.Identifier{name}.Sanitize()+` where xmin = $1::text::xid`, xid)
	if err != nil {
		return t, err
	}
	for _, f := range rows.FieldDescriptions() {
		t.columns = append(t.columns, f.Name)
	}
	t.rows, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) ([]any, error) { return row.Values() })
	return t, err
}

// String says how many rows there are of what.
func (s written) String() string {
	var parts []string
	for _, t := range s.tables {
		parts = append(parts, fmt.Sprintf("%d %s", len(t.rows), t.name))
	}
	return strings.Join(parts, ", ")
}

// references are the columns that point to a row of the same transaction.
var references = map[string]string{"account_id": "accounts", "case_id": "cases", "code_id": "access_codes", "job_id": "river_job"}

// copies numbers the rows of the floor, far above all others.
var copies atomic.Int64

// again writes the rows once more, for another draft, in one transaction of three round trips: begin, all statements, commit.
func (w *world) again(ctx context.Context, s written, d ready) error {
	n := copies.Add(1)
	made := map[string]map[int64]int64{} // by table, from the old id to the new
	for _, t := range s.tables {
		made[t.name] = map[int64]int64{}
		for i, row := range t.rows {
			if at := column(t, "id"); at >= 0 && t.name != "drafts" {
				made[t.name][row[at].(int64)] = 1<<40 + n*64 + int64(i)
			}
		}
	}
	b := &pgx.Batch{}
	for _, t := range s.tables {
		if t.name == "drafts" {
			b.Queue(`update drafts set state = 'submitted', account_id = $1, touched_at = $2, touched_door = 'web' where id = $3`,
				moved(made, "accounts", t.rows[0][column(t, "account_id")]), time.Now(), d.id)
			continue
		}
		var args []any
		for _, row := range t.rows {
			for i, c := range t.columns {
				args = append(args, s.value(made, t.name, c, row[i], d))
			}
		}
		b.Queue(insertSQL(t), args...)
	}
	return pgx.BeginFunc(ctx, w.house.DB, func(tx pgx.Tx) error { return tx.SendBatch(ctx, b).Close() })
}

func column(t tableRows, name string) int {
	for i, c := range t.columns {
		if c == name {
			return i
		}
	}
	return -1
}

// value is what stands in a column of the copy.
func (s written) value(made map[string]map[int64]int64, table, column string, v any, d ready) any {
	switch {
	case v == nil:
		return nil
	case column == "id":
		return moved(made, table, v)
	case column == "draft_id":
		return d.id
	case column == "reference":
		return strings.ReplaceAll(d.ref, "-", "")
	case column == "digest":
		fresh := make([]byte, 32)
		_, _ = rand.Read(fresh) // never fails
		return fresh
	case column == "cause":
		return "floor:" + fmt.Sprint(copies.Add(1))
	case table == "account_keys" && column == "key":
		return mathrand.Int64() // keys are spread over the whole index
	case references[column] != "":
		return moved(made, references[column], v)
	}
	return v
}

func moved(made map[string]map[int64]int64, table string, v any) any {
	if id, ok := v.(int64); ok {
		if to, ok := made[table][id]; ok {
			return to
		}
	}
	return v
}

func insertSQL(t tableRows) string {
	var b strings.Builder
	b.WriteString("insert into " + t.name + " (" + strings.Join(t.columns, ", ") + ") overriding system value values ")
	n := 0
	for i := range t.rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(")
		for c := range t.columns {
			n++
			if c > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "$%d", n)
		}
		b.WriteString(")")
	}
	return b.String()
}

// sample sends one application of each kind through the browser, alone, and watches what is written.
func (w *world) sample(ctx context.Context) (out []written, err error) {
	drafts, err := w.begin(ctx, 3)
	if err != nil {
		return nil, err
	}
	if err := w.complete(ctx, drafts); err != nil {
		return nil, err
	}
	for _, d := range drafts {
		if _, err := w.submit(ctx, d); err != nil {
			return nil, err
		}
		s, err := w.watch(ctx, d.id)
		if err != nil {
			return nil, err
		}
		say("a submit writes %s", s)
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, errors.New("no submit was watched")
	}
	return out, nil
}
