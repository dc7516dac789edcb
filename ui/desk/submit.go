package desk

import (
	"net/http"
	"strings"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// Submit sends the application for the person, once everything was read back to them.
func (p *Pages) Submit(w http.ResponseWriter, r *http.Request) error {
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	c, problems, err := p.Office.Submit(r.Context(), v.by, d.ID)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return p.notYet(w, r, v, d, problems)
	}
	if err := p.about(r, v, c.Account, d.ID); err != nil {
		return err
	}
	return session.To(w, r, draftPath(d.Reference))
}

// notYet shows what keeps an application from being sent, at the first question it is about.
func (p *Pages) notYet(w http.ResponseWriter, r *http.Request, v visit, d cases.Draft, problems services.Problems) error {
	if problems[0].Code == cases.NotReadBack {
		p.tell(r, "cases.problems.not-read-back")
		return session.To(w, r, with(draftPath(d.Reference), "read", "back"))
	}
	if problems[0].Code == cases.HelperMayNotSend {
		p.tell(r, "cases.problems.helper-may-not-send")
		return session.To(w, r, draftPath(d.Reference))
	}
	a := ask{row: -1, question: reached(d, p.today(), problems[0].Question)}
	if a.question == nil {
		p.tell(r, "desk.draft.not_yet")
		return session.To(w, r, draftPath(d.Reference))
	}
	a.problems = problems[:1]
	return p.showDraft(w, r, v, http.StatusUnprocessableEntity, d, a)
}

type sentView struct {
	frame
	draft cases.Draft
	found cases.Case
}

// showSent is the end of the call: the reference to read out, and what happens next.
func (p *Pages) showSent(w http.ResponseWriter, r *http.Request, v visit, d cases.Draft) error {
	c, err := p.Office.Find(r.Context(), v.by, d.Reference)
	if err != nil {
		return err
	}
	s := sentView{frame: p.frame(r, v, "", v.T("sent.title")), draft: d, found: c}
	s.frame.path = draftPath(d.Reference)
	return session.Show(w, r, http.StatusOK, sentPage(s))
}

// spelled is the reference as it is read out: each letter by its word, digits as they are.
func (s sentView) spelled() []string {
	var out []string
	for _, r := range strings.ReplaceAll(s.draft.Reference, "-", "") {
		if key := "desk.spell." + string(r); lang.Has(s.draft.Lang, key) {
			out = append(out, lang.T(s.draft.Lang, key))
		} else {
			out = append(out, string(r))
		}
	}
	return out
}
