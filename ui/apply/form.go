package apply

import (
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/ui/session"
)

// BlankForm is an empty form of a service to be printed: ?lang=cy in Welsh, ?size=large in large print.
func (p *Pages) BlankForm(w http.ResponseWriter, r *http.Request) error {
	a, s, err := p.offered(r)
	if err != nil {
		return err
	}
	l := p.lang(r)
	if asked := r.URL.Query().Get("lang"); asked != "" {
		l = lang.Parse(asked)
	}
	pdf, err := p.Forms.Blank(r.Context(), p.Sessions.Citizen(r), a, s, l, size(r))
	if err != nil {
		return err
	}
	return session.PDF(w, pdf, s.ID+"-"+string(l))
}

// PostForm has what is left posted to whoever's application it is.
func (p *Pages) PostForm(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	v := p.saving(r, o)
	err = p.Forms.Post(r.Context(), o.by, o.draft.ID, paper.Left)
	var cannot cases.Unreachable
	switch {
	case errors.Is(err, cases.ErrClosed):
		return session.To(w, r, path(o.draft))
	case errors.As(err, &cannot), errors.Is(err, cases.ErrNoAccount):
		v.Paper = "cannot"
	case err != nil:
		return err
	default:
		v.Paper = "posted"
	}
	return session.Show(w, r, http.StatusOK, savePage(v))
}

// PrintForm is what is left, to be printed by whoever has a printer.
func (p *Pages) PrintForm(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	pdf, err := p.Forms.PDF(r.Context(), o.by, o.draft.ID, paper.Left, size(r))
	if errors.Is(err, cases.ErrClosed) {
		return session.To(w, r, path(o.draft))
	}
	if err != nil {
		return err
	}
	return session.PDF(w, pdf, o.draft.Service.ID+"-"+o.draft.Reference)
}

func size(r *http.Request) sheet.Format {
	if r.FormValue("size") == "large" {
		return sheet.LargePrint
	}
	return sheet.Standard
}
