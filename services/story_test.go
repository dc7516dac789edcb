package services

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/samedoor/samedoor/lang"
)

// Stories are whole applications beside the definitions. Each is walked twice, as a form would send it and as a citizen
// would write it, and must end at the same place with the same answers.
func TestStories(t *testing.T) {
	t.Parallel()
	all, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	all["tea-club"], all["every-kind"] = tea(t), everyKind(t)
	for id, s := range all {
		files, err := filepath.Glob(id + "/testdata/*.story.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if id == "tea-club" || id == "every-kind" {
			files, _ = filepath.Glob("testdata/" + id + "/testdata/*.story.yaml")
		}
		if len(files) < storiesWanted[id] {
			t.Errorf("%s has %d stories, %d are wanted", id, len(files), storiesWanted[id])
		}
		for _, file := range files {
			t.Run(id+"/"+strings.TrimSuffix(filepath.Base(file), ".story.yaml"), func(t *testing.T) {
				t.Parallel()
				body, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if err := RunStory(s.forDemo(), body); err != nil {
					t.Errorf("%s:%v", file, err)
				}
			})
		}
	}
}

var storiesWanted = map[string]int{"blue-badge": 12, "tea-club": 3, "every-kind": 3}

// RunStory walks a story through s. The error begins with its line in the story.
func RunStory(s *Service, body []byte) error {
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
		if got, want := asJSON(text.answers[id]), asJSON(v); got != want {
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

// give answers, and sends the answers through JSON as a database would.
func (w *walker) give(q *Question, in Input, line int) error {
	var prev *Value
	if v, ok := w.answers[q.ID]; ok {
		prev = &v
	}
	v, wrong := w.s.Parse(q, prev, in, w.answers, w.st.today)
	if len(wrong) > 0 {
		return fmt.Errorf("%d: %s refuses %+v: %v: %s", line, q.ID, in, wrong, w.s.Sentence(lang.En, wrong[0], w.answers))
	}
	w.answers[q.ID] = v
	var again Answers
	if err := json.Unmarshal([]byte(asJSON(w.answers)), &again); err != nil {
		return err
	}
	if asJSON(again) != asJSON(w.answers) {
		return fmt.Errorf("%d: %s does not survive storing: %s became %s", line, q.ID, asJSON(v), asJSON(again[q.ID]))
	}
	w.answers = again
	for _, l := range lang.All {
		if lines := w.s.Show(l, q, v, w.answers); len(lines) == 0 || strings.Join(lines, "") == "" {
			return fmt.Errorf("%d: %s shows nothing for %s", line, q.ID, asJSON(v))
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

// A story that should fail must fail, or the runner proves nothing.
func TestAStoryCanFail(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile("testdata/tea-club/testdata/guest.story.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string][2]string{
		"another question first": {"  - who: self\n", ""},
		"another route":          {"route: guest", "route: regular"},
		"another end":            {"end: ready", "stop: company"},
		"asked after all":        {"never: [guardian]", "never: [name]"},
		"a wrong input is right": {"text: 31 February 1944", "text: 3 February 1944"},
		"goes on too long":       {"  - rules: agree\n", "  - rules: agree\n  - name: again\n"},
	} {
		if !strings.Contains(string(body), c[0]) {
			t.Fatalf("%s: the story has no %q", what, c[0])
		}
		if err := RunStory(tea(t), []byte(strings.Replace(string(body), c[0], c[1], 1))); err == nil {
			t.Errorf("%s: the story passes all the same", what)
		}
	}
}

// Wherever an application stands, answering with examples brings it to an end, and every example is accepted.
func TestExamplesAreAnswers(t *testing.T) {
	t.Parallel()
	all, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	all["tea-club"], all["every-kind"] = tea(t), everyKind(t)
	for id, s := range all {
		s = s.forDemo()
		for _, step := range s.Steps {
			if step.Question == nil {
				continue
			}
			in := step.Question.Example(today)
			v, wrong := s.Parse(step.Question, nil, in, Answers{}, today)
			if len(wrong) > 0 || !step.Question.Complete(v) {
				t.Errorf("%s: the example %+v of %s: %v %s", id, in, step.Question.ID, wrong, asJSON(v))
			}
			if got := s.Show(lang.Cy, step.Question, v, nil); len(got) == 0 || !reflect.DeepEqual(got, nonEmpty(got...)) {
				t.Errorf("%s: %s shows %q", id, step.Question.ID, got)
			}
		}
	}
}
