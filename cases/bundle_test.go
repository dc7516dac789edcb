package cases

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// bundle is one agency with an agent and a caseworker, a neighbour with one, and the real Blue Badge.
type bundle struct {
	*testing.T
	db        *pgxpool.Pool
	office    *Office
	register  *accounts.Register
	post      *letters.Room
	agency    staff.Agency
	neighbour staff.Agency
	agent     audit.Actor // of the agency, on the phone
	worker    audit.Actor // of the agency, at the counter
	stranger  audit.Actor // of the neighbour
	now       time.Time
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := setupAny(t)
	b.T = t
	return b
}

// setupAny serves benchmarks too.
func setupAny(t testing.TB) *bundle {
	t.Helper()
	return setupOn(t, pgtest.New(t))
}

func setupOn(t testing.TB, db *pgxpool.Pool) *bundle {
	t.Helper()
	b := &bundle{db: db, now: time.Date(2026, time.November, 20, 10, 0, 0, 0, time.UTC)}
	jobs, err := river.NewClient(riverpgxv5.New(db), &river.Config{})
	must(t, err)
	b.register = accounts.New(db, []byte("a secret of tests, of 32 bytes  "))
	b.post = letters.New(letters.Config{DB: db, Jobs: jobs, Codes: b.register.CodeText, Public: "https://samedoor.example.org"})
	library := services.NewLibrary(db)
	b.office = New(Config{DB: db, Jobs: jobs, Library: library, Register: b.register, Post: b.post, Public: "https://samedoor.example.org",
		Now: func() time.Time { return b.now }})
	badge, ok := library.Current("blue-badge")
	if !ok {
		t.Fatal("there is no blue-badge")
	}
	must(t, services.Publish(t.Context(), db, badge))

	desk := staff.New(db, []byte("secret"))
	b.agency, err = desk.AddAgency(t.Context(), staff.Agency{Slug: "anytown", NameEn: "Anytown Council", NameCy: "Cyngor Anytown", Nation: englandAndWales,
		Services: []string{"blue-badge"}, Settings: staff.Settings{Phone: "020 7946 0123", HoursEn: "Monday to Friday, 8:30am to 5pm",
			HoursCy: "Llun i Gwener, 8:30yb i 5yh", Address: []string{"Blue Badge team", "1 Town Hall Square", "Anytown", "ZA1 1AA"},
			Counter: []string{"the library", "2 High Street", "Anytown"}}})
	must(t, err)
	b.neighbour, err = desk.AddAgency(t.Context(), staff.Agency{Slug: "othertown", NameEn: "Othertown Council", NameCy: "Cyngor Othertown",
		Nation: scotland, Services: []string{"blue-badge"}})
	must(t, err)
	b.agent = b.member(t, b.agency, "alex", channels.Phone)
	b.worker = b.member(t, b.agency, "sam", channels.Counter)
	b.stranger = b.member(t, b.neighbour, "robin", channels.Phone)
	return b
}

func (b *bundle) member(t testing.TB, a staff.Agency, name string, door channels.Kind) audit.Actor {
	t.Helper()
	by := audit.Actor{Role: audit.Staff, Agency: a.ID, Door: door}
	must(t, b.db.QueryRow(t.Context(), `
		insert into staff (agency_id, username, display_name, role, password_hash) values ($1, $2, initcap($2), 'caseworker', 'none') returning id`,
		a.ID, name).Scan(&by.ID))
	return by
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// margaret is somebody who can be reached in every way.
func margaret() accounts.Details {
	return accounts.Details{FullName: "Margaret Ellis", DateOfBirth: &services.Day{Y: 1944, M: time.March, D: 5},
		Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"}, Mobile: "07700 900123",
		Needs: accounts.Needs{Written: lang.En, Spoken: "en", Format: accounts.Standard, SafeCall: accounts.Unasked, SafeText: accounts.Unasked,
			SafeEmail: accounts.Unasked, SafeWrite: accounts.Unasked, MayAnnounce: true}}
}

func (b *bundle) account(t testing.TB, change func(d *accounts.Details)) accounts.Account {
	t.Helper()
	d := margaret()
	if change != nil {
		change(&d)
	}
	a, problems, err := b.register.Create(t.Context(), b.agent, d)
	must(t, err)
	if len(problems) > 0 {
		t.Fatalf("account: %v", problems)
	}
	return a
}

func (b *bundle) start(t testing.TB, by audit.Actor, account int64) Draft {
	t.Helper()
	d, err := b.office.Start(t.Context(), by, StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: account, Lang: lang.En})
	must(t, err)
	return d
}

