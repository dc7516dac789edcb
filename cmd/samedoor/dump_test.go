package main

import (
	"context"
	"encoding/hex"
	"encoding/json"

	"io"
	"net"
	"net/http"
	"os"
	osexec "os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/internal/demodata"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// walker is the whole program over a database, with its workers and a pretended Twilio.
type walker struct {
	*app
	t *testing.T
}

func walk(t *testing.T) walker {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	cfg, _, err := configure([]string{"DATABASE_URL=" + address(pgtest.New(t)), "SAMEDOOR_SECRET=" + strings.Repeat("x", 40),
		"SAMEDOOR_PUBLIC_URL=http://" + listener.Addr().String(), "SAMEDOOR_DIR=" + t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	d, err := demonstrate(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.close)
	a, err := newApp(t.Context(), cfg, jsonLog(io.Discard), d)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.close)
	server := &http.Server{Handler: a.handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // ends with the test
	t.Cleanup(func() { _ = server.Close() })
	worker, err := a.worker()
	if err != nil {
		t.Fatal(err)
	}
	if err := worker.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = worker.Stop(context.Background()) })
	return walker{a, t}
}

func (w walker) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// doors leads one person with every number there is through every door, beside the town of the demonstration.
func (w walker) doors() {
	ctx := w.t.Context()
	service, _ := w.library.Current("blue-badge")
	w.must(demodata.Load(ctx, demodata.Config{DB: w.pool, OfficeAt: w.officeAt, Register: w.register, Staff: w.staff, Contacts: w.contacts,
		Service: service, More: w.library.All(), Now: time.Now(), Say: func(string) {}, Drain: w.drain, Citizens: 30}))
	var agency, member int64
	w.must(w.pool.QueryRow(ctx, `select agency_id, id from staff order by id limit 1`).Scan(&agency, &member))
	agent := audit.Actor{Role: audit.Staff, ID: member, Agency: agency, Door: channels.Phone, Why: "contacts.looks.call"}
	contact, _, err := w.contacts.Begin(ctx, agent, phone.Contact{Door: channels.Phone, Reason: "apply", Phone: "07700 900 771"})
	w.must(err)
	details := accounts.Details{FullName: "Dilys Penhallow", DateOfBirth: &services.Day{Y: 1950, M: 1, D: 2}, Mobile: "+44 7700 900772",
		Landline: "020 7946 0773", Email: "Dilys.Penhallow@example.org", NINO: "qq 77 47 74 c", NHS: "999 000 0026",
		Address: &services.PostAddress{Lines: []string{"7 Harbour Row"}, Postcode: "ZA1 1AA"}}
	a, problems, err := w.register.Create(ctx, agent, details)
	if w.must(err); len(problems) > 0 {
		w.t.Fatal(problems)
	}
	details.Mobile, details.Landline = "07700900775", ""
	_, err = w.register.Update(ctx, agent, a.ID, a.Rev, details)
	w.must(err)
	w.must(pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		if _, err := w.register.AddProofTx(ctx, tx, agent, a.ID, accounts.Evidence{Kind: accounts.DocumentSeen, Document: "passport", Number: "776 677 776",
			Worth: proof.Worth{Piece: proof.Piece{Strength: 3, Validity: 2}}, Method: "counter", Contact: contact.ID}); err != nil {
			return err
		}
		_, err := w.register.TellTx(ctx, tx, accounts.Notice{Account: a.ID, Agency: agency, Kind: "signin.moved", Door: "text", Phone: "+447700900772"})
		return err
	}))
	for door, by := range map[channels.Kind]audit.Actor{channels.Web: {Role: audit.Citizen, Door: channels.Web}, channels.Counter: agent} {
		by.Door = door
		w.apply(by, agency)
	}
	d, err := w.office.Start(ctx, agent, cases.StartInput{Agency: agency, Service: "blue-badge", Account: a.ID, Lang: "en", Prefill: true})
	w.must(err)
	w.must(w.office.SaveTyping(ctx, agent, d.ID, "nino", map[string][]string{"value": {"QQ 77 87 78 A"}}))
	w.must(w.office.TextLink(ctx, agent, d.ID))
	w.must(w.drain(ctx))
	for _, body := range []string{"2/1/1950", "DILYS 2/1/1950", "My number is QQ 77 97 79 B and ring me on 07700 900 780"} {
		_, err := w.demo.fake.Send(ctx, "+447700900775", body)
		w.must(err)
	}
	w.demo.fake.Wait()
	w.must(w.drain(ctx))
}

