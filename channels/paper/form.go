package paper

import (
	"strings"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// item is one question or note as it is printed: words and things to fill in, in no place yet.
type item struct {
	section string // its section's name, where it is the first of it
	mark    string
	step    Step
	title   string
	only    string   // whom it concerns
	onlies  []string // and the points of that
	otherwise,
	then string
	optional string
	body     []string
	hint     string
	pieces   []piece
}

// composer words a form.
type composer struct {
	Asking
	steps []Step
	way   words
}

func compose(a Asking) *composer {
	f := &composer{Asking: a, steps: route(a.Service.Open(a.answers(), a.Today))}
	f.way = f.words()
	return f
}

// t is a sentence of the form; every one may use the same variables.
func (f *composer) t(key string, vars ...any) string {
	return lang.T(f.Lang, "paper."+key, append(vars, "service", f.Service.Word(f.Lang, "name", nil), "reference", f.known(),
		"serial", cases.ShowReference(f.Serial), "phone", f.Agency.Settings.Phone, "hours", f.Agency.Hours(f.Lang),
		"name", f.Name, "address", f.web(), "post", strings.Join(append([]string{f.Agency.Name(f.Lang)}, f.Agency.Settings.Address...), ", "))...)
}

// known is what the form is known by: the application's reference, of a blank form its own number.
func (f *composer) known() string {
	if f.Reference != "" {
		return cases.ShowReference(f.Reference)
	}
	return cases.ShowReference(f.Serial)
}

func (f *composer) web() string {
	_, host, found := strings.Cut(f.Public, "://")
	if !found {
		host = f.Public
	}
	return strings.TrimSuffix(host, "/")
}

// list are the sentences under key.0, key.1 …
func (f *composer) list(key string) []string {
	var out []string
	for i := 0; lang.Has(f.Lang, "paper."+key+"."+itoa(i)); i++ {
		out = append(out, f.t(key+"."+itoa(i)))
	}
	return out
}

func (f *composer) items() []item {
	var out []item
	section := ""
	for i, step := range f.steps {
		it := f.note(step)
		if step.Question != nil {
			it = f.question(i, step)
			if step.Question.Section != section {
				section = step.Question.Section
				it.section = f.Service.Word(f.Lang, "sections."+section, f.Answers)
			}
		}
		if step.Only != nil && step.Else != i+1 {
			it.otherwise = f.way.to("else", step.Else)
		}
		if step.Then > i+1 && step.Stop == nil {
			it.then = f.way.to("then", step.Then)
		}
		it.step, it.mark = step, step.Mark
		out = append(out, it)
	}
	return out
}

// note is where somebody's application ends without being sent.
func (f *composer) note(step Step) item {
	if step.Stop == nil {
		return item{}
	}
	key := "stops." + step.Stop.ID
	it := item{title: f.Service.Word(f.Lang, key+".title", f.Answers), hint: f.t("note.stop")}
	it.only, it.onlies = f.way.only("note", step.Only)
	it.body = f.Service.Paragraphs(f.Lang, key+".body", f.Answers)
	if instead := f.Service.Paragraphs(f.Lang, key+".instead", f.Answers); len(instead) > 0 {
		it.body = append(append(it.body, f.t("note.instead")+":"), instead...)
	}
	return it
}

func (f *composer) question(i int, step Step) item {
	q := step.Question
	w := f.Service.Words(f.Lang, q, f.Answers)
	it := item{title: w.Paper, hint: w.Hint, body: w.Body}
	key := "only"
	if q.Kind == services.Info {
		key = "info"
	}
	it.only, it.onlies = f.way.only(key, step.Only)
	switch {
	case q.Kind == services.Info:
	case !asked(q):
		it.hint, it.pieces = "", []piece{text{f.t("instead." + string(q.Doors["paper"])), false}}
	default:
		if q.Optional {
			it.optional = f.t("optional")
		}
		it.pieces = f.ask(i, step, w)
	}
	return it
}
