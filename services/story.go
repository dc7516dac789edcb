package services

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/lang"
)

// RunStory walks a whole application that is told beside a definition, see docs/defining-a-service.md: once as a form would
// send it, and once as somebody would write it; both must end in the same place with the same answers. The documented example
// of a NINO is accepted. The error begins with its line in the story, and says in English what is wrong.
func RunStory(s *Service, body []byte) error {
	s = s.forDemo()
	st, err := readStory(body)
	if err != nil {
		return err
	}
	form := walker{s: s, st: st, say: asForm, answers: Answers{}}
	if err := form.walk(); err != nil {
		return err
	}
	text := walker{s: s, st: st, say: asText, answers: Answers{}}
	if err := text.walk(); err != nil {
		return fmt.Errorf("%w (written freely)", err)
	}
	for id, v := range form.answers {
		if got, want := stored(text.answers[id]), stored(v); got != want {
			return fmt.Errorf("1: %s is %s when asked in parts, %s when written freely", id, want, got)
		}
	}
	return nil
}

type story struct {
	name, end, stop, route string
	lang                   lang.Lang
	today                  Day
	answers                []told
	wrong                  []*yaml.Node
	never                  []string
}

type told struct {
	id   string
	node *yaml.Node
}

func readStory(body []byte) (story, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(body, &doc); err != nil {
		return story{}, err
	}
	if len(doc.Content) == 0 {
		return story{}, errors.New("1: the file is empty")
	}
	n := doc.Content[0]
	for i, kv := 0, pairs(n); i < len(kv); i += 2 {
		if !slices.Contains([]string{"story", "lang", "today", "answers", "wrong", "end", "stop", "route", "never"}, kv[i].Value) {
			return story{}, fmt.Errorf("%d: unknown key %q", kv[i].Line, kv[i].Value)
		}
	}
	st := story{name: textAt(n, "story"), end: textAt(n, "end"), stop: textAt(n, "stop"), route: textAt(n, "route"),
		lang: lang.Parse(textAt(n, "lang")), wrong: items(child(n, "wrong")), never: textsAt(n, "never")}
	if st.stop == "" && child(n, "end") != nil && child(n, "end").Kind == yaml.MappingNode {
		st.stop = textAt(child(n, "end"), "stop")
	}
	today, err := time.Parse(time.DateOnly, textAt(n, "today"))
	if err != nil {
		return story{}, fmt.Errorf("%d: today: %w", n.Line, err)
	}
	st.today = DayOf(today)
	for _, item := range items(child(n, "answers")) {
		kv := pairs(item)
		if len(kv) != 2 {
			return story{}, fmt.Errorf("%d: an answer is one question with its answer", item.Line)
		}
		st.answers = append(st.answers, told{kv[0].Value, kv[1]})
	}
	if (st.end == "ready") == (st.stop != "") {
		return story{}, fmt.Errorf("%d: a story ends with 'end: ready' or with 'stop: <id>'", n.Line)
	}
	return st, nil
}
