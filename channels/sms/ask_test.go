package sms

import (
	"strings"
	"testing"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

var today = services.Day{Y: 2026, M: 11, D: 21}

// every visits every question of every service in both languages.
func every(t *testing.T, visit func(s *services.Service, q *services.Question, l lang.Lang)) {
	t.Helper()
	all, err := services.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	all["parking"] = parking(t)
	if len(all) < 2 {
		t.Fatal("no services")
	}
	for _, s := range all {
		for _, step := range s.Steps {
			for _, l := range lang.All {
				if step.Question != nil {
					visit(s, step.Question, l)
				}
			}
		}
	}
}

// Each question of each service is one text that Twilio takes, page by page, costs no more than it should, and shows every choice.
func TestEveryQuestionIsOneText(t *testing.T) {
	t.Parallel()
	every(t, func(s *services.Service, q *services.Question, l lang.Lang) {
		in := AskInput{Service: s, Lang: l, Question: q, Answers: services.Answers{}, Today: today, Link: "https://apply.example.org/c"}
		var shown strings.Builder
		for {
			asked := Ask(in)
			if !asked.Askable && q.Doors[channels.SMS] != services.Skip {
				t.Errorf("%s %s %s: cannot be asked", s.ID, q.ID, l)
			}
			if len([]rune(asked.Body)) > maxCharacters || strings.TrimSpace(asked.Body) == "" || strings.Contains(asked.Body, "[") {
				t.Errorf("%s %s %s: %q", s.ID, q.ID, l, asked.Body)
			}
			if n := Segments(asked.Body); n > askSegments && q.Kind != services.Declaration && q.Kind != services.Info {
				t.Errorf("%s %s %s: %d segments: %s", s.ID, q.ID, l, n, asked.Body)
			}
			shown.WriteString(asked.Body)
			if !asked.More {
				break
			}
			in.Page++
		}
		w := s.Words(l, q, nil)
		for _, o := range s.Offered(q, nil, today) {
			if q.Kind != services.YesNo && !strings.Contains(shown.String(), Tidy(l, w.Options[o.Code])) {
				t.Errorf("%s %s %s: choice %s is not shown", s.ID, q.ID, l, o.Code)
			}
		}
	})
}

// Whatever a choice is numbered with is understood as that choice, in either language.
func TestEveryMarkIsRead(t *testing.T) {
	t.Parallel()
	every(t, func(s *services.Service, q *services.Question, l lang.Lang) {
		if q.Kind != services.Choice && q.Kind != services.Choices {
			return
		}
		offered := s.Offered(q, nil, today)
		for i, mark := range s.Marks(q, offered) {
			reply := mark
			if offered[i].Code == q.Other {
				reply += " my own words"
			}
			v, problems := s.Parse(q, nil, Read(reply, l), nil, today)
			if len(problems) > 0 || len(v.Choice) != 1 || v.Choice[0] != offered[i].Code {
				t.Errorf("%s %s: %q is %v %v, want %s", s.ID, q.ID, reply, v.Choice, problems, offered[i].Code)
			}
		}
	})
}

// A long list of choices is shown in parts; a number means the same in each.
func TestPages(t *testing.T) {
	t.Parallel()
	s := parking(t)
	q := *s.Question("needs")
	in := AskInput{Service: s, Lang: lang.En, Question: &q, Answers: nil, Today: today}
	whole := Ask(in)
	if whole.More {
		t.Fatal("a short list is in parts")
	}
	long := AskInput{Service: s, Lang: lang.En, Question: &q, Today: today}
	choices := make([]string, 40)
	for i := range choices {
		choices[i] = strings.Repeat("long words ", 3)
	}
	from, pages := 0, 0
	for from < len(choices) {
		to := long.fits("Which?", choices, from, []string{"Reply."})
		if to <= from || Segments(long.chosen("Which?", choices[from:to], []string{"Reply."}, to < len(choices))) > askSegments {
			t.Fatalf("page %d from %d to %d", pages, from, to)
		}
		from, pages = to, pages+1
	}
	if pages < 3 {
		t.Errorf("%d pages", pages)
	}
}

func FuzzRead(f *testing.F) {
	s := parking(f)
	for _, seed := range []string{"", "1", "2 and 3", "31/2/44", "yes", "STOP", "1 High Street, Anytown, ZA1 1AA", "\x00\xff", strings.Repeat("9", 2000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		body = plain(body, maxCharacters) // as the webhook stores it
		for _, step := range s.Steps {
			if step.Question == nil {
				continue
			}
			v, problems := s.Parse(step.Question, nil, Read(body, lang.Cy), nil, today)
			for _, p := range problems {
				if said := s.Sentence(lang.Cy, p, nil); said == "" || strings.HasPrefix(said, "[") {
					t.Errorf("%s: %q has no words", step.Question.ID, p.Code)
				}
			}
			if len(problems) == 0 {
				a := services.Answers{step.Question.ID: v}
				if Ask(AskInput{Service: s, Lang: lang.En, Question: step.Question, Answers: a, Today: today}).Body == "" {
					t.Errorf("%s: nothing is asked after %q", step.Question.ID, body)
				}
			}
		}
	})
}
