package desk_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// story is a whole application, as services/blue-badge/testdata tells it.
type story struct {
	Lang, Today, Route string
	Answers            []map[string]any
}

func readStory(t *testing.T, name string) story {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("../../services/blue-badge/testdata", name+".story.yaml"))
	must(t, err)
	var s story
	must(t, yaml.Unmarshal(body, &s))
	return s
}

// A call from the first ring to the reference: nobody is found, the person is made, the application is taken on the one screen, read
// back and sent, and the conversation ends.
func TestACallIsTakenOnTheOneScreen(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"walking-82", "pip-moving-8", "hidden-adult-daughter", "child-equipment", "renewal-welsh-phone", "no-fixed-address"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := readStory(t, name)
			w := call(t, s)
			for _, answer := range s.Answers {
				for id, told := range answer {
					w.reach(id).tell(id, told)
				}
			}
			w.readBackAndSend(s)
			w.hangUp()
		})
	}
}

// call rings, is not found, and begins an application for a new person who speaks the story's language.
func call(t *testing.T, s story) *browser {
	t.Helper()
	b := setup(t)
	today, err := time.Parse(time.DateOnly, s.Today)
	must(t, err)
	b.now = today.Add(10 * time.Hour)
	w := b.as("agent.anytown").begin("phone", "apply")
	w.expect(200, say("desk.contact.at.phone"))
	w.send(".desk-search [name=q]", url.Values{"q": {"Olwen Test 5/3/1944"}}).expect(200, say("desk.search.nobody"))
	w.get(w.page.Find("main a.govuk-button").AttrOr("href", "")).expect(200, say("desk.person.new"))
	w.send("form[action='/desk/person'] [name=full-name]", url.Values{"spoken": {s.Lang}, "written": {s.Lang}, "landline": {"020 7946 0001"}}).expect(200, say("desk.person.created_done"))
	if w.text("h1") != "Olwen Test" || !strings.HasPrefix(w.at.Path, "/desk/person/") {
		t.Fatalf("%s shows %q", w.at.Path, w.text("h1"))
	}
	w.send("form[action='/desk/draft']", nil)
	if l := w.page.Find(".agent__script").AttrOr("lang", ""); l != s.Lang {
		t.Fatalf("the script is in %q, the caller speaks %q", l, s.Lang)
	}
	return w
}

// question is the one on the screen.
func (w *browser) question() string {
	return w.page.Find(".agent__script form:not([action$=language], [action$=note]) [name=q]").First().AttrOr("value", "")
}

// reach gets to a question: reading out what is between, and going back to what the record answered already.
func (w *browser) reach(id string) *browser {
	w.Helper()
	for range 20 {
		at := w.question()
		if at == id {
			return w
		}
		if w.has(".read--now") { // what was said is read back before anything is agreed to
			w.send(".read--now form", nil)
			continue
		}
		if q := w.badge.Question(at); q != nil && q.Kind == services.Info {
			w.send(".keys", nil)
			continue
		}
		link := w.page.Find(`.agent__answers a[href$="q=` + id + `"]`)
		if link.Length() == 0 {
			w.Fatalf("%s is asked instead of %s: %s", at, id, w.text(".agent__script"))
		}
		w.get(link.First().AttrOr("href", ""))
	}
	w.Fatalf("%s is not reached", id)
	return w
}

// tell keys what a story says into the form on the screen.
func (w *browser) tell(id string, told any) *browser {
	w.Helper()
	if w.text(".say") == "" {
		w.Errorf("%s: there is nothing to say", id)
	}
	q := w.badge.Question(id)
	switch {
	case told == "skip":
		w.send("[name=skip]", url.Values{"skip": {"yes"}})
	case q.Kind == services.Info:
		w.send(".keys", nil)
	case q.Kind == services.File:
		w.send("[name=later]", url.Values{"later": {"yes"}})
	case q.Kind == services.List:
		w.rows(q, told.([]any))
	case q.Kind == services.Declaration:
		w.send("[name=agree]", url.Values{"agree": {"yes"}})
	default:
		w.send(".keys", w.parts(q, told))
	}
	if w.status != 200 || w.question() == id {
		w.Fatalf("%s was not taken (%d): %s", id, w.status, w.text(".agent__script"))
	}
	return w
}

