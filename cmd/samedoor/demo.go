package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/internal/demodata"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/ui/demo"
)

// demonstration is what stands around the system so that one person can play everybody. It listens on loopback only.
type demonstration struct {
	fake     *fake.Twilio
	twilio   Twilio
	login    *fake.OneLogin
	oneLogin signin.OneLoginConfig
	servers  []*http.Server
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
	d.serve(listener, d.fake)
	if err := d.pretendOneLogin(cfg.PublicURL); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// pretendOneLogin starts a pretended One Login, on a port of its own, where the browser is sent to choose whom to be.
func (d *demonstration) pretendOneLogin(public string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("starting the pretended One Login: %w", err)
	}
	d.login = fake.NewOneLogin(fake.OneLoginOptions{ClientID: "samedoor", Key: key.Public(), Redirect: public + signin.BackPath, Left: public + signin.LeftPath,
		Logout: public + signin.LogoutPath})
	d.login.At("http://" + listener.Addr().String())
	d.oneLogin = signin.OneLoginConfig{Issuer: d.login.Issuer(), ClientID: "samedoor", Key: key}
	d.serve(listener, d.login)
	return nil
}

// serve ends with close.
func (d *demonstration) serve(l net.Listener, h http.Handler) {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	d.servers = append(d.servers, s)
	go func() { _ = s.Serve(l) }()
}

func (d *demonstration) close() {
	if d == nil {
		return
	}
	for _, s := range d.servers {
		_ = s.Close()
	}
}

// users gives the pretended One Login some people of the town, one who cannot prove who they are, and two whom the town does not know.
func (d *demonstration) users(ctx context.Context, a *app) error {
	users := []fake.OneLoginUser{
		{Subject: "urn:samedoor:demo:wen", Given: []string{"Wen"}, Family: "Li", Born: "1979-12-30", Postcode: "ZA2 2AB", About: "newcomer"},
		{Subject: "urn:samedoor:demo:tomos", Given: []string{"Tomos"}, Family: "Bevan", Born: "1961-02-11", Postcode: "ZA4 4AB", Proves: true, About: "newcomer"}}
	err := pgx.BeginFunc(ctx, a.pool, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `
			select id from accounts where died_on is null and not restricted and joined_to is null and date_of_birth is not null order by id limit 4`)
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		for i, id := range ids {
			p, err := a.register.ReadTx(ctx, tx, id)
			if err != nil {
				return err
			}
			users = append(users, townsman(p, i != 1))
		}
		return nil
	})
	d.login.Users(users...)
	return err
}

func townsman(p accounts.Account, proves bool) fake.OneLoginUser {
	names := strings.Fields(p.FullName)
	u := fake.OneLoginUser{Subject: fmt.Sprintf("urn:samedoor:demo:%d", p.ID), Given: names[:len(names)-1], Family: names[len(names)-1],
		Born: p.DateOfBirth.Time().Format(time.DateOnly), Proves: proves, About: "on_record"}
	if p.Address != nil {
		u.Postcode = p.Address.Postcode
	}
	return u
}

// officeAt is the case office by another clock.
func (a *app) officeAt(now func() time.Time) *cases.Office {
	return cases.New(cases.Config{DB: a.pool, Jobs: a.jobs, Library: a.library, Register: a.register, Post: a.post, Public: a.cfg.PublicURL, Now: now})
}

// pages are the front page, the handset and the doormat.
func (d *demonstration) pages(a *app) *demo.Config {
	c := &demo.Config{Twilio: d.fake, Texts: a.texts, Post: a.post, PrintDir: a.cfg.PrintDir, Service: "/apply/anytown/blue-badge", Agency: "Anytown Council", Phrase: demodata.Phrase}
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
	err := demodata.Load(ctx, demodata.Config{DB: a.pool, OfficeAt: a.officeAt, Register: a.register, Staff: a.staff, Contacts: a.contacts,
		Service: service, More: a.library.All(), Now: time.Now(), Say: say, Drain: a.drain})
	if err != nil {
		return err
	}
	return a.demo.users(ctx, a)
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
