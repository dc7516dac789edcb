// Command bench measures Samedoor on a real Postgres with fsync and synchronous_commit on, over a town of a hundred thousand people: the
// real program through HTTP, the verbs alone, and beside them the floor, which is the same rows written by a bare transaction.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/samedoor/samedoor/internal/driver"
)

// size is how much there is and how long each operation is measured.
type size struct {
	accounts, cases int
	each            time.Duration
}

func main() {
	s := size{}
	flag.IntVar(&s.accounts, "accounts", 100_000, "people in the register")
	flag.IntVar(&s.cases, "cases", 200_000, "cases, one draft with its answers each")
	flag.DurationVar(&s.each, "each", 5*time.Second, "how long each operation is measured, with 1 and with 8 clients")
	stay := flag.Bool("stay", false, "say where the filled database and the server are, and wait for Ctrl-C instead of measuring")
	quick := flag.Bool("quick", false, "a twentieth of it all, to see that it runs; the figures mean little")
	only := flag.Bool("rules", false, "measure only what is worked out in memory: no database")
	log := flag.Bool("audit", false, "measure only the audit log: appending, sequencing, proving at a million entries")
	entries := flag.Int("entries", 1_000_000, "with -audit: how many entries are in the log when it is asked for proofs")
	crowd := flag.Int("people", 0, "measure only finding people, among so many made up")
	asks := flag.Int("asks", 20_000, "with -people: how many are looked for to count who is found, and who is linked wrongly")
	learn := flag.Bool("learn", false, "with -people: learn the weights of matching from them first, as the weekly job does; else the shipped ones are used")
	flag.Parse()
	if *crowd > 0 {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		if err := measurePeople(ctx, os.Stdout, *crowd, *asks, s.each, *learn); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if *only {
		if err := measureRules(os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if *log {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		if err := measureAudit(ctx, os.Stdout, *entries, s.each); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if *quick {
		s = size{accounts: s.accounts / 20, cases: s.cases / 20, each: time.Second}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, s, *stay); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s size, stay bool) error {
	began := time.Now()
	dir, err := os.MkdirTemp("", "samedoor-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o711); err != nil { // the database's user must be able to pass through
		return err
	}
	w, err := open(ctx, dir, s)
	if err != nil {
		return err
	}
	defer w.close()
	if stay {
		fmt.Println("The database is", w.pg.DSN("bench"), "and the server", w.public, "(driver.agent,", driver.Password+")")
		<-ctx.Done()
		return nil
	}
	t, err := w.measureAll(ctx)
	if err != nil {
		return err
	}
	t.print(os.Stdout, s)
	if err := measureRules(os.Stdout); err != nil {
		return err
	}
	say("done in %v", time.Since(began).Round(time.Second))
	return nil
}

// say tells how far it is.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...) }
