package services

import (
	"reflect"
	"strings"
	"testing"
)

func ids(questions []*Question) string {
	var out []string
	for _, q := range questions {
		out = append(out, q.ID)
	}
	return strings.Join(out, " ")
}

func TestWhatIsReached(t *testing.T) {
	t.Parallel()
	s := tea(t)
	born := func(y int) Value { return Value{Date: &Day{y, 6, 1}} }
	chose := func(codes ...string) Value { return Value{Choice: codes} }
	a := Answers{"welcome": {Text: "read"}, "who": chose("self"), "name": {Text: "Ann"}, "born": born(1950)}
	without := func(id string) Answers {
		out := Answers{}
		for k, v := range a {
			if k != id {
				out[k] = v
			}
		}
		return out
	}
	with := func(id string, v Value) Answers { out := without(id); out[id] = v; return out }

	if next := s.Next(nil, today); next.Question == nil || next.Question.ID != "welcome" {
		t.Errorf("nothing answered: %s", place(next))
	}
	if next := s.Next(a, today); next.Question == nil || next.Question.ID != "address" {
		t.Errorf("next after born: %s", place(next))
	}
	if next := s.Next(without("name"), today); next.Question.ID != "name" {
		t.Errorf("a gap: %s", place(next))
	}
	if next := s.Next(with("who", chose("company")), today); next.Stop == nil || next.Stop.ID != "company" {
		t.Errorf("a company: %s", place(next))
	}
	if next := s.Next(with("born", born(2015)), today); next.Stop == nil || next.Stop.ID != "too-young" {
		t.Errorf("eleven years: %s", place(next))
	}
	if next := s.Next(with("born", born(2010)), today); next.Question == nil || next.Question.ID != "guardian" {
		t.Errorf("sixteen years: %s", place(next))
	}
	if got := ids(s.Path(with("born", born(2015)), today)); got != "welcome who name born" {
		t.Errorf("the path of a child: %s", got)
	}
	whole := ids(s.Path(a, today))
	if !strings.Contains(whole, "nino") || strings.Contains(whole, "guardian") || !strings.HasSuffix(whole, "rules") {
		t.Errorf("the path of a grown person: %s", whole)
	}
}

// An answer to a question that is no longer asked is kept by its owner and counts for nothing.
func TestUnreachableAnswersDoNotCount(t *testing.T) {
	t.Parallel()
	s := tea(t)
	a := Answers{"who": {Choice: []string{"self"}}, "born": {Date: &Day{1950, 1, 1}}, "drinks": {Choice: []string{"no"}},
		"kinds": {Choice: []string{"black"}}}
	if got := ids(s.Path(a, today)); strings.Contains(got, "black-cups") || strings.Contains(got, "kinds") {
		t.Errorf("tea kinds of somebody who drinks none: %s", got)
	}
	if r, ok := s.Route(a, today); !ok || r.Code != "guest" {
		t.Errorf("route %+v", r)
	}
	a["drinks"] = Value{Choice: []string{"yes"}}
	if got := ids(s.Path(a, today)); !strings.Contains(got, "black-cups") {
		t.Errorf("they count again: %s", got)
	}
	if r, ok := s.Route(a, today); !ok || r.Code != "regular" || !r.Automatic {
		t.Errorf("route %+v", r)
	}
	if r, ok := s.Route(Answers{}, today); ok {
		t.Errorf("a route without answers: %+v", r)
	}
}

// A choice that is withdrawn, because an earlier answer changed, has to be made again.
func TestAWithdrawnOptionIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := tea(t)
	a := Answers{}
	for _, q := range s.Path(Answers{"who": {Choice: []string{"self"}}, "born": {Date: &Day{1950, 1, 1}}, "drinks": {Choice: []string{"yes"}}}, today) {
		v, wrong := s.Parse(q, nil, q.Example(today), a, today)
		if len(wrong) > 0 {
			v = Value{Skipped: true}
		}
		a[q.ID] = v
	}
	a["kinds"] = Value{Choice: []string{"rum"}}
	a["strength"] = Value{Choice: []string{"four"}}
	if next := s.Next(a, today); !next.Ready {
		t.Fatalf("not ready but at %s", place(next))
	}
	if wrong := s.Check(a, today); len(wrong) > 0 {
		t.Errorf("ready, but %v", wrong)
	}
	a["born"] = Value{Date: &Day{2010, 1, 1}}
	a["guardian"] = Value{Text: "Ann"}
	if next := s.Next(a, today); next.Question == nil || next.Question.ID != "kinds" {
		t.Errorf("rum for a boy of 16: %s", place(next))
	}
	if got := s.Offered(s.Question("kinds"), a, today); offers(got, "rum") || len(got) != 4 {
		t.Errorf("offered %v", got)
	}
	if _, wrong := s.Parse(s.Question("kinds"), nil, part("value", "rum"), a, today); len(wrong) != 1 || wrong[0].Code != "not-a-choice" {
		t.Errorf("rum again: %v", wrong)
	}
}

