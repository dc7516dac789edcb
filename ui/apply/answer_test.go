package apply_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func value(v ...string) url.Values { return url.Values{"value": v} }

// about answers the first questions: who it is for, the name, no name at birth.
func (w *browser) about(who string) *browser {
	w.Helper()
	return w.tell("applying-for", who).tell("name", "Margaret Ellis").tell("birth-name", "skip")
}

func TestWhatWasTypedIsKept(t *testing.T) {
	t.Parallel()
	w := setup(t).begin("en").about("self")
	w.send(w.form("[name=day]"), url.Values{"day": {"31"}, "month": {"2"}, "year": {"1944"}}).expect(422, "date of birth")
	for part, typed := range map[string]string{"day": "31", "month": "2", "year": "1944"} {
		if got := w.page.Find("#"+part).AttrOr("value", ""); got != typed {
			t.Errorf("%s shows %q", part, got)
		}
	}
	w.says("That date does not exist")
	if got := w.text("title"); !strings.HasPrefix(got, "Error: ") {
		t.Errorf("title %q", got)
	}
	w.send(w.form("[name=day]"), url.Values{"day": {""}, "month": {""}, "year": {""}}).expect(422, "date of birth").says("Enter your date of birth")
	w.send(w.form("[name=day]"), url.Values{"day": {"5"}, "month": {"March"}, "year": {"1944"}}).expect(200, "gender")
}

// The address, a choice that wants words, and a list show what was typed as well.
func TestWhatWasTypedIsKeptInEveryKind(t *testing.T) {
	t.Parallel()
	s := readStory(t, "walking-82")
	w := setup(t).begin("en")
	for _, answer := range s.Answers {
		for id, told := range answer {
			w.reach(id)
			switch id {
			case "breathless-when":
				w.send(w.form("[name=value]"), url.Values{"value": {"uphill", "other"}}).expect(422, "")
				if !w.has("input[value=uphill][checked]") || !w.has("input[value=other][checked]") || !w.has("#other.govuk-input--error") {
					t.Error("the choices are lost, or the words are not asked for")
				}
			case "aids":
				w.send(w.form("[name=aid]"), url.Values{"aid": {"Stick"}}).expect(422, "")
				if w.page.Find("#aid").AttrOr("value", "") != "Stick" {
					t.Error("the row is lost")
				}
			case "condition":
				w.send(w.form("textarea"), value(strings.Repeat("a", 9001))).expect(422, "")
				if len(w.page.Find("textarea").Text()) != 9001 {
					t.Error("the text is lost")
				}
			case "address":
				w.send(w.form("[name=line1]"), url.Values{"line1": {"1 High Street"}, "postcode": {"nowhere"}}).expect(422, "")
				if w.page.Find("#postcode").AttrOr("value", "") != "nowhere" || w.page.Find("#line1").AttrOr("value", "") != "1 High Street" {
					t.Error("the address is lost")
				}
			case "declaration":
				w.send(w.form("[name=agree]"), url.Values{"agree": nil}).expect(422, "")
			}
			w.tell(id, told)
		}
	}
	w.expect(200, "Check your answers")
}

func TestEveryQuestionRefusesNothing(t *testing.T) {
	t.Parallel()
	s := readStory(t, "walking-82")
	w := setup(t).begin("cy")
	for _, answer := range s.Answers {
		for id, told := range answer {
			w.reach(id)
			if q := w.badge.Question(id); !q.Optional && q.Kind != services.File && q.Kind != services.Info {
				w.send(w.form("button"), nil)
				if w.status != 422 || !w.has(".govuk-error-summary__list a[href^='#']") {
					t.Errorf("%s left empty: %d", id, w.status)
				}
			}
			w.tell(id, told)
		}
	}
}

