package account_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/jackc/pgx/v5"
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
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui"
	"github.com/samedoor/samedoor/ui/session"
)

// bundle is the whole site over a database of its own, with two agencies and somebody who has begun an application to the first.
type bundle struct {
	*testing.T
	db        *pgxpool.Pool
	office    *cases.Office
	register  *accounts.Register
	post      *letters.Room
	agency    staff.Agency
	neighbour staff.Agency
	agent     audit.Actor // of the first agency, in a team
	leader    audit.Actor
	stranger  audit.Actor // of the neighbour
	who       accounts.Account
	draft     cases.Draft
	url       string
}

func setup(t *testing.T) *bundle {
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
	desk := staff.New(b.db, []byte("secret"))
	const public = "https://samedoor.example.org"
	b.register = accounts.New(b.db, []byte("a secret of tests, of 32 bytes  "))
	b.register.Jobs, b.register.Cleared = jobs, staff.ClearedTx
	b.post = letters.New(letters.Config{DB: b.db, Jobs: jobs, Press: press, Codes: b.register.CodeText, Public: public})
	b.office = cases.New(cases.Config{DB: b.db, Jobs: jobs, Library: library, Register: b.register, Post: b.post, Public: public})
	b.register.BornOf = b.office.BornOf
	texts := sms.New(sms.Config{DB: b.db, Jobs: jobs, Office: b.office, Register: b.register, Public: public})
	gate, err := signin.New(signin.Config{DB: b.db, Jobs: jobs, Register: b.register, Office: b.office, Secret: []byte("a secret of tests, of 32 bytes  "), Public: public, Name: "Samedoor"})
	must(t, err)
	server := httptest.NewServer(ui.New(ui.Config{Office: b.office, Register: b.register, Staff: desk, Post: b.post, Texts: texts, Contacts: phone.New(b.db, b.register),
		Forms: paper.New(paper.Config{DB: b.db, Press: press, Office: b.office, Public: public}), Library: library,
		Sessions: session.New(b.db, desk, false), Gate: gate, Public: public, Ready: func() error { return nil }}))
	t.Cleanup(server.Close)
	b.url = server.URL
	b.people(desk)
	return b
}

func (b *bundle) people(desk *staff.Office) {
	b.Helper()
	add := func(slug, name string) staff.Agency {
		a, err := desk.AddAgency(b.Context(), staff.Agency{Slug: slug, NameEn: name + " Council", NameCy: "Cyngor " + name, Nation: "england-and-wales",
			Services: []string{"blue-badge"}, Settings: staff.Settings{Phone: "020 7946 0123", Address: []string{"1 Town Hall Square", "Anytown", "ZA1 1AA"}}})
		must(b, err)
		return a
	}
	b.agency, b.neighbour = add("anytown", "Anytown"), add("othertown", "Othertown")
	team, err := desk.AddTeam(b.Context(), b.agency.ID, "Blue Badge team")
	must(b, err)
	member := func(a staff.Agency, name, role string, team int64) audit.Actor {
		by := audit.Actor{Role: audit.Staff, Agency: a.ID, Door: channels.Phone}
		must(b, b.db.QueryRow(b.Context(), `
			insert into staff (agency_id, team_id, username, display_name, role, password_hash)
			values ($1, nullif($4, 0), $2, initcap($2), $3, 'none') returning id`, a.ID, name, role, team).Scan(&by.ID))
		return by
	}
	b.agent, b.leader, b.stranger = member(b.agency, "alex", "agent", team), member(b.agency, "lee", "leader", 0), member(b.neighbour, "robin", "agent", 0)
	var problems services.Problems
	b.who, problems, err = b.register.Create(b.Context(), b.agent, accounts.Details{FullName: "Margaret Ellis", DateOfBirth: &services.Day{Y: 1944, M: 3, D: 5},
		Mobile: "07700 900123", Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"},
		Needs: accounts.Needs{Written: lang.En, Spoken: "en", Format: accounts.Standard, SafeCall: accounts.Unasked, SafeText: accounts.Unasked,
			SafeEmail: accounts.Unasked, SafeWrite: accounts.Unasked, MayAnnounce: true}})
	must(b, err)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	b.draft, err = b.office.Start(b.Context(), b.agent, cases.StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: b.who.ID, Lang: lang.En})
	must(b, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// browser is one citizen's browser, without scripts.
type browser struct {
	*bundle
	client *http.Client
	path   string
	status int
	body   string
	page   *goquery.Document
}

// browser is a browser in which nobody has shown anything.
func (b *bundle) browser() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{bundle: b, client: &http.Client{Jar: jar}}
}

