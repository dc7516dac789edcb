package account_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/services"
)

var pages = []string{"/account", "/account/history", "/account/messages", "/account/details", "/account/needs", "/account/needs/change",
	"/account/agencies", "/account/looks", "/account/copy"}

// Nobody who has shown nothing sees any of it; who has, sees all of it in both languages.
func TestEveryPageIsTheirsAlone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, path := range append([]string{"/account/copy.pdf", "/account/copy.json", "/account/copy.zip"}, pages...) {
		if w := b.browser().open(path); w.status == 200 && w.path == path || strings.Contains(w.body, "Margaret") {
			t.Errorf("%s is shown to anybody: %d", path, w.status)
		}
	}
	w := b.signedIn()
	for _, l := range []string{"en", "cy"} {
		w.open("/language/" + l + "?back=/account")
		for _, path := range pages {
			w.open(path).is(200)
			if got := w.page.Find("html").AttrOr("lang", ""); got != l || w.text("h1") == "" {
				t.Errorf("%s in %s: lang %q, heading %q", path, l, got, w.text("h1"))
			}
		}
	}
}

func TestTheHistoryHoldsEveryDoor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	must(t, b.office.PostLetter(t.Context(), b.agent, b.draft.ID))
	log := phone.New(b.db, b.register)
	c, problems, err := log.Begin(t.Context(), b.agent, phone.Contact{Door: channels.Phone, Reason: "progress"})
	must(t, err)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	must(t, log.About(t.Context(), b.agent, c.ID, b.who.ID, b.draft.ID))
	if p, err := log.End(t.Context(), b.agent, c.ID, phone.Ending{Outcome: "answered", Note: "sounded tired"}); err != nil || len(p) > 0 {
		t.Fatal(p, err)
	}
	for _, dir := range []string{"in", "out"} {
		_, err := b.db.Exec(t.Context(), `insert into sms_messages (direction, phone, kind, account_id, body, state) values ($1, '+447700900123', 'x', $2, $3, 'delivered')`,
			dir, b.who.ID, "a text "+dir)
		must(t, err)
	}
	w := b.signedIn().open("/account/history").is(200)
	w.says("You began an application, by phone").says("Letter to you").says("We spoke on the phone").says("Text from you: a text in").says("Text to you: a text out")
	w.silent("sounded tired") // what staff note is not the person's timeline
	for i := range 40 {
		_, err := b.db.Exec(t.Context(), `insert into sms_messages (direction, phone, kind, account_id, body, state, made_at) values ('in', '+447700900123', 'x', $1, $2, 'received', now() - $3 * interval '1 minute')`,
			b.who.ID, "older text", 60*(i+1))
		must(t, err)
	}
	w.open("/account/history")
	first := w.page.Find("main .govuk-list > li").Length()
	w.open(w.page.Find(`a[rel=next]`).AttrOr("href", "/none")).is(200)
	if second := w.page.Find("main .govuk-list > li").Length(); first < 30 || second == 0 || first+second < 44 {
		t.Errorf("%d and %d lines: something is lost between the pages", first, second)
	}
}

func TestAMessageIsATaskAndItsAnswerIsSeen(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.signedIn().open("/account/messages").is(200)
	to := w.page.Find("select[name=to] option").Eq(1).AttrOr("value", "")
	w.post("/account/messages", url.Values{"to": {to}, "text": {"  "}}).is(422).says("Write your message")
	w.post("/account/messages", url.Values{"to": {"999.0"}, "text": {"Hello"}}).is(422).says("Choose who")
	if w.page.Find("textarea").Text() != "Hello" {
		t.Error("what was typed is lost")
	}
	for range 2 { // pressed twice
		w.post("/account/messages", url.Values{"to": {to}, "text": {"When will you decide?\nI am waiting."}}).is(200).says("Your message has been sent")
	}
	if n := b.count(`select count(*) from tasks where kind = 'message' and agency_id = $1`, b.agency.ID); n != 1 {
		t.Fatalf("%d tasks", n)
	}
	if n := b.count(`select count(*) from person_messages where encode(body, 'escape') like '%waiting%'`); n != 0 {
		t.Error("a message stands in the clear")
	}
	var id int64
	must(t, b.db.QueryRow(t.Context(), `select id from person_messages`).Scan(&id))
	if _, err := b.office.Message(t.Context(), b.stranger, id); err == nil {
		t.Error("another agency reads it")
	}
	if _, err := b.office.AnswerMessage(t.Context(), b.stranger, id, "No"); err == nil {
		t.Error("another agency answers it")
	}
	if p, err := b.office.AnswerMessage(t.Context(), b.agent, id, "On Monday."); err != nil || len(p) > 0 {
		t.Fatal(p, err)
	}
	if _, err := b.office.AnswerMessage(t.Context(), b.agent, id, "On Tuesday."); err == nil {
		t.Error("answered twice")
	}
	w.open("/account/messages").says("On Monday.").silent("Not answered yet")
	w.open("/account/history").says("You were answered: On Monday.")
	if open, told := b.count(`select count(*) from tasks where kind = 'message' and done_at is null`), b.count(`select count(*) from account_notices where kind = 'message-answered'`); open != 0 || told != 1 {
		t.Errorf("%d tasks open, %d notices", open, told)
	}
}