func TestBackChangeAndReturn(t *testing.T) {
	t.Parallel()
	w := walkStory(t, readStory(t, "pip-descriptor-e")).expect(200, "Check your answers")
	w.open(w.page.Find(`a[href$="/mobile?from=check"]`).AttrOr("href", "")).expect(200, "mobile")
	if back := w.page.Find("a.govuk-back-link").AttrOr("href", ""); !strings.HasSuffix(back, "/check") {
		t.Errorf("back leads to %s", back)
	}
	w.send(w.form("#value"), value("07700 900111")).expect(200, "Check your answers").says("07700 900111")
	w.open("/application/"+w.ref()+"/date-of-birth").expect(200, "date of birth")
	if got := w.page.Find("#year").AttrOr("value", ""); got == "" {
		t.Error("the answer is not shown")
	}
	w.open(w.page.Find("a.govuk-back-link").AttrOr("href", "")).expect(200, "name at birth")

	// A change that opens new questions asks them, and then comes back to the check.
	w.open("/application/"+w.ref()+"/benefit?from=check").expect(200, "")
	w.send(w.form("[name=value]"), value("none"))
	if !strings.HasSuffix(w.at.Path, "/main-reason") || w.at.RawQuery != "from=check" {
		t.Fatalf("after the change: %s", w.at)
	}
	w.open("/application/" + w.ref() + "/check").says("Some questions are not answered yet")
	if w.has(`form[action$="/submit"]`) {
		t.Error("it can be sent unfinished")
	}
	w.post("/application/"+w.ref()+"/submit", nil).expect(422, "Check your answers")
}

func TestLists(t *testing.T) {
	t.Parallel()
	w := setup(t).begin("en")
	for _, answer := range readStory(t, "walking-82").Answers {
		for id, told := range answer {
			if w.reach(id); id == "medication" {
				w.listJourney(t)
				return
			}
			w.tell(id, told)
		}
	}
}

func (w *browser) listJourney(t *testing.T) {

	w.send(w.form("[name=medicine]"), url.Values{"medicine": {"Codeine"}, "prescribed": {"yes"}, "dose": {"30 mg"}, "how-often": {"Daily"}})
	w.says("1. Codeine").says("30 mg")
	w.send(w.form("[name=another]"), nil).expect(422, "").says("Choose yes if you need to add another one")
	w.send(w.form("[name=another]"), url.Values{"another": {"yes"}})
	w.send(w.form("[name=medicine]"), url.Values{"medicine": {"Aspirin"}, "prescribed": {"no"}, "dose": {"1"}, "how-often": {"Weekly"}})
	w.open(w.page.Find("table.rows a:contains('Change')").Last().AttrOr("href", "")).expect(200, "")
	if got := w.page.Find("#medicine").AttrOr("value", ""); got != "Aspirin" {
		t.Fatalf("the row to change shows %q", got)
	}
	w.send(w.form("[name=medicine]"), url.Values{"dose": {""}}).expect(422, "")
	if w.page.Find("#medicine").AttrOr("value", "") != "Aspirin" || w.page.Find("input[name=op]").AttrOr("value", "") != "set" {
		t.Error("the change is lost")
	}
	w.send(w.form("[name=medicine]"), url.Values{"dose": {"75 mg"}}).says("75 mg")
	w.open(w.page.Find("table.rows a:contains('Remove')").First().AttrOr("href", "")).expect(200, "Remove “1. Codeine”?")
	w.send(w.form("[name=op]"), nil)
	if got := w.page.Find("table.rows tbody tr").Length(); got != 1 || !strings.Contains(w.text("table.rows"), "1. Aspirin") {
		t.Errorf("%d rows: %s", got, w.text("table.rows"))
	}
	w.send(w.form("[name=another]"), url.Values{"another": {"no"}})
	if w.asked() != "had-treatment" {
		t.Errorf("the list leads to %s", w.asked())
	}

}