// signedIn is the browser of somebody who came in by the code of a letter and their date of birth.
func (b *bundle) signedIn() *browser {
	b.Helper()
	var code accounts.Code
	must(b, pgx.BeginFunc(b.Context(), b.db, func(tx pgx.Tx) (err error) {
		code, err = b.register.NewCodeTx(b.Context(), tx, "continue", b.who.ID, b.draft.ID, 28, b.draft.StartedAt)
		return err
	}))
	w := b.browser()
	w.post("/c", url.Values{"code": {b.register.CodeText(code.ID)}, "day": {"5"}, "month": {"3"}, "year": {"1944"}})
	if w.status != 200 {
		b.Fatalf("signing in: %d %s", w.status, w.text("main"))
	}
	return w
}

func (w *browser) open(path string) *browser {
	w.Helper()
	res, err := w.client.Get(w.url + path)
	must(w, err)
	return w.show(res)
}

func (w *browser) post(path string, fields url.Values) *browser {
	w.Helper()
	res, err := w.client.PostForm(w.url+path, fields)
	must(w, err)
	return w.show(res)
}

func (w *browser) show(res *http.Response) *browser {
	w.Helper()
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	must(w, err)
	w.path, w.status, w.body = res.Request.URL.Path, res.StatusCode, string(raw)
	w.page, err = goquery.NewDocumentFromReader(strings.NewReader(w.body))
	must(w, err)
	if main := w.page.Find("main").Text(); strings.Contains(main, "[page.") || strings.Contains(main, "[account.") || strings.Contains(main, "{") {
		w.Errorf("%s shows a key or a variable:\n%s", w.path, w.text("main"))
	}
	return w
}

func (w *browser) text(selector string) string {
	return strings.Join(strings.Fields(w.page.Find(selector).First().Text()), " ")
}

func (w *browser) is(status int) *browser {
	w.Helper()
	if w.status != status {
		w.Fatalf("%s: %d, want %d\n%s", w.path, w.status, status, w.text("main"))
	}
	return w
}

func (w *browser) says(text string) *browser {
	w.Helper()
	if !strings.Contains(w.text("main"), text) && !strings.Contains(w.text("body"), text) {
		w.Fatalf("%s does not say %q:\n%s", w.path, text, w.text("main"))
	}
	return w
}

func (w *browser) silent(text string) *browser {
	w.Helper()
	if strings.Contains(w.body, text) {
		w.Fatalf("%s says %q", w.path, text)
	}
	return w
}

// filled is what the first form with a field would post untouched.
func (w *browser) filled(field string) url.Values {
	w.Helper()
	f := w.page.Find("main form").FilterFunction(func(_ int, f *goquery.Selection) bool { return f.Find(`[name="`+field+`"]`).Length() > 0 }).First()
	out := url.Values{}
	f.Find("input, textarea").Each(func(_ int, x *goquery.Selection) {
		_, checked := x.Attr("checked")
		switch kind := x.AttrOr("type", "text"); {
		case (kind == "radio" || kind == "checkbox") && !checked:
		case goquery.NodeName(x) == "textarea":
			out.Add(x.AttrOr("name", ""), x.Text())
		default:
			out.Add(x.AttrOr("name", ""), x.AttrOr("value", ""))
		}
	})
	f.Find("select").Each(func(_ int, x *goquery.Selection) {
		chosen := x.Find("option[selected]")
		if chosen.Length() == 0 {
			chosen = x.Find("option").First()
		}
		out.Add(x.AttrOr("name", ""), chosen.AttrOr("value", ""))
	})
	return out
}

func (b *bundle) count(sql string, args ...any) (n int) {
	b.Helper()
	must(b, b.db.QueryRow(b.Context(), sql, args...).Scan(&n))
	return n
}
