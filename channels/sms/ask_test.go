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
	all["parking"], all["every-kind"] = parking(t), everyKind(t)
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
			if asked.Askable != q.Asks(channels.SMS) {
				t.Errorf("%s %s %s: cannot be asked", s.ID, q.ID, l)
			}
			if len([]rune(asked.Body)) > maxCharacters || strings.TrimSpace(asked.Body) == "" || strings.Contains(asked.Body, "[") {
				t.Errorf("%s %s %s: %q", s.ID, q.ID, l, asked.Body)
			}
			if n := Segments(asked.Body); n > askSegments && q.Kind != services.Declaration && q.Kind != services.Signature {
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
			if q.Kind != services.YesNo && q.Asks(channels.SMS) && !strings.Contains(shown.String(), Tidy(l, w.Options[o.Code])) {
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

// A long list of choices is told in parts of a bounded price, every choice once; one that is too long by itself still goes out.
func TestParts(t *testing.T) {
	t.Parallel()
	list := choiceList{in: AskInput{Lang: lang.En}, question: "Which?", how: "Reply.", say: "Say.", other: 39}
	for i := range 40 {
		list.choices = append(list.choices, strings.Repeat("long words ", 3))
		if i == 20 {
			list.choices[i] = strings.Repeat("very long words ", 60)
		}
	}
	parts := 0
	for from := 0; from < len(list.choices); parts++ {
		to := list.fits(from)
		body := list.part(from, to)
		if to <= from || Segments(body) > askSegments && to > from+1 {
			t.Fatalf("part %d goes from %d to %d", parts, from, to)
		}
		if last := to == len(list.choices); strings.Contains(body, "Say.") != last || strings.Contains(body, "MORE") == last {
			t.Errorf("part %d says %s", parts, body)
		}
		from = to
	}
	if parts < 4 {
		t.Errorf("%d parts", parts)
	}
}

func FuzzRead(f *testing.F) {
	s := everyKind(f)
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
