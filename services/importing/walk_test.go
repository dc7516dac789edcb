package importing

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/services"
)

var today = services.Day{Y: 2026, M: time.November, D: 21}

// walksPerForm is how many random sets of answers each form is walked with.
const walksPerForm = 200

// TestAnswersLeadTheSameWay walks random answers through the form as its runner does and through the service that was made of
// it: the same pages in the same order, and the same end.
func TestAnswersLeadTheSameWay(t *testing.T) {
	t.Parallel()
	for _, file := range sharedForms(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			compareWalks(t, readFile(t, file), walksPerForm, false)
		})
	}
}

func compareWalks(t *testing.T, body []byte, walks int, lenient bool) {
	t.Helper()
	r, err := Import(Input{Form: body, Name: "form"})
	if err != nil {
		t.Fatal(err)
	}
	var f rForm
	if err := json.Unmarshal(body, &f); err != nil {
		t.Fatal(err)
	}
	f.lenient = lenient
	tr := traced(r.Report)
	for seed := range uint64(walks) {
		w := &walker{t: t, s: r.Service, f: &f, tr: tr, rnd: rand.New(rand.NewPCG(11, seed)), answers: services.Answers{}, theirs: map[string]any{}}
		ours, stop := w.walk()
		visited, dead := f.walk(w.asked)
		if t.Failed() {
			return
		}
		end := ""
		if dead != nil {
			end = dead.Path
		}
		if !slices.Equal(ours, visited) || stop != end {
			t.Fatalf("walk %d:\nthe form    %v ends at %q\nthe service %v ends at %q\nwith %v", seed, visited, end, ours, stop, w.theirs)
		}
	}
}

// trace is what became of a form, the other way round.
type tracing struct {
	page      map[string]string // by question or stop
	component map[string]string // by question: page and name
}

func traced(r *Report) tracing {
	tr := tracing{map[string]string{}, map[string]string{}}
	for _, e := range r.Trace {
		for _, as := range e.As {
			switch e.What {
			case ThePage:
				tr.page[as] = e.Page
			case TheComponent:
				tr.component[as] = e.Page + "\x00" + e.Name
			}
		}
	}
	return tr
}

type walker struct {
	t       *testing.T
	s       *services.Service
	f       *rForm
	tr      tracing
	rnd     *rand.Rand
	answers services.Answers
	theirs  map[string]any // by page and component: the answer as the runner keeps it
}

// walk answers until the end: the pages it came by, and the page of the stop, if that is what ended it.
func (w *walker) walk() (pages []string, stop string) {
	for range 1000 {
		next := w.s.Next(w.answers, today)
		switch {
		case next.Stop != nil:
			stop = w.tr.page["stop "+next.Stop.ID]
			return append(pages, stop), stop
		case next.Ready:
			return pages, ""
		}
		q := next.Question
		if p := w.tr.page["question "+q.ID]; p != "" && (len(pages) == 0 || pages[len(pages)-1] != p) {
			pages = append(pages, p)
		}
		w.answer(q)
	}
	w.t.Fatal("a service without an end")
	return nil, ""
}

func (w *walker) asked(p *rPage, c rComponent) any {
	v, given := w.theirs[p.Path+"\x00"+c.Name]
	if !given {
		w.t.Errorf("the form asks %s on %s, the service did not", c.Name, p.Path)
	}
	return v
}

// answer draws an answer and keeps it as the service and as the runner would.
func (w *walker) answer(q *services.Question) {
	key, from := w.tr.component["question "+q.ID]
	v, theirs := w.draw(q, key)
	if from {
		w.theirs[key] = theirs
	}
	w.answers[q.ID] = v
	if !q.Complete(v) {
		w.t.Fatalf("%v is no answer to %s of the kind %s", v, q.ID, q.Kind)
	}
}

