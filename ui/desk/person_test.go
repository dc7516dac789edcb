package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

// With nobody on the line a record is opened for a reason, which is recorded; with somebody on the line no reason is asked.
func TestOpeningAPersonNeedsAReason(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	path := "/desk/person/" + num(a.ID)
	w := b.as("agent.anytown").get(path).expect(200, say("desk.reason.title"))
	if text := w.text("body"); contains(text, "Margaret") || contains(text, "1944") {
		t.Errorf("before a reason is given the page says: %s", text)
	}
	for _, below := range []string{"", "/details", "/needs", "/death"} {
		w.get(path+below).expect(200, say("desk.reason.title"))
		w.get(path+below+"?why=nonsense").expect(http.StatusUnprocessableEntity, say("desk.reason.required"))
	}
	if n := b.count(`select count(*) from audit_log where verb = 'account.viewed'`); n != 0 {
		t.Fatalf("%d looks were taken without a reason", n)
	}
	w.get(path).send("[name=why]", url.Values{"why": {"complaint"}}).expect(200, "1 High Street")
	if n := b.count(`select count(*) from audit_log where verb = 'account.viewed' and why = 'contacts.looks.complaint' and account_id = $1`, a.ID); n != 1 {
		t.Errorf("%d looks for that reason", n)
	}
	w.get(w.page.Find("a[href*='/details']").AttrOr("href", "")).expect(200, say("desk.person.edit_of", "name", "Margaret Ellis"))
	w.begin("phone", "progress").get(path).expect(200, "1 High Street")
	if n := b.count(`select count(*) from audit_log where verb = 'account.viewed' and why = 'contacts.reasons.progress'`); n != 1 {
		t.Errorf("%d looks in the conversation", n)
	}
	w.get(path+"?why=complaint").expect(200, say("contacts.looks.complaint"))
}

// A case of theirs is a reason; somebody else's case is none.
func TestACaseIsAReason(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a, other := b.person(margaret), b.person(accounts.Details{FullName: "Rhys Bowen"})
	d := b.draft(a.ID)
	w := b.as("caseworker.anytown")
	w.get("/desk/person/"+num(a.ID)+"?for="+d.Reference).expect(200, "1 High Street")
	w.get("/desk/person/"+num(other.ID)+"?for="+d.Reference).expect(200, say("desk.reason.title"))
}

// Whatever is typed finds them; what is not found begins a new record with what was typed.
func TestSearching(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	d := b.draft(a.ID)
	w := b.as("agent.anytown")
	for _, typed := range []string{"Margaret Ellis", "elis margret", "5.3.44 ellis", "ZA1 1AA ellis", "0123 ellis", d.Reference, "  margaret   ELLIS "} {
		w.send(".desk-search", url.Values{"q": {typed}}).expect(200, "Margaret Ellis")
		if text := w.text("main"); contains(text, "900123") || contains(text, "900 123") {
			t.Errorf("%q shows the whole number: %s", typed, text)
		}
	}
	w.send(".desk-search", url.Values{"q": {"Nobody Known 1/2/1950 07700 900555 za9 9zz"}}).expect(200, say("desk.search.nobody"))
	w.get(w.page.Find("main a.govuk-button").AttrOr("href", ""))
	got := filled(w.form("[name=full-name]"))
	for name, want := range map[string]string{"full-name": "Nobody Known", "day": "1", "month": "2", "year": "1950", "mobile": "07700 900555", "postcode": "ZA9 9ZZ"} {
		if got.Get(name) != want {
			t.Errorf("%s says %q, expected %q", name, got.Get(name), want)
		}
	}
	if n := b.count(`select count(*) from audit_log where why like '%Nobody%'`); n != 0 {
		t.Error("what was typed stands in the log")
	}
}

