package form

import (
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"os"
	"strings"
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

// each is the services whose forms are tried: one that people use, and one with every kind of question and every key of one.
func each(t *testing.T) []*services.Service {
	t.Helper()
	every, err := services.Load(os.DirFS("../../services/testdata"), "every-kind")
	if err != nil {
		t.Fatal(err)
	}
	return []*services.Service{badge(t), every}
}

// What a form shows of an answer is read back as that answer, whatever the kind and whoever gave it.
func TestWhatIsShownIsReadBack(t *testing.T) {
	t.Parallel()
	for _, s := range each(t) {
		reached, tried := map[string]bool{}, services.Tried{}
		for seed := range uint64(200) {
			rnd, given := rand.New(rand.NewPCG(3, seed)), services.Answers{}
			for next := s.Next(given, today); next.Question != nil; next = s.Next(given, today) {
				q := next.Question
				reached[q.ID] = true
				given[q.ID] = answer(t, s, q, s.Draw(rnd, q, given, today, tried), given)
				for _, l := range lang.All {
					shownAndRead(t, s, l, q, given)
				}
			}
		}
		for _, step := range s.Steps {
			if step.Question != nil && !reached[step.Question.ID] {
				t.Errorf("%s was never shown", step.Question.ID)
			}
		}
	}
}

func answer(t *testing.T, s *services.Service, q *services.Question, steps []services.Input, given services.Answers) services.Value {
	t.Helper()
	var v *services.Value
	for _, in := range steps {
		grown, wrong := s.Parse(q, v, in, given, today)
		if len(wrong) > 0 {
			t.Fatalf("%s: %v", q.ID, wrong)
		}
		v = &grown
	}
	return *v
}

// shownAndRead posts the form of an answer as it is shown, and of a list each of its rows.
func shownAndRead(t *testing.T, s *services.Service, l lang.Lang, q *services.Question, given services.Answers) {
	t.Helper()
	v := given[q.ID]
	if q.Kind == services.Info || v.Skipped {
		return
	}
	rows := 1
	if q.Kind == services.List {
		rows = len(v.Rows)
	}
	for row := range rows {
		f := Of(State{Service: s, Lang: l, Question: q, Answers: given, Today: today, Row: row})
		posted := f.posted()
		if q.Kind == services.List {
			posted.Set("op", "set")
			posted.Set("row", number(row))
		}
		again, wrong := s.Parse(q, &v, Read(q, posted), given, today)
		again.Done = again.Done || q.Kind == services.List // a row that was changed opens the list again
		if again.Agreed != "" {
			again.Agreed = v.Agreed
		}
		if len(wrong) > 0 || asJSON(t, again) != asJSON(t, v) {
			t.Fatalf("%s: %s is shown as %v, which is read as %s %v", q.ID, asJSON(t, v), posted, asJSON(t, again), wrong)
		}
	}
}

// posted is what a browser sends of a form nobody has touched.
func (f Form) posted() url.Values {
	posted := url.Values{}
	for _, field := range f.Fields {
		if len(field.Choices) == 0 {
			posted.Set(field.Part, field.Value)
		}
		post(posted, field.Part, field.Choices)
		if field.UnknownChecked {
			posted.Set(field.UnknownPart, "yes")
		}
	}
	if f.Kind == services.Declaration || f.Kind == services.Signature {
		if f.Choices[0].Checked {
			posted.Set("agree", "yes")
		}
	} else {
		post(posted, "value", f.Choices)
	}
	for part, on := range map[string]bool{"later": f.LaterChecked, "no-fixed": f.NoFixedChecked, "unknown": f.UnknownChecked} {
		if on {
			posted.Set(part, "yes")
		}
	}
	return posted
}

func post(posted url.Values, part string, choices []Choice) {
	for _, c := range choices {
		if c.Checked {
			posted.Add(part, c.Code)
		}
		if c.Other != nil {
			posted.Set(c.Other.Part, c.Other.Value)
		}
	}
}

// Every form has something to fill in, each part once, with words to it; and nothing on it asks a browser to keep an account.
func TestEveryFormCanBeFilledIn(t *testing.T) {
	t.Parallel()
	for _, s := range each(t) {
		for _, step := range s.Steps {
			q := step.Question
			if q == nil || q.Kind == services.Info {
				continue
			}
			for _, l := range lang.All {
				f := Of(State{Service: s, Lang: l, Question: q, Answers: services.Answers{}, Today: today, Row: -1, Own: true})
				seen := map[string]bool{}
				for _, field := range f.Fields {
					if field.Label == "" || strings.HasPrefix(field.Label, "[") || seen[field.Part] {
						t.Errorf("%s: the field %s is called %q", q.ID, field.Part, field.Label)
					}
					seen[field.Part] = true
					if q.Kind == services.Bank && field.Autocomplete != "off" {
						t.Errorf("%s: a browser may keep %s", q.ID, field.Part)
					}
				}
				if len(f.Fields)+len(f.Choices) == 0 && !f.Later {
					t.Errorf("%s has nothing to fill in", q.ID)
				}
				if f.Unknown != q.Unknown || f.Skip != q.Optional {
					t.Errorf("%s: not known %t, left blank %t", q.ID, f.Unknown, f.Skip)
				}
			}
		}
	}
}

// What was typed and refused is shown again as it was.
func TestWhatWasTypedStays(t *testing.T) {
	t.Parallel()
	s := each(t)[1]
	for id, typed := range map[string]url.Values{
		"account": {"holder": {"M"}, "sort": {"30-94"}, "account": {"1"}, "roll": {""}}, "moved": {"month": {"13"}, "year": {"20"}}, "savings": {"value": {"a lot"}},
		"kin": {"kin-name": {"Huw"}, "kin-born.year": {"x"}, "kin-is": {"other"}, "kin-is.other": {""}, "kin-lives.line1": {"1 High St"}}, "sign": {"value": {"Margaret"}},
	} {
		q := s.Question(id)
		in := Read(q, typed)
		_, wrong := s.Parse(q, nil, in, nil, today)
		f := Of(State{Service: s, Lang: lang.En, Question: q, Answers: services.Answers{}, Today: today, Typed: &in, Problems: wrong, Row: -1})
		if len(wrong) == 0 || len(f.Errors) != len(wrong) {
			t.Fatalf("%s: %v and %v", id, wrong, f.Errors)
		}
		again := f.posted()
		for part, v := range typed {
			if again.Get(part) != v[0] {
				t.Errorf("%s: %s was %q, is %q", id, part, v[0], again.Get(part))
			}
		}
		for _, e := range f.Errors {
			if _, there := again[e.Part]; !there && e.Part != "agree" && e.Part != "kin-is" {
				t.Errorf("%s: the mistake at %s leads nowhere on the page", id, e.Part)
			}
		}
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