// fields is an input of one part.
func value(v ...string) services.Input {
	return services.Input{Fields: map[string][]string{"value": v}}
}

func date(y, m, d int) services.Input {
	return services.Input{Fields: map[string][]string{"day": {fmt.Sprint(d)}, "month": {fmt.Sprint(m)}, "year": {fmt.Sprint(y)}}}
}

// walking leads to the assessed walking route, pip to an automatic one.
func walking() map[string]services.Input {
	return map[string]services.Input{"applying-for": value("self"), "name": value("Margaret Ellis"), "date-of-birth": date(1944, 3, 5),
		"existing-badge": value("never-had"), "benefit": value("none"), "main-reason": value("walking")}
}

func pip() map[string]services.Input {
	m := walking()
	m["benefit"], m["pip-moving"] = value("pip"), value("points-10")
	return m
}

// fill answers everything that is left, as told or by the question's own example.
func (b *bundle) fill(t testing.TB, by audit.Actor, id int64, told map[string]services.Input) Draft {
	t.Helper()
	for range 200 {
		d, err := b.office.Draft(t.Context(), by, id)
		must(t, err)
		next := d.Service.Next(d.Values(), b.office.today())
		if next.Stop != nil {
			t.Fatalf("stopped at %s", next.Stop.ID)
		}
		if next.Ready {
			if by.Role == audit.Staff {
				must(t, b.office.MarkRead(t.Context(), by, id, EverySection, d.Rev))
			}
			return d
		}
		in, ok := told[next.Question.ID]
		if !ok {
			in = next.Question.Example(b.office.today())
		}
		out, err := b.office.Answer(t.Context(), by, AnswerInput{Draft: id, Question: next.Question.ID, Input: in, SeenRev: d.Answers[next.Question.ID].Rev})
		must(t, err)
		if len(out.Problems) > 0 || out.Conflict != nil {
			t.Fatalf("%s: %v %v", next.Question.ID, out.Problems, out.Conflict)
		}
	}
	t.Fatal("the draft is never ready")
	return Draft{}
}

// submitted is a whole application of somebody, sent by phone.
func (b *bundle) submitted(t testing.TB, account int64, told map[string]services.Input) Case {
	t.Helper()
	c := b.sent(t, account, told)
	b.proves(c.Account, passportSeen)
	return c
}

// sent is submitted by somebody who has proven nothing yet.
func (b *bundle) sent(t testing.TB, account int64, told map[string]services.Input) Case {
	t.Helper()
	d := b.start(t, b.agent, account)
	b.fill(t, b.agent, d.ID, told)
	c, problems, err := b.office.Submit(t.Context(), b.agent, d.ID)
	must(t, err)
	if len(problems) > 0 {
		t.Fatalf("submit: %v", problems)
	}
	return c
}

func (b *bundle) count(t testing.TB, sql string, args ...any) (n int) {
	t.Helper()
	must(t, b.db.QueryRow(t.Context(), sql, args...).Scan(&n))
	return n
}

// kinds are the kinds of the events of a draft, in one line.
func (b *bundle) kinds(t testing.TB, draft int64) string {
	t.Helper()
	events, err := b.office.Timeline(t.Context(), draft)
	must(t, err)
	kinds := make([]string, len(events))
	for i, e := range events {
		kinds[i] = e.Kind
	}
	return strings.Join(kinds, " ")
}

func codes(p services.Problems) string {
	out := make([]string, len(p))
	for i, x := range p {
		out[i] = x.Code
	}
	return strings.Join(out, " ")
}
