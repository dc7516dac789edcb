package form

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

var today = services.Day{Y: 2026, M: 11, D: 21}

func badge(t *testing.T) *services.Service {
	t.Helper()
	all, err := services.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return all["blue-badge"]
}

// What a form shows of an answer is read back as that answer, whatever the kind.
func TestWhatIsShownIsReadBack(t *testing.T) {
	t.Parallel()
	s := badge(t)
	given := services.Answers{}
	for range len(s.Steps) {
		next := s.Next(given, today)
		if next.Question == nil {
			break
		}
		q := next.Question
		v, wrong := s.Parse(q, nil, q.Example(today), given, today)
		if len(wrong) > 0 {
			t.Fatalf("%s: %v", q.ID, wrong)
		}
		given[q.ID] = v
		if q.Kind == services.List || q.Kind == services.Info || q.Kind == services.Declaration || v.Skipped {
			continue
		}
		posted := url.Values{}
		f := Of(State{Service: s, Lang: lang.En, Question: q, Answers: given, Today: today, Row: -1})
		for _, field := range f.Fields {
			posted.Set(field.Part, field.Value)
		}
		for _, c := range f.Choices {
			if c.Checked {
				posted.Add("value", c.Code)
			}
		}
		if f.LaterChecked {
			posted.Set("later", "yes")
		}
		again, wrong := s.Parse(q, nil, Read(q, posted), given, today)
		if len(wrong) > 0 || asJSON(t, again) != asJSON(t, v) {
			t.Errorf("%s: %s is shown so that it is read as %s %v", q.ID, asJSON(t, v), asJSON(t, again), wrong)
		}
	}
	if len(given) < 20 {
		t.Errorf("only %d questions were reached", len(given))
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A problem stands at something that is on the page, so that the error summary can lead there.
func TestProblemsStandAtAField(t *testing.T) {
	t.Parallel()
	s := badge(t)
	for id, part := range map[string]string{"date-of-birth": "day", "address": "line1", "name": "value", "applying-for": "value",
		"declaration": "agree", "photo": "file", "medication": "medicine"} {
		q := s.Question(id)
		_, wrong := s.Parse(q, nil, Read(q, url.Values{}), nil, today)
		f := Of(State{Service: s, Lang: lang.En, Question: q, Answers: services.Answers{}, Today: today, Typed: &services.Input{}, Problems: wrong, Row: -1})
		if len(f.Errors) == 0 || f.Errors[0].Part != part || f.Errors[0].Text == "" {
			t.Errorf("%s: %+v, expected at %s", id, f.Errors, part)
		}
	}
}

// Names that are no part of the question are left behind.
func TestReadLeavesTheRestBehind(t *testing.T) {
	t.Parallel()
	in := Read(badge(t).Question("date-of-birth"), url.Values{"day": {"5"}, "seen": {"3"}, "skip": {"yes"}, "value": {"x"}})
	if len(in.Fields) != 1 || in.Get("day") != "5" {
		t.Errorf("%v", in.Fields)
	}
}

func TestAListSteps(t *testing.T) {
	t.Parallel()
	q := badge(t).Question("medication")
	for want, posted := range map[string]url.Values{"more": {"another": {"yes"}}, "done": {"another": {"no"}}, "add": {"medicine": {"x"}}, "set": {"op": {"set"}, "row": {"0"}}} {
		if got := Read(q, posted).Get("op"); got != want {
			t.Errorf("%v: %q, expected %q", posted, got, want)
		}
	}
}
