package importing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func TestGovukFormsSteps(t *testing.T) {
	t.Parallel()
	r, err := Import(Input{Form: readFile(t, "testdata/govuk-steps.json"), ID: "allotment"})
	if err != nil {
		t.Fatal(err)
	}
	if r.Report.Format != GovukForms || r.Report.Lost() > 0 {
		t.Errorf("%s, and lost: %v", r.Report.Format, r.Report.Entries)
	}
	kinds := map[string]services.Kind{"what-is-your-name": services.Name, "where-do-you-live": services.Choice, "what-is-your-address": services.Address, "when-did-you-move-there": services.Date,
		"which-council-do-you-live-under": services.Text, "what-will-you-grow": services.Choices, "who-will-help-you": services.List, "your-email-address": services.Email,
		"your-phone-number": services.Phone, "your-national-insurance-number": services.NINO, "how-many-square-metres": services.Number, "anything-else": services.LongText,
		"proof-of-address": services.File, "declaration": services.Declaration}
	for id, kind := range kinds {
		if q := r.Service.Question(id); q == nil || q.Kind != kind {
			t.Errorf("%s is %+v, want a %s", id, q, kind)
		}
	}
	for answer, want := range map[string][]string{
		"in-town": {"what-is-your-address", "when-did-you-move-there", "what-will-you-grow"},
		"outside": {"which-council-do-you-live-under", "what-will-you-grow"},
		"abroad":  {"stop you-cannot-have-an-allotment"},
	} {
		if got := after(r.Service, services.Answers{"where-do-you-live": chose(answer)}, len(want)); !slices.Equal(got, want) {
			t.Errorf("after %s come %v, want %v", answer, got, want)
		}
	}
	if p := r.Service.Person; p.Name != "what-is-your-name" || p.Email != "your-email-address" || p.Phone != "your-phone-number" || p.NINO != "your-national-insurance-number" || p.Address != "your-address" {
		t.Errorf("the person is %+v", p)
	}
	stop := r.Service.Word(lang.En, "stops.you-cannot-have-an-allotment.body", nil)
	if !strings.Contains(stop, "- Find it (https://example.org/find)") {
		t.Errorf("the exit page says %q", stop)
	}
	w := r.Service.Words(lang.En, r.Service.Question("what-will-you-grow"), nil)
	if w.Ask != "What will you grow?" || !slices.Equal(w.Body, []string{"Your plot", "Plots", "They are small."}) || w.Options["none-of-the-above"] != "None of the above" {
		t.Errorf("guidance is worded %+v", w)
	}
}

// after are the next questions, each answered by an example of its kind.
func after(s *services.Service, a services.Answers, n int) []string {
	var out []string
	for _, step := range s.Steps {
		if step.Question != nil {
			if _, given := a[step.Question.ID]; given {
				break
			}
			a[step.Question.ID] = services.Value{Text: "x"}
		}
	}
	for range n {
		next := s.Next(a, today)
		if next.Stop != nil {
			return append(out, "stop "+next.Stop.ID)
		}
		if next.Question == nil {
			return append(out, "ready")
		}
		out = append(out, next.Question.ID)
		v := services.Value{Text: "x", Choice: []string{"x"}, Date: &services.Day{Y: 2020, M: 1, D: 1}, Address: &services.PostAddress{NoFixed: true}, Done: true}
		a[next.Question.ID] = v
	}
	return out
}

func TestGovukFormsPages(t *testing.T) {
	t.Parallel()
	r, err := Import(Input{Form: readFile(t, "testdata/govuk-pages.json")})
	if err != nil {
		t.Fatal(err)
	}
	for answer, want := range map[string][]string{"green": {"your-name", "your-date-of-birth", "your-address", "declaration"}, "black": {"where-is-it", "your-name"}, "none-of-the-above": {"where-is-it", "your-name"}} {
		if got := after(r.Service, services.Answers{"which-bin-was-missed": chose(answer)}, len(want)); !slices.Equal(got, want) {
			t.Errorf("after %s come %v, want %v", answer, got, want)
		}
	}
	if !tells(r.Report, "there is no such step to go to") {
		t.Errorf("a route to nowhere is not told: %v", r.Report.Entries)
	}
	if r.Service.Word(lang.En, "before", nil) != "Bins\n\nhttps://example.org/help" {
		t.Errorf("whom to ask is lost: %q", r.Service.Word(lang.En, "before", nil))
	}
}

// A form document in Welsh beside the English, or as the form's twin, makes a bilingual service.
func TestGovukFormsWelsh(t *testing.T) {
	t.Parallel()
	english := `"steps":[{"id":1,"position":1,"data":{"question_text":"What colour?","hint_text":"One of them","answer_type":"selection","answer_settings":{"only_one_option":"true","selection_options":[{"name":"Red"},{"name":"Blue"}]}},"routing_conditions":[]}]`
	welsh := strings.NewReplacer("What colour?", "Pa liw?", "One of them", "Un ohonynt", "Red", "Coch", "Blue", "Glas").Replace(english)
	for name, in := range map[string]Input{
		"inside": {Form: fmt.Appendf(nil, `{"name":"Colours",%s,"translations":{"cy":{"name":"Lliwiau",%s}}}`, english, welsh)},
		"twin":   {Form: fmt.Appendf(nil, `{"name":"Colours",%s}`, english), Twin: fmt.Appendf(nil, `{"name":"Lliwiau","language":"cy",%s}`, welsh)},
	} {
		r, err := Import(in)
		if err != nil {
			t.Fatal(err)
		}
		w := r.Service.Words(lang.Cy, r.Service.Question("what-colour"), nil)
		if r.Service.Untranslated(lang.Cy) || r.Service.Word(lang.Cy, "name", nil) != "Lliwiau" || w.Ask != "Pa liw?" || w.Hint != "Un ohonynt" || w.Options["red"] != "Coch" {
			t.Errorf("%s: the Welsh is %+v; %v", name, w, r.Report.Entries)
		}
		if r.Report.Lost() > 0 {
			t.Errorf("%s: lost: %v", name, r.Report.Entries)
		}
	}
}

func TestGovukFormsOfWrongTypes(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{`null`, `7`, `true`, `""`, `"x"`, `[]`, `[1]`, `{}`, `{"en":"x"}`} {
		for _, key := range []string{"id", "position", "next_page", "question_text", "hint_text", "answer_type", "answer_settings", "is_optional", "is_repeatable", "routing_conditions", "page_heading", "guidance_markdown"} {
			good(t, fmt.Sprintf(`{"name":"G","pages":[{"id":1,"question_text":"A","answer_type":"text",%q:%s},{"id":2,"question_text":"B","answer_type":"selection","answer_settings":{"selection_options":%s}}]}`, key, wrong, wrong))
		}
		for _, key := range []string{"answer_value", "goto_page_id", "check_page_id", "skip_to_end", "exit_page_heading", "exit_page_markdown"} {
			good(t, fmt.Sprintf(`{"name":"G","pages":[{"id":1,"question_text":"A","answer_type":"selection","answer_settings":{"only_one_option":true,"selection_options":[{"name":"x"}]},"routing_conditions":[{"answer_value":"x","goto_page_id":1,%q:%s}]},{"id":2,"question_text":"B","answer_type":"text"}]}`, key, wrong))
		}
	}
}
