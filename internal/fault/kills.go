package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/samedoor/samedoor/internal/driver"
	"github.com/samedoor/samedoor/internal/fake"
)

// pace stretches the time between two kills. Where a storm has lasted as long as it was meant to and its clients have not got enough done, the
// machine is slow: kills come ever more rarely then, so that it ends.
type pace func(time.Duration) time.Duration

func slowing(after time.Duration) pace {
	began := time.Now()
	return func(d time.Duration) time.Duration {
		late := time.Since(began) - after
		if late <= 0 {
			return d
		}
		return time.Duration(float64(d) * (1 + late.Seconds()/5))
	}
}

// kills counts what was killed.
type kills struct{ serve, work, postgres atomic.Int64 }

// between is a random time.
func between(rnd *rand.Rand, least, most time.Duration) time.Duration {
	return least + time.Duration(rnd.Int64N(int64(most-least)))
}

// wait waits so long, or until stop; false for that.
func wait(stop context.Context, d time.Duration) bool {
	select {
	case <-stop.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// life starts a command of the program, lets it live for a random time once it is up, kills it with -9, and so on until stop. The last
// one is killed too.
func (w *world) life(stop context.Context, command string, slower pace, rnd *rand.Rand, killed *atomic.Int64) error {
	for stop.Err() == nil {
		p, err := w.program.Start(command)
		if err != nil {
			return err
		}
		if command == "serve" {
			// One that finds no database ends by itself, and is started again: a supervisor would do the same.
			_ = p.Answers(stop, w.public)
		}
		select {
		case <-stop.Done():
		case <-p.Exited():
			wait(stop, 100*time.Millisecond)
			continue
		case <-time.After(slower(between(rnd, 300*time.Millisecond, 3*time.Second))):
		}
		p.Kill()
		killed.Add(1)
	}
	return nil
}

// crashes kills the database every so often, and starts it again at once.
func (w *world) crashes(stop context.Context, every time.Duration, slower pace, rnd *rand.Rand, killed *atomic.Int64) error {
	for wait(stop, slower(between(rnd, every/2, every*3/2))) {
		// Not stop: a database half started would be left.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(stop), 2*time.Minute)
		err := w.killPostgres(ctx)
		cancel()
		if err != nil {
			return fmt.Errorf("after kill -9: %w", err)
		}
		killed.Add(1)
	}
	return nil
}

// trouble makes Twilio misbehave now and then: it cuts the connection having taken the text, takes it and never answers, never answers
// and has not taken it, or has had too many requests.
func (w *world) trouble(stop context.Context, faults []fake.Fault, rnd *rand.Rand) {
	for wait(stop, between(rnd, 200*time.Millisecond, 1500*time.Millisecond)) {
		w.twilio.Fail(fake.Rule{Times: 1, Fault: faults[rnd.IntN(len(faults))]})
	}
	w.twilio.Mend()
}

// printing gathers the letters that wait, as a leader may at any time, instead of once a day: by the button, and by the verb beside it,
// so that two cut-offs meet now and then.
func (w *world) printing(stop context.Context, l *ledger, rnd *rand.Rand) {
	transport := driver.Transport(1)
	defer transport.CloseIdleConnections()
	c := &client{w: w, l: l, b: driver.NewBrowser(w.public, transport), rnd: rnd}
	if _, err := c.press(stop, "/desk/sign-in", url.Values{"username": {"driver.leader"}, "password": {driver.Password}}, "/desk"); err != nil {
		return
	}
	for wait(stop, between(rnd, 300*time.Millisecond, 1500*time.Millisecond)) {
		if rnd.IntN(2) == 0 {
			_, _ = c.press(stop, "/desk/letters/print", url.Values{}, "/desk/letters") // what was odd is in the ledger
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		_, _ = w.house.Post.BatchNow(ctx, 0, time.Now()) // while the database is away: next time
		cancel()
	}
}
