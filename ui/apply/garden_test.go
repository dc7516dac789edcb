package apply_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/services"
)

const gardenAt = "/apply/anytown/garden"

func (b *bundle) beginGarden(lang string) *browser {
	b.Helper()
	w := b.browser(lang).open(gardenAt)
	return w.send(w.form("button.govuk-button--start"), nil)
}

// task is the status of a section in the task list, by its title.
func (w *browser) task(title string) string {
	w.Helper()
	item := w.page.Find(".govuk-task-list__item:contains('" + title + "')")
	if item.Length() != 1 {
		w.Fatalf("%d tasks %q:\n%s", item.Length(), title, w.text("main"))
	}
	return strings.Join(strings.Fields(item.Find(".govuk-task-list__status").Text()), " ")
}

func (w *browser) do(title string) *browser {
	w.Helper()
	return w.open(w.page.Find(".govuk-task-list__link:contains('"+title+"')").AttrOr("href", "nowhere"))
}

// presses sends the form with that button in it, by that button.
func (w *browser) presses(name string) *browser {
	w.Helper()
	button := w.page.Find("main button[name=" + name + "]")
	fields := filled(w.form("button[name=" + name + "]"))
	fields.Set(name, button.AttrOr("value", ""))
	return w.post(w.form("button[name="+name+"]").AttrOr("action", ""), fields)
}

func (w *browser) answers(id string, fields url.Values) *browser {
	w.Helper()
	if w.asked() != id {
		w.Fatalf("%s is asked instead of %s:\n%s", w.asked(), id, w.text("main"))
	}
	return w.send(w.form("button:not([name])"), fields)
}

// A long service is done section by section, in any order, with what this door does not ask and what they do not know.
func TestTaskList(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.beginGarden("en").expect(200, "What you need to do")
	w.says("You have finished 0 of 5 sections")
	for title, want := range map[string]string{"About you": "Not started yet", "The plot": "Not started yet", "The shed": "Cannot start yet", "Check your answers": "Cannot start yet"} {
		if got := w.task(title); got != want {
			t.Errorf("%s: %q", title, got)
		}
	}
	w.do("The plot").expect(200, "Must the plot have sun?").presses("unknown")
	w.expect(200, "What soil do you want?").says("We ask this question by phone").says("020 7946 0123").says(w.ref())
	w.presses("park").expect(200, "Where on the map").says("paper form").presses("park")
	w.answers("shed", value("yes")).plants()
	w.expect(200, "What you need to do").says("2 questions to come back to")
	for title, want := range map[string]string{"The plot": "In progress", "The shed": "Not started yet"} {
		if got := w.task(title); got != want {
			t.Errorf("%s: %q", title, got)
		}
	}
	w.do("The shed").answers("shed-size", value("3")).expect(200, "What you need to do")
	w.do("About you").answers("who", value("person")).answers("name", value("Olwen Teasel"))
	w.answers("born", url.Values{"day": {"5"}, "month": {"3"}, "year": {"1950"}}).answers("password", value("swordfish"))
	w.do("Your picture")
	if got := w.page.Find("input[type=file]").AttrOr("accept", ""); !strings.HasPrefix(got, "image/*") {
		t.Errorf("a telephone offers %q, not its camera and its pictures", got)
	}
	w.presses("later").do("The rules")
	w.send(w.form("[name=agree]"), url.Values{"agree": {"yes"}}).expect(200, "What you need to do")
	w.do("Check your answers").theRest(t)
}

// plants adds rows of every kind of field, changes one and takes one away.
func (w *browser) plants() *browser {
	w.Helper()
	apple := url.Values{"plant": {"Apple"}, "colours": {"red", "green"}, "planted.day": {"1"}, "planted.month": {"2"}, "planted.year": {"2020"},
		"bought-at.line1": {"1 High Street"}, "bought-at.town": {"Anytown"}, "bought-at.postcode": {"nowhere"}}
	w.answers("plants", apple).expect(422, "What will you grow?")
	for selector, want := range map[string]string{"#plant": "Apple", `[id="planted.year"]`: "2020", `[id="bought-at.postcode"]`: "nowhere"} {
		if got := w.page.Find(selector).AttrOr("value", ""); got != want {
			w.Errorf("%s shows %q", selector, got)
		}
	}
	if w.page.Find("input[name=colours][checked]").Length() != 2 || !w.has(`[id="bought-at.postcode"].govuk-input--error`) {
		w.Error("the colours are lost, or the postcode is not marked")
	}
	w.answers("plants", url.Values{"bought-at.postcode": {"ZA1 1AA"}}).says("Apple").says("Red, Green").says("1 February 2020").says("1 High Street")
	w.send(w.form("[name=another]"), url.Values{"another": {"yes"}})
	w.answers("plants", url.Values{"plant": {"Nettle"}, "colours": {"none"}}).says("Nettle")
	w.open(w.page.Find("table.rows a:contains('Change'):contains('Apple')").AttrOr("href", ""))
	w.answers("plants", url.Values{"plant": {"Pear"}, "colours": {"green"}}).says("Pear")
	w.open(w.page.Find("table.rows a:contains('Remove'):contains('Nettle')").AttrOr("href", "")).expect(200, "Remove")
	w.send(w.form("[name=op]"), nil)
	if got := w.page.Find("table.rows tbody tr"); got.Length() != 1 || !strings.Contains(got.Text(), "Pear") {
		w.Errorf("the rows are %q", got.Text())
	}
	for range 2 {
		w.send(w.form("[name=another]"), url.Values{"another": {"yes"}})
		w.answers("plants", url.Values{"plant": {"Leek"}, "colours": {"green"}})
	}
	w.says("No more can be added")
	return w.send(w.form("[name=another]"), nil)
}

