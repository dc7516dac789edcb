package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/samedoor/samedoor/internal/fake"
)

// plan is how much and how long.
type plan struct {
	seed            uint64
	lasts           time.Duration
	enough          func(l *ledger, k *kills) bool // go on past lasts until this holds; nil holds
	citizens, staff int
	crashes         time.Duration // of the database, one in about so long; 0 for none
	settles         time.Duration // at most
	faults          []fake.Fault
}

// result is what came of it.
type result struct {
	ledger             *ledger
	kills              *kills
	found              found
	unknown, recovered int // calls to Twilio whose outcome nobody knew, and texts found there by looking
	settled            time.Duration
}

// torment runs clients and kills side by side, settles and checks.
func (w *world) torment(ctx context.Context, p plan) (r result, err error) {
	r = result{ledger: newLedger(), kills: &kills{}}
	if err := w.kill(ctx, p, r.ledger, r.kills); err != nil {
		return r, err
	}
	began := time.Now()
	if err := w.settle(ctx, p.settles); err != nil {
		return r, err
	}
	r.settled = time.Since(began)
	w.twilio.Wait()
	log, err := os.ReadFile(w.program.Log)
	if err != nil {
		return r, err
	}
	r.unknown, r.recovered = bytes.Count(log, []byte("text: outcome unknown")), bytes.Count(log, []byte("text: found at Twilio"))
	r.found, err = w.check(ctx, r.ledger)
	return r, err
}

// kill is the storm.
func (w *world) kill(ctx context.Context, p plan, l *ledger, k *kills) error {
	all, stop := errgroup.WithContext(ctx)
	stop, end := context.WithCancel(stop)
	defer end()
	rnd := func(n uint64) *rand.Rand { return rand.New(rand.NewPCG(p.seed, n)) }
	var people atomic.Int64
	number := func() int { return int(people.Add(1)) }

	slower := slowing(p.lasts)
	all.Go(func() error { return w.life(stop, "serve", slower, rnd(1), &k.serve) })
	all.Go(func() error { return w.life(stop, "work", slower, rnd(2), &k.work) })
	if p.crashes > 0 {
		all.Go(func() error { return w.crashes(stop, p.crashes, slower, rnd(3), &k.postgres) })
	}
	all.Go(func() error { w.printing(stop, l, rnd(4)); return nil })
	all.Go(func() error { w.trouble(stop, p.faults, rnd(5)); return nil })
	var clients sync.WaitGroup
	for i := range p.citizens {
		clients.Go(func() { citizens(stop, w, l, number, rnd(10+uint64(i))) })
	}
	for i := range p.staff {
		clients.Go(func() { desk(stop, w, l, number, rnd(50+uint64(i))) })
	}
	all.Go(func() error {
		wait(stop, p.lasts)
		for p.enough != nil && !p.enough(l, k) && wait(stop, 100*time.Millisecond) {
		}
		end()
		clients.Wait()
		return nil
	})
	return all.Wait()
}

// print writes the report.
func (r result) print(out io.Writer) {
	l, k, f := r.ledger, r.kills, r.found
	fmt.Fprintf(out, `
Killed with -9
  serve                         %6d
  work                          %6d
  Postgres                      %6d
Acknowledged to clients, who tried again %d times
  applications begun            %6d
  answers                       %6d
  applications submitted        %6d
  presses of staff              %6d
Found afterwards, settled within %v
  cases                         %6d
  letters printed               %6d  in %d batches
  texts at Twilio               %6d
  entries in the audit log      %6d
  calls of unknown outcome      %6d  (answers cut off or never given)
  texts found there by looking  %6d  (those, and calls cut off by a kill)
`, k.serve.Load(), k.work.Load(), k.postgres.Load(), l.retries, l.begun, l.answerCount(), len(l.submitted), len(l.presses),
		r.settled.Round(time.Second), f.cases, f.letters, f.batches, f.texts, f.entries, r.unknown, r.recovered)
	if len(f.wrong) == 0 {
		fmt.Fprintln(out, "Nothing was lost, doubled or stuck.")
		return
	}
	fmt.Fprintln(out, "WRONG")
	for _, s := range f.wrong {
		fmt.Fprintln(out, " ", s)
	}
}
