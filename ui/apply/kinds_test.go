package apply_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// Every kind of question can be left empty and is refused with a problem that leads to a field, or goes on; and what a page shows of an
// answer, sent as it stands, is the same answer again. Both languages.
func TestEveryKind(t *testing.T) {
	t.Parallel()
	for _, l := range []string{"en", "cy"} {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			w := b.browser(l).open("/apply/anytown/every-kind")
			w.send(w.form("button.govuk-button--start"), nil)
			kinds, at := map[services.Kind]bool{}, "/application/"+w.ref()
			for range 90 {
				d := w.draft()
				q := d.Service.Next(d.Values(), services.DayOf(b.now)).Question
				if q == nil {
					break
				}
				kinds[q.Kind] = true
				w.open(at + "/" + q.ID).leftEmpty(q).garbled(q).told(q).sentAgain(q)
			}
			for _, k := range services.Kinds {
				if !kinds[k] {
					t.Errorf("%s was not asked", k)
				}
			}
			w.open(at + "/check")
			if w.has("main .govuk-inset-text") || !w.has(`form[action$="/submit"]`) {
				t.Errorf("it cannot be sent: %s", w.text("main"))
			}
		})
	}
}

// leftEmpty sends the question as it is asked.
func (w *browser) leftEmpty(q *services.Question) *browser {
	w.Helper()
	if q.Kind == services.Info || q.Kind == services.File || q.Optional || !q.Asks(channels.Web) {
		return w
	}
	at := w.at.Path
	w.send(w.form("button:not([name])"), nil)
	if w.status != 422 || !w.has(".govuk-error-summary__list a[href^='#']") || !w.has(".govuk-error-message") {
		w.Errorf("%s left empty: %d %s", q.ID, w.status, w.text("main"))
	}
	return w.open(at)
}

// garbled types nonsense into every line, and sees that it is still there where it is refused.
func (w *browser) garbled(q *services.Question) *browser {
	w.Helper()
	at, lines := w.at.Path, w.page.Find("form#answer input[type=text], form#answer input[type=email], form#answer input[type=tel], form#answer textarea")
	if !q.Asks(channels.Web) || lines.Length() == 0 {
		return w
	}
	typed := url.Values{}
	lines.Each(func(_ int, x *goquery.Selection) { typed.Set(x.AttrOr("name", ""), "§ £ <b> "+x.AttrOr("name", "")) })
	w.send(w.form("button:not([name])"), typed)
	if w.status == 422 {
		for name := range typed {
			field := w.page.Find(`[name="` + name + `"]`)
			if got := field.AttrOr("value", "") + field.Text(); got != typed.Get(name) {
				w.Errorf("%s: %s shows %q, not %q", q.ID, name, got, typed.Get(name))
			}
		}
	}
	return w.open(at)
}

// told gives the question its own example.
func (w *browser) told(q *services.Question) *browser {
	w.Helper()
	in := q.Example(services.DayOf(w.now))
	inputs := []services.Input{in}
	if q.Kind == services.List {
		inputs[0].Fields["op"] = []string{"add"}
		inputs = append(inputs, services.Input{Fields: map[string][]string{"op": {"done"}}})
	}
	for _, in := range inputs {
		w.gives(q, in)
	}
	return w
}

// gives puts an answer, as a citizen in a browser whose page was not seen.
func (w *browser) gives(q *services.Question, in services.Input) {
	w.Helper()
	d := w.draft()
	out, err := w.office.Answer(w.Context(), audit.Actor{Role: audit.Citizen, Door: channels.Web},
		cases.AnswerInput{Draft: d.ID, Question: q.ID, Input: in, SeenRev: d.Answers[q.ID].Rev})
	must(w, err)
	if len(out.Problems) > 0 {
		w.Fatalf("%s: %v", q.ID, out.Problems)
	}
}

// sentAgain opens the answered question and sends what it shows.
func (w *browser) sentAgain(q *services.Question) *browser {
	w.Helper()
	if !q.Asks(channels.Web) {
		return w
	}
	before := w.draft().Answers[q.ID].Value
	at := "/application/" + w.ref() + "/" + q.ID
	switch w.open(at); q.Kind {
	case services.List:
		w.open(at+"?row=0").send(w.form("input[name=op][value=set]"), nil)
		w.send(w.form("[name=another]"), map[string][]string{"another": {"no"}})
	case services.File:
		w.send(w.form("button[name=op]"), map[string][]string{"op": {"done"}})
	default:
		if before.Skipped {
			w.presses("skip")
		} else {
			w.send(w.form("button:not([name])"), nil)
		}
	}
	if w.status != 200 {
		w.Errorf("%s sent again: %d %s", q.ID, w.status, w.text(".govuk-error-summary"))
	}
	if after := w.draft().Answers[q.ID].Value; asJSON(w, after) != asJSON(w, before) {
		w.Errorf("%s: %s is shown so that it is read as %s", q.ID, asJSON(w, before), asJSON(w, after))
	}
	return w
}

func asJSON(w *browser, v services.Value) string {
	w.Helper()
	out, err := json.Marshal(v)
	must(w, err)
	return string(out)
}
