package paper

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/samedoor/samedoor/services"
)

var today = services.Day{Y: 2026, M: time.November, D: 21}

// TestThePrintedWordsAskWhatNextAsks follows the way printed on a form with random answers, for a blank form and for one printed in the
// middle of an application, and holds it against what Service.Next asks with the same answers, one after the other.
func TestThePrintedWordsAskWhatNextAsks(t *testing.T) {
	t.Parallel()
	for id, s := range everyService(t) {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			met, questions := map[string]bool{}, 0
			for _, step := range s.Steps {
				if step.Question != nil {
					questions++
				}
			}
			for seed := uint64(0); seed < 150 || seed < 3000 && len(met) < questions*4/5; seed++ { // many walks end at an early stop
				w := walk{t: t, s: s, rnd: rand.New(rand.NewPCG(11, seed))}
				all := w.application()
				for _, begun := range []services.Answers{{}, w.some(all)} {
					w.follow(begun, all, met)
				}
			}
			if len(met) < questions*4/5 { // the conformance test comes to every one; here it is the ways between them
				t.Errorf("the walks came to %d of %d questions", len(met), questions)
			}
		})
	}
}

// everyService is the catalogue and the services made for tests.
func everyService(t testing.TB) map[string]*services.Service {
	t.Helper()
	all, err := services.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	out := maps.Clone(all)
	for id, s := range testServices(t) {
		out["testdata/"+id] = s
	}
	return out
}

type walk struct {
	t   testing.TB
	s   *services.Service
	rnd *rand.Rand
}

// application answers everything at random, as Next asks it.
func (w *walk) application() services.Answers {
	a := services.Answers{}
	for range 400 {
		next := w.s.Next(a, today)
		if next.Question == nil {
			return a
		}
		a[next.Question.ID] = w.value(next.Question, a)
	}
	w.t.Fatal("an application without an end")
	return nil
}

func (w *walk) value(q *services.Question, a services.Answers) services.Value {
	switch {
	case q.Optional && w.rnd.IntN(3) == 0:
		return services.Value{Skipped: true}
	case q.Unknown && w.rnd.IntN(4) == 0:
		return services.Value{Unknown: true}
	case q.Kind == services.YesNo:
		return services.Value{Choice: []string{[]string{"yes", "no"}[w.rnd.IntN(2)]}}
	case q.Kind == services.Choice:
		return w.chosen(q, []services.Option{w.one(w.s.Offered(q, a, today))})
	case q.Kind == services.Choices:
		return w.several(q, a)
	case q.Kind == services.Date || q.Kind == services.Month:
		years := []int{1930 + w.rnd.IntN(110), 2027, 2021}
		return services.Value{Date: &services.Day{Y: years[w.rnd.IntN(3)], M: 3, D: 5}}
	case q.Kind == services.Number || q.Kind == services.Money:
		return services.Value{Text: fmt.Sprint(w.rnd.IntN(30) * w.rnd.IntN(1000))}
	case q.Kind == services.List:
		return services.Value{Done: true, Rows: make([]services.Row, w.rnd.IntN(4))}
	}
	return simple(q)
}

func (w *walk) one(list []services.Option) services.Option { return list[w.rnd.IntN(len(list))] }

func (w *walk) several(q *services.Question, a services.Answers) services.Value {
	var some, all []services.Option
	for _, o := range w.s.Offered(q, a, today) {
		if o.Exclusive && w.rnd.IntN(6) == 0 {
			return w.chosen(q, []services.Option{o})
		}
		if o.Exclusive {
			continue
		}
		if all = append(all, o); w.rnd.IntN(2) == 0 {
			some = append(some, o)
		}
	}
	if len(some) == 0 {
		some = all[:1]
	}
	return w.chosen(q, some)
}

func (w *walk) chosen(q *services.Question, some []services.Option) services.Value {
	v := services.Value{}
	for _, o := range some {
		v.Choice = append(v.Choice, o.Code)
		if o.Code == q.Other {
			v.Other = "something"
		}
	}
	return v
}

// simple is any whole value: what the rules of its kind would say of it is no matter here.
func simple(q *services.Question) services.Value {
	v := services.Value{Text: "x", Date: &services.Day{Y: 1950, M: 3, D: 5}, Address: &services.PostAddress{}, Later: true, Done: true, Agreed: "1/en",
		Bank: &services.BankDetails{}}
	return v
}

// some is a part of an application: everything up to some question, with one put off.
func (w *walk) some(all services.Answers) services.Answers {
	path := w.s.Path(all, today)
	begun := services.Answers{}
	for _, q := range path[:w.rnd.IntN(len(path)+1)] {
		begun[q.ID] = all[q.ID]
		if w.rnd.IntN(12) == 0 {
			begun[q.ID] = services.Value{Parked: true}
		}
	}
	for id, v := range all { // and some that were answered out of order
		if _, ok := begun[id]; !ok && w.rnd.IntN(8) == 0 {
			begun[id] = v
		}
	}
	return begun
}

// follow walks the printed way and the order of Next side by side.
func (w *walk) follow(begun, all services.Answers, met map[string]bool) {
	w.t.Helper()
	var want []string
	for _, q := range w.s.Path(all, today) {
		if v, ok := begun[q.ID]; !ok || !q.Complete(v) || w.withdrawn(q, v, begun) {
			want = append(want, q.ID)
		}
	}
	if next := w.s.Next(all, today); next.Stop != nil {
		want = append(want, "stop "+next.Stop.ID)
	}
	got := w.printed(route(w.s.Open(begun, today)), begun, all)
	for _, id := range got {
		met[id] = true
	}
	if !slices.Equal(got, want) {
		w.t.Fatalf("the words ask\n%v\nand Next asks\n%v\nbegun %v\nanswers %v", got, want, begun, all)
	}
}

// withdrawn says that a chosen option is not certain to be offered any more, so that the question is asked again.
func (w *walk) withdrawn(q *services.Question, v services.Value, a services.Answers) bool {
	return slices.ContainsFunc(q.Options, func(o services.Option) bool {
		return slices.Contains(v.Choice, o.Code) && !w.s.Holds(o.When, a, today)
	})
}

// printed does what the form says: it knows its own answers, and what it was told to do.
func (w *walk) printed(steps []Step, begun, all services.Answers) []string {
	var asked []string
	mine := maps.Clone(begun)
	for i := 0; i < len(steps); {
		step := steps[i]
		if step.Only != nil && !w.s.Holds(step.Only, mine, today) {
			i = step.Else
			continue
		}
		if step.Stop != nil {
			return append(asked, "stop "+step.Stop.ID)
		}
		q := step.Question
		asked = append(asked, q.ID)
		v, ok := all[q.ID]
		if !ok {
			w.t.Fatalf("the form asks %s, which Next does not; asked so far %v", q.ID, asked)
		}
		mine[q.ID] = v
		i = step.next(i, ticked(v))
	}
	return asked
}

func ticked(v services.Value) []string {
	if v.Unknown {
		return []string{unknown}
	}
	return v.Choice
}