func TestNeedsAreChangedByThePerson(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.signedIn().open("/account/needs/change").is(200)
	f := w.filled("written")
	f.Set("format", "large-print")
	f.Set("safe-text", "no")
	f.Set("rest", "own")
	f.Set("rest-from", "22")
	f.Set("rest-until", "9")
	f.Set("rather", "letter")
	w.post("/account/needs", f).is(200).says("Large print").says("No texts 22:00 to 9:00")
	a, err := b.register.Open(t.Context(), b.agent, b.who.ID)
	must(t, err)
	if n := a.Needs; n.Format != accounts.LargePrint || n.SafeText != accounts.No || n.Quiet != "22:00-09:00" || n.Rather != accounts.Letter {
		t.Errorf("%+v", n)
	}
	w.post("/account/needs", f).is(409).says("Somebody changed this while you had it open") // the form of before
}

func TestAChangeOfAddressIsToldToWhomItConcerns(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.signedIn().open("/account/details").is(200)
	if got := w.text("#told"); got != "Anytown Council" {
		t.Errorf("would tell %q", got)
	}
	f := w.filled("line1")
	f.Set("postcode", "nonsense")
	w.post("/account/details", f).is(422)
	if w.page.Find("#postcode, #line1").Filter(".govuk-input--error").Length() == 0 || w.page.Find("#postcode").AttrOr("value", "") != "nonsense" {
		t.Error("the mistake is not shown where it is, or is lost")
	}
	f.Set("postcode", "ZA1 1AA")
	f.Set("line1", "7 New Road")
	w.post("/account/details", f).is(200).says("These agencies have been told: Anytown Council")
	if n := b.count(`select count(*) from tasks where kind = 'details-changed' and agency_id = $1`, b.agency.ID); n != 1 {
		t.Errorf("%d tasks", n)
	}
	a, err := b.register.Open(t.Context(), b.agent, b.who.ID)
	must(t, err)
	if a.Address.Lines[0] != "7 New Road" || a.FullName != "Margaret Ellis" || a.DateOfBirth == nil {
		t.Errorf("%+v", a)
	}
}

func TestConsentIsGivenUntilADayAndTakenBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.signedIn().open("/account/agencies").is(200)
	w.says("Anytown Council").silent("Othertown").says("No. The law gives the agency this task").says("Chronically Sick and Disabled Persons Act 1970")
	give := url.Values{"agency": {itoa(b.agency.ID)}, "scope": {"news"}, "give": {"yes"}, "day": {"27"}, "month": {"3"}, "year": {"2099"}}
	w.post("/account/agencies", give).is(200).says("You have agreed, until 27 March 2099")
	bad := url.Values{"agency": {itoa(b.agency.ID)}, "scope": {"news"}, "give": {"yes"}, "day": {"31"}, "month": {"2"}, "year": {"2099"}}
	w.post("/account/agencies", bad).is(422).says("The last day must be a real date in the future")
	w.post("/account/agencies", url.Values{"agency": {itoa(b.agency.ID)}, "scope": {"news"}, "give": {"no"}}).is(200)
	if w.open("/account/agencies").silent("27 March 2099"); b.count(`select count(*) from consents`) != 2 {
		t.Error("what was said before is not kept")
	}
	w.post("/account/agencies", url.Values{"agency": {itoa(b.neighbour.ID)}, "scope": {"news"}, "give": {"yes"}}).is(404) // nothing to do with them
	if _, err := b.db.Exec(t.Context(), `update consents set given = true`); err == nil {
		t.Error("a consent was rewritten")
	}
	mine := accounts.Consent{Agency: b.agency.ID, Scope: accounts.Address, Given: true}
	must(t, b.register.SetConsent(t.Context(), b.agent, b.who.ID, mine)) // told to staff on the phone
	if err := b.register.SetConsent(t.Context(), b.stranger, b.who.ID, mine); err == nil {
		t.Error("another agency agreed in the person's name")
	}
	if all, err := b.register.Consents(t.Context(), b.stranger, b.who.ID); err != nil || len(all) != 0 {
		t.Errorf("another agency sees %v, %v", all, err)
	}
}

