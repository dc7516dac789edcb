package main

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/internal/crowd"
)

// peopleTables are filled in this order, by as many connections at once as there are cores.
var peopleTables = []struct {
	name    string
	columns []string
	rows    func(p *people, id int64, who crowd.Person) [][]any
}{
	{"account_keys", []string{"key", "account_id"}, func(p *people, id int64, who crowd.Person) (rows [][]any) {
		for _, key := range p.reg.KeysWithPast(who.Details, who.Before) {
			rows = append(rows, []any{key, id})
		}
		return rows
	}},
	{"account_contacts", []string{"account_id", "kind", "sealed", "finger", "current"}, (*people).contactRows},
	{"accounts", []string{"id", "full_name", "date_of_birth", "created_door"}, func(_ *people, id int64, who crowd.Person) [][]any {
		return [][]any{{id, who.FullName, who.DateOfBirth.Time(), "paper"}}
	}},
	{"account_names", []string{"account_id", "full_name", "kind"}, func(_ *people, id int64, who crowd.Person) [][]any {
		rows := [][]any{{id, who.FullName, "current"}}
		for _, b := range who.Before {
			if b.FullName != "" {
				rows = append(rows, []any{id, b.FullName, "previous"})
			}
		}
		return rows
	}},
	{"account_addresses", []string{"account_id", "lines", "postcode", "current"}, func(_ *people, id int64, who crowd.Person) [][]any {
		rows := [][]any{{id, who.Address.Lines, who.Address.Postcode, true}}
		for _, b := range who.Before {
			if b.Address != nil {
				rows = append(rows, []any{id, b.Address.Lines, b.Address.Postcode, false})
			}
		}
		return rows
	}},
	{"account_identifiers", []string{"account_id", "kind", "sealed", "finger"}, func(p *people, id int64, who crowd.Person) (rows [][]any) {
		for kind, number := range map[string]string{accounts.NINO: who.NINO, accounts.NHS: who.NHS} {
			if number != "" {
				rows = append(rows, []any{id, kind, p.reg.Seal(kind, number), p.reg.Finger(kind, number)})
			}
		}
		return rows
	}},
	{"account_needs", []string{"account_id", "safe_text"}, func(_ *people, id int64, _ crowd.Person) [][]any { return [][]any{{id, "yes"}} }},
}

func (p *people) contactRows(id int64, who crowd.Person) (rows [][]any) {
	add := func(kind, sealed, value string, current bool) {
		if value != "" {
			rows = append(rows, []any{id, kind, p.reg.Seal(sealed, value), p.reg.Finger(sealed, value), current})
		}
	}
	add("mobile", accounts.Phone, who.Mobile, true)
	add("landline", accounts.Phone, who.Landline, true)
	add("email", accounts.Email, who.Email, true)
	for _, b := range who.Before {
		add("mobile", accounts.Phone, b.Mobile, false)
	}
	return rows
}

// fill loads everybody by COPY, as their accounts would be written, with the indexes made afterwards.
func (p *people) fill(ctx context.Context) error {
	began := time.Now()
	again, err := p.dropIndexes(ctx)
	if err != nil {
		return err
	}
	all, on := errgroup.WithContext(ctx)
	all.SetLimit(max(2, runtime.NumCPU()))
	for n := range peopleTables {
		all.Go(func() error { return p.copyTable(on, n) })
	}
	if err := all.Wait(); err != nil {
		return err
	}
	say("%v: making %d indexes", time.Since(began).Round(time.Second), len(again))
	for _, sql := range again {
		if _, err := p.db.Exec(ctx, sql); err != nil {
			return err
		}
	}
	say("%v: counting and freezing", time.Since(began).Round(time.Second))
	for _, sql := range []string{`select setval(pg_get_serial_sequence('accounts', 'id'), (select max(id) from accounts))`, `vacuum (analyze)`, `checkpoint`} {
		if _, err := p.db.Exec(ctx, sql); err != nil {
			return err
		}
	}
	p.filled = time.Since(began)
	return p.sizes(ctx)
}

// dropIndexes drops those no constraint needs, and answers how to make them again.
func (p *people) dropIndexes(ctx context.Context) (again []string, err error) {
	rows, _ := p.db.Query(ctx, `
		select i.indexname, i.indexdef from pg_indexes i
		where i.schemaname = 'public' and i.tablename like 'account%' and not exists (select from pg_constraint c where c.conname = i.indexname)`)
	type index struct{ Name, Def string }
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[index])
	if err != nil {
		return nil, err
	}
	for _, i := range found {
		if _, err := p.db.Exec(ctx, `drop index `+pgx.Identifier{i.Name}.Sanitize()); err != nil {
			return nil, err
		}
		again = append(again, i.Def)
	}
	return again, nil
}

// copyTable fills one table. Rows are made in chunks by every core, and written in the order of their numbers.
func (p *people) copyTable(ctx context.Context, n int) error {
	const chunk = 5000
	table := peopleTables[n]
	chunks := make(chan chan [][]any, 2*runtime.NumCPU()) // in order; each is filled by a core of its own
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		defer close(chunks)
		for from := 0; from < p.town.Size; from += chunk {
			made := make(chan [][]any, 1)
			select {
			case chunks <- made:
			case <-ctx.Done():
				return
			}
			go func() {
				rows := make([][]any, 0, chunk)
				for i := from; i < min(from+chunk, p.town.Size); i++ {
					rows = append(rows, table.rows(p, int64(i+1), p.town.At(i))...)
				}
				made <- rows
			}()
		}
	}()
	conn, err := p.db.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `set session_replication_role = replica`); err != nil { // what is copied points where it should
		return err
	}
	var rows [][]any
	var done atomic.Int64
	stop := p.progress(table.name, &done)
	defer stop()
	_, err = conn.CopyFrom(ctx, pgx.Identifier{table.name}, table.columns, pgx.CopyFromFunc(func() ([]any, error) {
		for len(rows) == 0 {
			made, ok := <-chunks
			if !ok {
				return nil, nil
			}
			rows = <-made
			done.Add(chunk)
		}
		row := rows[0]
		rows = rows[1:]
		return row, nil
	}))
	if err != nil {
		return fmt.Errorf("copy %s: %w", table.name, err)
	}
	_, err = conn.Exec(ctx, `reset session_replication_role`)
	return err
}

// progress says every ten seconds how far a table is.
func (p *people) progress(table string, done *atomic.Int64) (stop func()) {
	tick, over := time.NewTicker(10*time.Second), make(chan struct{})
	go func() {
		for {
			select {
			case <-tick.C:
				say("%s: %d of %d people", table, min(done.Load(), int64(p.town.Size)), p.town.Size)
			case <-over:
				return
			}
		}
	}()
	return func() { tick.Stop(); close(over) }
}

func (p *people) sizes(ctx context.Context) error {
	if err := p.db.QueryRow(ctx, `select pg_database_size(current_database())`).Scan(&p.size); err != nil {
		return err
	}
	rows, _ := p.db.Query(ctx, `
		select relname || ' ' || pg_size_pretty(pg_relation_size(oid)) from pg_class
		where relnamespace = 'public'::regnamespace and relkind in ('r', 'i') and relname like 'account%'
		order by pg_relation_size(oid) desc limit 4`)
	var err error
	p.parts, err = pgx.CollectRows(rows, pgx.RowTo[string])
	return err
}
