package desk_test

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// everything publishes the service that asks every kind of question, and offers it.
func (b *bundle) everything(change func(files map[string]string)) *services.Service {
	b.Helper()
	files := map[string]string{}
	for _, name := range []string{"service.yaml", "en.yaml", "cy.yaml"} {
		text, err := os.ReadFile("testdata/everything/" + name)
		must(b, err)
		files[name] = string(text)
	}
	if change != nil {
		change(files)
	}
	dir := b.TempDir()
	for name, text := range files {
		must(b, os.MkdirAll(dir+"/everything", 0o700))
		must(b, os.WriteFile(dir+"/everything/"+name, []byte(text), 0o600))
	}
	s, err := services.Load(os.DirFS(dir), "everything")
	must(b, err)
	must(b, services.Publish(b.Context(), b.db, s))
	must(b, b.config.Library.(*services.Library).Refresh(b.Context()))
	_, err = b.db.Exec(b.Context(), `insert into agency_services (agency_id, service) values ($1, 'everything') on conflict do nothing`, b.agency.ID)
	must(b, err)
	return s
}

// knownLong is somebody whose record is older than the conversation.
func (b *bundle) knownLong() accounts.Account {
	b.Helper()
	a := b.person(margaret)
	for _, sql := range []string{`update accounts set created_at = created_at - interval '1 year'`, `update account_addresses set since = since - interval '1 year'`} {
		_, err := b.db.Exec(b.Context(), sql)
		must(b, err)
	}
	return a
}

// begun is an application for everything, taken in a conversation with a person.
func (b *bundle) begun(door string, a accounts.Account) (*browser, cases.Draft) {
	b.Helper()
	w := b.as("agent.anytown").begin(door, "apply")
	w.get("/desk/person/"+num(a.ID)).send("form[action$='/about']", nil)
	d, err := b.office.Start(b.Context(), b.actor("agent.anytown", channels.Kind(door)), cases.StartInput{Agency: b.agency.ID, Service: "everything", Account: a.ID, Prefill: true})
	must(b, err)
	return w.get("/desk/draft/" + d.Reference), d
}

// answersQuestions says what Margaret says to whatever the system picked to ask.
func (w *browser) answersQuestions() *browser {
	w.Helper()
	says := map[string]string{"date-of-birth": "5 March 1944", "postcode": "ZA1 1AA", "nino-end": "456A"}
	answers := url.Values{}
	for kind, answer := range says {
		if w.has("[name='answer." + kind + "']") {
			answers.Set("answer."+kind, answer)
		}
	}
	return w.send("form:has([name=sheet])", answers)
}

// row is a question on the map.
func (w *browser) row(question string) *goquerySelection {
	w.Helper()
	return w.page.Find(`#map .map__row:has(a[href$="q=` + question + `"])`)
}

// stands says which state a question has on the map.
func (w *browser) stands(question, state string) *browser {
	w.Helper()
	if w.row(question).Find(".mark--"+state).Length() != 1 {
		w.Errorf("%s is not %s on the map: %s", question, state, w.text("#map"))
	}
	return w
}

// keys answers the question that must be on the screen.
func (w *browser) keys(question string, parts url.Values) *browser {
	w.Helper()
	if at := w.question(); at != question {
		w.Fatalf("%q is asked instead of %s: %s", at, question, w.text(".agent__script"))
	}
	w.send("form.keys", parts)
	if w.status != http.StatusOK {
		w.Fatalf("%s was not taken: %s", question, w.text(".agent__script"))
	}
	return w
}

func one(v string) url.Values { return url.Values{"value": {v}} }

