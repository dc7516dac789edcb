package importing

import (
	"cmp"
	"slices"
)

// Level says how much an entry of a report weighs.
type Level string

// The levels. Lost: the service does not do what the form did. Note: it does it another way, or it is none of a service's business.
const (
	Lost Level = "lost"
	Note Level = "note"
)

// What part of a form an entry is about.
type What string

// The parts of a form.
const (
	ThePage      What = "page"
	TheComponent What = "component"
	TheList      What = "list"
	TheCondition What = "condition"
	TheRoute     What = "route"
	TheForm      What = "form"
)

// Entry is one thing that did not come across as it was.
type Entry struct {
	Level Level  `json:"level"`
	What  What   `json:"what"`
	Page  string `json:"page,omitempty"` // its path
	Name  string `json:"name,omitempty"` // of the component, list or condition; of a route where it leads
	Why   string `json:"why"`
}

// Traced is one thing of the form and what of the service it became: "question x", "stop x", "option x", "condition x",
// "section x", "check answers" …
type Traced struct {
	What What     `json:"what"`
	Page string   `json:"page,omitempty"`
	Name string   `json:"name,omitempty"`
	As   []string `json:"as"`
}

// Report says of everything in a form what became of it. Whatever is not in Trace is in Entries.
type Report struct {
	Format  Format   `json:"format"`
	Form    string   `json:"form"`    // its name
	Service string   `json:"service"` // the id of the service
	Agency  string   `json:"agency,omitempty"`
	Welsh   string   `json:"welsh"` // "twin", "form" where the form has its own Welsh, "none"
	Entries []Entry  `json:"entries"`
	Trace   []Traced `json:"trace"`

	seen map[Entry]bool
	at   map[traceKey]int
}

type traceKey struct {
	what       What
	page, name string
}

// Lost is how many things could not be represented.
func (r *Report) Lost() int {
	n := 0
	for _, e := range r.Entries {
		if e.Level == Lost {
			n++
		}
	}
	return n
}

func newReport(f Format) *Report {
	return &Report{Format: f, Entries: []Entry{}, Trace: []Traced{}, seen: map[Entry]bool{}, at: map[traceKey]int{}}
}

// add says a thing once.
func (r *Report) add(l Level, w What, page, name, why string) {
	e := Entry{l, w, clip(page), clip(name), why}
	if !r.seen[e] {
		r.seen[e] = true
		r.Entries = append(r.Entries, e)
	}
}

func (r *Report) trace(w What, page, name, as string) {
	key := traceKey{w, clip(page), clip(name)}
	i, known := r.at[key]
	if !known {
		i = len(r.Trace)
		r.at[key] = i
		r.Trace = append(r.Trace, Traced{What: w, Page: key.page, Name: key.name})
	}
	if !slices.Contains(r.Trace[i].As, as) {
		r.Trace[i].As = append(r.Trace[i].As, as)
	}
}

// traced says whether something became part of the service.
func (r *Report) traced(w What, page, name string) bool {
	_, known := r.at[traceKey{w, clip(page), clip(name)}]
	return known
}

// finish names the service, and takes what was taken out again from the trace.
func (r *Report) finish(id, agency, form string, gone map[string]bool) {
	r.Service, r.Agency, r.Form = id, agency, form
	kept := []Traced{}
	for _, t := range r.Trace {
		t.As = slices.DeleteFunc(t.As, func(as string) bool { return gone[as] })
		if len(t.As) > 0 {
			kept = append(kept, t)
			continue
		}
		r.add(Lost, t.What, t.Page, t.Name, "no answers lead to it")
	}
	r.Trace = kept
	r.sorted()
}

// sorted puts what was lost first, and keeps the order of the form in each.
func (r *Report) sorted() {
	slices.SortStableFunc(r.Entries, func(a, b Entry) int { return cmp.Compare(a.Level, b.Level) })
}
