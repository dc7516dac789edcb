package sms

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

var update = flag.Bool("update", false, "write testdata/*.golden anew")

// script is a conversation: what the citizen texts, and between that, lines beginning with "!" for what happens elsewhere.
type script struct {
	name  string
	lang  lang.Lang
	every bool                       // about the service of every kind, not the parking permit
	setup func(b *bench) cases.Draft // nil takes one person who was texted a link
	lines []string
}

var scripts = []script{
	{name: "whole", lang: lang.En, lines: []string{
		"TEXT", "5 March 1944", "1", "yes", "Margaret Ellis", "5/3/44", "1 and 3", "AB12 CDE", "2", "YES", "XY34 FGH", "petrol", "no",
		"1 High Street, Anytown, ZA1 1AA", "07700 900123", "skip", "later", "ok", "agree", "SEND", "hello?", "TEXT", "!waits", "TEXT"}},
	{name: "whole", lang: lang.Cy, lines: []string{
		"testun", "5 Mawrth 1944", "3 ger y capel", "Ydw", "Margaret Ellis", "5.3.1944", "dim", "na", "Dim cyfeiriad", "hepgor", "HEPGOR", "wedyn",
		"iawn", "Cytuno", "anfon"}},
	{name: "words", lang: lang.En, lines: []string{
		"hello", "help", "TEXT", "HELP", "05-03-1944", "help", "3 the church", "BACK", "home", "LEFT", "BACK", "TEXT", "CYMRAEG", "FAINT", "ENGLISH",
		"PERSON", "agent", "yes", "END", "TEXT", "STOP", "STOP", "are you there", "START", "text", "Margaret Ellis"}},
	{name: "misunderstood", lang: lang.En, lines: []string{
		"text", "5 3 1944", "seven", "the moon", "1", "maybe", "no", "BACK", "yes", "Margaret Ellis", "31 February 1944", "5 3 2044", "5 3 1944"}},
	{name: "another door", lang: lang.En, lines: []string{
		"text", "5 3 1944", "!web place=home", "2", "!web resident=yes", "!web name=Margaret Ellis", "yes", "!days 3", "5 3 1944", "1", "5 3 1944",
		"!web needs=none", "5 3 1944", "TEXT", "no", "1 High Street, Anytown, ZA1 1AA", "skip", "skip", "later", "ok", "agree",
		"!web place=work", "send", "skip", "!web needs=wide", "send", "send"}},
	{name: "long list", lang: lang.Cy, lines: []string{"testun", "5 3 1944", "2", "mwy", "MORE", "mwy", "5 yn y dre", "CYNT", "mwy", "FAINT", "ty", "1", "mwy"}},
	{name: "shared", lang: lang.En, setup: shared, lines: []string{
		"text", "5 3 1944", "Gwyn 5 3 1944", "cymraeg", "english", "margaret 5 March 1944", "1"}},
	{name: "unproven", lang: lang.En, lines: []string{
		"TEXT", "1 1 1950", "what", "2/1/1950", "3.1.1950", "4 January 1950", "5 3 1944", "TEXT", "!days 2", "TEXT", "5 3 1944", "home", "!days 2", "yes"}},
	{name: "nobody", lang: lang.En, setup: func(*bench) cases.Draft { return cases.Draft{} }, lines: []string{
		"hi", "TEXT", "cymraeg", "TESTUN", "STOPIO", "STOP", "DECHRAU"}},
	{name: "unsafe", lang: lang.En, setup: unsafeNow, lines: []string{"TEXT", "hello", "5 3 1944"}},
	{name: "no calls", lang: lang.En, setup: noCalls, lines: []string{"text", "5 3 1944", "PERSON"}},
	{name: "every kind", every: true, lang: lang.En, lines: []string{
		"TEXT", "5 March 1960", "ok", "1", "Margaret Ellis", "skip", "5 March 1960", "yes", "about 1998", "A bypass", "March 2021", "yes",
		"1 High Street, Anytown, ZA1 1AA", "12 Rue de la Paix, 75002 Paris, France", "za1 1aa", "07700 900123", "skip", "www.example.org", "half past two",
		"skip", "later", "not sure", "SKIP", "yes", "37.6", "no", "I don't know", "what have I left?", "99.99", "Seeds", "£1,250", "yes",
		"M Ellis 30-94-30 733445", "Huw Ellis", "March 1950", "skip", "2 High Street, Anytown, ZA1 1AB", "3 my brother",
		"Sion", "3/2/2015", "yes", "1 2", "no", "yes", "Mair", "4/5/2017", "no", "4", "Nuts", "no", "yes",
		"Spade", "2.25", "not sure", "May 2020", "skip", "skip", "skip", "skip", "skip", "skip", "skip", "skip", "skip", "skip", "no",
		"1, 5 a pond", "8", "a", "aber", "MORE", "MORE", "abery", "1 March 2027", "yes", "yes", "I like to dig", "not sure", "later",
		"[picture]", "999 012 3454", "I don't know", "12", "no", "SKIP", "skip", "SKIP", "AGREE", "yes", "AGREE Margaret Ellis", "SEND"}},
	{name: "every kind", every: true, lang: lang.Cy, lines: []string{
		"testun", "5 3 1960", "iawn", "2", "Sian Puw", "hepgor", "3 Mai 1990", "2005", "dim syniad", "dim cyfeiriad", "hepgor", "ZA1 1AA", "hepgor",
		"hepgor", "hepgor", "hepgor", "chwarter i dri", "hepgor", "dim syniad", "dim syniad", "hepgor", "dim syniad", "1", "ddim yn gwybod", "wedyn",
		"Sian Puw 30 94 30 00733445", "hepgor", "dim un", "Rhaw", "1.5", "10", "Mai 2020", "hepgor", "hepgor", "hepgor", "hepgor", "hepgor", "hepgor", "hepgor", "hepgor",
		"hepgor", "hepgor", "na", "dim", "caer", "caerf", "21", "20 4 2027", "nac oes", "faint sydd ar ôl?", "Mae'n hoffi blodau", "hepgor", "wedyn", "wedyn",
		"ugain mil", "20000", "hepgor", "hepgor", "hepgor", "cytuno", "cytuno Sian Puw", "ANFON"}},
	{name: "days later", every: true, lang: lang.En, lines: []string{
		"TEXT", "5 3 1960", "ok", "self", "PAUSE", "!days 5", "hello", "RESUME", "5 3 1960", "Margaret Ellis", "later", "later", "not now", "pause", "STOP", "START", "TEXT"}},
	{name: "no picture", every: true, lang: lang.En, lines: []string{"[picture]", "TEXT", "[picture]", "5 3 1960", "[picture]", "[picture] ok", "who"}},
	{name: "helpers", lang: lang.En, setup: helped, lines: []string{"HELPERS", "5 3 1944", "helpers", "END HELPER", "End helper 3", "END HELPER 1",
		"HELPERS", "End helper", "helpers"}},
	{name: "helpers", lang: lang.Cy, setup: helped, lines: []string{"cymraeg", "testun", "5 3 1944", "cynorthwywyr", "diwedd cynorthwyydd 2", "CYNORTHWYWYR"}},
	{name: "stop ends it", lang: lang.En, lines: []string{"text", "5 3 1944", "1", "no", "TEXT", "back", "yes"}},
}