// apply answers everything a service asks, as its own examples do, and sends it.
func (w walker) apply(by audit.Actor, agency int64) {
	ctx := w.t.Context()
	d, err := w.office.Start(ctx, by, cases.StartInput{Agency: agency, Service: "blue-badge", Lang: "en"})
	w.must(err)
	today := services.DayOf(time.Now())
	for range 200 {
		next := d.Service.Next(d.Values(), today)
		if next.Question == nil {
			return
		}
		out, err := w.office.Answer(ctx, by, cases.AnswerInput{Draft: d.ID, Question: next.Question.ID, Input: next.Question.Example(today), Signed: true})
		if err != nil || len(out.Problems) > 0 {
			return // a question that wants more than an example: what was answered is there
		}
		d = out.Draft
	}
}

// numbers are all that stand sealed anywhere, as they are looked for: letters and digits alone.
func (w walker) numbers() map[string]string {
	w.t.Helper()
	found := map[string]string{}
	for _, c := range append(accounts.SealedColumns(), sealedColumns()...) {
		rows, err := w.pool.Query(w.t.Context(), `select `+c.Kind+`, `+c.Sealed+` from `+c.Table+` where `+c.Sealed+` is not null`)
		w.must(err)
		for rows.Next() {
			var kind, plain string
			if c.Veiled {
				var stored string
				w.must(rows.Scan(&kind, &stored))
				plain, err = w.register.Unveil(kind, stored)
			} else {
				var stored []byte
				w.must(rows.Scan(&kind, &stored))
				plain, err = w.register.Unseal(kind, stored)
			}
			w.must(err)
			for _, one := range pieces(c.Table, plain) {
				found[one] = c.Table + "." + c.Sealed
			}
		}
		w.must(rows.Err())
	}
	return found
}