// A whole conversation: some of it is not known, some is put off and comes back, something is noted, something is asked elsewhere,
// something only after it was proven who it is. At the end all of it is read back, agreed to and sent.
func TestALongApplicationIsTaken(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.everything(nil)
	a := b.knownLong()
	w, d := b.begun("phone", a)
	w.keys("moved", url.Values{"day": {""}, "month": {""}, "year": {"2010"}})
	if !strings.Contains(w.text("#section-family"), say("desk.map.states.maybe")) {
		t.Error("what hangs on whether there are children is not shown as open")
	}
	w.keys("children", one("yes"))
	w.send("form.keys", url.Values{"op": {"add"}, "child": {"Huw"}, "birthday.unknown": {"yes"}, "lives": {"other"}, "lives.other": {"every week another"},
		"gets": {"benefit"}, "pocket": {"4.50"}, "since.month": {"2"}, "since.year": {"2020"}})
	w.expect(200, "every week another").keys("who", url.Values{"op": {"done"}})
	w.keys("school", url.Values{"unknown": {"yes"}}).stands("school", "answered")
	w.keys("kin", url.Values{"park": {"yes"}, "desk-note": {"Her husband has died. Ask gently."}}).stands("kin", "parked")
	if row := w.row("kin").Text(); !strings.Contains(row, "Ask gently") || !strings.Contains(row, say("desk.map.put_off", "who", "agent.anytown", "when", "10am")) {
		t.Errorf("the map says of what was put off: %s", row)
	}
	w.keys("works", one("yes"))
	w.keys("hours", url.Values{"unknown": {"yes"}}).stands("hours", "parked")
	w.keys("wage", one("1,250.5")).keys("since", url.Values{"month": {"3"}, "year": {"2019"}}).keys("begins", one("half past nine"))

	w.expect(200, say("desk.prove.title"))
	if w.has("[name=account]") {
		t.Error("the account can be keyed before it is proven who it is")
	}
	w.post("/desk/draft/"+d.Reference+"/answer", url.Values{"q": {"account"}, "holder": {"M Ellis"}, "sort": {"30 94 30"}, "account": {"00733445"}})
	if w.status != http.StatusUnprocessableEntity {
		t.Errorf("the account was answered %d", w.status)
	}
	w.get("/desk/draft/"+d.Reference+"?q=account").answersQuestions().expect(200, say("proof.desk.enough_done"))
	w.keys("account", url.Values{"holder": {"M Ellis"}, "sort": {"30 94 30"}, "account": {"00733445"}})

	w.keys("nhs", url.Values{"unknown": {"yes"}}).send("[name=skip]", url.Values{"skip": {"yes"}})
	w.keys("car", one("ab12 cde")).keys("site", one("www.example.org")).send("[name=later]", url.Values{"later": {"yes"}})
	w.keys("story", one("Somebody to come in twice a week."))
	w.expect(200, say("desk.instead.link")).send("form[action$='/text-link']", nil).expect(200, say("desk.hand.texted_done"))
	w.get("/desk/draft/"+d.Reference+"?q=online").keys("online", url.Values{"park": {"yes"}})
	w.keys("reading", nil)

	b.answerBy(audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}, d.ID, "online", "A red dot")
	w.get("/desk/draft/" + d.Reference)
	w.keys("kin", url.Values{"kin-name": {"Huw Ellis"}, "kin-phone": {"07700 900124"}, "kin-is": {"other"}, "kin-is.other": {"Son"}})
	w.keys("hours", one("16.5"))
	w.readsBackWhole()
	w.keys("rules", url.Values{"agree": {"yes"}}).keys("sign", url.Values{"value": {"Margaret Ellis"}, "agree": {"yes"}})
	w.expect(200, say("desk.read.ready")).send("form[action$='/submit']", nil).expect(200, say("desk.sent.say"))
	b.longCase(d)
}

// readsBackWhole reads every section back; an answer changed meanwhile is read once more.
func (w *browser) readsBackWhole() {
	w.Helper()
	at := w.at.Path
	if w.post(at+"/submit", nil); w.status != http.StatusUnprocessableEntity || w.question() != "rules" {
		w.Errorf("it is sent though nothing was agreed to: %d", w.status)
	}
	w.get(at)
	first := w.page.Find(".read--now")
	if said := first.Text(); !strings.Contains(said, "Your name is Margaret Ellis.") || !strings.Contains(said, "You were born on 5 March 1944.") {
		w.Errorf("read back is: %s", said)
	}
	if keys := first.Find("a[data-shortcut]").Length(); keys != 5 {
		w.Errorf("%d answers have keys to change them", keys)
	}
	w.send(".read--now form", nil)
	w.get(first.Find("a[data-shortcut='5']").AttrOr("href", "")).keys("moved", url.Values{"day": {""}, "month": {"4"}, "year": {"2010"}})
	for i := range 6 {
		if !w.has(".read--now") {
			if i != 5 {
				w.Errorf("%d sections were read back after the change", i)
			}
			return
		}
		w.send(".read--now form", nil)
	}
	w.Errorf("it is never read back whole: %s", w.text(".agent__script"))
}

// longCase looks at what became of it.
func (b *bundle) longCase(d cases.Draft) {
	b.Helper()
	w := b.as("caseworker.anytown").get("/desk/case/" + d.Reference)
	for _, want := range []string{
		"Her husband has died. Ask gently.", say("desk.case.earliest", "day", "20 August 2026"), say("desk.case.latest", "day", "18 December 2026"),
		"every week another", "April 2010", "agent.anytown",
	} {
		w.expect(200, want)
	}
	agreed := w.page.Find(".agreed").Map(func(_ int, x *goquerySelection) string { return x.Text() })
	if len(agreed) != 2 || agreed[1] != say("desk.agreed.aloud", "label", "Declaration", "version", 1, "lang", "English", "who", "agent.anytown", "door", say("cases.doors.phone"),
		"when", "20 November 2026, 10am") {
		b.Errorf("agreed to: %q", agreed)
	}
}