func TestConversations(t *testing.T) {
	t.Parallel()
	for _, s := range scripts {
		t.Run(s.name+"/"+string(s.lang), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			if s.every {
				b = setupWith(t, everyKind(t))
			}
			b.clock.now = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
			var d cases.Draft
			if s.setup == nil && s.every {
				d = b.invitedBorn(s.lang, 1960)
			} else if s.setup == nil {
				_, d = b.invited(s.lang)
			} else {
				d = s.setup(b)
			}
			b.work()
			golden(t, s.name+"."+string(s.lang), b.play(s, d))
		})
	}
}

// play runs a script and answers its transcript, with how many segments each of our texts takes, and at the end what the draft holds.
func (b *bench) play(s script, d cases.Draft) string {
	var out strings.Builder
	for _, m := range b.twilio.Sent(phone) {
		fmt.Fprintf(&out, "< [%d] %s\n\n", Segments(m.Body), indent(b.masked(m.Body)))
	}
	for _, line := range s.lines {
		b.clock.Add(time.Minute)
		if action, found := strings.CutPrefix(line, "!"); found {
			fmt.Fprintf(&out, "! %s\n\n", action)
			b.elsewhere(d, action)
			continue
		}
		fmt.Fprintf(&out, "> %s\n", line)
		said := b.says
		if picture, found := strings.CutPrefix(line, "[picture]"); found {
			said = func(from, _ string, _ ...string) []fake.Message {
				return b.sends(from, strings.TrimSpace(picture), fake.Picture{Type: "image/png", Body: png})
			}
		}
		for _, m := range said(phone, line) {
			fmt.Fprintf(&out, "< [%d] %s\n", Segments(m.Body), indent(b.masked(m.Body)))
		}
		out.WriteString("\n")
	}
	out.WriteString(b.holds(d))
	return out.String()
}