// pieces are the numbers and emails in what was sealed: an answer or a text has other words too.
func pieces(table, plain string) (out []string) {
	texts := []string{plain}
	if table == "answers" {
		var v services.Value
		if json.Unmarshal([]byte(plain), &v) == nil {
			texts = []string{v.Text}
		}
	}
	if table == "typing" || table == "sms_messages" || table == "notices" {
		texts = strings.FieldsFunc(plain, func(r rune) bool { return strings.ContainsRune(`"[]{},: `, r) })
	}
	for _, text := range texts {
		switch s := squeezed(text); {
		case strings.Contains(text, "://"):
		case (strings.HasPrefix(text, "+44") || strings.HasPrefix(text, "0")) && len(digitsOf(s)) >= 9:
			out = append(out, strings.TrimPrefix(strings.TrimPrefix(s, "44"), "0"))
		case strings.Contains(text, "@") && !strings.Contains(text, " "), len(digitsOf(s)) >= 6 && len(s) <= 14 && !strings.Contains(text, "-"):
			out = append(out, s)
		}
	}
	return out
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// squeezed leaves out what differs from spelling to spelling.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -.()+\t\u00a0", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// offices are the numbers that councils and offices are rung at: they stand in every letter, and some of the town gave one as their own.
func (w walker) offices() (all []string) {
	w.t.Helper()
	rows, _ := w.pool.Query(w.t.Context(), `select settings ->> 'phone' from agencies where settings ? 'phone'`)
	phones, err := pgx.CollectRows(rows, pgx.RowTo[string])
	w.must(err)
	for _, p := range phones {
		all = append(all, strings.TrimPrefix(squeezed(p), "0"))
	}
	return all
}

// wordings are tables in which numbers stand as examples, and hold nobody's.
var wordings = []string{"service_versions", "agencies"}

// dump is every row of every table as text, by table: of pg_dump where there is one, else as Postgres shows it.
func (w walker) dump() map[string][]string {
	w.t.Helper()
	rows, _ := w.pool.Query(w.t.Context(), `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	w.must(err)
	out := map[string][]string{}
	for _, table := range tables {
		rows, _ := w.pool.Query(w.t.Context(), `select t::text from `+pgx.Identifier{table}.Sanitize()+` t`)
		out[table], err = pgx.CollectRows(rows, pgx.RowTo[string])
		w.must(err)
	}
	if path := pgDump(); path != "" {
		cmd := osexec.CommandContext(w.t.Context(), path, "--data-only", "--exclude-table=service_versions", "--exclude-table=agencies", w.cfg.DatabaseURL)
		text, err := cmd.Output()
		if err != nil {
			w.t.Fatalf("pg_dump: %v", err)
		}
		out["pg_dump"] = strings.Split(string(text), "\n")
	}
	return out
}

func pgDump() string {
	if path := filepath.Join(os.Getenv("PG_BIN"), "pg_dump"); os.Getenv("PG_BIN") != "" {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	path, _ := osexec.LookPath("pg_dump")
	return path
}

// look finds any of many numbers in a text in one pass: by their first two characters, and then their first six.
type look struct {
	two [1 << 16]bool
	six map[string][]string
}

func newLook(numbers map[string]string) *look {
	l := &look{six: map[string][]string{}}
	for n := range numbers {
		l.two[int(n[0])<<8|int(n[1])] = true
		l.six[n[:6]] = append(l.six[n[:6]], n)
	}
	return l
}

func (l *look) in(text string, found func(number string, at int)) {
	for i := 0; i+6 <= len(text); i++ {
		if !l.two[int(text[i])<<8|int(text[i+1])] {
			continue
		}
		for _, n := range l.six[text[i:i+6]] {
			if strings.HasPrefix(text[i:], n) {
				found(n, i)
			}
		}
	}
}

// A copy of the database shows nobody's phone number, email, National Insurance or NHS number, or number of a document, in any spelling.
func TestADumpOfTheDatabaseShowsNoNumber(t *testing.T) {
	t.Parallel()
	w := walk(t)
	w.doors()
	numbers := w.numbers()
	for _, theirs := range w.offices() {
		delete(numbers, theirs)
	}
	for _, must := range []string{"7700900771", "7700900772", "2079460773", "7700900775", "dilyspenhallow@exampleorg", "qq774774c", "9990000026",
		"776677776", "qq778778a", "qq779779b", "7700900780"} {
		if _, ok := numbers[must]; !ok && !strings.HasPrefix(must, "qq77") && must != "7700900780" {
			t.Errorf("%s stands sealed nowhere: the walk did not get that far", must)
		}
		numbers[must] = "the walk"
	}
	if len(numbers) < 60 {
		t.Errorf("only %d numbers stand sealed", len(numbers))
	}
	for number, from := range numbers { // in a column of bytes, too
		numbers[hex.EncodeToString([]byte(number))] = from
	}
	look, shown := newLook(numbers), 0
	for table, rows := range w.dump() {
		if slices.Contains(wordings, table) {
			continue
		}
		for _, row := range rows {
			text := squeezed(row)
			look.in(text, func(number string, at int) {
				if shown++; shown < 30 {
					t.Errorf("%s, of %s, stands in %s: …%s…", number, numbers[number], table, text[max(0, at-60):min(len(text), at+40)])
				}
			})
		}
	}
	if shown > 0 {
		t.Errorf("%d in all", shown)
	}
}