// Results come while typing as a fragment of links; too few letters find nothing.
func TestResultsWhileTyping(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person(margaret)
	w := b.as("agent.anytown")
	ask := func(q string) *browser {
		r, err := http.NewRequest(http.MethodGet, b.url+"/desk/search?q="+url.QueryEscape(q), nil)
		must(t, err)
		r.Header.Set("X-Fragment", "1")
		res, err := w.client.Do(r)
		must(t, err)
		return w.show(res)
	}
	if ask("ma"); w.has("a") || w.has("main") {
		t.Error("two letters find somebody")
	}
	ask("margaret ellis").expect(200, "Margaret Ellis")
	if w.has("main") || !w.has("li a") || !w.has("[data-announce]") {
		t.Errorf("the fragment is %s", w.text("body"))
	}
}

// Somebody like them is here already: it is asked once which it is, and nothing that was keyed is lost.
func TestNearMatchesAreShownBeforeOneIsMade(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	w := b.as("agent.anytown").begin("phone", "apply").get("/desk/person/new")
	keyed := url.Values{"full-name": {"Margret Ellis"}, "day": {"5"}, "month": {"3"}, "year": {"1944"}, "postcode": {"ZA1 1AA"}, "line1": {"1 High St"},
		"format": {"large-print"}, "safe-text": {"no"}, "needs-note": {"Knock loudly"}}
	w.send("[name=full-name]", keyed).expect(http.StatusConflict, say("desk.near.decide"))
	got := filled(w.form("[name=full-name]"))
	for name := range keyed {
		if got.Get(name) != keyed.Get(name) {
			t.Errorf("%s says %q now", name, got.Get(name))
		}
	}
	if href := w.page.Find(".near a").AttrOr("href", ""); href != "/desk/person/"+num(a.ID) {
		t.Errorf("the near match leads to %q", href)
	}
	w.send("[name=full-name]", url.Values{"anyway": {"yes"}}).expect(200, say("desk.needs.write.large-print"))
	w.expect(200, say("desk.needs.never.text")).expect(200, "Knock loudly")
	if n := b.count(`select count(*) from accounts`); n != 2 {
		t.Errorf("%d people", n)
	}
}

// Mistakes are said beside the fields, in the member's language.
func TestMistakesInANewPerson(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.as("agent.anytown").begin("phone", "apply").get("/desk/language/cy?back=/desk/person/new").expect(200, lang.T(lang.Cy, "desk.person.new"))
	w.send("[name=full-name]", url.Values{"mobile": {"12"}, "postcode": {"nowhere"}, "line1": {"x"}})
	if w.status != http.StatusUnprocessableEntity || w.page.Find(".govuk-error-summary__list li").Length() != 3 {
		t.Errorf("%d: %s", w.status, w.text(".govuk-error-summary"))
	}
	w.send("[name=full-name]", url.Values{"full-name": {"Rhys"}, "day": {"31"}, "month": {"2"}, "year": {"1950"}})
	if w.status != http.StatusUnprocessableEntity || w.page.Find("[name=day]").AttrOr("value", "") != "31" {
		t.Errorf("%d: %s", w.status, w.text(".govuk-error-summary"))
	}
}

// Channel and reason are required: nobody is put down, and no application begun, before it is known how they are in touch. What was
// typed stays.
func TestNothingBeginsWithoutAConversation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.as("agent.anytown").get("/desk/person/new")
	w.send("[name=full-name]", url.Values{"full-name": {"Rhys Pugh"}})
	if w.status != http.StatusUnprocessableEntity || w.page.Find("[name=full-name]").AttrOr("value", "") != "Rhys Pugh" || !contains(w.text(".govuk-error-summary"), say("desk.contact.first")) {
		t.Errorf("%d: %s", w.status, w.text(".govuk-error-summary"))
	}
	if n := b.count(`select count(*) from accounts where full_name = 'Rhys Pugh'`); n != 0 {
		t.Errorf("%d records were made", n)
	}
	who := b.person(accounts.Details{FullName: "Nia Pugh"})
	w.post("/desk/draft", url.Values{"service": {"blue-badge"}, "account": {num(who.ID)}}).expect(200, say("desk.contact.first"))
	if n := b.count(`select count(*) from drafts`); n != 0 {
		t.Errorf("%d applications were begun", n)
	}
}