// Two at once: the second is shown both answers and chooses, whichever way.
func TestClash(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.begin("en").about("self")
	form := w.form("[name=day]") // loaded before the agent answers
	theirs := services.Input{Fields: map[string][]string{"day": {"5"}, "month": {"3"}, "year": {"1944"}}}
	out, err := b.office.Answer(t.Context(), b.agent, cases.AnswerInput{Draft: w.draft().ID, Question: "date-of-birth", Input: theirs})
	must(t, err)
	if len(out.Problems) > 0 || out.Conflict != nil {
		t.Fatalf("the agent's answer: %+v", out)
	}
	mine := url.Values{"day": {"6"}, "month": {"3"}, "year": {"1944"}}
	w.send(form, mine).expect(409, "two answers").says("5 March 1944").says("6 March 1944").says("Told to us by phone on 21 November 2026 at 10am")
	clash := w.page

	w.send(w.form("[name=keep]"), url.Values{"keep": {"theirs"}}).expect(200, "gender")
	if got := w.draft().Answers["date-of-birth"].Value.Date.D; got != 5 {
		t.Errorf("kept theirs, but it is the %dth", got)
	}
	w.page = clash
	w.send(w.form("[name=seen]"), nil).expect(200, "gender")
	if got := w.draft().Answers["date-of-birth"].Value.Date.D; got != 6 {
		t.Errorf("used mine, but it is the %dth", got)
	}
	// What they had not seen is shown again, even when they press the same button.
	_, err = b.office.Answer(t.Context(), b.agent, cases.AnswerInput{Draft: w.draft().ID, Question: "date-of-birth", Insist: true,
		Input: services.Input{Fields: map[string][]string{"day": {"7"}, "month": {"3"}, "year": {"1944"}}}})
	must(t, err)
	w.page = clash
	w.send(w.form("[name=seen]"), nil).expect(409, "two answers").says("7 March 1944")
}

// The agent finishes and sends what was begun online: the next page shows it, and a late answer is refused with a sentence.
func TestFinishedByPhone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.begin("en").about("self")
	form := w.form("[name=day]")
	for range 100 {
		d := w.draft()
		next := d.Service.Next(d.Values(), services.DayOf(b.now))
		if next.Ready {
			break
		}
		out, err := b.office.Answer(t.Context(), b.agent, cases.AnswerInput{Draft: d.ID, Question: next.Question.ID, Input: next.Question.Example(services.DayOf(b.now))})
		must(t, err)
		if len(out.Problems) > 0 {
			t.Fatalf("%s: %v", next.Question.ID, out.Problems)
		}
	}
	w.open("/application/" + w.ref() + "/check").says("Told to us by phone on 21 November 2026")
	must(t, b.office.MarkRead(t.Context(), b.agent, w.draft().ID, cases.EverySection, w.draft().Rev))
	_, problems, err := b.office.Submit(t.Context(), b.agent, w.draft().ID)
	must(t, err)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w.open("/application/"+w.ref()+"/gender").expect(200, "Your application").says("You sent the application by phone")
	w.send(form, url.Values{"day": {"6"}, "month": {"3"}, "year": {"1944"}}).expect(200, "Your application").says("has already been sent")
}

func TestDoubleSubmit(t *testing.T) {
	t.Parallel()
	w := walkStory(t, readStory(t, "pip-descriptor-e"))
	submit := w.form("button")
	w.send(submit, nil).expect(200, "Application sent")
	w.send(submit, nil).expect(200, "Application sent")
	var n int
	must(t, w.db.QueryRow(t.Context(), `select count(*) from cases`).Scan(&n))
	if n != 1 {
		t.Errorf("%d cases", n)
	}
	w.open("/application/"+w.ref()+"/done").expect(200, "Application sent").says("We aim to decide by")
	w.open("/application/" + w.ref() + "/check")
	w.expect(200, "Your application").says("Received")
}

func TestNobodyElses(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.begin("en").about("self")
	ref := w.ref()
	other := b.browser("en")
	for _, path := range []string{"", "/check", "/done", "/save", "/name", "/photo/files"} {
		other.open("/application/"+ref+path).expect(403, "Open your application first")
	}
	other.post("/application/"+ref+"/name", value("Somebody Else")).expect(403, "")
	other.post("/application/"+ref+"/submit", nil).expect(403, "")
	other.post("/application/"+ref+"/save", nil).expect(403, "")
	if got := w.draft().Answers["name"].Value.Text; got != "Margaret Ellis" {
		t.Errorf("the name is %q", got)
	}
	other.open("/application/2222-2222").expect(403, "") // a good reference that nobody has looks the same
	other.open("/application/2345-6789").expect(404, "")
	other.open("/account").expect(200, "Sign in")
}

