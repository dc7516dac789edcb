package ui_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui"
	"github.com/samedoor/samedoor/ui/demo"
	"github.com/samedoor/samedoor/ui/session"
)

// bundle is the whole site, with one agency, a member of staff in each role, and a person with two applications: one is open, one
// has become a case with a document.
type bundle struct {
	*testing.T
	db       *pgxpool.Pool
	office   *cases.Office
	register *accounts.Register
	login    *fake.OneLogin
	gate     *signin.Gate
	routes   chi.Router
	url      string
	agency   staff.Agency
	agent    audit.Actor
	draft    cases.Draft
	sent     cases.Case
	document services.FileRef
}

const password = "a password of tests"

var logged = &lines{}

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.NewJSONHandler(logged, &slog.HandlerOptions{Level: slog.LevelDebug})))
	code := m.Run()
	if broken := logged.with(`"level":"ERROR"`); len(broken) > 0 {
		fmt.Fprintln(os.Stderr, "logged while the tests ran:", strings.Join(broken, ""))
		code = 1
	}
	os.Exit(code)
}

// lines is the log of all tests of this package.
type lines struct {
	mu  sync.Mutex
	all []string
}

func (l *lines) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, string(line))
	return len(line), nil
}

func (l *lines) with(text string) (out []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, line := range l.all {
		if strings.Contains(line, text) {
			out = append(out, line)
		}
	}
	return out
}

func setup(t *testing.T, public string) *bundle {
	t.Helper()
	b := &bundle{T: t, db: pgtest.New(t)}
	jobs, err := river.NewClient(riverpgxv5.New(b.db), &river.Config{})
	must(t, err)
	press, err := sheet.New()
	must(t, err)
	library := services.NewLibrary(b.db)
	for _, s := range library.All() {
		must(t, services.Publish(t.Context(), b.db, s))
	}
	library = library.ForDemo()
	desk := staff.New(b.db, []byte("a secret of tests, of 32 bytes  "))
	b.register = accounts.New(b.db, []byte("a secret of tests, of 32 bytes  "))
	dir := t.TempDir()
	post := letters.New(letters.Config{DB: b.db, Jobs: jobs, Press: press, Printer: letters.Folder{Dir: dir}, Codes: b.register.CodeText, Public: public,
		Workday: func(d time.Time) time.Time { return cases.AddWorkingDays("england-and-wales", d, 1) }})
	b.office = cases.New(cases.Config{DB: b.db, Jobs: jobs, Library: library, Register: b.register, Post: post, Public: public})
	b.register.Demo, b.register.BornOf, b.register.Cleared = true, b.office.BornOf, staff.ClearedTx
	texts := sms.New(sms.Config{DB: b.db, Jobs: jobs, Office: b.office, Register: b.register, AuthToken: "token", Public: public})
	gate, err := signin.New(signin.Config{DB: b.db, Jobs: jobs, Register: b.register, Office: b.office, Secret: []byte("a secret of tests, of 32 bytes  "), Public: public, Name: "Samedoor",
		OneLogin: b.oneLogin(public)})
	must(t, err)
	b.gate = gate
	https := strings.HasPrefix(public, "https:")
	sessions := session.New(b.db, desk, https)
	t.Cleanup(sessions.Close)
	server := httptest.NewUnstartedServer(nil)
	b.url = "http://" + server.Listener.Addr().String()
	twilio := fake.NewTwilio(fake.Options{AccountSID: "AC1", AuthToken: "token", Number: "+447700900999", Public: public, Target: b.url})
	c := ui.Config{Office: b.office, Register: b.register, Staff: desk, Post: post, Contacts: phone.New(b.db, b.register), Texts: texts, Library: library,
		Forms:    paper.New(paper.Config{DB: b.db, Press: press, Office: b.office, Public: public, Now: time.Now}),
		Sessions: sessions, Gate: gate, Public: public, HTTPS: https, Ready: func() error { return b.db.Ping(context.Background()) },
		Demo: &demo.Config{Twilio: twilio, Texts: texts, Post: post, PrintDir: dir, Service: "/apply/anytown/blue-badge", Agency: "Anytown Council"}}
	b.routes = ui.Routes(c)
	server.Config.Handler = ui.New(c)
	server.Start()
	t.Cleanup(server.Close)
	b.people(desk, library)
	return b
}

// oneLogin starts a pretended One Login with two people: one is on record, one is not and cannot prove who they are.
func (b *bundle) oneLogin(public string) *signin.OneLoginConfig {
	b.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(b, err)
	b.login = fake.NewOneLogin(fake.OneLoginOptions{ClientID: "samedoor", Key: key.Public(), Redirect: public + signin.BackPath, Left: public + signin.LeftPath,
		Users: []fake.OneLoginUser{{Subject: "mair", Given: []string{"Mair"}, Family: "Teasel", Born: "1950-03-05", Postcode: "ZA1 1AA", Proves: true},
			{Subject: "new", Given: []string{"Wen"}, Family: "Li", Born: "1979-12-30"}}})
	server := httptest.NewServer(b.login)
	b.Cleanup(server.Close)
	b.login.At(server.URL)
	return &signin.OneLoginConfig{Issuer: b.login.Issuer(), ClientID: "samedoor", Key: key}
}

