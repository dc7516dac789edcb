package channels_test

import (
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"os"
	"reflect"
	"slices"
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

// How many questions are answered by every door and language: until each question of the service was met and this many were answered,
// at most so many before that is given up.
const (
	enough  = 1500
	tooMany = 20_000
)

// TestSameAnswersSameOutcomeWhateverTheDoor is promise 1. Random applications are answered once by fields. Every question on the way is
// then asked by each door in each language and answered there with the same meaning; each must give the same value. And the whole
// application, each question through a door and a language drawn by lot, must end at the same place by the same route.
func TestSameAnswersSameOutcomeWhateverTheDoor(t *testing.T) {
	t.Parallel()
	for id, s := range everyService(t) {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			seen := &tally{met: map[string]bool{}, tried: services.Tried{}}
			for seed := uint64(0); seen.answers < enough || seen.missing(s) != nil; seed++ {
				if seen.answers >= enough { // what is rare is gone for
					seen.tried = services.Tried{}
					seen.tried.Toward(s, seen.missing(s))
				}
				w := walk{t: t, s: s, rnd: rand.New(rand.NewPCG(7, seed)), seen: seen}
				if w.run(); seen.answers > tooMany {
					break
				}
			}
			for _, step := range s.Steps {
				if step.Question != nil && !seen.met[step.Question.ID] {
					t.Errorf("%d answers never came to %s: its doors were not tried", seen.answers, step.Question.ID)
				}
			}
		})
	}
}

// everyService is the catalogue, and the service in which every kind of question and every key of one stands.
func everyService(t *testing.T) map[string]*services.Service {
	t.Helper()
	all, err := services.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	if all["every-kind"], err = services.Load(os.DirFS("../services/testdata"), "every-kind"); err != nil {
		t.Fatal(err)
	}
	for id, s := range all {
		demo := *s
		demo.Demo = true // the examples of a NINO that must be given are accepted
		all[id] = &demo
	}
	return all
}

// tally is what the walks through one service have come to.
type tally struct {
	met     map[string]bool
	tried   services.Tried
	answers int
}

// missing is a question that no walk has met, or nil.
func (s *tally) missing(of *services.Service) *services.Question {
	for _, step := range of.Steps {
		if step.Question != nil && !s.met[step.Question.ID] {
			return step.Question
		}
	}
	return nil
}

type walk struct {
	t     *testing.T
	s     *services.Service
	rnd   *rand.Rand
	seen  *tally
	plain services.Answers // by fields, as a page sends them
	mixed services.Answers // by doors drawn by lot
}

