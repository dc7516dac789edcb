package services

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

// Whatever people answer, an application comes to an end, the check before sending agrees with it, and among many people
// every question, stop, option and route is met by somebody.
func TestManyPeopleMeetEverything(t *testing.T) {
	t.Parallel()
	all, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	all["tea-club"] = tea(t)
	for id, s := range all {
		s = s.forDemo()
		met := map[string]bool{}
		random := rand.New(rand.NewPCG(20261121, 1))
		for range 1500 {
			wander(t, s, random, met)
		}
		for _, want := range everything(s) {
			if !met[want] {
				t.Errorf("%s: nobody met %s", id, want)
			}
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

func wander(t *testing.T, s *Service, random *rand.Rand, met map[string]bool) {
	t.Helper()
	a := Answers{}
	for range 2 * len(s.Steps) {
		next := s.Next(a, today)
		met[place(next)] = true
		q := next.Question
		if q == nil {
			arrived(t, s, a, next, met)
			return
		}
		v, wrong := s.Parse(q, nil, guess(s, q, a, random, met), a, today)
		if len(wrong) > 0 {
			t.Fatalf("%s: %v %s", q.ID, wrong, asJSON(a))
		}
		for _, code := range v.Choice {
			met["the option "+code+" of "+q.ID] = true
		}
		a[q.ID] = v
	}
	t.Fatalf("no end after %s", asJSON(a))
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
	if !ok {
		t.Fatalf("ready without a route: %s", asJSON(a))
	}
	met["the route "+r.Code] = true
}

// guess answers at random what the way depends on, and the rest by example.
func guess(s *Service, q *Question, a Answers, random *rand.Rand, met map[string]bool) Input {
	if q.Optional && random.IntN(2) == 0 {
		return part("skip", "yes")
	}
	switch q.Kind {
	case YesNo, Choice, Choices:
		offered := s.Offered(q, a, today)
		pick := offered[random.IntN(len(offered))].Code
		for _, o := range offered { // half of the people try what nobody has tried
			if random.IntN(2) == 0 && !met["the option "+o.Code+" of "+q.ID] {
				pick = o.Code
			}
		}
		in := part("value", pick, "other", "something else")
		if more := offered[random.IntN(len(offered))]; q.Kind == Choices && !more.Exclusive && !q.option(in.Get("value")).Exclusive {
			in.Fields["value"] = append(in.Fields["value"], more.Code)
		}
		return in
	case Date:
		if q.Past {
			years := []int{3, 20, 90}[random.IntN(3)] // as many small children as others: their ways are the rare ones
			return part("day", "3", "month", "4", "year", strconv.Itoa(today.Y-random.IntN(years)))
		}
	default:
	}
	return q.Example(today)
}
