package channels_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/channels/web"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
)

var today = services.Day{Y: 2026, M: time.November, D: 21}

// walks is how many random applications of each service are walked through every door and language.
const walks = 1200

// TestSameAnswersSameOutcomeWhateverTheDoor is promise 1. Random applications are answered once by fields. Every question on the way is
// then asked by each door in each language and answered there with the same meaning; each must give the same value. And the whole
// application, each question through a door and a language drawn by lot, must end at the same place by the same route.
func TestSameAnswersSameOutcomeWhateverTheDoor(t *testing.T) {
	t.Parallel()
	catalogue, err := services.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for id, s := range catalogue {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			met := map[string]bool{}
			for seed := range uint64(walks) {
				w := walk{t: t, s: s, rnd: rand.New(rand.NewPCG(7, seed)), met: met}
				w.run()
			}
			for _, step := range s.Steps {
				if step.Question != nil && !met[step.Question.ID] {
					t.Errorf("%d walks never came to %s: its doors were not tried", walks, step.Question.ID)
				}
			}
		})
	}
}

type walk struct {
	t     *testing.T
	s     *services.Service
	rnd   *rand.Rand
	met   map[string]bool
	plain services.Answers // by fields, as a page sends them
	mixed services.Answers // by doors drawn by lot
}

func (w *walk) run() {
	w.plain, w.mixed = services.Answers{}, services.Answers{}
	for range 200 {
		next, other := w.s.Next(w.plain, today), w.s.Next(w.mixed, today)
		if !same(next, other) {
			w.t.Fatalf("the doors part: %v and %v after %v", show(next), show(other), w.plain)
		}
		if next.Question == nil {
			w.end()
			return
		}
		w.answer(next.Question)
	}
	w.t.Fatal("an application without an end")
}

func (w *walk) end() {
	a, okA := w.s.Route(w.plain, today)
	b, okB := w.s.Route(w.mixed, today)
	if a.Code != b.Code || okA != okB {
		w.t.Errorf("routes part: %s and %s", a.Code, b.Code)
	}
	if p := w.s.Check(w.mixed, today); w.s.Next(w.mixed, today).Ready && len(p) > 0 {
		w.t.Errorf("ready, and yet: %v", p)
	}
}

// answer draws an answer, takes it by every door and language, and keeps the one of a door drawn by lot.
func (w *walk) answer(q *services.Question) {
	w.met[q.ID] = true
	before := w.plain
	steps := w.draw(q, before)
	want := w.fields(q, before, steps)
	doors := []func(*services.Question, services.Answers, lang.Lang, []services.Input) services.Value{w.byWeb, w.byPhone, w.bySMS, w.byPaper}
	lot := w.rnd.IntN(len(doors) * len(lang.All))
	for i, door := range doors {
		for j, l := range lang.All {
			got := door(q, before, l, steps)
			if q.Kind == services.Declaration { // records the language that was read, which is the point of it
				got.Agreed = want.Agreed
			}
			if !reflect.DeepEqual(got, want) {
				w.t.Fatalf("%s by door %d in %s: got %s, want %s", q.ID, i, l, text(got), text(want))
			}
			if i*len(lang.All)+j == lot {
				w.mixed = with(w.mixed, q.ID, got)
			}
		}
	}
	w.plain = with(w.plain, q.ID, want)
}

// draw gives what is entered, one input a step: a list takes a row and then its end.
func (w *walk) draw(q *services.Question, a services.Answers) []services.Input {
	in := q.Example(today)
	offered := w.s.Offered(q, a, today)
	switch {
	case q.Kind == services.YesNo:
		in = value([]string{"yes", "no"}[w.rnd.IntN(2)])
	case q.Kind == services.Choice || q.Kind == services.Choices:
		o := offered[w.rnd.IntN(len(offered))]
		in = value(o.Code)
		if o.Code == q.Other {
			in.Fields["other"] = []string{"Something else"}
		}
	case q.Optional && w.rnd.IntN(2) == 0:
		in = services.Input{Fields: map[string][]string{"skip": {"yes"}}}
	case q.ID == w.s.Person.DateOfBirth:
		in = services.Input{Fields: map[string][]string{"day": {"5"}, "month": {"3"}, "year": {fmt.Sprint([]int{1944, 2014, 2025}[w.rnd.IntN(3)])}}}
	}
	if q.Kind != services.List || in.Get("skip") == "yes" {
		return []services.Input{in}
	}
	in.Fields["op"] = []string{"add"}
	return []services.Input{in, {Fields: map[string][]string{"op": {"done"}}}}
}

