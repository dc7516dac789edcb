package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// errUsedUp ends a measurement: there is nothing left to do the operation on.
var errUsedUp = errors.New("used up")

// figures are one operation by so many clients.
type figures struct {
	n             int
	wall          time.Duration
	p50, p95, p99 time.Duration
	peak          int64 // bytes of server memory while it ran; 0 where it is not known
}

func (f figures) rate() float64 {
	if f.wall == 0 {
		return 0
	}
	return float64(f.n) / f.wall.Seconds()
}

// measure has clients do an operation one after the other for so long. Each call is timed by itself; what a client prepares before
// calling op is not.
func measure(ctx context.Context, clients int, most time.Duration, op func(ctx context.Context, client int) (time.Duration, error)) (figures, error) {
	var mu sync.Mutex
	var all []time.Duration
	var failed error
	var wg sync.WaitGroup
	began := time.Now()
	for client := range clients {
		wg.Go(func() {
			var took []time.Duration
			for time.Since(began) < most && ctx.Err() == nil {
				d, err := op(ctx, client)
				if errors.Is(err, errUsedUp) {
					break
				}
				if err != nil {
					mu.Lock()
					failed = errors.Join(failed, err)
					mu.Unlock()
					return
				}
				took = append(took, d)
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, took...)
		})
	}
	wg.Wait()
	f := figures{n: len(all), wall: time.Since(began)}
	if failed != nil || len(all) == 0 {
		return f, errors.Join(failed, ctx.Err())
	}
	slices.Sort(all)
	at := func(part int) time.Duration { return all[min(len(all)-1, len(all)*part/100)] }
	f.p50, f.p95, f.p99 = at(50), at(95), at(99)
	return f, nil
}

// timed is how long a call took.
func timed(call func() error) (time.Duration, error) {
	began := time.Now()
	err := call()
	return time.Since(began), err
}