func indent(s string) string { return strings.ReplaceAll(s, "\n", "\n      ") }

// masked hides what is random: the reference and the code.
func (b *bench) masked(s string) string {
	rows, err := b.db.Query(context.Background(), `select reference from drafts`)
	if err != nil {
		b.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var ref string
		if err := rows.Scan(&ref); err != nil {
			b.t.Fatal(err)
		}
		s = strings.ReplaceAll(s, cases.ShowReference(ref), "REFE-RENC")
	}
	for id := int64(1); id < 5; id++ {
		s = strings.ReplaceAll(s, b.register.CodeText(id), "CODE-CODE-CODE")
	}
	return s
}

// elsewhere is what happens at another door: "web question=answer", or "days n" going by.
func (b *bench) elsewhere(d cases.Draft, action string) {
	if action == "waits" { // somebody at the desk has it wait until it is proven who they are
		if _, err := b.db.Exec(context.Background(), `
			insert into identity_waits (draft_id, wanted, way, pauses, began_at, until, door, actor_role)
			values ($1, 'low', 'post-office', false, $2, '2026-12-06', 'phone', 'staff')`, d.ID, b.clock.Now()); err != nil {
			b.t.Fatal(err)
		}
		return
	}
	b.t.Helper()
	verb, rest, _ := strings.Cut(action, " ")
	if verb == "days" {
		var n int
		if _, err := fmt.Sscan(rest, &n); err != nil {
			b.t.Fatal(err)
		}
		b.clock.Add(time.Duration(n) * 24 * time.Hour)
		return
	}
	question, answer, _ := strings.Cut(rest, "=")
	now, err := b.office.Draft(context.Background(), b.agent(), d.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	by := audit.Actor{Role: audit.Citizen, ID: now.Account, Door: channels.Web}
	out, err := b.office.Answer(context.Background(), by, cases.AnswerInput{Draft: d.ID, Question: question,
		Input: services.Input{Text: answer}, SeenRev: now.Answers[question].Rev})
	if err != nil || len(out.Problems) > 0 || out.Conflict != nil {
		b.t.Fatal(action, err, out.Problems, out.Conflict)
	}
}

// holds shows the draft's answers, the tasks and the events there are at the end.
func (b *bench) holds(d cases.Draft) string {
	if d.ID == 0 {
		return ""
	}
	now, err := b.office.Draft(context.Background(), b.agent(), d.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	a := now.Values()
	var out []string
	for _, q := range now.Service.Path(a, services.DayOf(b.clock.Now())) {
		if v, ok := a[q.ID]; ok {
			out = append(out, fmt.Sprintf("= %s: %s (%s)", q.ID, strings.Join(now.Service.Show(lang.En, q, v, a), " / "), now.Answers[q.ID].Door))
		}
	}
	if now.Case != 0 {
		out = append(out, "= sent")
	}
	for range b.count(`letters where kind = 'form'`) {
		out = append(out, "= a form is posted")
	}
	tasks, err := b.office.Tasks(context.Background(), b.agent(), false, 100)
	if err != nil {
		b.t.Fatal(err)
	}
	var kinds []string
	for _, t := range tasks {
		if strings.HasPrefix(t.Kind, "sms-") || t.Kind == "text-failed" {
			kinds = append(kinds, "= task "+t.Kind)
		}
	}
	sort.Strings(kinds)
	return strings.Join(append(out, kinds...), "\n") + "\n"
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", strings.ReplaceAll(name, " ", "-")+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and look at the difference. Got:\n%s", file, got)
	}
}

