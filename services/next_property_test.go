package services

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
)

// invent makes a service of random questions under random conditions, as wild as the language allows.
func invent(t *testing.T, rnd *rand.Rand) *Service {
	t.Helper()
	n := 5 + rnd.IntN(30)
	var conditions, steps, words, stops strings.Builder
	for i := range n {
		when := ""
		if i > 0 && rnd.IntN(3) > 0 {
			when = ", when: " + inventCondition(rnd, i, 3)
		}
		if i > 0 && rnd.IntN(4) == 0 {
			fmt.Fprintf(&conditions, "  n%d: %s\n", i, inventCondition(rnd, i, 2))
			when = fmt.Sprintf(", when: {%s: %s}", pick1(rnd, "any", "all"), fmt.Sprintf("[{named: n%d}, %s]", i, inventCondition(rnd, i, 1)))
		}
		switch i % 5 {
		case 0:
			fmt.Fprintf(&steps, "      - {question: q%d, kind: yes-no, unknown: true%s}\n", i, when)
		case 1:
			fmt.Fprintf(&steps, "      - {question: q%d, kind: choice, options: [a, b, c]%s}\n", i, when)
		case 2:
			fmt.Fprintf(&steps, "      - {question: q%d, kind: choices, options: [a, b, {code: z, exclusive: true}]%s}\n", i, when)
		case 3:
			fmt.Fprintf(&steps, "      - {question: q%d, kind: number, max: 100, optional: true%s}\n", i, when)
		case 4:
			fmt.Fprintf(&steps, "      - {question: q%d, kind: date%s}\n", i, when)
		}
		fmt.Fprintf(&words, "  q%d: {ask: Q, label: Q}\n", i)
		if i > 2 && rnd.IntN(12) == 0 {
			fmt.Fprintf(&steps, "      - {stop: s%d, when: {all: [%s, %s]}}\n", i, inventCondition(rnd, i+1, 1), inventCondition(rnd, i+1, 1))
			fmt.Fprintf(&stops, "  s%d: {title: S, body: [S]}\n", i)
		}
	}
	yaml := "service: x\nversion: 1\ndeadline: {target: 1, final: 2}\n"
	if conditions.Len() > 0 {
		yaml += "conditions:\n" + conditions.String()
	}
	wording := "name: X\nsummary: X\nsections: {s: S}\nquestions:\n" + words.String()
	s, err := restore("x", map[string]string{definitionFile: yaml + "sections:\n  - id: s\n    steps:\n" + steps.String(), "en.yaml": wording, "cy.yaml": wording})
	if err != nil {
		t.Fatalf("%v\n%s", err, yaml+steps.String())
	}
	return s
}

func pick1(rnd *rand.Rand, of ...string) string { return of[rnd.IntN(len(of))] }

// inventCondition is about questions before i.
func inventCondition(rnd *rand.Rand, i, deep int) string {
	if deep > 0 {
		switch rnd.IntN(4) {
		case 0:
			return fmt.Sprintf("{all: [%s, %s]}", inventCondition(rnd, i, deep-1), inventCondition(rnd, i, deep-1))
		case 1:
			return fmt.Sprintf("{any: [%s, %s]}", inventCondition(rnd, i, deep-1), inventCondition(rnd, i, deep-1))
		case 2:
			return fmt.Sprintf("{not: %s}", inventCondition(rnd, i, deep-1))
		}
	}
	q := rnd.IntN(i)
	if rnd.IntN(8) == 0 {
		return fmt.Sprintf("{question: q%d, answered: %t}", q, rnd.IntN(2) == 0)
	}
	switch q % 5 {
	case 0:
		return fmt.Sprintf("{question: q%d, is: \"%s\"}", q, pick1(rnd, "yes", "no"))
	case 1:
		return fmt.Sprintf("{question: q%d, in: [%s]}", q, pick1(rnd, "a", "b", "a, c"))
	case 2:
		return fmt.Sprintf("{question: q%d, includes: %s}", q, pick1(rnd, "a", "b", "z"))
	case 3:
		return fmt.Sprintf("{question: q%d, %s: %d}", q, pick1(rnd, "at_least", "at_most", "more_than", "less_than"), rnd.IntN(100))
	}
	return fmt.Sprintf("{question: q%d, %s}", q, pick1(rnd, "age_from: 18", "age_under: 60", "before: 1970-01-01", "after: today", "pension_within: 4", "age_from: 10, on: 2020-01-01"))
}

// reply is what this person says to a question, whenever and wherever it is asked.
func reply(q *Question, person uint64) Value {
	rnd := rand.New(rand.NewPCG(person, uint64(q.at)))
	switch q.Kind {
	case YesNo:
		if rnd.IntN(6) == 0 {
			return Value{Unknown: true}
		}
		return Value{Choice: []string{pick1(rnd, "yes", "no")}}
	case Choice:
		return Value{Choice: []string{pick1(rnd, "a", "b", "c")}}
	case Choices:
		return Value{Choice: [][]string{{"a"}, {"b"}, {"a", "b"}, {"z"}}[rnd.IntN(4)]}
	case Number:
		if rnd.IntN(4) == 0 {
			return Value{Skipped: true}
		}
		return Value{Text: fmt.Sprint(rnd.IntN(100))}
	default:
		return Value{Date: &Day{1940 + rnd.IntN(90), 1, 1}}
	}
}