// fields is the plain way: what the answer is, whatever the door.
func (w *walk) fields(q *services.Question, a services.Answers, steps []services.Input) services.Value {
	return w.take(q, a, steps, func(_ services.Answers, in services.Input) services.Input { return in })
}

// take gives a door's inputs to Parse one by one; a value is written and read as the database does it between them.
func (w *walk) take(q *services.Question, a services.Answers, steps []services.Input, door func(services.Answers, services.Input) services.Input) services.Value {
	w.t.Helper()
	var prev *services.Value
	for _, step := range steps {
		v, problems := w.s.Parse(q, prev, door(a, step), a, today)
		if len(problems) > 0 {
			w.t.Fatalf("%s: %v is refused: %v", q.ID, step, problems)
		}
		var kept services.Value
		if err := json.Unmarshal([]byte(text(v)), &kept); err != nil {
			w.t.Fatal(err)
		}
		prev, a = &kept, with(a, q.ID, kept)
	}
	return *prev
}

func (w *walk) byWeb(q *services.Question, a services.Answers, l lang.Lang, steps []services.Input) services.Value {
	return w.take(q, a, steps, func(a services.Answers, in services.Input) services.Input {
		p := web.Ask(web.AskInput{Service: w.s, Lang: l, Question: q, Answers: a, Today: today, Row: -1})
		w.worded(q, l, "web", p.Ask)
		w.drawn(q, p.Form)
		return web.Read(q, post(q, in))
	})
}

func (w *walk) byPhone(q *services.Question, a services.Answers, l lang.Lang, steps []services.Input) services.Value {
	return w.take(q, a, steps, func(a services.Answers, in services.Input) services.Input {
		p := phone.Ask(phone.AskInput{Service: w.s, Lang: l, Question: q, Answers: a, Today: today, Row: -1})
		w.worded(q, l, "phone", p.Say)
		w.drawn(q, p.Form)
		return phone.Read(q, post(q, in))
	})
}

// byPaper fills in a blank form as the example says, and reads it as it would come back: by the layout as it is stored.
func (w *walk) byPaper(q *services.Question, a services.Answers, l lang.Lang, steps []services.Input) services.Value {
	layout := printed(w.t, w.s, l)
	if !q.Asks(channels.Paper) {
		if layout.Asks(q.ID) {
			w.t.Errorf("%s is on the form though its definition says that paper does not ask it", q.ID)
		}
		return w.fields(q, a, steps)
	}
	filled, ok := layout.Fill(q, steps)
	var handed paper.Filled
	if err := json.Unmarshal([]byte(text(filled)), &handed); err != nil || !ok {
		w.t.Fatalf("%s: the form in %s has no room for %v: %v", q.ID, l, steps, err)
	}
	return w.take(q, a, layout.Read(q, handed).Inputs, func(_ services.Answers, in services.Input) services.Input { return in })
}

// forms are the blank forms of the services, by service and language.
var forms sync.Map

func printed(t *testing.T, s *services.Service, l lang.Lang) paper.Layout {
	t.Helper()
	key := s.ID + " " + string(l)
	if kept, ok := forms.Load(key); ok {
		return kept.(paper.Layout)
	}
	press, err := sheet.New()
	if err != nil {
		t.Fatal(err)
	}
	form := paper.Lay(press, paper.Asking{Service: s, Lang: l, Format: sheet.Standard, Scope: paper.Blank, Today: today, Serial: "2345678D"})
	var kept paper.Layout
	if err := json.Unmarshal(form.Layout.JSON(), &kept); err != nil {
		t.Fatal(err)
	}
	forms.Store(key, kept)
	return kept
}

