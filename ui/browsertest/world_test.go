package browsertest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/internal/demodata"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui"
	"github.com/samedoor/samedoor/ui/demo"
	"github.com/samedoor/samedoor/ui/session"
)

// world is the running system of one test, and what stands around it.
type world struct {
	*testing.T
	url      string
	db       *pgxpool.Pool
	library  shelf
	badge    *services.Service
	staff    *staff.Office
	register *accounts.Register
	post     *letters.Room
	office   *cases.Office
	contacts *phone.Log
	texts    *sms.Desk
	forms    *paper.Desk
	twilio   *fake.Twilio
	login    *fake.OneLogin
	gate     *signin.Gate
	printDir string
	routes   chi.Router
	jobs     *river.Client[pgx.Tx]
}

// The accounts of everybody outside, as in the demonstration.
const (
	textNumber = "+447700900999"
	startAt    = "/apply/anytown/blue-badge"
)

// newWorld starts the system and loads a town of so many citizens, one at least; its two agencies and six members of staff are always there.
func newWorld(t *testing.T, citizens int) *world {
	t.Helper()
	w := &world{T: t, printDir: t.TempDir()}
	w.connect()
	server := httptest.NewUnstartedServer(nil)
	w.url = "http://" + server.Listener.Addr().String()
	w.wire()
	must(t, w.staff.Offer(staff.Ways{Public: w.url}))
	sessions := session.New(w.db, w.staff, false)
	t.Cleanup(sessions.Close)
	gate, err := signin.New(signin.Config{DB: w.db, Jobs: w.jobs, Register: w.register, Office: w.office, Secret: []byte("a secret of tests, of 32 bytes  "),
		Public: w.url, Name: "Samedoor", OneLogin: w.oneLogin()})
	must(t, err)
	w.gate = gate
	c := ui.Config{Gate: gate, Office: w.office, Register: w.register, Staff: w.staff, Post: w.post, Contacts: w.contacts, Texts: w.texts,
		Forms: w.forms, Library: w.library, Sessions: sessions, Public: w.url, Demo: w.demo(), Ready: func() error { return w.db.Ping(context.Background()) }}
	w.routes = ui.Routes(c)
	server.Config.Handler = ui.New(c)
	server.Config.ErrorLog = slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn)
	server.Start()
	t.Cleanup(server.Close)
	w.work()
	w.load(citizens)
	return w
}

// oneLogin starts a pretended One Login beside the system.
func (w *world) oneLogin() *signin.OneLoginConfig {
	w.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(w.T, err)
	w.login = fake.NewOneLogin(fake.OneLoginOptions{ClientID: "samedoor", Key: key.Public(), Redirect: w.url + signin.BackPath, Left: w.url + signin.LeftPath,
		Logout: w.url + signin.LogoutPath, Users: []fake.OneLoginUser{{Subject: "new-en", Given: []string{"Wen"}, Family: "Li", Born: "1979-12-30"},
			{Subject: "new-cy", Given: []string{"Wen"}, Family: "Li", Born: "1979-12-30"}}})
	server := httptest.NewServer(w.login)
	w.Cleanup(server.Close)
	w.login.At(server.URL)
	return &signin.OneLoginConfig{Issuer: w.login.Issuer(), ClientID: "samedoor", Key: key}
}

// connect opens as many connections as a page and its jobs need at once; pgtest's own pool has few.
func (w *world) connect() {
	w.Helper()
	cfg, err := pgxpool.ParseConfig(pgtest.New(w.T).Config().ConnString())
	must(w.T, err)
	cfg.MaxConns = 16
	w.db, err = pgxpool.NewWithConfig(context.Background(), cfg)
	must(w.T, err)
	w.Cleanup(w.db.Close)
}

func (w *world) wire() {
	w.Helper()
	ctx, key := w.Context(), func(name string) []byte { return []byte("of a test, thirty-two bytes: " + name) }
	var err error
	w.jobs, err = river.NewClient(riverpgxv5.New(w.db), &river.Config{Logger: slog.Default()})
	must(w.T, err)
	press, err := sheet.New()
	must(w.T, err)
	library := services.NewLibrary(w.db)
	w.library = shelf{library.ForDemo(), samples(w.T)}
	for _, s := range library.All() {
		must(w.T, services.Publish(ctx, w.db, s))
	}
	for _, s := range w.library.samples {
		must(w.T, services.Publish(ctx, w.db, s))
	}
	w.badge, _ = w.library.Current("blue-badge")
	w.staff = staff.New(w.db, key("staff"))
	w.register = accounts.New(w.db, key("accounts"))
	w.register.Demo, w.register.Now, w.register.Cleared = true, time.Now, staff.ClearedTx
	w.post = letters.New(letters.Config{DB: w.db, Jobs: w.jobs, Press: press, Printer: letters.Folder{Dir: w.printDir},
		Codes: w.register.CodeText, Public: w.url,
		Workday: func(d time.Time) time.Time { return cases.AddWorkingDays("england-and-wales", d, 1) }})
	w.office = w.officeAt(time.Now)
	w.register.BornOf = w.office.BornOf
	w.forms = paper.New(paper.Config{DB: w.db, Press: press, Office: w.office, Public: w.url, Now: time.Now})
	w.contacts = phone.New(w.db, w.register)
	w.wireTexts()
}

