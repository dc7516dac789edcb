package apply_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui"
	"github.com/samedoor/samedoor/ui/session"
)

// bundle is the whole site over a database of its own, with one agency and an agent on the phone.
type bundle struct {
	*testing.T
	db       *pgxpool.Pool
	office   *cases.Office
	register *accounts.Register
	post     *letters.Room
	badge    *services.Service
	samples  map[string]*services.Service // of tests, see shelf
	agency   staff.Agency
	agent    audit.Actor
	url      string
	now      time.Time
}

const startAt = "/apply/anytown/blue-badge"

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{T: t, db: pgtest.New(t), now: time.Date(2026, time.November, 21, 10, 0, 0, 0, time.UTC)}
	now := func() time.Time { return b.now }
	jobs, err := river.NewClient(riverpgxv5.New(b.db), &river.Config{})
	must(t, err)
	press, err := sheet.New()
	must(t, err)
	library := services.NewLibrary(b.db)
	for _, s := range library.All() {
		must(t, services.Publish(t.Context(), b.db, s))
	}
	all := shelf{library.ForDemo(), samples(t)}
	for _, s := range all.samples {
		must(t, services.Publish(t.Context(), b.db, s))
	}
	b.samples = all.samples
	b.badge, _ = all.Current("blue-badge")
	desk := staff.New(b.db, []byte("secret"))
	b.register = accounts.New(b.db, []byte("a secret of tests, of 32 bytes  "))
	b.post = letters.New(letters.Config{DB: b.db, Jobs: jobs, Press: press, Codes: b.register.CodeText, Public: "https://samedoor.example.org"})
	b.office = cases.New(cases.Config{DB: b.db, Jobs: jobs, Library: all, Register: b.register, Post: b.post, Public: "https://samedoor.example.org", Now: now})
	b.register.Now, b.register.Demo, b.register.BornOf = now, true, b.office.BornOf
	texts := sms.New(sms.Config{DB: b.db, Jobs: jobs, Office: b.office, Register: b.register, Public: "https://samedoor.example.org", Now: now})
	gate, err := signin.New(signin.Config{DB: b.db, Jobs: jobs, Register: b.register, Office: b.office, Secret: []byte("a secret of tests, of 32 bytes  "), Public: "https://samedoor.example.org", Name: "Samedoor", Now: now})
	must(t, err)
	sessions := session.New(b.db, desk, false) // not closed: pgxstore's StopCleanup races with the goroutine it stops, and this ends with the test
	b.addAgency(desk)
	server := httptest.NewServer(ui.New(ui.Config{Office: b.office, Register: b.register, Staff: desk, Post: b.post, Texts: texts,
		Forms:   paper.New(paper.Config{DB: b.db, Press: press, Office: b.office, Public: "https://samedoor.example.org", Now: now}),
		Library: all, Sessions: sessions, Gate: gate, Public: "https://samedoor.example.org", Ready: func() error { return nil }, Now: now}))
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

// shelf is the library with the services of tests beside the real ones: one with all that the web does around the questions, one with
// every kind of question.
type shelf struct {
	*services.Library
	samples map[string]*services.Service
}

func samples(t *testing.T) map[string]*services.Service {
	t.Helper()
	out := map[string]*services.Service{}
	for id, dir := range map[string]string{"garden": "testdata", "every-kind": "../../services/testdata"} {
		s, err := services.Load(os.DirFS(dir), id)
		must(t, err)
		out[id] = s
	}
	return out
}

func (l shelf) Current(id string) (*services.Service, bool) {
	if s := l.samples[id]; s != nil {
		return s, true
	}
	return l.Library.Current(id)
}

func (l shelf) Get(ctx context.Context, id string, version int) (*services.Service, error) {
	if s := l.samples[id]; s != nil && s.Version == version {
		return s, nil
	}
	return l.Library.Get(ctx, id, version)
}

func (b *bundle) addAgency(desk *staff.Office) {
	b.Helper()
	var err error
	b.agency, err = desk.AddAgency(b.Context(), staff.Agency{Slug: "anytown", NameEn: "Anytown Council", NameCy: "Cyngor Anytown",
		Nation: "england-and-wales", Services: []string{"blue-badge", "every-kind", "garden"}, Settings: staff.Settings{Phone: "020 7946 0123", FeePence: 850,
			HoursEn: "Monday to Friday, 8:30am to 5pm", HoursCy: "Llun i Gwener, 8:30yb i 5yh",
			Address: []string{"Blue Badge team", "1 Town Hall Square", "Anytown", "ZA1 1AA"}, Counter: []string{"The library", "2 High Street"}}})
	must(b, err)
	b.agent = audit.Actor{Role: audit.Staff, Agency: b.agency.ID, Door: channels.Phone}
	must(b, b.db.QueryRow(b.Context(), `
		insert into staff (agency_id, username, display_name, role, password_hash) values ($1, 'alex', 'Alex Agent', 'agent', 'none') returning id`,
		b.agency.ID).Scan(&b.agent.ID))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// browser is one citizen's browser: cookies, no scripts, and the page it shows.
type browser struct {
	*bundle
	client *http.Client
	at     *url.URL
	status int
	page   *goquery.Document
}

func (b *bundle) browser(lang string) *browser {
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar, Transport: accept(lang)}
	return &browser{bundle: b, client: client}
}