func TestWhoLookedIsShownUnlessAnInvestigationHoldsItBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	look := func(by audit.Actor, why string) {
		by.Why = why
		_, err := b.register.Open(t.Context(), by, b.who.ID)
		must(t, err)
	}
	look(b.agent, "Rang about the badge")
	w := b.signedIn().open("/account/looks").is(200)
	w.says("Anytown Council, Blue Badge team: your record was opened").says("By phone").says("Reason: Rang about the badge").silent("Alex")
	soon := services.DayOf(b.register.Today().Time().AddDate(0, 0, 30))
	if err := b.register.HoldLooks(t.Context(), b.agent, b.who.ID, "Fraud", soon); err == nil {
		t.Error("somebody who leads nobody held it back")
	}
	if err := b.register.HoldLooks(t.Context(), b.leader, b.who.ID, "", soon); err == nil {
		t.Error("held back without a reason")
	}
	if err := b.register.HoldLooks(t.Context(), b.leader, b.who.ID, "Fraud", services.DayOf(soon.Time().AddDate(1, 0, 0))); err == nil {
		t.Error("held back for a year")
	}
	must(t, b.register.HoldLooks(t.Context(), b.leader, b.who.ID, "A suspected fraud", soon))
	look(b.agent, "Secret search")
	look(b.stranger, "The neighbour asks")
	w.open("/account/looks").silent("Secret search").silent("suspected fraud").says("Rang about the badge").says("Othertown Council")
	holds, err := b.register.Holds(t.Context(), b.leader, b.who.ID)
	must(t, err)
	if err := b.register.EndHold(t.Context(), b.agent, b.who.ID, holds[0].ID); err == nil {
		t.Error("somebody who leads nobody ended it")
	}
	must(t, b.register.EndHold(t.Context(), b.leader, b.who.ID, holds[0].ID))
	w.open("/account/looks").says("Secret search").says("A suspected fraud")
	for range 60 {
		look(b.agent, "again")
	}
	w.open("/account/looks")
	if w.page.Find(`a[rel=next]`).Length() == 0 {
		t.Error("sixty looks are on one page")
	}
	w.open(w.page.Find(`a[rel=next]`).AttrOr("href", "")).is(200).says("your record was created")
}

func TestEverythingCanBeTakenAway(t *testing.T) {
	t.Parallel()
	b := setup(t)
	must(t, b.office.PostLetter(t.Context(), b.agent, b.draft.ID))
	w := b.signedIn()
	w.post("/account/messages", url.Values{"to": {itoa(b.agency.ID) + ".0"}, "text": {"=1+1"}}).is(200)
	w.open("/account/copy.json").is(200)
	var rec struct {
		Name     string
		Sections []struct {
			Name string
			Rows [][]string
		}
	}
	must(t, json.Unmarshal([]byte(w.body), &rec))
	if rec.Name != "Margaret Ellis" || len(rec.Sections) != 11 {
		t.Errorf("%s: %d sections", rec.Name, len(rec.Sections))
	}
	for _, want := range []string{"1 High Street", "+447700900123", "Dear Margaret Ellis", "=1+1", "1944-03-05"} {
		if !strings.Contains(w.body, want) {
			t.Errorf("the copy lacks %q", want)
		}
	}
	w.open("/account/copy.zip").is(200)
	z, err := zip.NewReader(bytes.NewReader([]byte(w.body)), int64(len(w.body)))
	must(t, err)
	if len(z.File) != 11 {
		t.Errorf("%d tables", len(z.File))
	}
	for _, f := range z.File {
		if f.Name != "messages.csv" {
			continue
		}
		r, err := f.Open()
		must(t, err)
		var text bytes.Buffer
		_, _ = text.ReadFrom(r)
		if !strings.Contains(text.String(), ",'=1+1,") {
			t.Errorf("a spreadsheet takes what was typed for a formula: %s", text.String())
		}
	}
	if w.open("/account/copy.pdf").is(200); !strings.HasPrefix(w.body, "%PDF") {
		t.Error("no PDF")
	}
	w.open("/account/copy").is(200)
	w.post("/account/copy", url.Values{"agency": {""}}).is(422)
	for range 2 {
		w.post("/account/copy", url.Values{"agency": {itoa(b.agency.ID)}}).is(200).says("You have asked for a copy on paper")
	}
	if n := b.count(`select count(*) from tasks where kind = 'record-asked' and due = current_date + 28`); n != 1 {
		t.Errorf("%d tasks due in 28 days", n)
	}
}

// A draft whose version a newer program published does not take the page away.
func TestADraftOfANewerProgramIsALine(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.signedIn()
	_, err := b.db.Exec(t.Context(), `
		insert into service_versions (service, version, hash, files, published_at)
		select service, 999, decode('00', 'hex'), '{"service.yaml": "what: no program of today can read this"}', now() from service_versions where service = 'blue-badge' limit 1`)
	must(t, err)
	_, err = b.db.Exec(t.Context(), `update drafts set version = 999 where id = $1`, b.draft.ID)
	must(t, err)
	w.open("/account").is(200).says("made with a newer form")
	w.open("/account/history").is(200)
	w.open("/account/copy.json").is(200)
}

func itoa(n int64) string {
	raw, _ := json.Marshal(n)
	return string(raw)
}