func (b *bundle) people(desk *staff.Office, library *services.Library) {
	b.Helper()
	var err error
	b.agency, err = desk.AddAgency(b.Context(), staff.Agency{Slug: "anytown", NameEn: "Anytown Council", NameCy: "Cyngor Anytown", Nation: "england-and-wales",
		Services: []string{"blue-badge"}, Settings: staff.Settings{Phone: "020 7946 0123", HoursEn: "Mondays", HoursCy: "Dydd Llun",
			Address: []string{"1 Civic Way", "Anytown", "ZA1 1AA"}}})
	must(b, err)
	for _, role := range []staff.Role{staff.Agent, staff.Caseworker, staff.Leader} {
		m, err := desk.AddMember(b.Context(), staff.Member{Agency: b.agency.ID, Username: string(role), DisplayName: "The " + string(role), Role: role}, password)
		must(b, err)
		if role == staff.Agent {
			b.agent = m.Actor(channels.Phone)
		}
	}
	badge, _ := library.Current("blue-badge")
	who, problems, err := b.register.Create(b.Context(), b.agent, accounts.Details{FullName: "Mair Teasel", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5},
		Mobile: "07700 900980", Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"}})
	must(b, err)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	b.sent = b.send(badge, who.ID)
	b.draft = b.begin(who.ID)
}

func (b *bundle) begin(account int64) cases.Draft {
	b.Helper()
	d, err := b.office.Start(b.Context(), b.agent, cases.StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: account, Lang: lang.En, Prefill: true})
	must(b, err)
	return d
}

// send takes a whole application, with a document, and sends it.
func (b *bundle) send(badge *services.Service, account int64) cases.Case {
	b.Helper()
	d, today := b.begin(account), services.DayOf(time.Now())
	for range 80 {
		q := badge.Next(d.Values(), today).Question
		if q == nil {
			break
		}
		inputs := []services.Input{q.Example(today)}
		switch {
		case q.ID == "applying-for":
			inputs[0] = services.Input{Fields: map[string][]string{"value": {"self"}}}
		case q.Kind == services.List:
			inputs[0].Fields["op"] = []string{"add"}
			inputs = append(inputs, services.Input{Fields: map[string][]string{"op": {"done"}}})
		case q.Kind == services.File && b.document.ID == 0:
			var err error
			b.document, err = b.office.AddDocument(b.Context(), b.agent, d.ID, q.ID, q.Accept[0], `odd "name" <b>.png`, bytes.NewReader(picture))
			must(b, err)
			inputs[0] = services.Input{Files: []services.FileRef{b.document}}
			inputs = append(inputs, services.Input{Fields: map[string][]string{"op": {"done"}}})
		}
		for _, in := range inputs {
			out, err := b.office.Answer(b.Context(), b.agent, cases.AnswerInput{Draft: d.ID, Question: q.ID, Input: in, SeenRev: d.Answers[q.ID].Rev})
			must(b, err)
			if len(out.Problems) > 0 {
				b.Fatalf("%s: %v", q.ID, out.Problems)
			}
			d = out.Draft
		}
	}
	must(b, b.office.MarkRead(b.Context(), b.agent, d.ID, cases.EverySection, d.Rev))
	c, problems, err := b.office.Submit(b.Context(), b.agent, d.ID)
	must(b, err)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	return c
}

// picture is the beginning of a PNG: enough to be known by its content.
var picture = append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), make([]byte, 100)...)

// browser keeps cookies and follows nothing.
type browser struct {
	*bundle
	http.Client
}

func (b *bundle) browser() *browser {
	jar, err := cookiejar.New(nil)
	must(b, err)
	return &browser{b, http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as is the browser of a member of staff; "" is nobody's.
func (b *bundle) as(username string) *browser {
	b.Helper()
	w := b.browser()
	if username != "" {
		if a := w.ask("POST", "/desk/sign-in", url.Values{"username": {username}, "password": {password}}); a.status != http.StatusSeeOther {
			b.Fatalf("%s cannot sign in: %d", username, a.status)
		}
	}
	return w
}

type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends a request, with headers as name, value pairs. The answer is whole.
func (w *browser) ask(method, path string, form url.Values, headers ...string) answer {
	w.Helper()
	req, err := http.NewRequestWithContext(w.Context(), method, w.url+path, strings.NewReader(form.Encode()))
	must(w, err)
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := w.Do(req)
	must(w, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(w, err)
	return answer{res.StatusCode, res.Header, string(body)}
}

// route is one line of the table of routes.
type route struct{ method, pattern string }

// all are the routes; one that takes every method counts as GET.
func (b *bundle) all() (out []route) {
	b.Helper()
	must(b, chi.Walk(b.routes, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if method == http.MethodGet || method == http.MethodPost && pattern != "/static/*" {
			out = append(out, route{method, pattern})
		}
		return nil
	}))
	return out
}

// at is a route's path to something that is there.
func (b *bundle) at(r route) string {
	ref := b.draft.Reference
	if strings.HasPrefix(r.pattern, "/desk/case/") {
		ref = b.sent.Reference
	}
	id := fmt.Sprint(b.draft.Account)
	switch {
	case strings.HasPrefix(r.pattern, "/desk/document/"):
		id = fmt.Sprint(b.document.ID)
	case strings.HasPrefix(r.pattern, "/desk/typing/"):
		id = fmt.Sprint(b.draft.ID)
	case !strings.HasPrefix(r.pattern, "/desk/person/"):
		id = "1"
	}
	return strings.NewReplacer("{ref}", ref, "{id}", id, "{agency}", "anytown", "{service}", "blue-badge", "{question}", "gender", "{lang}", "cy",
		"{code}", "2BCD-3FGH-4JKM", "{phone}", "+447700900980", "{letter}", "1", "{page}", "1", "*", "samedoor.css").Replace(r.pattern)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
