package desk_test

import (
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
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

const password = "gate-of-the-garden"

// bundle is the whole site over a database of its own: two councils, an agent and a caseworker in each, a leader in the first.
type bundle struct {
	*testing.T
	db       *pgxpool.Pool
	office   *cases.Office
	register *accounts.Register
	contacts *phone.Log
	post     *letters.Room
	badge    *services.Service
	agency   staff.Agency
	members  map[string]staff.Member
	config   ui.Config
	url      string
	now      time.Time
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{T: t, db: pgtest.New(t), now: time.Date(2026, time.November, 20, 10, 0, 0, 0, time.UTC), members: map[string]staff.Member{}}
	now := func() time.Time { return b.now }
	jobs, err := river.NewClient(riverpgxv5.New(b.db), &river.Config{})
	must(t, err)
	press, err := sheet.New()
	must(t, err)
	library := services.NewLibrary(b.db)
	for _, s := range library.All() {
		must(t, services.Publish(t.Context(), b.db, s))
	}
	library = library.ForDemo()
	b.badge, _ = library.Current("blue-badge")
	office := staff.New(b.db, []byte("secret"))
	b.register = accounts.New(b.db, []byte("a secret of tests, of 32 bytes  "))
	b.register.Now, b.register.Demo, b.register.Cleared = now, true, staff.ClearedTx
	b.post = letters.New(letters.Config{DB: b.db, Jobs: jobs, Press: press, Codes: b.register.CodeText, Public: "https://samedoor.example.org",
		Workday: func(d time.Time) time.Time { return cases.AddWorkingDays("england-and-wales", d, 1) }})
	b.office = cases.New(cases.Config{DB: b.db, Jobs: jobs, Library: library, Register: b.register, Post: b.post, Public: "https://samedoor.example.org", Now: now})
	b.contacts = phone.New(b.db, b.register)
	texts := sms.New(sms.Config{DB: b.db, Jobs: jobs, Office: b.office, Register: b.register, Public: "https://samedoor.example.org", Now: now})
	must(t, office.Offer(staff.Ways{Public: "https://samedoor.example.org"}))
	gate, err := signin.New(signin.Config{DB: b.db, Jobs: jobs, Register: b.register, Office: b.office, Secret: []byte("a secret of tests, of 32 bytes  "), Public: "https://samedoor.example.org", Name: "Samedoor", Now: now})
	must(t, err)
	sessions := session.New(b.db, office, false) // not closed: pgxstore ends its cleaning with a race, and it ends with the tests anyway
	sessions.Now = now
	b.people(office)
	b.config = ui.Config{Office: b.office, Register: b.register, Staff: office, Post: b.post, Contacts: b.contacts,
		Texts: texts, Forms: paper.New(paper.Config{DB: b.db, Press: press, Office: b.office, Now: now}), Library: library, Sessions: sessions, Gate: gate, Public: "https://samedoor.example.org", Ready: func() error { return nil }, Now: now}
	server := httptest.NewServer(ui.New(b.config))
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

func (b *bundle) people(office *staff.Office) {
	b.Helper()
	for _, slug := range []string{"anytown", "seaborough"} {
		a, err := office.AddAgency(b.Context(), staff.Agency{Slug: slug, NameEn: slug + " Council", NameCy: "Cyngor " + slug, Nation: "england-and-wales",
			Services: []string{"blue-badge"}, Settings: staff.Settings{Phone: "020 7946 0123", HoursEn: "Monday to Friday, 9am to 5pm",
				HoursCy: "Llun i Gwener, 9yb i 5yh", Address: []string{"Civic Centre", "1 Civic Way", "Anytown", "ZA1 1AA"}}})
		must(b, err)
		if slug == "anytown" {
			b.agency = a
		}
		for _, role := range []staff.Role{staff.Agent, staff.Caseworker, staff.Leader} {
			name := string(role) + "." + slug
			b.members[name] = b.member(office, staff.Member{Agency: a.ID, Username: name, DisplayName: name, Role: role})
		}
	}
}

// hashed is the password as it is stored. Making it is meant to be slow, so it is made once for all tests.
var hashed struct {
	sync.Mutex
	hash string
}

func (b *bundle) member(office *staff.Office, m staff.Member) staff.Member {
	b.Helper()
	hashed.Lock()
	defer hashed.Unlock()
	if hashed.hash == "" {
		m, err := office.AddMember(b.Context(), m, password)
		must(b, err)
		must(b, b.db.QueryRow(b.Context(), `select password_hash from staff where id = $1`, m.ID).Scan(&hashed.hash))
		return m
	}
	must(b, b.db.QueryRow(b.Context(), `
		insert into staff (agency_id, username, display_name, role, password_hash) values ($1, $2, $2, $3, $4) returning id`,
		m.Agency, m.Username, m.Role, hashed.hash).Scan(&m.ID))
	return m
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// actor is a member acting through a door, beside any browser.
func (b *bundle) actor(name string, door channels.Kind) audit.Actor {
	return b.members[name].Actor(door)
}

// count asks the database for a number.
func (b *bundle) count(sql string, args ...any) int {
	b.Helper()
	var n int
	must(b, b.db.QueryRow(b.Context(), sql, args...).Scan(&n))
	return n
}

// begin begins a conversation from the first page.
func (w *browser) begin(door, reason string) *browser {
	w.Helper()
	w.get("/desk")
	return w.send("form[action='/desk/contact'] [name=reason]", url.Values{"reason": {reason}, "door": {door}})
}

// person makes an account beside any browser.
func (b *bundle) person(d accounts.Details) accounts.Account {
	b.Helper()
	a, wrong, err := b.register.Create(b.Context(), b.actor("agent.anytown", channels.Phone), d)
	must(b, err)
	if len(wrong) > 0 {
		b.Fatalf("person: %v", wrong)
	}
	return a
}

var margaret = accounts.Details{FullName: "Margaret Ellis", DateOfBirth: &services.Day{Y: 1944, M: time.March, D: 5}, Mobile: "07700 900123",
	Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"}}

// draft begins an application for a person beside any browser.
func (b *bundle) draft(account int64) cases.Draft {
	b.Helper()
	d, err := b.office.Start(b.Context(), b.actor("agent.anytown", channels.Phone), cases.StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: account, Prefill: true})
	must(b, err)
	return d
}

// submitted is an application answered by examples and sent.
func (b *bundle) submitted(account int64) cases.Case {
	b.Helper()
	by := b.actor("agent.anytown", channels.Phone)
	d := b.draft(account)
	for range 200 {
		next := d.Service.Next(d.Values(), services.DayOf(b.now))
		if next.Question == nil {
			break
		}
		in := next.Question.Example(services.DayOf(b.now))
		switch next.Question.ID {
		case "benefit":
			in.Fields["value"] = []string{"pip"}
		case "pip-moving":
			in.Fields["value"] = []string{"points-8"}
		}
		out, err := b.office.Answer(b.Context(), by, cases.AnswerInput{Draft: d.ID, Question: next.Question.ID, Input: in})
		must(b, err)
		if len(out.Problems) > 0 {
			b.Fatalf("%s: %v", next.Question.ID, out.Problems)
		}
		d = out.Draft
	}
	must(b, b.office.MarkRead(b.Context(), by, d.ID, cases.EverySection, d.Rev))
	c, wrong, err := b.office.Submit(b.Context(), by, d.ID)
	must(b, err)
	if len(wrong) > 0 {
		b.Fatalf("submit: %v", wrong)
	}
	return c
}

type goquerySelection = goquery.Selection

// say is a sentence as the pages word it, so that a better one breaks no test.
func say(key string, vars ...any) string { return lang.T(lang.En, key, vars...) }

func contains(s, part string) bool { return strings.Contains(s, part) }

func num(n int64) string { return strconv.FormatInt(n, 10) }

func (b *bundle) answerAs(name string, draft int64, question string, value ...string) {
	b.Helper()
	b.answerBy(b.actor(name, channels.Phone), draft, question, value...)
}

func (b *bundle) answerBy(by audit.Actor, draft int64, question string, value ...string) {
	b.Helper()
	in := services.Input{Fields: map[string][]string{"value": value}}
	out, err := b.office.Answer(b.Context(), by, cases.AnswerInput{Draft: draft, Question: question, Input: in, Insist: true})
	must(b, err)
	if len(out.Problems) > 0 {
		b.Fatalf("%s: %v", question, out.Problems)
	}
}