// Two change the same record: the second is shown both, and saves theirs knowingly.
func TestTwoChangeOnePerson(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	one := b.as("agent.anytown").get("/desk/person/" + num(a.ID) + "/details?why=correct")
	two := b.as("caseworker.anytown").get("/desk/person/" + num(a.ID) + "/details?why=correct")
	one.send("[name=full-name]", url.Values{"mobile": {""}, "landline": {"020 7946 0777"}}).expect(200, say("desk.person.saved_done"))
	two.send("[name=full-name]", url.Values{"email": {"me@example.org"}}).expect(http.StatusConflict, say("desk.person.stale"))
	two.expect(http.StatusConflict, "020 7946 0777")
	if got := filled(two.form("[name=full-name]")); got.Get("email") != "me@example.org" {
		t.Errorf("what was keyed is gone: %v", got)
	}
	two.send("[name=full-name]", url.Values{"landline": {"020 7946 0777"}}).expect(200, "me@example.org")

	one.get("/desk/person/" + num(a.ID) + "/needs?why=correct")
	two.get("/desk/person/" + num(a.ID) + "/needs?why=correct")
	one.send("[name=format]", url.Values{"format": {"braille"}}).expect(200, say("desk.needs.write.braille"))
	two.send("[name=format]", url.Values{"safe-call": {"no"}}).expect(http.StatusConflict, say("desk.needs.write.braille"))
}

// A death stops what has not left, and is refused when it cannot be.
func TestRecordingADeath(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	d := b.draft(a.ID)
	must(t, b.office.PostLetter(t.Context(), b.actor("agent.anytown", channels.Phone), d.ID))
	w := b.as("agent.anytown").get("/desk/person/" + num(a.ID) + "/death?why=post-came")
	for typed, wrong := range map[[3]string]string{{"", "", ""}: say("desk.death.not_real"), {"31", "2", "2026"}: say("desk.death.not_real"),
		{"21", "11", "2026"}: say("desk.death.in_future"), {"1", "1", "1940"}: say("desk.death.before_birth")} {
		w.send("[name=day]", url.Values{"day": {typed[0]}, "month": {typed[1]}, "year": {typed[2]}}).expect(http.StatusUnprocessableEntity, wrong)
	}
	w.send("[name=day]", url.Values{"day": {"19"}, "month": {"11"}, "year": {"2026"}}).expect(200, say("desk.needs.died", "day", "19 November 2026"))
	if n := b.count(`select count(*) from letters where state = 'stopped'`); n != 1 {
		t.Errorf("%d letters are stopped", n)
	}
	if w.has("form[action='/desk/draft']") {
		t.Error("an application can still be started")
	}
}

// An application nobody's yet is given to who was found, or to somebody new.
func TestWhoseApplication(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	w := b.as("agent.anytown").begin("phone", "apply")
	w.send("form[action='/desk/draft']", nil).expect(200, say("desk.draft.whose"))
	ref := w.at.Path
	w.send("#whose", url.Values{"q": {"Margaret Ellis"}}).expect(200, say("desk.search.for_draft", "reference", strings.TrimPrefix(ref, "/desk/draft/")))
	w.send("form[action$='/person'] [name=account]", nil).expect(200, say("desk.draft.tied_done"))
	if w.at.Path != ref || w.text(".agent__person h2 a") != "Margaret Ellis" {
		t.Errorf("%s: %s", w.at.Path, w.text(".agent__person"))
	}
	if n := b.count(`select count(*) from contacts where account_id = $1 and draft_id is not null`, a.ID); n != 1 {
		t.Errorf("the conversation is not about them")
	}
}

// Restricted people are opened by leaders alone.
func TestRestrictedPeople(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.person(margaret)
	_, err := b.db.Exec(t.Context(), `update accounts set restricted = true where id = $1`, a.ID)
	must(t, err)
	w := b.as("caseworker.anytown").get("/desk/person/" + num(a.ID) + "?why=complaint")
	if w.status != http.StatusNotFound {
		t.Errorf("a caseworker sees them (%d)", w.status)
	}
	b.as("leader.anytown").get("/desk/person/"+num(a.ID)+"?why=complaint").expect(200, "Margaret Ellis")
}