// accept is a browser that was set to a language.
type accept string

func (a accept) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Accept-Language", string(a))
	return http.DefaultTransport.RoundTrip(r)
}

func (w *browser) open(path string) *browser {
	w.Helper()
	res, err := w.client.Get(w.address(path))
	must(w, err)
	return w.show(res)
}

func (w *browser) post(path string, fields url.Values) *browser {
	w.Helper()
	res, err := w.client.PostForm(w.address(path), fields)
	must(w, err)
	return w.show(res)
}

func (w *browser) address(path string) string {
	if w.at != nil && path == "" {
		return w.at.String()
	}
	return w.url + path
}

// show reads the page and makes sure that it is fit to be shown at all.
func (w *browser) show(res *http.Response) *browser {
	w.Helper()
	defer res.Body.Close()
	page, err := goquery.NewDocumentFromReader(res.Body)
	must(w, err)
	w.at, w.status, w.page = res.Request.URL, res.StatusCode, page
	w.sane()
	return w
}

func (w *browser) text(selector string) string {
	return strings.Join(strings.Fields(w.page.Find(selector).First().Text()), " ")
}

func (w *browser) has(selector string) bool { return w.page.Find(selector).Length() > 0 }

func (w *browser) expect(status int, heading string) *browser {
	w.Helper()
	if w.status != status || !strings.Contains(w.text("h1"), heading) {
		w.Fatalf("%s: %d %q, expected %d %q\n%s", w.at.Path, w.status, w.text("h1"), status, heading, w.text("main"))
	}
	return w
}

func (w *browser) says(text string) *browser {
	w.Helper()
	if all := strings.Join(strings.Fields(w.page.Find("main").Text()), " "); !strings.Contains(all, text) {
		w.Fatalf("%s does not say %q:\n%s", w.at.Path, text, all)
	}
	return w
}

// form is the first form that has something by that selector in it.
func (w *browser) form(selector string) *goquery.Selection {
	w.Helper()
	f := w.page.Find("main form").FilterFunction(func(_ int, f *goquery.Selection) bool { return f.Find(selector).Length() > 0 }).First()
	if f.Length() == 0 {
		w.Fatalf("%s has no form with %s:\n%s", w.at.Path, selector, w.text("main"))
	}
	return f
}

// filled is what a form would post untouched.
func filled(f *goquery.Selection) url.Values {
	out := url.Values{}
	f.Find("input, textarea").Each(func(_ int, x *goquery.Selection) {
		_, checked := x.Attr("checked")
		switch kind := x.AttrOr("type", "text"); {
		case kind == "file", (kind == "radio" || kind == "checkbox") && !checked:
		case goquery.NodeName(x) == "textarea":
			out.Add(x.AttrOr("name", ""), x.Text())
		default:
			out.Add(x.AttrOr("name", ""), x.AttrOr("value", ""))
		}
	})
	return out
}

// send posts a form with some of its fields changed; each must be one of the form's own.
func (w *browser) send(f *goquery.Selection, changed url.Values) *browser {
	w.Helper()
	fields := filled(f)
	for name, values := range changed {
		if f.Find(`[name="`+name+`"]`).Length() == 0 {
			w.Fatalf("%s has no field %q", w.at.Path, name)
		}
		fields[name] = values
		for _, value := range values {
			choice := f.Find(`input[type=radio][name="` + name + `"], input[type=checkbox][name="` + name + `"]`)
			if choice.Length() > 0 && choice.Filter(`[value="`+value+`"]`).Length() == 0 {
				w.Fatalf("%s does not offer %q for %q", w.at.Path, value, name)
			}
		}
	}
	action := f.AttrOr("action", w.at.Path)
	return w.post(action, fields)
}

// other is this page in the other language, with what was typed, where the page takes it along.
func (w *browser) other(typed url.Values) *browser {
	w.Helper()
	switcher := w.page.Find("button[name=language]")
	if switcher.Length() == 0 {
		return w.open(w.page.Find(`a[href^="/language/"]`).AttrOr("href", ""))
	}
	f := w.page.Find("form#" + switcher.AttrOr("form", ""))
	fields := filled(f)
	for name, values := range typed {
		fields[name] = values
	}
	fields.Set("language", switcher.AttrOr("value", ""))
	return w.post(f.AttrOr("action", ""), fields)
}

// begin starts an application and stands at its first question.
func (b *bundle) begin(lang string) *browser {
	b.Helper()
	w := b.browser(lang).open(startAt)
	return w.send(w.form("button.govuk-button--start"), nil)
}

// ref is the reference in the browser's address.
func (w *browser) ref() string {
	parts := strings.Split(w.at.Path, "/")
	if len(parts) < 3 || parts[1] != "application" {
		w.Fatalf("%s is no application's page", w.at.Path)
	}
	return parts[2]
}

func (w *browser) draft() cases.Draft {
	w.Helper()
	d, err := w.office.FindDraft(context.Background(), audit.Actor{Role: audit.Citizen, Door: channels.Web}, w.ref())
	must(w, err)
	return d
}