func TestCheckFindsWhatTimeHasChanged(t *testing.T) {
	t.Parallel()
	s := tea(t)
	a := Answers{"welcome": {Text: "read"}, "who": {Choice: []string{"self"}}, "name": {Text: "Ann"}, "born": {Date: &Day{1950, 1, 1}},
		"start": {Date: &Day{2026, 11, 25}}, "drinks": {Choice: []string{"no"}}}
	var codes []string
	for _, p := range s.Check(a, Day{2026, 12, 1}) {
		codes = append(codes, p.Question+" "+p.Code)
	}
	want := "address required, near required, mobile required, email required, nino required, about required, cakes required, photo file-required, rules agree-required, start date-in-past"
	if got := strings.Join(codes, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	a["who"] = Value{Choice: []string{"company"}}
	if got := s.Check(a, today); len(got) != 1 || got[0].Code != "stopped" || got[0].Vars["stop"] != "company" {
		t.Errorf("at a stop: %v", got)
	}
}

func TestAge(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		born, on Day
		want     int
	}{
		{Day{2008, 11, 21}, Day{2026, 11, 21}, 18},
		{Day{2008, 11, 22}, Day{2026, 11, 21}, 17},
		{Day{2008, 2, 29}, Day{2026, 2, 28}, 17},
		{Day{2008, 2, 29}, Day{2026, 3, 1}, 18},
		{Day{2026, 11, 21}, Day{2026, 11, 21}, 0},
	} {
		if got := age(c.born, c.on); got != c.want {
			t.Errorf("born %v, on %v: %d, want %d", c.born, c.on, got, c.want)
		}
	}
}