// png is the smallest picture there is.
var png = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89")

// invitedBorn is somebody born in a year, with a draft, who was texted a link.
func (b *bench) invitedBorn(l lang.Lang, year int) cases.Draft {
	b.t.Helper()
	account := b.person("Margaret Ellis", phone, services.Day{Y: year, M: 3, D: 5}, accounts.Needs{Written: l, Format: accounts.Standard})
	d := b.draft(account, l)
	b.link(d)
	return d
}

// shared is a phone of two people, one of whom has a draft.
func shared(b *bench) cases.Draft {
	_, d := b.invited(lang.En)
	b.person("Gwyn Ellis", phone, services.Day{Y: 1941, M: 7, D: 9}, accounts.Needs{})
	return d
}

// unsafeNow is somebody who, after the text went out, said that texts are not safe.
func unsafeNow(b *bench) cases.Draft {
	account, d := b.invited(lang.En)
	b.work()
	b.setNeeds(account, func(n *accounts.Needs) { n.SafeText = accounts.No })
	return d
}

func noCalls(b *bench) cases.Draft {
	account, d := b.invited(lang.En)
	b.setNeeds(account, func(n *accounts.Needs) { n.SafeCall = accounts.No })
	return d
}

// helped is somebody for whom a daughter and a deputy of the court act.
func helped(b *bench) cases.Draft {
	account, d := b.invited(lang.En)
	by := b.agent()
	by.Proven = true
	for _, n := range []accounts.NewMandate{
		{Mandate: accounts.Mandate{Kind: accounts.Helper, Evidence: accounts.AskedSpeaking, Ends: &services.Day{Y: 2026, M: 12, D: 1}}},
		{Mandate: accounts.Mandate{Kind: accounts.Deputy, Evidence: accounts.CourtOrder, Ends: &services.Day{Y: 2027, M: 1, D: 31}}, Document: "COP 1"}} {
		name := map[accounts.MandateKind]string{accounts.Helper: "Jane Ellis", accounts.Deputy: "Rhys Bowen"}[n.Kind]
		n.Account, n.Helper = account, b.person(name, "07700 900799", services.Day{Y: 1970, M: 1, D: 2}, accounts.Needs{})
		n.Relationship, n.Reason, n.May = "family", "disability", accounts.Rights{See: true}
		if _, problems, err := b.register.RegisterMandate(context.Background(), by, n); err != nil || len(problems) > 0 {
			b.t.Fatal(problems, err)
		}
	}
	return d
}

func (b *bench) setNeeds(account int64, change func(*accounts.Needs)) {
	b.t.Helper()
	a, err := b.register.Open(context.Background(), b.agent(), account)
	if err != nil {
		b.t.Fatal(err)
	}
	change(&a.Needs)
	if err := b.register.SetNeeds(context.Background(), b.agent(), account, a.Needs); err != nil {
		b.t.Fatal(err)
	}
}

// Whose record has no date of birth is proven by the one their application tells.
func TestProvenByTheApplication(t *testing.T) {
	t.Parallel()
	b := setup(t)
	account := b.person("Margaret Ellis", phone, services.Day{Y: 1944, M: 3, D: 5}, accounts.Needs{})
	b.exec(`update accounts set date_of_birth = null where id = @id`, "id", account)
	d := b.draft(account, lang.En)
	q := b.service.Question(b.service.Person.DateOfBirth)
	for next := (services.Next{}); next.Question != q; {
		now, err := b.office.Draft(t.Context(), b.agent(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		next = now.Service.Next(now.Values(), services.DayOf(b.clock.Now()))
		b.answerOnline(now, next.Question)
	}
	b.link(d)
	b.work()
	b.says(phone, "TEXT")
	b.says(phone, "6 3 1944")
	if n := b.count(`audit_log where verb = 'account.proven-by-text'`); n != 0 {
		t.Error("a wrong date of birth proves somebody")
	}
	b.says(phone, "5 March 1944")
	if n := b.count(`audit_log where verb = 'account.proven-by-text'`); n != 1 {
		t.Error("the date of birth told in the application proves nobody")
	}
}
