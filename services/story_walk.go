package services

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/lang"
)

// stored is a value as a database would keep it.
func stored(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err) // a Value is made of what JSON knows
	}
	return string(out)
}

// walker takes one walk through a story.
type walker struct {
	s       *Service
	st      story
	say     func(w *walker, q *Question, n *yaml.Node) ([]Input, error)
	answers Answers
	asked   []string
}

func (w *walker) walk() error {
	for _, answer := range w.st.answers {
		q, err := w.await(answer)
		if err != nil {
			return err
		}
		if err := w.mistakes(q); err != nil {
			return err
		}
		inputs, err := w.say(w, q, answer.node)
		if err != nil {
			return err
		}
		for _, in := range inputs {
			in.Lang = w.st.lang
			if err := w.give(q, in, answer.node.Line); err != nil {
				return err
			}
		}
	}
	return w.end()
}

// await is the question that is asked next; pages to read are turned where the story does not mention them.
func (w *walker) await(answer told) (*Question, error) {
	for {
		next := w.s.Next(w.answers, w.st.today)
		switch {
		case next.Stop != nil:
			return nil, fmt.Errorf("%d: the story goes on with %s, but stops at %s", answer.node.Line, answer.id, next.Stop.ID)
		case next.Ready:
			return nil, fmt.Errorf("%d: the story goes on with %s, but nothing more is asked", answer.node.Line, answer.id)
		case next.Question.ID == answer.id:
			w.asked = append(w.asked, answer.id)
			return next.Question, nil
		case next.Question.Kind != Info:
			return nil, fmt.Errorf("%d: the story answers %s, but %s is asked", answer.node.Line, answer.id, next.Question.ID)
		}
		w.asked = append(w.asked, next.Question.ID)
		if err := w.give(next.Question, Input{Text: "ok"}, answer.node.Line); err != nil {
			return nil, err
		}
	}
}

// said is what was written or filled in, in the order of the parts' names.
func (in Input) said() string {
	said := []string{in.Text}
	for _, part := range slices.Sorted(maps.Keys(in.Fields)) {
		said = append(said, in.Fields[part]...)
	}
	return strings.Join(strings.Fields(strings.Join(said, " ")), " ")
}

// give answers, and sends the answers through JSON as a database would.
func (w *walker) give(q *Question, in Input, line int) error {
	var prev *Value
	if v, ok := w.answers[q.ID]; ok {
		prev = &v
	}
	v, wrong := w.s.Parse(q, prev, in, w.answers, w.st.today)
	if len(wrong) > 0 {
		return fmt.Errorf("%d: %s refuses '%s' with the problem %s: %s", line, q.ID, clip(in.said()), wrong[0].Code, w.s.Sentence(lang.En, wrong[0], w.answers))
	}
	w.answers[q.ID] = v
	var again Answers
	if err := json.Unmarshal([]byte(stored(w.answers)), &again); err != nil {
		return err
	}
	if stored(again) != stored(w.answers) {
		return fmt.Errorf("%d: %s does not survive storing: %s became %s", line, q.ID, stored(v), stored(again[q.ID]))
	}
	w.answers = again
	for _, l := range lang.All {
		if lines := w.s.Show(l, q, v, w.answers); len(lines) == 0 || strings.Join(lines, "") == "" {
			return fmt.Errorf("%d: %s shows nothing for %s", line, q.ID, stored(v))
		}
	}
	return nil
}

// mistakes tries what must be refused, before the answer itself.
func (w *walker) mistakes(q *Question) error {
	for _, n := range w.st.wrong {
		if textAt(n, "question") != q.ID {
			continue
		}
		in := Input{Text: textAt(n, "text")}
		for i, kv := 0, pairs(child(n, "fields")); i < len(kv); i += 2 {
			if in.Fields == nil {
				in.Fields = map[string][]string{}
			}
			in.Fields[kv[i].Value] = append(in.Fields[kv[i].Value], kv[i+1].Value)
		}
		_, wrong := w.s.Parse(q, nil, in, w.answers, w.st.today)
		if len(wrong) == 0 || wrong[0].Code != textAt(n, "problem") {
			return fmt.Errorf("%d: %s takes %+v with problems %v; want %s", n.Line, q.ID, in, wrong, textAt(n, "problem"))
		}
		for _, l := range lang.All {
			if text := w.s.Sentence(l, wrong[0], w.answers); text == "" || strings.ContainsAny(text, "[]{}") {
				return fmt.Errorf("%d: the problem %s of %s is worded %q", n.Line, wrong[0].Code, q.ID, text)
			}
		}
	}
	return nil
}

func (w *walker) end() error {
	next := w.s.Next(w.answers, w.st.today)
	for next.Question != nil && next.Question.Kind == Info {
		w.asked = append(w.asked, next.Question.ID)
		if err := w.give(next.Question, Input{Text: "ok"}, 1); err != nil {
			return err
		}
		next = w.s.Next(w.answers, w.st.today)
	}
	switch {
	case w.st.stop != "" && (next.Stop == nil || next.Stop.ID != w.st.stop):
		return fmt.Errorf("1: should stop at %s, is at %s", w.st.stop, place(next))
	case w.st.stop == "" && !next.Ready:
		return fmt.Errorf("1: should be ready, is at %s", place(next))
	}
	if wrong := w.s.Check(w.answers, w.st.today); (len(wrong) == 0) != next.Ready {
		return fmt.Errorf("1: at %s, and the check before sending says %v", place(next), wrong)
	}
	route, _ := w.s.Route(w.answers, w.st.today)
	if w.st.route != "" && route.Code != w.st.route {
		return fmt.Errorf("1: the route is %q, want %q", route.Code, w.st.route)
	}
	for _, id := range w.st.never {
		if slices.Contains(w.asked, id) {
			return fmt.Errorf("1: %s was asked", id)
		}
		if w.s.Question(id) == nil {
			return fmt.Errorf("1: there is no question %s that could never be asked", id)
		}
	}
	return nil
}

func place(n Next) string {
	switch {
	case n.Question != nil:
		return "the question " + n.Question.ID
	case n.Stop != nil:
		return "the stop " + n.Stop.ID
	}
	return "its end"
}
