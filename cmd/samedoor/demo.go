package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/internal/demodata"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/ui/demo"
)

// demonstration is what stands around the system so that one person can play everybody. It listens on loopback only.
type demonstration struct {
	fake   *fake.Twilio
	twilio Twilio
	server *http.Server
}

// demonstrate starts a pretended Twilio on a loopback port of its own: texts leave and arrive over real HTTP.
func demonstrate(cfg *Config) (*demonstration, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting the pretended Twilio: %w", err)
	}
	d := &demonstration{twilio: Twilio{AccountSID: "AC00000000000000000000000000000000", AuthToken: fmt.Sprintf("%x", cfg.Key("pretended twilio")),
		From: "+447700900999", BaseURL: "http://" + listener.Addr().String()}}
	d.fake = fake.NewTwilio(fake.Options{AccountSID: d.twilio.AccountSID, AuthToken: d.twilio.AuthToken, Number: d.twilio.From,
		Public: cfg.PublicURL, Auto: true, Digits: true})
	d.server = &http.Server{Handler: d.fake, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = d.server.Serve(listener) }() // ends with close
	return d, nil
}

func (d *demonstration) close() {
	if d != nil {
		_ = d.server.Close()
	}
}

// officeAt is the case office by another clock.
func (a *app) officeAt(now func() time.Time) *cases.Office {
	return cases.New(cases.Config{DB: a.pool, Jobs: a.jobs, Library: a.library, Register: a.register, Post: a.post, Public: a.cfg.PublicURL, Now: now})
}

// pages are the front page, the handset and the doormat.
func (d *demonstration) pages(a *app) *demo.Config {
	c := &demo.Config{Twilio: d.fake, Texts: a.texts, Post: a.post, PrintDir: a.cfg.PrintDir, Service: "/apply/anytown/blue-badge", Agency: "Anytown Council"}
	for _, s := range demodata.SignIns() {
		c.SignIns = append(c.SignIns, demo.SignIn{Username: s.Username, Password: demodata.Password, Name: s.Name, Role: s.Role, Agency: s.Agency})
	}
	return c
}

// loadDemo loads the demonstration data if they are not there yet.
func (a *app) loadDemo(ctx context.Context, say func(string)) error {
	if a.demo == nil {
		return nil
	}
	service, ok := a.library.Current("blue-badge")
	if !ok {
		return fmt.Errorf("this program carries no Blue Badge service")
	}
	return demodata.Load(ctx, demodata.Config{DB: a.pool, OfficeAt: a.officeAt, Register: a.register, Staff: a.staff, Contacts: a.contacts,
		Service: service, More: a.library.All(), Now: time.Now(), Say: say, Drain: a.drain})
}

// drain waits while this program's own workers send every text, and print and deliver every letter there is.
func (a *app) drain(ctx context.Context) error {
	if err := a.idle(ctx); err != nil {
		return err
	}
	if _, err := a.post.BatchNow(ctx, 0, time.Now()); err != nil {
		return err
	}
	a.demo.fake.Wait() // the reports of delivery are on their way over HTTP
	if err := a.idle(ctx); err != nil {
		return err
	}
	if _, err := fake.Deliver(a.cfg.PrintDir); err != nil {
		return err
	}
	if err := a.post.Hear(ctx); err != nil {
		return err
	}
	return a.idle(ctx)
}

// idle waits until no job is ready or under way.
func (a *app) idle(ctx context.Context) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		var busy bool
		err := a.pool.QueryRow(ctx, `select exists (select 1 from river_job where state in ('available', 'running'))`).Scan(&busy)
		if err != nil || !busy {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
