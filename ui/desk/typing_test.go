package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// What is keyed and not saved is on the server: the browser goes away, the next one shows it.
func TestADroppedBrowserLosesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(0)
	path := "/desk/draft/" + d.Reference
	w := b.as("agent.anytown").get(path + "?q=applying-for")
	b.answer(d.ID, "applying-for", "self")
	w.get(path)
	form := w.form("[data-autosave]")
	fields := filled(form)
	fields.Set("value", "Margaret Elli")
	w.post(form.AttrOr("data-autosave", ""), fields)
	if w.status != http.StatusOK || !w.has("#section-about-you [aria-current]") {
		t.Fatalf("the typing was answered %d", w.status)
	}

	again := b.as("agent.anytown").get(path).expect(200, say("desk.draft.typed_at", "time", "10am"))
	if got := again.page.Find("[name=value]").AttrOr("value", ""); got != "Margaret Elli" {
		t.Errorf("the field says %q", got)
	}
	again.get(path+"?q=applying-for").expect(200, say("desk.draft.unsaved"))
	other := b.as("caseworker.anytown").get(path)
	if got := other.page.Find("[name=value]").AttrOr("value", ""); got != "" {
		t.Errorf("a colleague sees %q being typed", got)
	}
	again.get(path).send(".keys", url.Values{"value": {"Margaret Ellis"}})
	again.get(path + "?q=name")
	if got := again.page.Find("[name=value]").AttrOr("value", ""); got != "Margaret Ellis" || again.text(".autosave") != "" {
		t.Errorf("after saving the field says %q: %s", got, again.text(".autosave"))
	}
}

// Typing for another agency's application, or for nobody's question, is refused and keeps what is there.
func TestTypingIsOnlyForOnesOwnAgency(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(0)
	w := b.as("agent.seaborough").post("/desk/typing/"+num(d.ID), url.Values{"q": {"name"}, "value": {"Somebody"}})
	if w.status != http.StatusNotFound {
		t.Errorf("answered %d", w.status)
	}
	if n := b.count(`select count(*) from typing`); n != 0 {
		t.Errorf("%d rows of typing are kept", n)
	}
}

// answer puts an answer beside any browser, as a colleague would.
func (b *bundle) answer(draft int64, question string, value ...string) {
	b.Helper()
	b.answerAs("leader.anytown", draft, question, value...)
}

// Somebody else answers the same question meanwhile: both answers are shown, and one is chosen.
func TestTwoAnswersAreBothShown(t *testing.T) {
	t.Parallel()
	for _, pick := range []string{"mine", "theirs"} {
		t.Run(pick, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			d := b.draft(0)
			b.answer(d.ID, "applying-for", "self")
			w := b.as("agent.anytown").get("/desk/draft/" + d.Reference)
			b.answer(d.ID, "name", "Margaret Ellis")
			w.send(".keys", url.Values{"value": {"Margaret Elliott"}}).expect(http.StatusConflict, say("desk.clash.title"))
			w.expect(http.StatusConflict, "Margaret Ellisleader.anytown, "+say("cases.doors.phone")).expect(http.StatusConflict, "Margaret Elliott")
			want := "Margaret Ellis"
			if pick == "mine" {
				want = "Margaret Elliott"
				w.send(".keys", nil).expect(200, want)
			} else {
				w.get(w.page.Find(".keys a.govuk-button--secondary").AttrOr("href", "")).expect(200, want)
			}
			now, err := b.office.Draft(t.Context(), b.actor("agent.anytown", channels.Phone), d.ID)
			must(t, err)
			if got := now.Answers["name"].Value.Text; got != want {
				t.Errorf("the answer is %q, expected %q", got, want)
			}
		})
	}
}

// What is wrong is said beside what was keyed, which stays.
func TestAWrongAnswerStaysInTheField(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(0)
	b.answer(d.ID, "applying-for", "self")
	b.answer(d.ID, "name", "Margaret Ellis")
	w := b.as("agent.anytown").get("/desk/draft/" + d.Reference + "?q=date-of-birth")
	w.send(".keys", url.Values{"day": {"31"}, "month": {"2"}, "year": {"1944"}}).expect(http.StatusUnprocessableEntity, sentence(b.badge, "date-of-birth", "date-not-real"))
	for name, want := range map[string]string{"day": "31", "month": "2", "year": "1944"} {
		if got := w.page.Find("[name="+name+"]").AttrOr("value", ""); got != want {
			t.Errorf("%s says %q", name, got)
		}
	}
	if !w.has("input[name=day][autofocus]") {
		t.Error("the focus is not on the field that is wrong")
	}
	if title := w.text("title"); !strings.HasPrefix(title, say("govuk.error_title")) {
		t.Errorf("the title is %q", title)
	}
}

// An answer just saved is said back, in the caller's language; choices have their digits.
func TestAnswersAreSaidBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(0)
	w := b.as("agent.anytown").get("/desk/draft/" + d.Reference)
	var digits string
	w.page.Find(".keys input[type=radio]").Each(func(_ int, x *goquerySelection) { digits += x.AttrOr("data-shortcut", "-") })
	if digits != "1234" {
		t.Errorf("the choices have the keys %q", digits)
	}
	w.send(".keys", url.Values{"value": {"self"}})
	w.send(".keys", url.Values{"value": {"Margaret Ellis"}}).expect(200, say("desk.draft.read_back"))
	if said := w.text(".readback"); said != say("desk.draft.read_back")+" "+readBack(b.badge, "Margaret Ellis") {
		t.Errorf("said back is %q", said)
	}
	w.send("form[action$=language]", nil).expect(200, lang.T(lang.Cy, "desk.draft.save_on"))
	if l := w.page.Find(".agent__script").AttrOr("lang", ""); l != "cy" {
		t.Errorf("the script is in %q", l)
	}
}

func readBack(s *services.Service, name string) string {
	return s.Words("en", s.Question("name"), services.Answers{"name": {Text: name}}).ReadBack
}

func sentence(s *services.Service, question, code string) string {
	return s.Sentence("en", services.Problem{Question: question, Code: code}, services.Answers{"name": {Text: "Margaret Ellis"}})
}