func (w *world) officeAt(now func() time.Time) *cases.Office {
	return cases.New(cases.Config{DB: w.db, Jobs: w.jobs, Library: w.library, Register: w.register, Post: w.post, Public: w.url, Now: now})
}

// wireTexts puts the pretended Twilio on a loopback port: texts leave and arrive over real HTTP.
func (w *world) wireTexts() {
	w.Helper()
	const account, token = "AC00000000000000000000000000000000", "signswebhooks"
	w.twilio = fake.NewTwilio(fake.Options{AccountSID: account, AuthToken: token, Number: textNumber, Public: w.url, Auto: true, Digits: true})
	server := httptest.NewServer(w.twilio)
	w.Cleanup(server.Close)
	sender, err := sms.NewTwilio(sms.TwilioConfig{AccountSID: account, AuthToken: token, From: textNumber, Public: w.url, Base: server.URL})
	must(w.T, err)
	w.texts = sms.New(sms.Config{DB: w.db, Jobs: w.jobs, Office: w.office, Register: w.register, Sender: sender, AuthToken: token, Public: w.url})
}

func (w *world) demo() *demo.Config {
	c := &demo.Config{Twilio: w.twilio, Texts: w.texts, Post: w.post, PrintDir: w.printDir, Service: startAt, Agency: "Anytown Council"}
	for _, s := range demodata.SignIns() {
		c.SignIns = append(c.SignIns, demo.SignIn{Username: s.Username, Password: demodata.Password, Name: s.Name, Role: s.Role, Agency: s.Agency})
	}
	return c
}

// work starts the workers.
func (w *world) work() {
	w.Helper()
	workers := river.NewWorkers()
	w.post.Register(workers)
	w.office.Register(workers)
	w.gate.Register(workers)
	w.texts.Register(workers)
	client, err := river.NewClient(riverpgxv5.New(w.db), &river.Config{
		Logger: slog.Default(), Workers: workers, TestOnly: true,
		Queues: map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: 4, FetchCooldown: 10 * time.Millisecond, FetchPollInterval: 100 * time.Millisecond},
			letters.Queue:      {MaxWorkers: 2, FetchCooldown: 10 * time.Millisecond, FetchPollInterval: 100 * time.Millisecond},
		},
		JobTimeout: 20 * time.Second, SoftStopTimeout: 20 * time.Second,
	})
	must(w.T, err)
	must(w.T, client.Start(context.Background()))
	w.Cleanup(func() {
		if err := client.Stop(context.Background()); err != nil {
			w.Errorf("stopping the workers: %v", err)
		}
		w.twilio.Wait()
	})
}

func (w *world) load(citizens int) {
	w.Helper()
	must(w.T, demodata.Load(w.Context(), demodata.Config{DB: w.db, OfficeAt: w.officeAt, Register: w.register, Staff: w.staff, Contacts: w.contacts,
		Service: w.badge, Now: time.Now(), Say: func(string) {}, Drain: w.drain, Citizens: max(1, citizens)}))
}

// drain waits until every text is sent, and every letter printed and posted.
func (w *world) drain(ctx context.Context) error {
	if err := w.idle(ctx); err != nil {
		return err
	}
	if _, err := w.post.BatchNow(ctx, 0, time.Now()); err != nil {
		return err
	}
	w.twilio.Wait()
	if err := w.idle(ctx); err != nil {
		return err
	}
	if _, err := fake.Deliver(w.printDir); err != nil {
		return err
	}
	return w.post.Hear(ctx)
}

// idle waits until no job is to be done.
func (w *world) idle(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		var busy bool
		err := w.db.QueryRow(ctx, `select exists (select 1 from river_job where state in ('available', 'running'))`).Scan(&busy)
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

// settled waits for every job, and for the reports that Twilio makes of them.
func (w *world) settled() {
	w.Helper()
	for range 2 { // a report makes jobs of its own
		must(w.T, w.idle(w.Context()))
		w.twilio.Wait()
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
