package services

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

// So many people walk through each service, and as many more as it takes to meet everything in it, up to a bound.
const people, manyPeople = 1500, 30_000

// Whatever people answer, an application comes to an end, the check before sending agrees with it, and among many people
// every question, stop, option and route is met by somebody.
func TestManyPeopleMeetEverything(t *testing.T) {
	t.Parallel()
	all, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	all["tea-club"], all["every-kind"] = tea(t), everyKind(t)
	for id, s := range all {
		s = s.forDemo()
		met := map[string]bool{}
		random, tried := rand.New(rand.NewPCG(20261121, 1)), Tried{}
		missing := everything(s)
		for n := 1; n <= people || len(missing) > 0 && n <= manyPeople; n++ {
			if wander(t, s, random, tried, met); n%100 == 0 {
				missing = slices.DeleteFunc(missing, func(what string) bool { return met[what] })
			}
		}
		for _, what := range missing {
			t.Errorf("%s: nobody met %s", id, what)
		}
	}
}

func everything(s *Service) []string {
	var list []string
	for _, step := range s.Steps {
		if step.Stop != nil {
			list = append(list, "the stop "+step.Stop.ID)
			continue
		}
		list = append(list, "the question "+step.Question.ID)
		for _, o := range step.Question.Options {
			list = append(list, "the option "+o.Code+" of "+step.Question.ID)
		}
	}
	for _, r := range s.Routes {
		list = append(list, "the route "+r.Code)
	}
	return list
}

func wander(t *testing.T, s *Service, random *rand.Rand, tried Tried, met map[string]bool) {
	t.Helper()
	a, calm := Answers{}, random.IntN(4) == 0
	from, to := random.IntN(2)*random.IntN(len(s.Steps)), random.IntN(2*len(s.Steps)) // many say no for a while
	for step := range 2 * len(s.Steps) {
		next := s.Next(a, today)
		met[place(next)] = true
		q := next.Question
		if q == nil {
			arrived(t, s, a, next, met)
			return
		}
		var v *Value
		steps := s.Draw(random, q, a, today, tried)
		no := from <= step && step < to
		if in, offered := none(s, q, a, no); (calm || no) && offered { // what wants many a no is met too
			steps = []Input{in}
		}
		for _, in := range steps {
			grown, wrong := s.Parse(q, v, in, a, today)
			if len(wrong) > 0 {
				t.Fatalf("%s: %+v: %v %s", q.ID, in, wrong, asJSON(a))
			}
			v = &grown
		}
		for _, code := range v.Choice {
			met["the option "+code+" of "+q.ID] = true
		}
		a[q.ID] = *v
	}
	t.Fatalf("no end after %s", asJSON(a))
}

// none chooses "none of these" where that is offered, and no where that is wanted.
func none(s *Service, q *Question, a Answers, no bool) (Input, bool) {
	for _, o := range s.Offered(q, a, today) {
		if o.Exclusive || o.Code == "none" || no && o.Code == "no" {
			return part("value", o.Code), true
		}
	}
	return Input{}, false
}

func arrived(t *testing.T, s *Service, a Answers, at Next, met map[string]bool) {
	t.Helper()
	if wrong := s.Check(a, today); (len(wrong) == 0) != at.Ready {
		t.Fatalf("at %s, and the check says %v", place(at), wrong)
	}
	if at.Stop != nil {
		if s.Word(lang.Cy, "stops."+at.Stop.ID+".title", a) == "" || len(s.Paragraphs(lang.En, "stops."+at.Stop.ID+".body", a)) == 0 {
			t.Fatalf("%s says nothing", place(at))
		}
		return
	}
	r, ok := s.Route(a, today)
	if len(s.Routes) == 0 { // nothing is to be decided
		return
	}
	if !ok {
		t.Fatalf("ready without a route: %s", asJSON(a))
	}
	met["the route "+r.Code] = true
}
