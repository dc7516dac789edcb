package main

import (
	"context"
	"fmt"
	"io"
	"time"
)

// line is one operation in the table.
type line struct {
	name string
	aim  string // "" for none
	met  func(eight figures) bool
	make func(ctx context.Context, clients int) (op, error)
	mem  bool // the server works at it
	got  [2]figures
}

var clientCounts = [2]int{1, 8}

type table struct {
	lines  []*line
	peak   int64
	before string // load of the machine before the run
}

const (
	within   = 15 * time.Millisecond // the aim for answers, case page and working list at 8 clients
	memory   = 150 << 20             // the aim for the server
	halfRate = 0.5                   // the aim for submit, of the bare transaction
)

func (w *world) measureAll(ctx context.Context) (*table, error) {
	samples, err := w.sample(ctx)
	if err != nil {
		return nil, err
	}
	staff, err := w.signIn(ctx, clientCounts[1])
	if err != nil {
		return nil, err
	}
	if err := w.findable(ctx, staff[0]); err != nil {
		return nil, err
	}
	t := &table{lines: w.lines(samples), before: w.before}
	for _, l := range t.lines {
		for i, clients := range clientCounts {
			do, err := l.make(ctx, clients)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", l.name, err)
			}
			say("%s, %d clients", l.name, clients)
			w.server.ForgetPeak()
			if l.got[i], err = measure(ctx, clients, w.each, do); err != nil {
				return nil, fmt.Errorf("%s, %d clients: %w", l.name, clients, err)
			}
			if l.mem {
				l.got[i].peak = w.server.PeakMemory()
				t.peak = max(t.peak, l.got[i].peak)
			}
		}
	}
	return t, nil
}

// lines are all operations in the order they are measured and shown: through HTTP, the verbs alone, the floors.
func (w *world) lines(samples []written) []*line {
	quickly := func(f figures) bool { return f.p95 < within }
	deskPages := func(path func() string) func(context.Context, int) (op, error) {
		return func(ctx context.Context, clients int) (op, error) {
			browsers, err := w.signIn(ctx, clients)
			return pages(browsers, path), err
		}
	}
	return []*line{
		{name: "save an answer, citizen", aim: "p95 < 15 ms", met: quickly, mem: true, make: func(ctx context.Context, clients int) (op, error) {
			drafts, err := w.begin(ctx, w.stock(clients, 25))
			return w.answers(clients, queue(drafts), w.answerByWeb), err
		}},
		{name: "save an answer, desk", aim: "p95 < 15 ms", met: quickly, mem: true, make: func(ctx context.Context, clients int) (op, error) {
			drafts, err := w.insert(ctx, w.stock(clients, 25))
			if err != nil {
				return nil, err
			}
			browsers, err := w.signIn(ctx, clients)
			return w.answers(clients, queue(drafts), answerAtDesk(browsers)), err
		}},
		{name: "submit a case", mem: true, make: func(ctx context.Context, clients int) (op, error) {
			drafts, err := w.begin(ctx, w.stock(clients, 300))
			if err != nil {
				return nil, err
			}
			return w.submits(queue(drafts)), w.complete(ctx, drafts)
		}},
		{name: "open a case page", aim: "p95 < 15 ms", met: quickly, mem: true, make: deskPages(w.casePath)},
		{name: "working list", aim: "p95 < 15 ms", met: quickly, mem: true, make: deskPages(listPath)},
		{name: "agent search", mem: true, make: deskPages(w.searchPath)},
		{name: "verb: answer", make: func(ctx context.Context, clients int) (op, error) {
			drafts, err := w.insert(ctx, w.stock(clients, 60))
			return w.answers(clients, queue(drafts), w.answerByVerb), err
		}},
		{name: "verb: submit", make: func(ctx context.Context, clients int) (op, error) {
			drafts, err := w.insert(ctx, w.stock(clients, 500))
			if err != nil {
				return nil, err
			}
			return w.submitsByVerb(queue(drafts)), w.complete(ctx, drafts)
		}},
		{name: "verb: open a case", make: func(context.Context, int) (op, error) { return w.opensByVerb(), nil }},
		{name: "verb: working list", make: func(context.Context, int) (op, error) { return w.listsByVerb(), nil }},
		{name: "verb: search", make: func(context.Context, int) (op, error) { return w.searchesByVerb(), nil }},
		{name: floorName, make: func(ctx context.Context, clients int) (op, error) {
			drafts, err := w.insert(ctx, w.stock(clients, 3000))
			return w.floors(samples, queue(drafts)), err
		}},
		{name: "floor: an empty handler", make: func(_ context.Context, clients int) (op, error) { return w.nothings(clients), nil }},
	}
}

const floorName = "floor: submit's rows, bare"

// stock is how many drafts are enough for an operation that uses up so many a second with 8 clients; half of them for one.
func (w *world) stock(clients, aSecond int) int {
	n := int(w.each.Seconds()*float64(aSecond)) + 16
	if clients == 1 {
		n /= 2
	}
	return n
}

func (t *table) find(name string) *line {
	for _, l := range t.lines {
		if l.name == name {
			return l
		}
	}
	return &line{}
}

// print writes the table, with the aims beside the figures. Aims are said, not enforced: another machine is another machine.
func (t *table) print(out io.Writer, s size) {
	cores, system := machine()
	fmt.Fprintf(out, "\n%d accounts, %d cases; %d cores, %s; Postgres with fsync and synchronous_commit on\n", s.accounts, s.cases, cores, system)
	if t.before != "" {
		fmt.Fprintf(out, "load of the machine before the run: %s (figures are only worth comparing when that is near 0)\n", t.before)
	}
	fmt.Fprintln(out)
	fmt.Fprintf(out, "%-28s %8s %9s %9s %9s %9s %9s  %s\n", "operation", "clients", "ops/s", "p50 ms", "p95 ms", "p99 ms", "peak MB", "aim")
	for _, l := range t.lines {
		for i, f := range l.got {
			aim := ""
			if l.aim != "" && i == 1 {
				aim = l.aim + said(l.met(f))
			}
			name := l.name
			if i > 0 {
				name = ""
			}
			fmt.Fprintf(out, "%-28s %8d %9.0f %9.1f %9.1f %9.1f %9s  %s\n", name, clientCounts[i], f.rate(), ms(f.p50), ms(f.p95), ms(f.p99), mb(f.peak), aim)
		}
	}
	ratio := func(name string, i int) float64 { return t.find(name).got[i].rate() / t.find(floorName).got[i].rate() }
	fmt.Fprintf(out, "\nsubmit, of the bare transaction's rate: %.0f %% with 1 client, %.0f %% with 8 (aim 50 %%%s); the verb alone %.0f %% and %.0f %%\n",
		100*ratio("submit a case", 0), 100*ratio("submit a case", 1), said(ratio("submit a case", 1) >= halfRate), 100*ratio("verb: submit", 0), 100*ratio("verb: submit", 1))
	if t.peak > 0 {
		fmt.Fprintf(out, "server memory at its peak: %s MB (aim 150%s)\n", mb(t.peak), said(t.peak < memory))
	}
}

func said(met bool) string {
	if met {
		return ": met"
	}
	return ": NOT MET"
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func mb(bytes int64) string {
	if bytes == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f", float64(bytes)/(1<<20))
}