// rows keys the rows of a list one after the other, and then that there are no more.
func (w *browser) rows(q *services.Question, rows []any) {
	w.Helper()
	for i, row := range rows {
		fields := url.Values{"op": {"add"}}
		for name, v := range row.(map[string]any) {
			for j := range q.Fields {
				if q.Fields[j].ID != name {
					continue
				}
				for part, values := range w.parts(&q.Fields[j], v) {
					fields[strings.TrimSuffix(name+"."+part, ".value")] = values
				}
			}
		}
		w.send(".keys", fields)
		if got := w.page.Find(".agent__script .worklist tbody tr").Length(); got != i+1 {
			w.Fatalf("%s: %d rows stand there after %d: %s", q.ID, got, i+1, w.text(".agent__script"))
		}
	}
	w.send(".keys", url.Values{"op": {"done"}})
}

// parts is what a story says as the parts of a form.
func (w *browser) parts(q *services.Question, told any) url.Values {
	w.Helper()
	switch v := told.(type) {
	case time.Time:
		return url.Values{"day": {v.Format("2")}, "month": {v.Format("1")}, "year": {v.Format("2006")}}
	case map[string]any:
		out := url.Values{}
		for part, x := range v {
			switch part {
			case "choice":
				part = "value"
			case "noFixed", "no_fixed":
				part = "no-fixed"
			}
			out[part] = values(x)
		}
		return out
	}
	given := values(told)
	if q.Kind == services.Address {
		return url.Values{"no-fixed": {"yes"}}
	}
	if len(given) == 1 && (q.Kind == services.YesNo || q.Kind == services.Choice) { // "ydw" is heard as yes
		if heard, wrong := w.badge.Parse(q, nil, services.Input{Text: given[0]}, nil, services.DayOf(w.now)); len(wrong) == 0 {
			given = heard.Choice
		}
	}
	return url.Values{"value": given}
}

func values(v any) []string {
	switch v := v.(type) {
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, values(x)...)
		}
		return out
	case string:
		return []string{v}
	case bool:
		return []string{"yes"}
	}
	return []string{""}
}

// readBackAndSend reads everything back in the caller's language and sends it.
func (w *browser) readBackAndSend(s story) {
	w.Helper()
	w.expect(200, lang.T(lang.Lang(s.Lang), "desk.read.ready"))
	ref := strings.TrimPrefix(w.at.Path, "/desk/draft/")
	d, err := w.office.FindDraft(w.Context(), w.actor("agent.anytown", channels.Phone), ref)
	must(w, err)
	for q, a := range d.Answers {
		if a.Door != channels.Phone && a.Role == "staff" || a.Value.Agreed != "" && !strings.HasSuffix(a.Value.Agreed, "/"+s.Lang) {
			w.Errorf("%s was answered through %s as %+v", q, a.Door, a.Value)
		}
	}
	if route, _ := w.badge.Route(d.Values(), services.DayOf(w.now)); route.Code != s.Route {
		w.Errorf("the route is %q, the story's is %q", route.Code, s.Route)
	}
	w.send("form[action$='/submit']", nil)
	w.expect(200, lang.T(lang.Lang(s.Lang), "desk.sent.say"))
	if spelled := w.page.Find(".spelled li").Length(); w.text(".reference") != ref || spelled != 8 {
		w.Errorf("%q is read out in %d pieces, expected %s in 8", w.text(".reference"), spelled, ref)
	}
	if n := w.count(`select count(*) from cases where draft_id = $1 and submitted_door = 'phone'`, d.ID); n != 1 {
		w.Errorf("%d cases came of it", n)
	}
}

// hangUp ends the conversation, which needs an outcome.
func (w *browser) hangUp() {
	w.Helper()
	w.send("[name=outcome]", nil).expect(422, say("contacts.problems.outcome-required"))
	w.send("main [name=outcome]", url.Values{"outcome": {"submitted"}}).expect(200, say("desk.contact.ended_done"))
	if w.has(".desk-urgent") {
		w.Error("the conversation is still shown")
	}
	if n := w.count(`select count(*) from contacts where outcome = 'submitted' and account_id is not null and draft_id is not null and ended_at is not null`); n != 1 {
		w.Errorf("%d conversations are complete", n)
	}
}