// bySMS answers as people text: numbers for choices, words for the rest, a list field by field.
func (w *walk) bySMS(q *services.Question, a services.Answers, l lang.Lang, steps []services.Input) services.Value {
	var prev *services.Value
	say := func(body string) {
		w.t.Helper()
		asked := sms.Ask(sms.AskInput{Service: w.s, Lang: l, Question: q, Answers: a, Today: today, Link: "https://example.org/c"})
		w.worded(q, l, "sms", asked.Body)
		if !asked.Askable {
			w.t.Fatalf("%s is not askable by text, and its definition does not say so", q.ID)
		}
		if n := sms.Segments(asked.Body); n > 10 {
			w.t.Errorf("%s in %s is %d segments", q.ID, l, n)
		}
		v, problems := w.s.Parse(q, prev, sms.Read(body, l), a, today)
		if len(problems) > 0 {
			w.t.Fatalf("%s by text in %s: %q is refused: %v", q.ID, l, body, problems)
		}
		prev, a = &v, with(a, q.ID, v)
	}
	if q.Kind != services.List || steps[0].Get("skip") == "yes" {
		say(w.texted(q, a, l, steps[0]))
		return *prev
	}
	for range q.Fields {
		field, _, _ := q.Pending(prev)
		say(w.texted(field, a, l, value(steps[0].Get(field.ID))))
	}
	say(map[lang.Lang]string{lang.En: "no", lang.Cy: "na"}[l])
	return *prev
}

// texted writes an input as a person would text it.
func (w *walk) texted(q *services.Question, a services.Answers, l lang.Lang, in services.Input) string {
	switch {
	case in.Get("skip") == "yes":
		return map[lang.Lang]string{lang.En: "SKIP", lang.Cy: "HEPGOR"}[l]
	case q.Kind == services.YesNo && in.Get("value") == "yes":
		return map[lang.Lang]string{lang.En: "yes please", lang.Cy: "Ydw"}[l]
	case q.Kind == services.YesNo:
		return map[lang.Lang]string{lang.En: "No.", lang.Cy: "nac ydw"}[l]
	case q.Kind == services.Choice || q.Kind == services.Choices:
		offered := w.s.Offered(q, a, today)
		marks := w.s.Marks(q, offered)
		for i, o := range offered {
			if o.Code == in.Get("value") {
				return strings.TrimSpace(marks[i] + " " + in.Get("other"))
			}
		}
	case q.Kind == services.Date:
		return in.Get("day") + "/" + in.Get("month") + "/" + in.Get("year")
	case q.Kind == services.Address:
		return in.Get("line1") + ", " + in.Get("town") + ", " + strings.ToLower(in.Get("postcode"))
	case q.Kind == services.File:
		return map[lang.Lang]string{lang.En: "LATER", lang.Cy: "WEDYN"}[l]
	case q.Kind == services.Declaration:
		return map[lang.Lang]string{lang.En: "I agree", lang.Cy: "CYTUNO"}[l]
	case q.Kind == services.Info:
		return map[lang.Lang]string{lang.En: "OK", lang.Cy: "iawn"}[l]
	}
	return in.Get("value")
}

// worded fails a door that has nothing to say, or says a variable instead of its value.
func (w *walk) worded(q *services.Question, l lang.Lang, door, said string) {
	w.t.Helper()
	if strings.TrimSpace(said) == "" || strings.ContainsAny(said, "{}") || strings.HasPrefix(said, "[") {
		w.t.Errorf("%s says %q for %s in %s", door, said, q.ID, l)
	}
}

// drawn fails a form that offers no way to answer.
func (w *walk) drawn(q *services.Question, f form.Form) {
	w.t.Helper()
	if len(f.Fields)+len(f.Choices) == 0 && !f.Later && q.Kind != services.Info && f.List == nil {
		w.t.Errorf("the form of %s has nothing to fill in", q.ID)
	}
}

// post is an input as a browser would send it.
func post(q *services.Question, in services.Input) url.Values {
	v := url.Values{}
	for part, values := range in.Fields {
		v[part] = values
	}
	if q.Kind == services.List && in.Get("op") == "done" {
		v = url.Values{"another": {"no"}}
	}
	return v
}

func value(v string) services.Input {
	return services.Input{Fields: map[string][]string{"value": {v}}}
}

func with(a services.Answers, id string, v services.Value) services.Answers {
	out := services.Answers{id: v}
	for k, x := range a {
		if k != id {
			out[k] = x
		}
	}
	return out
}

func same(a, b services.Next) bool {
	return a.Ready == b.Ready && a.Question == b.Question && a.Stop == b.Stop
}

func show(n services.Next) string {
	switch {
	case n.Question != nil:
		return n.Question.ID
	case n.Stop != nil:
		return "stop " + n.Stop.ID
	}
	return "ready"
}

func text(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(out)
}

func TestDoors(t *testing.T) {
	t.Parallel()
	for _, k := range channels.Kinds {
		if !k.Valid() {
			t.Errorf("%s is listed and not valid", k)
		}
	}
	if channels.None.Valid() || channels.Kind("fax").Valid() {
		t.Error("what is no door is valid")
	}
}
