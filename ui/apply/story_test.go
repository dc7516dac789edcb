package apply_test

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
	Lang    string
	Today   string
	Answers []map[string]any
	End     any
	Stop    string
}

func readStory(t *testing.T, name string) story {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("../../services/blue-badge/testdata", name+".story.yaml"))
	must(t, err)
	var s story
	must(t, yaml.Unmarshal(body, &s))
	return s
}

// Whole applications, page by page, by reading the forms as they are rendered.
func TestStories(t *testing.T) {
	t.Parallel()
	names := []string{"walking-82", "pip-descriptor-e", "hidden-child-welsh", "child-equipment", "blind-registered", "renewal-with-number",
		"no-fixed-address", "renewal-welsh-phone"}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := readStory(t, name)
			w := walkStory(t, s)
			w.expect(200, map[string]string{"en": "Check your answers", "cy": "Gwirio eich atebion"}[s.Lang])
			if w.has(".govuk-hint:contains('Not answered')") {
				t.Error("something is not answered")
			}
			d := w.draft()
			if string(d.Lang) != s.Lang {
				t.Errorf("the application is in %q", d.Lang)
			}
			w.send(w.form("button"), nil).expect(200, map[string]string{"en": "Application sent", "cy": "Mae’r cais wedi’i anfon"}[s.Lang])
			w.says(w.ref())
			for q, a := range d.Answers {
				if a.Door != channels.Web {
					t.Errorf("%s was answered through %s", q, a.Door)
				}
			}
			w.open("/application/" + w.ref()).says("020 7946 0123")
		})
	}
}

// What waits until it is sure who they are says so to the person, until when, and what to do.
func TestWaitingForIdentityIsSaid(t *testing.T) {
	t.Parallel()
	w := walkStory(t, readStory(t, "walking-82"))
	w.send(w.form("button"), nil)
	_, problems, err := w.bundle.office.WaitForIdentity(t.Context(), w.bundle.agent, w.draft().ID, "post-office")
	must(t, err)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w.open("/application/" + w.ref()).says(lang.T(lang.En, "apply.status.identity_ways.post-office")).says("We began to wait until we are sure who you are")
	w.open("/language/cy?back=/application/" + w.ref()).says(lang.T(lang.Cy, "apply.status.identity_ways.post-office"))
}

// Stops say what else to do and whom to ring, and the answers can still be changed.
func TestStoriesThatStop(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"organisation", "terminal-illness", "broken-leg", "lives-elsewhere"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := readStory(t, name)
			stop := s.Stop
			if end, ok := s.End.(map[string]any); ok {
				stop, _ = end["stop"].(string)
			}
			w := walkStory(t, s)
			w.expect(200, w.badge.Word("en", "stops."+stop+".title", w.draft().Values()))
			w.says("020 7946 0123")
			w.open(w.page.Find("a.govuk-back-link").AttrOr("href", "")).expect(200, "")
			if !w.has("form[method=post] input[type=radio], form[method=post] input[type=checkbox]") {
				t.Error("the back link does not lead to a question")
			}
		})
	}
}

func walkStory(t *testing.T, s story) *browser {
	t.Helper()
	b := setup(t)
	today, err := time.Parse(time.DateOnly, s.Today)
	must(t, err)
	b.now = today.Add(10 * time.Hour)
	w := b.begin(s.Lang)
	if lang := w.page.Find("html").AttrOr("lang", ""); lang != s.Lang {
		t.Fatalf("the page is in %q", lang)
	}
	for _, answer := range s.Answers {
		for id, told := range answer {
			w.reach(id).tell(id, told)
		}
	}
	return w
}

// reach turns pages to read until the question is there.
func (w *browser) reach(id string) *browser {
	w.Helper()
	for range 3 {
		at := w.asked()
		if at == id {
			return w
		}
		if q := w.badge.Question(at); q == nil || q.Kind != services.Info {
			w.Fatalf("%s is asked instead of %s: %s", at, id, w.text("main"))
		}
		w.send(w.form("button"), nil)
	}
	w.Fatalf("%s is not reached", id)
	return w
}

func (w *browser) asked() string { return w.at.Path[strings.LastIndexByte(w.at.Path, '/')+1:] }

// tell answers the question on the page with what a story says.
func (w *browser) tell(id string, told any) *browser {
	w.Helper()
	q := w.badge.Question(id)
	switch {
	case told == "skip":
		return w.send(w.form("button[name=skip]"), url.Values{"skip": {"yes"}})
	case q.Kind == services.Info:
		return w.send(w.form("button"), nil)
	case q.Kind == services.File:
		return w.send(w.form("button[name=later]"), url.Values{"later": {"yes"}})
	case q.Kind == services.List:
		return w.tellRows(q, told.([]any))
	case q.Kind == services.Declaration:
		return w.send(w.form("[name=agree]"), url.Values{"agree": {"yes"}})
	}
	return w.send(w.form("input:not([type=hidden]), textarea"), w.parts(q, told))
}

// tellRows adds rows one by one and says that there are no more.
func (w *browser) tellRows(q *services.Question, rows []any) *browser {
	w.Helper()
	for i, row := range rows {
		if i > 0 {
			w.send(w.form("[name=another]"), url.Values{"another": {"yes"}})
		}
		fields := url.Values{}
		for name, v := range row.(map[string]any) {
			for i := range q.Fields {
				if q.Fields[i].ID == name {
					for part, values := range w.parts(&q.Fields[i], v) {
						fields[strings.TrimSuffix(name+"."+part, ".value")] = values
					}
				}
			}
		}
		w.send(w.form(`[name="`+q.Fields[0].ID+`"]`), fields)
		if got := w.page.Find("table.rows tbody tr").Length(); got != i+1 {
			w.Fatalf("%d rows are listed after %d", got, i+1)
		}
	}
	return w.send(w.form("[name=another]"), url.Values{"another": {"no"}})
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
			name := map[string]string{"choice": "value", "noFixed": "no-fixed", "no_fixed": "no-fixed"}[part]
			if name == "" {
				name = part
			}
			out[name] = texts(x)
		}
		return out
	}
	values := texts(told)
	if q.Kind == services.Address && strings.HasPrefix(values[0], "no") {
		return url.Values{"no-fixed": {"yes"}}
	}
	if q.Kind == services.YesNo || q.Kind == services.Choice || q.Kind == services.Choices {
		for i, text := range values {
			parsed, wrong := w.badge.Parse(q, nil, services.Input{Text: text}, nil, services.DayOf(w.now))
			if len(wrong) == 0 && len(values) == 1 {
				values[i] = parsed.Choice[0]
			}
		}
	}
	return url.Values{"value": values}
}

func texts(v any) []string {
	switch v := v.(type) {
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, texts(x)...)
		}
		return out
	case bool:
		return []string{"yes"}
	case string:
		return []string{v}
	}
	return []string{""}
}
