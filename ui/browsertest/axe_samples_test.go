package browsertest

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// samples looks at every kind of question in the services of tests, with a mistake where one can be made, at what is not asked
// here, at the task list and the check.
func (a *auditor) samples(l lang.Lang) {
	looked := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(a.library.samples)) {
		p := a.eyes(a.window(kind{lang: l}))
		p.open("/apply/gardens/" + id)
		a.look(p, "the first page of a sample")
		p.press(p.t("apply.start.start"))
		a.look(p, "begun")
		ref := p.ref()
		at := "/application/" + ref
		for range 80 {
			d := a.draft(ref)
			q := d.Service.Next(d.Values(), services.DayOf(time.Now().In(lang.London))).Question
			if q == nil {
				break
			}
			like := fmt.Sprint(q.Kind, q.Precision, q.Abroad, q.Words > 0, len(q.Options) > 12, q.Doors[channels.Web])
			if looked[like] {
				a.answered(d, q)
				continue
			}
			looked[like] = true
			p.open(at + "/" + q.ID)
			if asked := p.has(`form#answer, form[enctype]`); asked && !q.Optional && q.Kind != services.Info {
				p.wrongly(q)
				a.look(p, "a mistake in "+q.ID)
			} else {
				a.look(p, "asked "+q.ID)
			}
			a.answered(d, q)
		}
		a.look(p.open(at), "all is answered")
		a.look(p.open(at+"/check"), "the check of a sample")
	}
}

// draft is what an application stands at.
func (w *world) draft(ref string) cases.Draft {
	w.Helper()
	read, ok := cases.ReadReference(ref)
	if !ok {
		w.Fatalf("%q is no reference", ref)
	}
	d, err := w.office.FindDraft(w.Context(), audit.Actor{Role: audit.Citizen, Door: channels.Web}, read)
	must(w.T, err)
	return d
}

// answered gives a question its own example; a list has a row.
func (a *auditor) answered(d cases.Draft, q *services.Question) {
	a.Helper()
	in := q.Example(services.DayOf(time.Now().In(lang.London)))
	inputs := []services.Input{in}
	if q.Kind == services.List {
		inputs[0].Fields["op"] = []string{"add"}
		inputs = append(inputs, services.Input{Fields: map[string][]string{"op": {"done"}}})
	}
	for _, in := range inputs {
		out, err := a.office.Answer(a.Context(), audit.Actor{Role: audit.Citizen, Door: channels.Web}, cases.AnswerInput{Draft: d.ID, Question: q.ID, Input: in, SeenRev: d.Answers[q.ID].Rev, Insist: true})
		must(a.T, err)
		if len(out.Problems) > 0 {
			a.Fatalf("%s: %v", q.ID, out.Problems)
		}
	}
}