// theRest is the check with something put off, and the sending after it was told by phone.
func (w *browser) theRest(t *testing.T) {
	t.Helper()
	w.expect(200, "Check your answers").says("Questions to come back to").says("You said that you would come back to this")
	if w.has(`form[action$="/submit"]`) {
		t.Fatal("it can be sent without what was put off")
	}
	w.open("/application/"+w.ref()+"/sun?from=check").answers("sun", nil).expect(422, "Must the plot have sun?")
	w.presses("unknown").expect(200, "Check your answers")
	w.do("Soil").expect(200, "What soil do you want?").presses("park").expect(200, "Check your answers")
	for _, q := range []string{"soil", "map"} {
		d := w.draft()
		out, err := w.office.Answer(t.Context(), w.agent, cases.AnswerInput{Draft: d.ID, Question: q, SeenRev: d.Answers[q].Rev,
			Input: services.Input{Text: "a good one"}})
		must(t, err)
		if len(out.Problems) > 0 {
			t.Fatal(out.Problems)
		}
	}
	w.open("/application/" + w.ref() + "/soil").says("We have your answer").says("by phone")
	w.open("/application/" + w.ref() + "/check").says("Still to come").says("Picture").says("What you did not know").says("Told to us by phone")
	w.send(w.form(`[data-prevent-double-click]`), nil).expect(200, "Application sent").says("Picture").says("What you did not know")
}

// Who is not eligible hears why, and what else there is.
func TestNotEligible(t *testing.T) {
	t.Parallel()
	for l, words := range map[string][]string{"en": {"Companies cannot", "What else you can do", "Rent a field"}, "cy": {"Ni all cwmnïau", "Beth arall", "Rhentwch gae"}} {
		w := setup(t).beginGarden(l)
		w.open(w.page.Find(".govuk-task-list__link").First().AttrOr("href", "")).answers("who", value("company")).expect(200, words[0])
		w.says(words[1]).says(words[2]).says("020 7946 0123")
		w.open("/application/"+w.ref()+"/check").open(w.page.Find("main a.govuk-button").AttrOr("href", "")).expect(200, words[0])
	}
}

// Once staff have tied an application to a record, the browser that began it neither sees nor changes what wants proof.
func TestWhatWantsProof(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.beginGarden("en")
	ref := w.ref()
	w.do("About you").answers("who", value("person")).answers("name", value("Olwen Teasel"))
	w.answers("born", url.Values{"day": {"5"}, "month": {"3"}, "year": {"1950"}}).answers("password", value("swordfish"))
	w.open("/application/" + ref + "/check").says("swordfish")
	who, _, err := b.register.Create(t.Context(), b.agent, accounts.Details{FullName: "Olwen Teasel", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5}})
	must(t, err)
	must(t, b.office.Belongs(t.Context(), b.agent, w.draft().ID, who.ID))
	if w.open("/application/" + ref + "/check").says("Not shown"); strings.Contains(w.text("main"), "swordfish") {
		t.Error("the check shows it")
	}
	if w.open("/application/"+ref+"/password").expect(200, "What is your gate word?").says("We must be sure who you are"); w.has("#value") || strings.Contains(w.text("main"), "swordfish") {
		t.Error("the question can be answered, or shows its answer")
	}
	if w.post("/application/"+ref+"/password", value("marlin")); w.status != 403 || w.draft().Answers["password"].Value.Text != "swordfish" {
		t.Errorf("somebody unproven answered: %d", w.status)
	}
}

// On a day on which it may not be begun, the first page says from when and whom to ask; there is nothing to press.
func TestNotOpenToday(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for day, says := range map[time.Time]string{time.Date(2025, 5, 1, 12, 0, 0, 0, time.UTC): "You can apply from 1 January 2026",
		time.Date(2101, 1, 1, 12, 0, 0, 0, time.UTC): "You could apply until 31 December 2099"} {
		b.now = day
		w := b.browser("en").open(gardenAt).expect(200, "Garden plot").says(says).says("020 7946 0123")
		if w.has("button.govuk-button--start") {
			t.Error("it can be begun")
		}
		w.post(gardenAt, nil).expect(200, "Garden plot").says(says)
		b.browser("en").open("/services").says(says)
	}
}
