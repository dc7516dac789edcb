package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"

	"github.com/samedoor/samedoor/internal/driver"
	"github.com/samedoor/samedoor/staff"
)

// desk is a member of staff who begins applications for people on the phone and hands them over, by text or by letter, until stop.
func desk(stop context.Context, w *world, l *ledger, number func() int, rnd *rand.Rand) {
	transport := driver.Transport(1)
	defer transport.CloseIdleConnections()
	c := &client{w: w, l: l, b: driver.NewBrowser(w.public, transport), rnd: rnd}
	if _, err := c.press(stop, "/desk/sign-in", url.Values{"username": {"driver.agent"}, "password": {driver.Password}}, "/desk"); err != nil {
		return
	}
	// nothing begins without a conversation
	if _, err := c.press(stop, "/desk/contact", url.Values{"reason": {"apply"}, "door": {"phone"}}, "/desk"); err != nil {
		return
	}
	for stop.Err() == nil {
		_ = c.handOver(stop, number()) // what was odd is in the ledger
	}
}

// handOver makes a person, an application of theirs, and presses the button.
func (c *client) handOver(stop context.Context, n int) error {
	account, err := c.person(stop, n)
	if err != nil {
		return err
	}
	at, err := c.press(stop, "/desk/draft", url.Values{"service": {c.w.house.Service.ID}, "account": {fmt.Sprint(account)}, "why": {"prepare-call"}}, "/desk/draft/")
	if err != nil {
		return err
	}
	ref := strings.Split(at, "/")[3]
	for _, kind := range [][]string{{"text-link"}, {"letter"}, {"text-link", "letter"}}[c.rnd.IntN(3)] {
		began := time.Now()
		if _, err := c.press(stop, "/desk/draft/"+ref+"/"+kind, url.Values{}, "/desk/draft/"+ref); err != nil {
			return err
		}
		c.l.note(func() { c.l.presses = append(c.l.presses, press{ref, kind, time.Since(began)}) })
	}
	return nil
}

// person makes an account. It calls the verb: what is tried here is the handing over.
func (c *client) person(stop context.Context, n int) (int64, error) {
	who := driver.Somebody(n)
	who.Mobile = fmt.Sprintf("07700 900%03d", n%900)
	for {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		a, problems, err := c.w.house.Register.Create(ctx, c.w.house.Actor(staff.Agent), who)
		cancel()
		if err == nil && len(problems) == 0 {
			return a.ID, nil
		}
		if len(problems) > 0 {
			c.l.strange("creating person %d: %v", n, problems)
			return 0, errOdd
		}
		select {
		case <-stop.Done():
			return 0, stop.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
