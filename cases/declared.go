package cases

import (
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Agreement is something a person agreed to: which wording, and how. Who took it and when stands with the answer.
type Agreement struct {
	Question string
	Version  int
	Lang     lang.Lang
	Signed   bool // on paper, seen by the member of staff
	Answer   Answer
}

// declared puts on the timeline that a member of staff read something out and it was agreed to, or saw it signed on paper.
func (w *writing) declared(q *services.Question, v services.Value, signed bool) {
	again := w.draft.Rev == w.from.Rev // the same answer once more
	if v.Agreed == "" || w.by.Role != audit.Staff || again && !signed {
		return
	}
	version, l, _ := strings.Cut(v.Agreed, "/")
	kind := "declared"
	if signed {
		kind = "declared-signed"
	}
	w.office.queueEvent(&w.batch, w.by, w.draft.ID, w.draft.Case, kind,
		map[string]any{"question": q.ID, "version": version, "lang": l, "door": w.by.Door, "rev": w.draft.Answers[q.ID].Rev})
}

// Agreements are what was agreed to in a draft, in the order it is asked. events are its timeline, which tells what was signed
// on paper.
func (d Draft) Agreements(events []Event, today services.Day) []Agreement {
	signed := map[int64]bool{}
	for _, e := range events {
		if rev, ok := e.Data["rev"].(float64); ok && e.Kind == "declared-signed" {
			signed[int64(rev)] = true
		}
	}
	var out []Agreement
	for _, q := range d.Service.Path(d.Values(), today) {
		a, ok := d.Answers[q.ID]
		if !ok || a.Value.Agreed == "" {
			continue
		}
		version, l, _ := strings.Cut(a.Value.Agreed, "/")
		n, _ := strconv.Atoi(version) // written by us
		out = append(out, Agreement{Question: q.ID, Version: n, Lang: lang.Parse(l), Signed: signed[a.Rev], Answer: a})
	}
	return out
}

// declarations are the wordings agreed to, for the event of the submission: "sign 3/en".
func declarations(d Draft, today services.Day) string {
	var all []string
	for _, a := range d.Agreements(nil, today) {
		all = append(all, a.Question+" "+a.Answer.Value.Agreed)
	}
	return strings.Join(all, ", ")
}
