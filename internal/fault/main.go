// Command fault kills Samedoor with -9 at random moments, its processes and its database, while citizens apply, staff hand over and
// texts and letters go out; then it lets one clean run settle, and counts: whatever anybody was told was done, must have been, once.
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
	"github.com/samedoor/samedoor/internal/fake"
)

func main() {
	minutes := flag.Float64("minutes", 2, "how long to kill and restart")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the random moments; the moments of the machine are its own")
	keep := flag.Bool("keep", false, "keep the folder with database, prints and log, and say where it is")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *minutes, *seed, *keep); err != nil {
		fmt.Fprintln(os.Stderr, "fault:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, minutes float64, seed uint64, keep bool) error {
	dir, err := os.MkdirTemp("", "samedoor-fault-")
	if err != nil {
		return err
	}
	if keep {
		fmt.Println("fault: everything is kept in", dir)
	} else {
		defer os.RemoveAll(dir)
	}
	if err := os.Chmod(dir, 0o711); err != nil { // the database's user must be able to pass through
		return err
	}
	fmt.Println("fault: building the program")
	bin, err := driver.Build(ctx, dir)
	if err != nil {
		return err
	}
	w, err := open(ctx, dir, bin)
	if err != nil {
		return err
	}
	defer w.close()
	p := plan{seed: seed, lasts: time.Duration(minutes * float64(time.Minute)), citizens: 4, staff: 2, crashes: 15 * time.Second,
		settles: 10 * time.Minute, faults: []fake.Fault{{}, {Do: fake.Close}, {Do: fake.Hang}, {Do: fake.Refuse, Code: 20429}, {Do: fake.HangBefore}, {Do: fake.Close}}}
	fmt.Printf("fault: killing for %v, seed %d\n", p.lasts, p.seed)
	r, err := w.torment(ctx, p)
	if err != nil {
		return err
	}
	r.print(os.Stdout)
	if len(r.found.wrong) > 0 {
		return fmt.Errorf("%d things were lost, doubled or stuck", len(r.found.wrong))
	}
	return nil
}