func TestConditionsOfEveryForm(t *testing.T) {
	t.Parallel()
	s := tea(t)
	yesNo := func(v bool) *bool { return &v }
	q := s.Question
	a := Answers{"who": {Choice: []string{"self"}}, "name": {Text: "Ann"}, "start": {Skipped: true}, "kinds": {Choice: []string{"black", "rum"}},
		"born": {Date: &Day{1950, 1, 1}}, "mobile": {Text: "+447700900123"}}
	p := &pass{a: a, today: today, all: true}
	for _, c := range []struct {
		name string
		c    Cond
		want bool
	}{
		{"is", Cond{q: q("who"), Is: "self"}, true},
		{"is not", Cond{q: q("who"), Is: "friend"}, false},
		{"is text", Cond{q: q("name"), Is: "Ann"}, true},
		{"in", Cond{q: q("who"), In: []string{"friend", "self"}}, true},
		{"not in", Cond{q: q("who"), In: []string{"friend"}}, false},
		{"includes", Cond{q: q("kinds"), Includes: "rum"}, true},
		{"does not include", Cond{q: q("kinds"), Includes: "green"}, false},
		{"answered", Cond{q: q("mobile"), Answered: yesNo(true)}, true},
		{"left blank", Cond{q: q("start"), Answered: yesNo(true)}, false},
		{"answered false", Cond{q: q("start"), Answered: yesNo(false)}, true},
		{"under", Cond{q: q("born"), AgeUnder: 76}, false},
		{"under next", Cond{q: q("born"), AgeUnder: 77}, true},
		{"from", Cond{q: q("born"), AgeFrom: 76}, true},
		{"no answer", Cond{q: q("drinks"), Is: "yes"}, false},
		{"no answer, not", Cond{Not: &Cond{q: q("drinks"), Is: "yes"}}, false}, // it is open
		{"left blank, not", Cond{Not: &Cond{q: q("start"), Is: "yes"}}, true},
		{"all", Cond{All: []Cond{{q: q("who"), Is: "self"}, {q: q("name"), Is: "Bob"}}}, false},
		{"any", Cond{Any: []Cond{{q: q("who"), Is: "friend"}, {q: q("name"), Is: "Ann"}}}, true},
		{"named", Cond{cond: s.named["grown"]}, true},
	} {
		if got := p.holds(&c.c); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if !p.holds(nil) {
		t.Error("no condition does not hold")
	}
	p.all, p.open = false, make([]truth, len(s.Steps))
	if p.holds(&Cond{q: q("start"), Answered: yesNo(false)}) || p.holds(&Cond{q: q("who"), Is: "self"}) {
		t.Error("a test of a question that was not reached holds")
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	s := tea(t)
	for _, c := range []struct {
		question string
		v        Value
		want     bool
	}{
		{"name", Value{}, false}, {"name", Value{Text: "x"}, true}, {"name", Value{Skipped: true}, false}, {"near", Value{Skipped: true}, true},
		{"kinds", Value{Choice: []string{"other"}}, false}, {"kinds", Value{Choice: []string{"other"}, Other: "mint"}, true},
		{"cakes", Value{Rows: []Row{{}}}, false}, {"cakes", Value{Done: true}, true},
		{"photo", Value{Later: true}, true}, {"photo", Value{Files: []FileRef{{ID: 1}}}, true}, {"photo", Value{}, false},
		{"rules", Value{Agreed: "3/en"}, true}, {"rules", Value{}, false}, {"welcome", Value{Text: "read"}, true},
		{"address", Value{}, false}, {"born", Value{}, false}, {"born", Value{Date: &Day{1950, 1, 1}}, true},
	} {
		if got := s.Question(c.question).Complete(c.v); got != c.want {
			t.Errorf("%s %s: %v", c.question, asJSON(c.v), got)
		}
	}
	if (&Question{Kind: "nonsense"}).Complete(Value{Text: "x"}) {
		t.Error("a kind that is none is complete")
	}
}

// Parse and Next change nothing they were given.
func TestAnswersAreNotTouched(t *testing.T) {
	t.Parallel()
	s := tea(t)
	prev := Value{Rows: []Row{{"cake": {Text: "Scone"}}}}
	a := Answers{"cakes": prev, "who": {Choice: []string{"self"}}}
	before := asJSON(a)
	in := write("1/2/2026")
	if _, wrong := s.Parse(s.Question("cakes"), &prev, in, a, today); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	s.Next(a, today)
	s.Check(a, today)
	if asJSON(a) != before || !reflect.DeepEqual(in, write("1/2/2026")) {
		t.Errorf("before %s\nafter  %s", before, asJSON(a))
	}
}

// What was put off is asked before anybody agrees to all of it, and something to agree to half way does not bring it back.
func TestNobodyAgreesBeforeWhatWasPutOff(t *testing.T) {
	t.Parallel()
	put := func(a Answers, id string) Answers {
		out := Answers{id: {Parked: true}}
		for other, v := range a {
			if other != id {
				out[other] = v
			}
		}
		return out
	}
	s := mustLoad(t, changed(t))
	all := Answers{}
	for next := s.Next(all, today); next.Question != nil; next = s.Next(all, today) {
		v, wrong := s.Parse(next.Question, nil, next.Question.Example(today), all, today)
		if len(wrong) > 0 {
			t.Fatalf("%s: %v", next.Question.ID, wrong)
		}
		all[next.Question.ID] = v
	}
	name := put(all, "name")
	delete(name, "rules")
	if got := s.Next(name, today); got.Question == nil || got.Question.ID != "name" {
		t.Errorf("with only the rules left %+v is asked", got)
	}
	early := mustLoad(t, changed(t, "service.yaml", "      - {question: rules, kind: declaration}\n", "",
		"service.yaml", "      - {question: drinks, kind: yes-no}\n", "      - {question: rules, kind: declaration}\n      - {question: drinks, kind: yes-no}\n"))
	delete(name, "drinks")
	if got := early.Next(name, today); got.Question == nil || got.Question.ID != "rules" {
		t.Errorf("with more to ask after the rules %+v is asked", got)
	}
}