// plainly is the truth of a condition when everything that is asked was answered: written again, as simply as it can be, so
// that two who agree are right.
func plainly(s *Service, c *Cond, a Answers) bool {
	switch {
	case c == nil:
		return true
	case c.All != nil:
		for i := range c.All {
			if !plainly(s, &c.All[i], a) {
				return false
			}
		}
		return true
	case c.Any != nil:
		for i := range c.Any {
			if plainly(s, &c.Any[i], a) {
				return true
			}
		}
		return false
	case c.Not != nil:
		return !plainly(s, c.Not, a)
	case c.Named != "":
		return plainly(s, s.named[c.Named], a)
	}
	q := s.byID[c.Question]
	v, given := a[q.ID]
	if !plainly(s, q.When, a) || !given {
		return false
	}
	if c.Answered != nil {
		return *c.Answered != (v.Skipped || v.Unknown)
	}
	if v.Skipped || v.Unknown {
		return false
	}
	p := pass{a: a, today: today, all: true}
	return p.test(c, v) == itHolds
}

// Whatever is asked and in whatever order it is answered, by whoever jumps about and puts things off: nothing is asked that
// does not belong to these answers, it ends, and it ends in the same place with the same answers.
func TestOrderMakesNoDifference(t *testing.T) {
	t.Parallel()
	for seed := range uint64(400) {
		rnd := rand.New(rand.NewPCG(5, seed))
		s := invent(t, rnd)
		for person := range uint64(5) {
			straight := follow(t, s, person)
			jumping := jump(t, s, person, rnd)
			a, b := s.Outcome(straight, today), s.Outcome(jumping, today)
			if a.Kind != b.Kind {
				t.Fatalf("seed %d, person %d: %v and %v\n%s", seed, person, a, b, s.Files[definitionFile])
			}
			if a.Kind == NotEligible { // by the first reason met: who put an earlier question off meets a later one
				continue
			}
			if !maps.EqualFunc(straight, reached(s, jumping), func(x, y Value) bool { return asJSON(x) == asJSON(y) }) {
				t.Fatalf("seed %d, person %d: %v and %v\n%s", seed, person, straight, jumping, s.Files[definitionFile])
			}
		}
	}
}

// follow answers what Next asks.
func follow(t *testing.T, s *Service, person uint64) Answers {
	t.Helper()
	a := Answers{}
	for range len(s.Steps) + 1 {
		next := s.Next(a, today)
		if next.Question == nil {
			return a
		}
		if !plainly(s, next.Question.When, a) {
			t.Fatalf("%s is asked of %v\n%s", next.Question.ID, a, s.Files[definitionFile])
		}
		a[next.Question.ID] = reply(next.Question, person)
	}
	t.Fatalf("no end\n%s", s.Files[definitionFile])
	return nil
}

// jump answers any question of the map that is open, and puts some off first.
func jump(t *testing.T, s *Service, person uint64, rnd *rand.Rand) Answers {
	t.Helper()
	a := Answers{}
	for range 3*len(s.Steps) + 1 {
		var open []*Question
		for _, place := range s.Map(a, today) {
			if place.Question != nil && (place.State == Missing || place.State == Parked) {
				open = append(open, place.Question)
			}
		}
		next := s.Next(a, today)
		if len(open) == 0 || next.Stop != nil {
			if next.Question != nil {
				t.Fatalf("the map is full, and %s is asked", next.Question.ID)
			}
			return a
		}
		q := open[rnd.IntN(len(open))]
		if !a[q.ID].Parked && rnd.IntN(3) == 0 {
			a[q.ID] = Value{Parked: true}
			continue
		}
		a[q.ID] = reply(q, person)
	}
	t.Fatalf("no end by jumping\n%s", s.Files[definitionFile])
	return nil
}

func reached(s *Service, a Answers) Answers {
	out := Answers{}
	for _, q := range s.Path(a, today) {
		if v, ok := a[q.ID]; ok {
			out[q.ID] = v
		}
	}
	return out
}

// What was put off opens and closes nothing: a question that hangs on it waits.
func TestWhatWasPutOffDecidesNothing(t *testing.T) {
	t.Parallel()
	s := mustLoad(t, changed(t))
	a := Answers{"welcome": {Text: "read"}, "who": {Choice: []string{"self"}}, "name": {Text: "Ann"}, "born": {Parked: true}}
	next := s.Next(a, today)
	if next.Question == nil || next.Question.ID != "address" {
		t.Fatalf("after the date of birth was put off: %s", place(next))
	}
	states := map[string]State{}
	for _, p := range s.Map(a, today) {
		if p.Question != nil {
			states[p.Question.ID] = p.State
		} else {
			states["stop "+p.Stop.ID] = p.State
		}
	}
	for id, want := range map[string]State{"who": Answered, "born": Parked, "address": Missing, "guardian": Maybe, "nino": Maybe, "stop too-young": Maybe, "stop company": Closed} {
		if states[id] != want {
			t.Errorf("%s is %s, want %s", id, states[id], want)
		}
	}
	for id, step := range s.byID {
		if id != "born" && step.When == nil && step.Kind != Info {
			if _, ok := a[id]; !ok {
				v, wrong := s.Parse(step, nil, step.Example(today), a, today)
				if len(wrong) > 0 {
					t.Fatal(wrong)
				}
				a[id] = v
			}
		}
	}
	for range 20 {
		if next = s.Next(a, today); next.Question == nil || next.Question.ID == "born" {
			break
		}
		v, _ := s.Parse(next.Question, nil, next.Question.Example(today), a, today)
		a[next.Question.ID] = v
	}
	if next.Question == nil || next.Question.ID != "born" {
		t.Errorf("what was put off is not asked last: %s", place(next))
	}
	if wrong := s.Check(a, today); len(wrong) == 0 {
		t.Error("it may be sent while something is put off")
	}
}
