package sms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
)

const (
	testSID    = "AC00000000000000000000000000000001"
	testToken  = "signing"
	testPublic = "https://apply.example.org"
	testNumber = "+442079460000"
	phone      = "+447700900123"
)

// bench is the whole of texting on a real Postgres: our desk, and a Twilio that speaks HTTP and calls our webhooks back as if through
// a proxy. Jobs are worked by hand, so that nothing depends on time.
type bench struct {
	*Desk
	t        *testing.T
	db       *pgxpool.Pool
	office   *cases.Office
	register *accounts.Register
	twilio   *fake.Twilio
	clock    *clock
	agency   int64
	service  *services.Service
	system   string // where our webhooks listen
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) Add(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// shelf is a library of one service.
type shelf struct{ s *services.Service }

func (l shelf) Get(context.Context, string, int) (*services.Service, error) { return l.s, nil }

func (l shelf) Current(string) (*services.Service, bool) { return l.s, true }

func setup(t *testing.T) *bench { t.Helper(); return setupWith(t, parking(t)) }

func setupWith(t *testing.T, s *services.Service) *bench {
	t.Helper()
	b := &bench{t: t, db: pgtest.New(t), clock: &clock{now: time.Now().UTC().Truncate(time.Second)}}
	b.service = s
	if err := services.Publish(t.Context(), b.db, b.service); err != nil {
		t.Fatal(err)
	}
	jobs, err := river.NewClient(riverpgxv5.New(b.db), &river.Config{})
	if err != nil {
		t.Fatal(err)
	}
	b.row(&b.agency, `insert into agencies (slug, name_en, name_cy, settings) values ('anytown', 'Anytown Council', 'Cyngor Anytown',
		'{"phone": "020 7946 0123", "hoursEn": "weekdays 9am to 5pm", "hoursCy": "dyddiau gwaith 9yb i 5yh", "textNumber": "+442079460000",
		  "address": ["Civic Centre", "Anytown", "ZA1 1AA"]}') returning id`)
	b.exec(`insert into agency_services (agency_id, service) values (@agency, @service)`, "agency", b.agency, "service", s.ID)
	mux := http.NewServeMux()
	system := httptest.NewServer(mux)
	t.Cleanup(system.Close)
	b.system = system.URL
	b.twilio = fake.NewTwilio(fake.Options{AccountSID: testSID, AuthToken: testToken, Number: testNumber, Public: testPublic, Target: system.URL,
		Now: b.clock.Now})
	api := httptest.NewServer(b.twilio)
	t.Cleanup(api.Close)
	sender, err := NewTwilio(TwilioConfig{AccountSID: testSID, AuthToken: testToken, From: testNumber, Public: testPublic, Base: api.URL,
		Transport: &http.Transport{DisableKeepAlives: true}})
	if err != nil {
		t.Fatal(err)
	}
	b.register = accounts.New(b.db, []byte("0123456789abcdef0123456789abcdef"))
	b.office = cases.New(cases.Config{DB: b.db, Jobs: jobs, Library: shelf{b.service}, Register: b.register,
		Post: letters.New(letters.Config{DB: b.db, Jobs: jobs, Public: testPublic, Codes: b.register.CodeText}), Public: testPublic, Now: b.clock.Now})
	b.Desk = New(Config{DB: b.db, Jobs: jobs, Office: b.office, Register: b.register, Sender: sender, Forms: formOf,
		AuthToken: testToken, Public: testPublic, Now: b.clock.Now})
	mux.Handle(InboundPath, b.Inbound())
	mux.Handle(StatusPath, b.Status())
	return b
}

// formOf stands for the paper door, which stands beside this one: what it draws is not looked at here.
func formOf(_ context.Context, _ pgx.Tx, f cases.FormFor) (serial string, drawn sheet.Drawn, err error) {
	return fmt.Sprintf("form-%d-%d", f.Draft.ID, f.Draft.Rev), sheet.Drawn{Lang: string(f.Lang)}, nil
}

// everyKind is the service in which every kind of question and every key of one stands.
func everyKind(t testing.TB) *services.Service {
	t.Helper()
	s, err := services.Load(os.DirFS("../../services/testdata"), "every-kind")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func parking(t testing.TB) *services.Service {
	t.Helper()
	s, err := services.Load(os.DirFS("testdata"), "parking")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (b *bench) row(into any, sql string, vars ...any) {
	b.t.Helper()
	if err := b.db.QueryRow(context.Background(), sql, named(vars)).Scan(into); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) exec(sql string, vars ...any) {
	b.t.Helper()
	if _, err := b.db.Exec(context.Background(), sql, named(vars)); err != nil {
		b.t.Fatal(err)
	}
}

func named(vars []any) pgx.NamedArgs {
	args := pgx.NamedArgs{}
	for i := 0; i+1 < len(vars); i += 2 {
		args[vars[i].(string)] = vars[i+1]
	}
	return args
}

// agent is a member of staff on the phone.
func (b *bench) agent() audit.Actor {
	return audit.Actor{Role: audit.Staff, ID: 1, Agency: b.agency, Door: channels.Phone, Why: "test"}
}

func (b *bench) person(name, mobile string, born services.Day, needs accounts.Needs) int64 {
	b.t.Helper()
	if needs.Written == "" {
		needs.Written, needs.Format = lang.En, accounts.Standard
	}
	needs.Spoken, needs.MayAnnounce = string(needs.Written), true
	for _, safe := range []*accounts.Safe{&needs.SafeCall, &needs.SafeText, &needs.SafeEmail, &needs.SafeWrite} {
		if *safe == "" {
			*safe = accounts.Unasked
		}
	}
	a, problems, err := b.register.Create(context.Background(), b.agent(), accounts.Details{FullName: name, DateOfBirth: &born, Mobile: mobile, Needs: needs,
		Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"}})
	if err != nil || len(problems) > 0 {
		b.t.Fatal(err, problems)
	}
	return a.ID
}

func (b *bench) draft(account int64, l lang.Lang) cases.Draft {
	b.t.Helper()
	d, err := b.office.Start(context.Background(), b.agent(), cases.StartInput{Agency: b.agency, Service: b.service.ID, Account: account, Lang: l})
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

// invited is a person with a draft who was texted a link.
func (b *bench) invited(l lang.Lang) (account int64, d cases.Draft) {
	b.t.Helper()
	account = b.person("Margaret Ellis", phone, services.Day{Y: 1944, M: 3, D: 5}, accounts.Needs{Written: l, Format: accounts.Standard})
	d = b.draft(account, l)
	b.link(d)
	return account, d
}

func (b *bench) link(d cases.Draft) {
	b.t.Helper()
	if err := b.office.TextLink(context.Background(), b.agent(), d.ID); err != nil {
		b.t.Fatal(err)
	}
}

// job is one of River's rows.
type job struct {
	ID      int64
	Kind    string
	Args    []byte
	Created time.Time
}

// work works every job of this package that is due, and those they make, until none is. Errors other than waiting fail the test.
func (b *bench) work() {
	b.t.Helper()
	for n := 0; ; n++ {
		if n > 200 {
			b.t.Fatal("jobs make jobs without end")
		}
		if !b.workOne() {
			return
		}
	}
}

func (b *bench) workOne() bool {
	b.t.Helper()
	rows, err := b.db.Query(context.Background(), `
		update river_job set state = 'running', attempted_at = now()
		where id = (select id from river_job where finalized_at is null and (kind = 'notice' or kind like 'sms-%')
		            and (state = 'available' or state = 'scheduled' and scheduled_at <= @now) order by id limit 1)
		returning id, kind, args, created_at`, named([]any{"now", b.clock.Now()}))
	if err != nil {
		b.t.Fatal(err)
	}
	js, err := pgx.CollectRows(rows, pgx.RowToStructByPos[job])
	if err != nil {
		b.t.Fatal(err)
	}
	if len(js) == 0 {
		return false
	}
	b.done(js[0], b.run(js[0]))
	return true
}

func (b *bench) run(j job) error {
	ctx := context.Background()
	var args struct {
		Notice  int64  `json:"notice"`
		Message int64  `json:"message"`
		OptOut  string `json:"opt_out"`
		SID     string `json:"sid"`
	}
	if err := json.Unmarshal(j.Args, &args); err != nil {
		b.t.Fatal(err)
	}
	switch j.Kind {
	case cases.NoticeArgs{}.Kind():
		return b.notice(ctx, args.Notice)
	case SendArgs{}.Kind():
		return b.send(ctx, args.Message)
	case InboundArgs{}.Kind():
		return b.inbound(ctx, args.Message, args.OptOut)
	case StatusArgs{}.Kind():
		return b.settle(ctx, args.SID, b.clock.Now())
	case LetterArgs{}.Kind():
		return b.letterInstead(ctx, args.Message)
	case SweepArgs{}.Kind():
		return b.sweep(ctx)
	}
	return fmt.Errorf("no worker for %s", j.Kind)
}

func (b *bench) done(j job, err error) {
	b.t.Helper()
	var snooze *river.JobSnoozeError
	switch {
	case err == nil:
		b.exec(`update river_job set state = 'completed', finalized_at = now() where id = @id`, "id", j.ID)
	case errors.As(err, &snooze):
		b.exec(`update river_job set state = 'scheduled', scheduled_at = @at where id = @id`, "id", j.ID, "at", b.clock.Now().Add(max(snooze.Duration, time.Millisecond)))
		if snooze.Duration == 0 {
			b.clock.Add(time.Millisecond)
		}
	default:
		b.t.Fatalf("job %s %s: %v", j.Kind, j.Args, err)
	}
}

// says texts us from a phone, works it and answers what came back.
func (b *bench) says(from, body string, extra ...string) []fake.Message {
	b.t.Helper()
	before := len(b.twilio.Sent(from))
	if _, err := b.twilio.Text(context.Background(), from, body, extra...); err != nil {
		b.t.Fatal(err)
	}
	b.work()
	return b.twilio.Sent(from)[before:]
}

// sends sends pictures from a phone, works them and answers what came back.
func (b *bench) sends(from, body string, pictures ...fake.Picture) []fake.Message {
	b.t.Helper()
	before := len(b.twilio.Sent(from))
	if _, err := b.twilio.Send(context.Background(), from, body, pictures...); err != nil {
		b.t.Fatal(err)
	}
	b.work()
	return b.twilio.Sent(from)[before:]
}

func (b *bench) state(id int64) (state string) {
	b.t.Helper()
	b.row(&state, `select state from sms_messages where id = @id`, "id", id)
	return state
}

func (b *bench) count(sql string, vars ...any) (n int) {
	b.t.Helper()
	b.row(&n, `select count(*) from `+sql, vars...)
	return n
}

// bodies are what all texts say, opened; {code} stands for a code.
func (b *bench) bodies() (all []string) {
	b.t.Helper()
	rows, _ := b.db.Query(context.Background(), `select body from sms_messages order by id`)
	stored, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		b.t.Fatal(err)
	}
	for _, s := range stored {
		all = append(all, b.unveil(s))
	}
	return all
}

func (b *bench) unveil(stored string) string {
	b.t.Helper()
	body, err := b.register.Unveil(bodyKind, stored)
	if err != nil {
		b.t.Fatal(err)
	}
	return body
}

// answerOnline answers a question on the web, with the least that fits.
func (b *bench) answerOnline(d cases.Draft, q *services.Question) {
	b.t.Helper()
	in := q.Example(services.DayOf(b.clock.Now()))
	if q.Optional {
		in = services.Input{Fields: map[string][]string{"skip": {"yes"}}}
	}
	by := audit.Actor{Role: audit.Citizen, ID: d.Account, Door: channels.Web}
	out, err := b.office.Answer(context.Background(), by, cases.AnswerInput{Draft: d.ID, Question: q.ID, Input: in, SeenRev: d.Answers[q.ID].Rev})
	if err != nil || len(out.Problems) > 0 {
		b.t.Fatalf("%s: %v %v", q.ID, err, out.Problems)
	}
}