func TestLanguageKeepsThePlace(t *testing.T) {
	t.Parallel()
	w := setup(t).begin("en").about("self")
	w.other(url.Values{"day": {"31"}, "month": {"Chwef"}}).expect(200, "dyddiad geni")
	if day, month := w.page.Find("#day").AttrOr("value", ""), w.page.Find("#month").AttrOr("value", ""); day != "31" || month != "Chwef" || w.has(".govuk-error-summary") {
		t.Errorf("what was typed shows as %q %q", day, month)
	}
	if w.asked() != "date-of-birth" {
		t.Errorf("the switch led to %s", w.at)
	}
	if got := w.draft().Lang; got != lang.En {
		t.Errorf("looking changed the language to %s", got)
	}
	w.send(w.form("[name=day]"), url.Values{"day": {"5"}, "month": {"Mawrth"}, "year": {"1944"}}).expect(200, "rhywedd")
	if got := w.draft().Lang; got != lang.Cy {
		t.Errorf("answering in Welsh left it %q", got)
	}
}

// What the browser knows of its owner is offered only for the owner.
func TestAutocomplete(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.begin("en").tell("applying-for", "self")
	if got := w.page.Find("#value").AttrOr("autocomplete", ""); got != "name" {
		t.Errorf("for oneself: %q", got)
	}
	w = b.begin("en").tell("applying-for", "child")
	if got := w.page.Find("#value").AttrOr("autocomplete", ""); got != "" {
		t.Errorf("for a child: %q", got)
	}
}

func TestStartPage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for l, words := range map[string][]string{
		"en": {"Blue Badge", "020 7946 0123", "Monday to Friday, 8:30am to 5pm", "The library", "1 Town Hall Square", "£10", "charges £8.50", "12 weeks"},
		"cy": {"Bathodyn Glas", "020 7946 0123", "Llun i Gwener, 8:30yb i 5yh", "The library", "£10", "yn codi £8.50", "12 wythnos"},
	} {
		w := b.browser(l).open("/services")
		w.open(w.page.Find(`main a[href="`+startAt+`"]`).AttrOr("href", "")).expect(200, words[0])
		for _, word := range words {
			w.says(word)
		}
	}
	b.browser("en").open("/apply/nowhere/blue-badge").expect(404, "")
	b.browser("en").open("/apply/anytown/tea").expect(404, "")
}

// The front page finds services in both languages, with mistakes in the spelling, and says which doors each has.
func TestServicesAreFound(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for query, there := range map[string]bool{"": true, "q=disabld+parkin": true, "q=bathodyn+glas": true, "q=zebra": false, "event=death": false,
		"event=nothing-we-know": true} {
		w := b.browser("en").open("/services?"+query).expect(200, "What would you like to do?")
		if got := w.has(`main a[href="` + startAt + `"]`); got != there {
			t.Errorf("%q: found %t", query, got)
		}
		if there {
			w.says("online, by phone, in person").says("020 7946 0123")
		}
	}
	w := b.browser("cy").open("/services?q=parcio")
	if got := w.page.Find("#q").AttrOr("value", ""); got != "parcio" {
		t.Errorf("the search shows %q", got)
	}
	w.open(w.page.Find("a[hreflang=en]").AttrOr("href", "")).says("1 service for “parcio”")
}

// What is put off is asked again before anybody agrees to all of it, and from the check.
func TestPutOff(t *testing.T) {
	t.Parallel()
	w := setup(t).begin("en")
	for _, answer := range readStory(t, "pip-descriptor-e").Answers {
		for id, told := range answer {
			switch {
			case id == "gender":
				w.reach(id).presses("park")
			case id != "declaration":
				w.reach(id).tell(id, told)
			}
		}
	}
	w.expect(200, "Check your answers").says("Questions to come back to")
	w.do("Gender").expect(200, "gender").says("You said that you would come back")
	if id := w.send(w.form("[name=value]"), value("female")).asked(); id != "declaration" {
		t.Fatalf("then %s is asked", id)
	}
	w.send(w.form("[name=agree]"), url.Values{"agree": {"yes"}}).expect(200, "Check your answers")
	w.send(w.form(`[data-prevent-double-click]`), nil).expect(200, "Application sent")
}