func (w *walk) run() {
	w.plain, w.mixed = services.Answers{}, services.Answers{}
	for range 3 * len(w.s.Steps) {
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

// answer draws an answer, takes it by every door and language, and keeps the one of a door drawn by lot. Now and then a question is put
// off first: it comes again.
func (w *walk) answer(q *services.Question) {
	w.seen.met[q.ID] = true
	w.seen.answers++
	before := w.plain
	if !before[q.ID].Parked && q.Kind != services.Info && w.rnd.IntN(20) == 0 {
		w.park(q)
		return
	}
	steps := w.s.Draw(w.rnd, q, before, today, w.seen.tried)
	want := w.fields(q, before, steps)
	doors := []func(*services.Question, services.Answers, lang.Lang, []services.Input) services.Value{w.byWeb, w.byPhone, w.bySMS, w.byPaper}
	lot := w.rnd.IntN(len(doors) * len(lang.All))
	for i, door := range doors {
		for j, l := range lang.All {
			got := door(q, before, l, steps)
			if got.Agreed != "" { // records the language that was read, which is the point of it
				got.Agreed = want.Agreed
			}
			if !reflect.DeepEqual(got, want) {
				w.t.Fatalf("%s by door %d in %s: got %s, want %s of %v", q.ID, i, l, text(got), text(want), steps)
			}
			if i*len(lang.All)+j == lot {
				w.mixed = with(w.mixed, q.ID, got)
			}
		}
	}
	w.plain = with(w.plain, q.ID, want)
}

// park puts a question off by each door that takes whole forms.
func (w *walk) park(q *services.Question) {
	posted := url.Values{"park": {"yes"}}
	for _, in := range []services.Input{web.Read(q, posted), phone.Read(q, posted)} {
		v, problems := w.s.Parse(q, nil, in, w.plain, today)
		if len(problems) > 0 || !v.Parked {
			w.t.Fatalf("%s is not put off: %s %v", q.ID, text(v), problems)
		}
		w.plain, w.mixed = with(w.plain, q.ID, v), with(w.mixed, q.ID, v)
	}
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
		if !q.Asks(channels.Web) {
			if p.Instead != q.Doors[channels.Web] {
				w.t.Errorf("%s is not asked on the web, and its page does not say what happens instead", q.ID)
			}
			return in // answered another way
		}
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

// bySMS answers as people text: numbers for choices, words for the rest, a list and a person field by field.
func (w *walk) bySMS(q *services.Question, a services.Answers, l lang.Lang, steps []services.Input) services.Value {
	asked := sms.Ask(sms.AskInput{Service: w.s, Lang: l, Question: q, Answers: a, Today: today, Link: "https://example.org/c"})
	if q.Asks(channels.SMS) != asked.Askable {
		w.t.Fatalf("%s: its definition says %t, the text %t", q.ID, q.Asks(channels.SMS), asked.Askable)
	}
	w.worded(q, l, "sms", asked.Body)
	if !asked.Askable {
		return w.fields(q, a, steps) // answered another way
	}
	c := chat{w: w, q: q, a: a, l: l}
	switch {
	case len(q.Fields) == 0 || steps[0].Get("skip") == "yes" || steps[0].Get("unknown") == "yes":
		c.say(w.texted(q, a, l, steps[0]))
	case q.Kind == services.Somebody:
		c.row(steps[0])
	case len(steps) == 1: // an empty list
		c.say(words{lang.En: "none", lang.Cy: "dim un"}[l])
	default:
		c.rows(steps[:len(steps)-1])
	}
	return *c.v
}

// chat is one question answered by text, message by message.
type chat struct {
	w *walk
	q *services.Question
	a services.Answers
	l lang.Lang
	v *services.Value
}

type words map[lang.Lang]string

func (c *chat) say(body string) {
	c.w.t.Helper()
	asked := sms.Ask(sms.AskInput{Service: c.w.s, Lang: c.l, Question: c.q, Answers: c.a, Today: today, Link: "https://example.org/c"})
	c.w.worded(c.q, c.l, "sms", asked.Body)
	if n := sms.Segments(asked.Body); n > 10 {
		c.w.t.Errorf("%s in %s is %d segments", c.q.ID, c.l, n)
	}
	v, problems := c.w.s.Parse(c.q, c.v, sms.Read(body, c.l), c.a, today)
	if len(problems) > 0 {
		c.w.t.Fatalf("%s by text in %s: %q is refused: %v", c.q.ID, c.l, body, problems)
	}
	c.v, c.a = &v, with(c.a, c.q.ID, v)
}

func (c *chat) row(in services.Input) {
	for range c.q.Fields {
		field, _, _ := c.q.Pending(c.v)
		if field == nil {
			c.w.t.Fatalf("%s asks for nothing more after %s", c.q.ID, text(c.v))
		}
		c.say(c.w.texted(field, c.a, c.l, cell(field, in)))
	}
}

func (c *chat) rows(steps []services.Input) {
	for i, step := range steps {
		if i > 0 {
			c.say(words{lang.En: "yes", lang.Cy: "oes"}[c.l])
		}
		c.row(step)
	}
	if !c.v.Done {
		c.say(words{lang.En: "no", lang.Cy: "na"}[c.l])
	}
}

// cell is what a row's input says about one field.
func cell(f *services.Question, in services.Input) services.Input {
	out := services.Input{Fields: map[string][]string{}}
	for part, v := range in.Fields {
		if part == f.ID {
			out.Fields["value"] = v
		} else if name, ok := strings.CutPrefix(part, f.ID+"."); ok {
			out.Fields[name] = v
		}
	}
	return out
}

// texted writes an input as a person would text it.
func (w *walk) texted(q *services.Question, a services.Answers, l lang.Lang, in services.Input) string {
	switch {
	case in.Get("skip") == "yes":
		return words{lang.En: "SKIP", lang.Cy: "HEPGOR"}[l]
	case in.Get("unknown") == "yes":
		return words{lang.En: "I don't know", lang.Cy: "Dim syniad"}[l]
	}
	switch q.Kind {
	case services.YesNo:
		if in.Get("value") == "yes" {
			return words{lang.En: "yes please", lang.Cy: "Ydw"}[l]
		}
		return words{lang.En: "No.", lang.Cy: "nac ydw"}[l]
	case services.Choice, services.Choices:
		return w.marked(q, a, in)
	case services.Date, services.Month:
		return joined("/", in, "day", "month", "year")
	case services.Address:
		return joined(", ", in, "line1", "line2", "town", "county", "postcode", "country")
	case services.Bank:
		return joined(" ", in, "holder", "sort", "account")
	case services.File:
		return words{lang.En: "LATER", lang.Cy: "WEDYN"}[l]
	case services.Declaration:
		return words{lang.En: "I agree", lang.Cy: "CYTUNO"}[l]
	case services.Signature:
		return words{lang.En: "I agree ", lang.Cy: "CYTUNO "}[l] + in.Get("value")
	case services.Info:
		return words{lang.En: "OK", lang.Cy: "iawn"}[l]
	}
	return in.Get("value")
}

// marked writes choices by their marks, "2", "1, 3", with what "other" is last.
func (w *walk) marked(q *services.Question, a services.Answers, in services.Input) string {
	offered := q.Options
	if w.s.Question(q.ID) == q { // not a field
		offered = w.s.Offered(q, a, today)
	}
	marks, other := w.s.Marks(q, offered), ""
	var said []string
	for i, o := range offered {
		switch {
		case !slices.Contains(in.Fields["value"], o.Code):
		case o.Code == q.Other:
			other = marks[i] + " " + in.Get("other")
		default:
			said = append(said, marks[i])
		}
	}
	if other != "" {
		said = append(said, other)
	}
	return strings.Join(said, ", ")
}

func joined(by string, in services.Input, parts ...string) string {
	var out []string
	for _, part := range parts {
		if v := in.Get(part); v != "" {
			out = append(out, v)
		}
	}
	return strings.Join(out, by)
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
