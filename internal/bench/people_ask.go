package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/crowd"
)

var clerk = audit.Actor{Role: audit.Staff, ID: 1, Agency: 1, Door: channels.Phone, Why: "call"}

// someone is a different person of the town each time, as they say who they are on the phone.
func (p *people) someone(r *rand.Rand) (i int, said accounts.Details) {
	i = r.IntN(p.town.Size)
	return i, crowd.Caller(p.town.At(i), r.Uint64())
}

// near looks for somebody as before a new account is made; line as an agent does, in the search box.
func (p *people) near(seed uint64) op {
	return p.asking(seed, func(ctx context.Context, d accounts.Details) error { _, err := p.reg.Near(ctx, d); return err })
}

func (p *people) line(seed uint64) op {
	return p.asking(seed, func(ctx context.Context, d accounts.Details) error {
		_, err := p.reg.Search(ctx, clerk, crowd.Line(d))
		return err
	})
}

func (p *people) asking(seed uint64, ask func(ctx context.Context, d accounts.Details) error) op {
	dice := make([]*rand.Rand, 64)
	for i := range dice {
		dice[i] = rand.New(rand.NewPCG(seed, uint64(i)))
	}
	return func(ctx context.Context, client int) (time.Duration, error) {
		_, said := p.someone(dice[client])
		return timed(func() error { return ask(ctx, said) })
	}
}

// coldTimes are of the first questions after the server was started anew and the system forgot its files.
func (p *people) coldTimes(ctx context.Context) error {
	for _, ask := range []struct {
		name string
		op   func(uint64) op
	}{{"who may this be (Near), cold", p.near}, {"search box, cold", p.line}} {
		p.db.Close()
		p.db = nil
		p.pg.Stop()
		how, err := forget(p.dir)
		if err != nil {
			return err
		}
		if err := p.start(ctx); err != nil {
			return err
		}
		if err := p.enter(ctx); err != nil {
			return err
		}
		do := ask.op(1000)
		if _, err := do(ctx, 60); err != nil { // the first reads the catalogue and plans, whatever is asked
			return err
		}
		f, err := measure(ctx, 1, min(p.each, 2*time.Second), do)
		if err != nil {
			return err
		}
		p.row(ask.name+", "+how, 1, f, "p95 < 20 ms"+said(f.p95 < coldAim))
	}
	return nil
}

func (p *people) warmTimes(ctx context.Context) error {
	if _, err := measure(ctx, 4, p.each, p.near(2000)); err != nil { // warms up
		return err
	}
	for _, clients := range []int{1, 4} {
		for _, ask := range []struct {
			name string
			op   op
		}{{"who may this be (Near), warm", p.near(3000)}, {"search box, warm, recorded", p.line(3000)}} {
			f, err := measure(ctx, clients, p.each, ask.op)
			if err != nil {
				return err
			}
			aim := "p95 < 5 ms" + said(f.p95 < warmAim)
			if clients == 4 {
				aim = "2,000/s" + said(f.rate() >= rateAim)
			}
			p.row(ask.name, clients, f, aim)
		}
	}
	return nil
}

// tally counts what became of those looked for.
type tally struct{ asked, candidate, shown, first, linked, wrong int }

// found looks for people of the town who make mistakes, and for newcomers, and counts.
func (p *people) found(ctx context.Context) error {
	known, err := p.count(ctx, func(r *rand.Rand) (int64, accounts.Details) {
		i, said := p.someone(r)
		return int64(i + 1), said
	})
	if err != nil {
		return err
	}
	strangers, err := p.count(ctx, func(r *rand.Rand) (int64, accounts.Details) {
		return 0, crowd.Caller(p.town.At(p.town.Size+r.IntN(1<<30)), r.Uint64())
	})
	if err != nil {
		return err
	}
	of := func(n, all int) float64 { return float64(n) / float64(max(all, 1)) }
	recall := of(known.candidate, known.asked)
	fmt.Fprintf(p.out, "\nof %d callers with mistakes: among the candidates %.4f (aim 0.995%s), shown %.4f, first %.4f, linked without asking %.4f\n",
		known.asked, recall, said(recall >= recallAim), of(known.shown, known.asked), of(known.first, known.asked), of(known.linked, known.asked))
	wrong, fresh := 10_000*of(known.wrong, known.asked), 10_000*of(strangers.wrong, strangers.asked)
	fmt.Fprintf(p.out, "linked to somebody else without asking: %.2f of 10,000 (%d; aim 1%s); newcomers linked to somebody: %.2f of 10,000 (%d of %d; aim 2%s)\n\n",
		wrong, known.wrong, said(wrong <= wrongAim), fresh, strangers.wrong, strangers.asked, said(fresh <= newAim))
	return nil
}

