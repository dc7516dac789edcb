package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/migrations"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui"
	visitors "github.com/samedoor/samedoor/ui/session"
)

// app is every package, wired from low to high. It is the same for serve, work and run, which differ only in what of it they start.
type app struct {
	cfg      *Config
	log      *slog.Logger
	pool     *pgxpool.Pool
	jobs     *river.Client[pgx.Tx] // only inserts; the one that works is made in work.go
	library  *services.Library
	audit    *audit.Log
	staff    *staff.Office
	register *accounts.Register
	post     *letters.Room
	office   *cases.Office
	contacts *phone.Log
	texts    *sms.Desk
	forms    *paper.Desk
	gate     *signin.Gate
	sessions *visitors.Store
	demo     *demonstration // nil but for run with demonstration data
}

// newApp needs a database of this program's shape. The error is a plain sentence.
func newApp(ctx context.Context, cfg *Config, log *slog.Logger, d *demonstration) (*app, error) {
	slog.SetDefault(log)
	pool, err := open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	a := &app{cfg: cfg, log: log, pool: pool, demo: d}
	if err := migrations.Current(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	if err := a.wire(ctx, time.Now); err != nil {
		pool.Close()
		return nil, err
	}
	return a, nil
}

// wire makes the packages, each with the insert-only client it enqueues by.
func (a *app) wire(ctx context.Context, now func() time.Time) (err error) {
	a.jobs, err = river.NewClient(riverpgxv5.New(a.pool), &river.Config{Logger: a.log})
	if err != nil {
		return fmt.Errorf("making the job client: %w", err)
	}
	press, err := sheet.New()
	if err != nil {
		return err
	}
	if err := a.publish(ctx); err != nil {
		return err
	}
	if a.audit, err = audit.Open(a.pool, a.cfg.AuditKey()); err != nil {
		return err
	}
	a.staff = staff.New(a.pool, a.cfg.Key("staff"))
	a.register = accounts.New(a.pool, a.cfg.Key("accounts"))
	if err := a.register.SealWith(a.cfg.SealingKeys...); err != nil {
		return err
	}
	a.register.Demo, a.register.Now, a.register.Cleared = a.demo != nil, now, staff.ClearedTx
	a.register.Jobs, a.register.Quiet = a.jobs, a.cfg.Quiet
	if a.demo != nil && a.cfg.Quiet == accounts.NightHours {
		a.register.Quiet = "" // who tries it in the evening sees the texts come
	}
	a.post = letters.New(letters.Config{DB: a.pool, Jobs: a.jobs, Press: press, Printer: letters.Folder{Dir: a.cfg.PrintDir},
		Codes: a.register.CodeText, Public: a.cfg.PublicURL,
		Workday: func(d time.Time) time.Time { return cases.AddWorkingDays("england-and-wales", d, 1) }})
	a.office = cases.New(cases.Config{DB: a.pool, Jobs: a.jobs, Library: a.library, Register: a.register, Post: a.post,
		Public: a.cfg.PublicURL, Now: now})
	a.register.BornOf, a.register.ServiceName = a.office.BornOf, a.serviceName
	a.forms = paper.New(paper.Config{DB: a.pool, Press: press, Office: a.office, Public: a.cfg.PublicURL, Now: now})
	a.contacts = phone.New(a.pool, a.register)
	a.register.Keepers = append(a.register.Keepers, a.office.Keeper(), a.contacts.Keeper(), signin.Keeper())
	if err := a.offerStaff(now); err != nil {
		return err
	}
	if err := a.wireSignIn(now); err != nil {
		return err
	}
	return a.wireTexts(now)
}

func (a *app) wireSignIn(now func() time.Time) (err error) {
	c := signin.Config{DB: a.pool, Jobs: a.jobs, Register: a.register, Office: a.office, Secret: a.cfg.Key("sign-in"), Public: a.cfg.PublicURL,
		Name: "Samedoor", Now: now}
	one := a.cfg.OneLogin
	if a.demo != nil {
		one = a.demo.oneLogin
	}
	if one.Issuer != "" {
		if one.ClientID == "" || one.Key == nil {
			return errors.New("SAMEDOOR_ONELOGIN_ISSUER is set: SAMEDOOR_ONELOGIN_CLIENT_ID and SAMEDOOR_ONELOGIN_KEY are needed with it")
		}
		c.OneLogin = &one
	}
	if a.gate, err = signin.New(c); err != nil {
		return err
	}
	a.register.Changed = a.gate.Changed
	return nil
}

// publish puts the definitions this program carries among the published ones, so that drafts can be pinned to them.
func (a *app) publish(ctx context.Context) error {
	a.library = services.NewLibrary(a.pool)
	for _, s := range a.library.All() {
		if err := services.Publish(ctx, a.pool, s); err != nil {
			return err
		}
	}
	if a.demo != nil {
		a.library = a.library.ForDemo()
	}
	if err := a.library.Refresh(ctx); err != nil { // what a newer program published is not ours to begin
		a.log.Warn("published services", "error", err)
	}
	return nil
}

// serviceName is what a service is called now; one that is gone, by its id.
func (a *app) serviceName(id string, l lang.Lang) string {
	if s, ok := a.library.Current(id); ok {
		return s.Word(l, "name", nil)
	}
	return id
}

// watch takes up what is published while the program runs.
func (a *app) watch(ctx context.Context) {
	a.library.Watch(ctx, func(err error) { a.log.Warn("published services", "error", err) })
}

func (a *app) wireTexts(now func() time.Time) error {
	t := a.cfg.Twilio
	if a.demo != nil {
		t = a.demo.twilio
	}
	var sender sms.Sender = noTexts{}
	if t.AccountSID != "" {
		real, err := sms.NewTwilio(sms.TwilioConfig{AccountSID: t.AccountSID, AuthToken: t.AuthToken, From: t.From,
			Public: a.cfg.PublicURL, Base: t.BaseURL})
		if err != nil {
			return err
		}
		sender = real
	}
	a.texts = sms.New(sms.Config{DB: a.pool, Jobs: a.jobs, Office: a.office, Register: a.register, Sender: sender,
		Forms: a.forms.Making(paper.Left), AuthToken: t.AuthToken, Public: a.cfg.PublicURL, Now: now})
	return nil
}

// handler is the whole web site.
func (a *app) handler() http.Handler {
	https := strings.HasPrefix(a.cfg.PublicURL, "https://")
	a.sessions = visitors.New(a.pool, a.staff, https)
	c := ui.Config{Office: a.office, Register: a.register, Staff: a.staff, Post: a.post, Contacts: a.contacts, Texts: a.texts, Forms: a.forms,
		Library: a.library, Sessions: a.sessions, Gate: a.gate, Public: a.cfg.PublicURL, HTTPS: https, Proxies: a.cfg.Proxies, Ready: a.ready}
	if a.demo != nil {
		c.Demo = a.demo.pages(a)
	}
	return ui.New(c)
}

// workers are every job the program knows how to do.
func (a *app) workers() *river.Workers {
	w := river.NewWorkers()
	a.audit.Register(w)
	river.AddWorker(w, &accounts.Learner{Register: a.register})
	river.AddWorker(w, &accounts.Sealer{Register: a.register, More: sealedColumns()})
	river.AddWorker(w, &accounts.Comparer{Register: a.register})
	a.staff.Register(w)
	a.post.Register(w)
	a.office.Register(w)
	a.gate.Register(w)
	a.texts.Register(w)
	return w
}

// periodic are the jobs that nobody asks for.
func (a *app) periodic() []*river.PeriodicJob {
	return slices.Concat(a.audit.Periodic(), a.staff.Periodic(), a.office.Periodic(), a.post.Periodic(), a.texts.Periodic(), []*river.PeriodicJob{accounts.Sealing(), accounts.Comparing(), accounts.Learning()})
}

func (a *app) close() {
	if a.sessions != nil {
		a.sessions.Close()
	}
	a.pool.Close()
}

// ready says whether the database answers, within two seconds.
func (a *app) ready() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	return a.pool.Ping(ctx)
}

// noTexts is the Sender of an office without Twilio: texts wait until there is one.
type noTexts struct{}

func (noTexts) Send(context.Context, accounts.Way, string) (string, error) {
	return "", &sms.SendError{Outcome: sms.Retry, Code: 20003}
}

func (noTexts) Find(context.Context, string, string, time.Time) ([]string, error) {
	return nil, nil
}

func (noTexts) Fetch(context.Context, string, int64) ([]byte, error) { return nil, sms.ErrNoMedia }
