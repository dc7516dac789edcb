package apply_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func entered(code string, day, month, year string) url.Values {
	return url.Values{"code": {code}, "day": {day}, "month": {month}, "year": {year}}
}

// Saved at one browser, carried on at another; by code and date of birth, and by nothing less.
func TestSaveAndComeBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.begin("en").tell("applying-for", "self")
	w.open("/application/"+w.ref()+"/save").expect(200, "Save and come back later").says("date of birth")
	if w.has(`form[action$="/save"]`) {
		t.Error("a code is offered that could open nothing")
	}
	w.open("/application/"+w.ref()+"/name").tell("name", "Margaret Ellis").tell("birth-name", "skip").
		send(w.form("[name=day]"), url.Values{"day": {"5"}, "month": {"3"}, "year": {"1944"}})
	stood := w.at.Path
	w.open("/application/" + w.ref() + "/save")
	w.send(w.form(`button:contains("Show me a code")`), nil).expect(200, "Your code").says("until the end of 19 December 2026").says("020 7946 0123")
	code := w.text("#code")

	x := b.browser("en").open("/c/"+code).expect(200, "Carry on with a code")
	if got := x.page.Find("#code").AttrOr("value", ""); got != code {
		t.Errorf("the code is not filled in: %q", got)
	}
	const wrong = "This code and this date of birth do not open an application"
	x.send(x.form("#code"), entered(code, "6", "3", "1944")).expect(422, "").says(wrong)
	x.send(x.form("#code"), entered("2222-2222-2222", "5", "3", "1944")).expect(422, "").says(wrong)
	x.send(x.form("#code"), entered("rubbish", "5", "3", "1944")).expect(422, "").says(wrong)
	x.send(x.form("#code"), entered("", "5", "3", "1944")).expect(422, "").says("Enter the code")
	x.send(x.form("#code"), entered(code, "31", "2", "1944")).expect(422, "").says("Enter the whole date of birth")
	if x.page.Find("#code").AttrOr("value", "") != code || x.page.Find("#day").AttrOr("value", "") != "31" {
		t.Error("what was typed is lost")
	}
	x.open("/application/"+w.refIn(stood)).expect(403, "")
	x.open("/c").send(x.form("#code"), entered(" "+strings.ToLower(strings.ReplaceAll(code, "-", " ")), "05", "March", "1944"))
	if x.at.Path != stood {
		t.Errorf("carried on at %s, not at %s", x.at.Path, stood)
	}
	b.now = b.now.AddDate(0, 0, 29)
	b.browser("en").open("/c").post("/c", entered(code, "5", "3", "1944")).expect(422, "").says(wrong)
}

func (w *browser) refIn(path string) string { return strings.Split(path, "/")[2] }

func TestTooManyTries(t *testing.T) {
	t.Parallel()
	x := setup(t).browser("en").open("/c")
	for range 20 {
		if x.post("/c", entered("2222-2222-2222", "5", "3", "1944")); x.status == 429 {
			break
		}
	}
	x.expect(429, "Carry on with a code").says("Try again after 10:15am").says("020 7946 0123")
}

// A letter's code opens the account too: everything of it, whichever agency, and who looked.
func TestAccount(t *testing.T) {
	t.Parallel()
	b := setup(t)
	person, problems, err := b.register.Create(t.Context(), b.agent, accounts.Details{FullName: "Margaret Ellis",
		DateOfBirth: &services.Day{Y: 1944, M: time.March, D: 5}, Mobile: "07700 900123",
		Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"},
		Needs:   accounts.Needs{Format: accounts.LargePrint, SafeText: accounts.No, MayAnnounce: true}})
	must(t, err)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	agent := b.agent
	agent.Why = "contacts.reasons.carry-on"
	d, err := b.office.Start(t.Context(), agent, cases.StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: person.ID, Lang: lang.Cy})
	must(t, err)
	_, err = b.register.Open(t.Context(), agent, person.ID)
	must(t, err)
	must(t, b.office.PostLetter(t.Context(), agent, d.ID))

	w := b.browser("en").open("/c").post("/c", entered(b.codeOf(t, d.ID), "5", "3", "1944"))
	if w.page.Find("html").AttrOr("lang", "") != "cy" {
		t.Error("a Welsh application opens in English")
	}
	w.open("/language/en?back=/account").expect(200, "Your account").says("Margaret Ellis").says("Carry on with the questions and send it")
	w.open(w.page.Find(`main a[href^="/account/letter/"]`).AttrOr("href", "")).expect(200, "How to carry on")
	if strings.Contains(w.page.Text(), b.codeOf(t, d.ID)) {
		t.Error("the copy shows the code")
	}
	w.open("/account/needs").says("Large print").says("It is not safe")
	w.open("/account/looks").says("Anytown Council: your record was opened").says("By phone. Reason: To carry on with an application")
	for _, page := range []string{"", "/needs", "/looks"} {
		w.open("/language/cy?back=/account"+page).expect(200, "")
	}
	w.open("/account/letter/999").expect(404, "")

	w.open("/language/en?back=/account")
	w.send(w.form(`button:contains("Leave")`), nil).expect(200, "").says("Nobody can open your applications")
	w.open("/account").expect(200, "Sign in")
	w.open("/application/"+cases.ShowReference(d.Reference)).expect(403, "")
}

// codeOf is the newest code of a draft, as it is printed.
func (b *bundle) codeOf(t *testing.T, draft int64) string {
	t.Helper()
	var id int64
	must(t, b.db.QueryRow(t.Context(), `select max(id) from access_codes where draft_id = $1`, draft).Scan(&id))
	return b.register.CodeText(id)
}

// Somebody else's code at the same computer ends what the first person could open there.
func TestSharedComputer(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var refs []string
	w := b.browser("en").open("/c")
	for _, name := range []string{"Margaret Ellis", "Tina Moss"} {
		person, _, err := b.register.Create(t.Context(), b.agent, accounts.Details{FullName: name, DateOfBirth: &services.Day{Y: 1944, M: time.March, D: 5},
			Address: &services.PostAddress{Lines: []string{"1 High Street", "Anytown"}, Postcode: "ZA1 1AA"}})
		must(t, err)
		d, err := b.office.Start(t.Context(), b.agent, cases.StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: person.ID})
		must(t, err)
		must(t, b.office.PostLetter(t.Context(), b.agent, d.ID))
		w.post("/c", entered(b.codeOf(t, d.ID), "5", "3", "1944")).expect(200, "")
		refs = append(refs, cases.ShowReference(d.Reference))
	}
	w.open("/application/"+refs[1]).expect(200, "")
	w.open("/application/"+refs[0]).expect(403, "")
	w.open("/account").says("Tina Moss")
}
