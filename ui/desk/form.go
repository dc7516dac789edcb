package desk

import (
	"context"
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/ui/session"
)

// PostForm posts the person a form on paper: one press.
func (p *Pages) PostForm(w http.ResponseWriter, r *http.Request) error {
	post := func(ctx context.Context, by audit.Actor, draft int64) error {
		return p.Forms.Post(ctx, by, draft, scope(r))
	}
	err := p.handOver(w, r, post, "desk.hand.form_done")
	if errors.Is(err, cases.ErrClosed) {
		p.tell(r, "desk.hand.form_closed")
		return session.To(w, r, draftPath(param(r, "ref")))
	}
	return err
}

// PrintForm gives the form to the printer beside the counter.
func (p *Pages) PrintForm(w http.ResponseWriter, r *http.Request) error {
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	format := sheet.Standard
	if r.PostFormValue("size") == "large" {
		format = sheet.LargePrint
	}
	pdf, err := p.Forms.PDF(r.Context(), v.by, d.ID, scope(r), format)
	if errors.Is(err, cases.ErrClosed) {
		p.tell(r, "desk.hand.form_closed")
		return session.To(w, r, draftPath(d.Reference))
	}
	if err != nil {
		return err
	}
	if err := p.about(r, v, d.Account, d.ID); err != nil {
		return err
	}
	return session.PDF(w, pdf, d.Service.ID+"-"+d.Reference)
}

// scope is how much of the form is wanted: what is left, where nothing is said.
func scope(r *http.Request) paper.Scope {
	if r.PostFormValue("scope") == string(paper.Whole) {
		return paper.Whole
	}
	return paper.Left
}
