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
	all["tea-club"], all["every-kind"] = tea(t), everyKind(t)
	for id, s := range all {
		s = s.forDemo()
		met := map[string]bool{}
		random := rand.New(rand.NewPCG(20261121, 1))
		for range 3000 {
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
		v, wrong := s.Parse(q, rowsBefore(t, s, q, a, random), guess(s, q, a, random, met), a, today)
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

// rowsBefore are rows that a list already has, as many as leave room for one more.
func rowsBefore(t *testing.T, s *Service, q *Question, a Answers, random *rand.Rand) *Value {
	t.Helper()
	if q.Kind != List || q.Limit() < 2 || random.IntN(2) == 0 {
		return nil
	}
	in := q.Example(today)
	in.Fields["op"] = []string{"add"}
	v, wrong := s.Parse(q, nil, in, a, today)
	if len(wrong) > 0 {
		t.Fatalf("%s: %v", q.ID, wrong)
	}
	return &v
}

// guess answers at random what the way depends on, and the rest by example.
func guess(s *Service, q *Question, a Answers, random *rand.Rand, met map[string]bool) Input {
	if q.Optional && random.IntN(2) == 0 {
		return part("skip", "yes")
	}
	if q.Unknown && random.IntN(8) == 0 {
		return part("unknown", "yes")
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
	case Number, Money:
		least, most := q.Min, q.Limit()
		if q.Max == 0 {
			most = 20_000
		}
		return part("value", strconv.Itoa(least+random.IntN(most-least+1)))
	case Month:
		if q.Past {
			return part("month", strconv.Itoa(1+random.IntN(11)), "year", strconv.Itoa(today.Y-random.IntN(12)))
		}
	case Date:
		if q.Past {
			years := []int{3, 20, 90}[random.IntN(3)] // as many small children as others: their ways are the rare ones
			return part("day", "3", "month", "4", "year", strconv.Itoa(today.Y-random.IntN(years)))
		}
		if q.Future {
			d := DayOf(today.Time().AddDate(0, 0, random.IntN(500)))
			return part("day", strconv.Itoa(d.D), "month", strconv.Itoa(int(d.M)), "year", strconv.Itoa(d.Y))
		}
	default:
	}
	return q.Example(today)
}