func (w *walker) draw(q *services.Question, key string) (services.Value, any) {
	if q.Optional && w.rnd.IntN(3) == 0 {
		return services.Value{Skipped: true}, nil
	}
	_, name, _ := strings.Cut(key, "\x00")
	switch q.Kind {
	case services.YesNo:
		yes := w.rnd.IntN(2) == 0
		return services.Value{Choice: []string{map[bool]string{true: "yes", false: "no"}[yes]}}, yes
	case services.Choice, services.Choices:
		return w.choose(q, name)
	case services.Number, services.Money:
		n := w.amount(name)
		return services.Value{Text: strconv.Itoa(n)}, float64(n)
	case services.Date, services.Month:
		return services.Value{Date: &services.Day{Y: 2020, M: 3, D: 5}}, "2020-03-05"
	case services.Address:
		return services.Value{Address: &services.PostAddress{Lines: []string{"1 High Street"}, Postcode: "ZA1 1AA"}}, "an address"
	case services.File:
		return services.Value{Later: true}, "a file"
	case services.List, services.Somebody:
		return services.Value{Done: true}, "rows"
	case services.Declaration:
		return services.Value{Agreed: "1/en"}, "yes"
	default:
		return services.Value{Text: "Example"}, "Example"
	}
}

func (w *walker) choose(q *services.Question, name string) (services.Value, any) {
	items := w.items(name)
	offered := w.s.Offered(q, w.answers, today)
	if len(items) != len(offered) {
		w.t.Fatalf("%s offers %d choices, %s has %d", q.ID, len(offered), name, len(items))
	}
	i := w.rnd.IntN(len(items))
	if q.Kind == services.Choice {
		return services.Value{Choice: []string{offered[i].Code}}, items[i].Value
	}
	v, values := services.Value{}, []string{}
	for j := range items {
		if j == i || w.rnd.IntN(3) == 0 {
			v.Choice, values = append(v.Choice, offered[j].Code), append(values, items[j].Value)
		}
	}
	return v, values
}

func (w *walker) items(name string) []rItem {
	for _, p := range w.f.Pages {
		for _, c := range p.Components {
			if c.Name != name {
				continue
			}
			for _, l := range w.f.Lists {
				if l.Name == c.List {
					return l.Items
				}
			}
		}
	}
	return nil
}

// amount is near what the form's conditions compare with, else anything.
func (w *walker) amount(name string) int {
	var near []int
	for _, c := range w.f.Conditions {
		for _, t := range c.Value.Conditions {
			if n, err := strconv.Atoi(t.Value.Value); err == nil && strings.HasSuffix(t.Field.Name, name) {
				near = append(near, max(0, n-1), n, n+1) // a service takes no number below nought
			}
		}
	}
	if len(near) == 0 || w.rnd.IntN(4) == 0 {
		return w.rnd.IntN(1000)
	}
	return near[w.rnd.IntN(len(near))]
}

// TestAWrongWalkIsFound sees to it that the comparison can fail: with one answer turned round, the ways part.
func TestAWrongWalkIsFound(t *testing.T) {
	t.Parallel()
	body := []byte(branching("yes"))
	r, err := Import(Input{Form: body})
	if err != nil {
		t.Fatal(err)
	}
	var f rForm
	if err := json.Unmarshal([]byte(branching("no")), &f); err != nil {
		t.Fatal(err)
	}
	w := &walker{t: t, s: r.Service, f: &f, tr: traced(r.Report), rnd: rand.New(rand.NewPCG(1, 1)), answers: services.Answers{}, theirs: map[string]any{"/a\x00q": true, "/b\x00r": "x"}}
	ours, _ := w.walk()
	w.theirs["/a\x00q"] = w.answers["q"].Choice[0] == "yes"
	theirs, _ := f.walk(func(p *rPage, c rComponent) any { return w.theirs[p.Path+"\x00"+c.Name] })
	if slices.Equal(ours, theirs) {
		t.Errorf("both go %v, though their conditions are opposite", ours)
	}
}

// branching is a form whose second page is asked with this answer.
func branching(answer string) string {
	value := map[string]string{"yes": "true", "no": "false"}[answer]
	return fmt.Sprintf(`{"name":"Branch","startPage":"/a","sections":[],"lists":[],"conditions":[{"name":"c","value":{"name":"c","conditions":[{"field":{"name":"q","type":"YesNoField"},"operator":"is","value":{"type":"Value","value":%q}}]}}],
"pages":[{"path":"/a","title":"Q","components":[{"type":"YesNoField","name":"q","title":"Q"}],"next":[{"path":"/b","condition":"c"},{"path":"/summary"}]},
{"path":"/b","title":"R","components":[{"type":"TextField","name":"r","title":"R"}],"next":[{"path":"/summary"}]},
{"path":"/summary","title":"Check","controller":"./pages/summary.js","components":[],"next":[]}]}`, value)
}