func (p *people) count(ctx context.Context, next func(r *rand.Rand) (int64, accounts.Details)) (t tally, err error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	const clients = 4
	for client := range clients {
		all.Go(func() {
			r := rand.New(rand.NewPCG(4000, uint64(client)))
			for range p.asks / clients {
				id, said := next(r)
				one, e := p.look(ctx, id, said)
				mu.Lock()
				t.add(one)
				if e != nil {
					err = e
				}
				mu.Unlock()
				if e != nil {
					return
				}
			}
		})
	}
	all.Wait()
	return t, err
}

func (t *tally) add(o tally) {
	t.asked, t.candidate, t.shown, t.first = t.asked+o.asked, t.candidate+o.candidate, t.shown+o.shown, t.first+o.first
	t.linked, t.wrong = t.linked+o.linked, t.wrong+o.wrong
}

// look asks for one person; id is 0 for a newcomer.
func (p *people) look(ctx context.Context, id int64, said accounts.Details) (t tally, err error) {
	t.asked = 1
	if id != 0 {
		ids, err := p.reg.Candidates(ctx, said)
		if err != nil {
			return t, err
		}
		t.candidate = one(slices.Contains(ids, id))
	}
	found, err := p.reg.Near(ctx, said)
	if err != nil {
		return t, err
	}
	t.shown = one(slices.ContainsFunc(found, func(f accounts.Found) bool { return f.ID == id }))
	if len(found) > 0 {
		t.first = one(found[0].ID == id)
		if linked := byItself(found); linked != 0 {
			t.linked, t.wrong = one(linked == id), one(linked != id)
		}
	}
	return t, nil
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// byItself is who would be linked without asking anybody, where that is one.
func byItself(found []accounts.Found) int64 {
	if found[0].Band != match.Link || len(found) > 1 && found[1].Band == match.Link {
		return 0
	}
	return found[0].ID
}

// creates looks for a newcomer and makes an account of them, in one transaction.
func (p *people) creates(ctx context.Context) error {
	r := rand.New(rand.NewPCG(5000, 5000))
	for _, clients := range []int{1, 4} {
		var mu sync.Mutex
		f, err := measure(ctx, clients, p.each, func(ctx context.Context, _ int) (time.Duration, error) {
			mu.Lock()
			who := p.town.At(p.town.Size + r.IntN(1<<30))
			mu.Unlock()
			return timed(func() error {
				return pgx.BeginFunc(ctx, p.db, func(tx pgx.Tx) error {
					if _, err := p.reg.NearTx(ctx, tx, who.Details); err != nil {
						return err
					}
					_, problems, err := p.reg.CreateTx(ctx, tx, clerk, who.Details)
					if err == nil && len(problems) > 0 {
						err = fmt.Errorf("a made-up person cannot be created: %v", problems)
					}
					return err
				})
			})
		})
		if err != nil {
			return err
		}
		p.row("look for and create an account", clients, f, "p95 < 20 ms"+said(f.p95 < createAim))
	}
	return nil
}

// floors are the least that a lookup, and a change that is kept, can cost here.
func (p *people) floors(ctx context.Context) error {
	r := rand.New(rand.NewPCG(6000, 6000))
	var mu sync.Mutex
	lookup := func(ctx context.Context, _ int) (time.Duration, error) {
		mu.Lock()
		id := r.IntN(p.town.Size) + 1
		mu.Unlock()
		return timed(func() error {
			var name string
			return p.db.QueryRow(ctx, `select full_name from accounts where id = $1`, id).Scan(&name)
		})
	}
	if _, err := p.db.Exec(ctx, `create table bare (id bigint generated always as identity primary key, at timestamptz not null)`); err != nil {
		return err
	}
	commit := func(ctx context.Context, _ int) (time.Duration, error) {
		return timed(func() error { _, err := p.db.Exec(ctx, `insert into bare (at) values (now())`); return err })
	}
	for _, floor := range []struct {
		name string
		do   op
	}{{"floor: one row by its primary key", lookup}, {"floor: one row written and committed", commit}} {
		for _, clients := range []int{1, 4} {
			f, err := measure(ctx, clients, min(p.each, 3*time.Second), floor.do)
			if err != nil {
				return err
			}
			p.row(floor.name, clients, f, "")
		}
	}
	return nil
}
