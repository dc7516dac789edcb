package desk

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// Answer takes what was keyed and goes on to the next question. What is wrong, or was answered by somebody else meanwhile, is shown
// with what was keyed still there.
func (p *Pages) Answer(w http.ResponseWriter, r *http.Request) error {
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	q := d.Service.Question(typed.Get("q"))
	if q == nil {
		return cases.ErrNotFound
	}
	in := phone.Read(q, typed)
	in.Lang = d.Lang
	signed := typed.Get("signed") == "yes"
	if signed {
		in.Fields["agree"] = []string{"yes"}
	}
	if err := p.noteWith(r, v, d, q.ID, typed.Get(noteField)); err != nil {
		return err
	}
	out, err := p.Office.Answer(r.Context(), v.by, cases.AnswerInput{Draft: d.ID, Question: q.ID, Input: in, SeenRev: wanted(typed.Get("rev")),
		Insist: typed.Get("insist") == "yes", Signed: signed})
	if errors.Is(err, cases.ErrClosed) {
		p.tell(r, "errors.closed.title")
		return session.To(w, r, draftPath(d.Reference))
	}
	if err != nil {
		return err
	}
	return p.answered(w, r, v, out, ask{question: q, rev: wanted(typed.Get("rev")), row: rowOf(q, typed), typed: &in})
}

// rowOf is the row of a list that was being changed.
func rowOf(q *services.Question, typed url.Values) int {
	if q.Kind == services.List && typed.Get("op") == "set" {
		if row, err := strconv.Atoi(typed.Get("row")); err == nil {
			return row
		}
	}
	return -1
}

func (p *Pages) answered(w http.ResponseWriter, r *http.Request, v visit, out cases.Outcome, a ask) error {
	switch {
	case len(out.Problems) > 0 && out.Problems[0].Code == "not-asked":
		p.tell(r, "cases.problems.not-asked")
		return session.To(w, r, draftPath(out.Draft.Reference))
	case len(out.Problems) > 0:
		a.problems = out.Problems
		return p.showDraft(w, r, v, http.StatusUnprocessableEntity, out.Draft, a)
	case out.Conflict != nil:
		a.conflict, a.rev = out.Conflict, out.Conflict.Theirs.Rev
		return p.showDraft(w, r, v, http.StatusConflict, out.Draft, a)
	}
	if err := p.about(r, v, out.Draft.Account, out.Draft.ID); err != nil {
		return err
	}
	now, ok := out.Draft.Answers[a.question.ID]
	if ok && now.Value.Parked {
		return session.To(w, r, draftPath(out.Draft.Reference))
	}
	if !ok || !a.question.Complete(now.Value) || a.question.Kind == services.File && !a.typedDone() {
		return session.To(w, r, with(draftPath(out.Draft.Reference), "q", a.question.ID)) // a list or documents: there may be more
	}
	return session.To(w, r, with(draftPath(out.Draft.Reference), "after", a.question.ID))
}

// typedDone says that the member is through with a question of documents.
func (a ask) typedDone() bool {
	return a.typed != nil && a.typed.Get("op") != "remove" && len(a.typed.Files) == 0
}

// Typing keeps what is being keyed, for the browser that goes away. It answers the map as it would be with that: what it opens and
// closes shows before it is saved.
func (p *Pages) Typing(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	draft, err := id(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	fields := map[string][]string{"at": {v.now.Format(time.RFC3339)}}
	for name, values := range typed {
		switch name {
		case "q", "rev", "insist", "at":
		default:
			fields[name] = values
		}
	}
	if err := p.Office.SaveTyping(r.Context(), v.by, draft, typed.Get("q"), fields); err != nil {
		return err
	}
	return p.liveMap(w, r, v, draft, typed)
}

func (p *Pages) liveMap(w http.ResponseWriter, r *http.Request, v visit, draft int64, typed url.Values) error {
	d, err := p.Office.Draft(r.Context(), audit.TheSystem, draft)
	if err != nil {
		return err
	}
	q := d.Service.Question(typed.Get("q"))
	if q == nil {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	v = v.speaking(d)
	in := phone.Read(q, typed)
	in.Lang = d.Lang
	if d, err = p.Office.Try(r.Context(), v.by, cases.AnswerInput{Draft: draft, Question: q.ID, Input: in}); err != nil {
		return err
	}
	beside, err := p.Office.Beside(r.Context(), v.by, draft)
	if err != nil {
		return err
	}
	s := draftView{frame: frame{visit: v}, draft: d, ask: ask{question: q}, beside: beside}
	s.sections = p.sections(mapping{visit: v, d: d, at: q, notes: beside.Notes})
	return session.Show(w, r, http.StatusOK, mapColumn(s))
}