// Signed on paper at the counter is said as that, not as read aloud.
func TestSignedOnPaperIsSaidSo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.everything(nil)
	w, d := b.begun("counter", b.knownLong())
	w.get("/desk/draft/"+d.Reference+"?q=sign").keys("sign", url.Values{"value": {"Margaret Ellis"}, "signed": {"yes"}})
	now, err := b.office.Draft(t.Context(), b.actor("agent.anytown", channels.Counter), d.ID)
	must(t, err)
	events, err := b.office.Timeline(t.Context(), d.ID)
	must(t, err)
	if got := now.Agreements(events, services.DayOf(b.now)); len(got) != 1 || !got[0].Signed || got[0].Answer.Value.Text != "Margaret Ellis" {
		t.Errorf("agreements %+v", got)
	}
	w.get("/desk/draft/"+d.Reference+"?q=online").expect(200, say("desk.instead.form"))
	w.send(".instead [name=scope]", nil).expect(200, say("desk.hand.form_done"))
	w, d = b.begun("phone", b.knownLong())
	if w.get("/desk/draft/" + d.Reference + "?q=sign"); w.has("[name=signed]") {
		t.Error("it can be signed on paper over the phone")
	}
}

// The map follows what is keyed before it is saved, and nothing is saved by that.
func TestTheMapFollowsWhatIsKeyed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.everything(nil)
	w, d := b.begun("phone", b.knownLong())
	w.get("/desk/draft/" + d.Reference + "?q=children")
	form := w.form("[data-autosave]")
	if target := form.AttrOr("data-autosave-target", ""); !w.has("#" + target) {
		t.Fatalf("the map is not at %q", target)
	}
	for answer, want := range map[string]int{"yes": 1, "no": 0} {
		fields := filled(form)
		fields.Set("value", answer)
		w.post(form.AttrOr("data-autosave", ""), fields)
		if got := w.page.Find(`a[href$="q=who"]`).Length(); w.status != 200 || got != want {
			t.Errorf("%s: the list of children is there %d times (%d)", answer, got, w.status)
		}
	}
	if n := b.count(`select count(*) from answers where draft_id = $1 and question = 'children'`, d.ID); n != 0 {
		t.Errorf("%d answers were saved", n)
	}
}

// A newer version is shown with what moving changes, and moved to by pressing.
func TestAnApplicationIsMovedByPressing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.everything(nil)
	w, d := b.begun("phone", b.knownLong())
	w.keys("moved", url.Values{"day": {"1"}, "month": {"4"}, "year": {"2010"}})
	if w.has(".newer") {
		t.Fatal("there is no newer version")
	}
	b.everything(func(files map[string]string) {
		files["service.yaml"] = strings.NewReplacer("version: 1\n", "version: 2\n", "kind: date, past: true, precision: year", "kind: month, past: true").Replace(files["service.yaml"])
	})
	w.get("/desk/draft/"+d.Reference).expect(200, say("desk.newer.title"))
	if said := w.text(".newer"); !strings.Contains(said, say("desk.newer.again")) || !strings.Contains(said, "Moved in") || !strings.Contains(said, lang.N(lang.En, "desk.newer.stays", 4)) {
		t.Errorf("the screen says: %s", said)
	}
	w.send("form[action$='/upgrade']", nil).expect(200, say("desk.newer.moved_done"))
	if w.has(".newer") || w.question() != "moved" {
		t.Errorf("after moving %q is asked: %s", w.question(), w.text("main"))
	}
}

// No two things on the one screen answer to the same key.
func TestKeysAreNotGivenTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	s := b.everything(nil)
	w, d := b.begun("counter", b.knownLong())
	for _, step := range s.Steps {
		if step.Question == nil {
			continue
		}
		given := map[string]string{}
		w.get("/desk/draft/" + d.Reference + "?q=" + step.Question.ID).page.Find("[data-shortcut]").Each(func(_ int, x *goquerySelection) {
			key := x.AttrOr("data-shortcut", "")
			if before, twice := given[key]; twice {
				t.Errorf("%s: %q is %q and %q", step.Question.ID, key, before, x.Text())
			}
			given[key] = x.Text()
		})
		if len(given) < 10 {
			t.Errorf("%s: only %d keys", step.Question.ID, len(given))
		}
	}
}
