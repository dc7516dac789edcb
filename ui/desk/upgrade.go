package desk

import (
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// Upgrade moves the application to the newest version of its service, for somebody who has seen what that changes.
func (p *Pages) Upgrade(w http.ResponseWriter, r *http.Request) error {
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	_, err = p.Office.Upgrade(r.Context(), v.by, d.ID, wanted(r.PostFormValue("rev")))
	switch {
	case errors.Is(err, cases.ErrStale):
		p.tell(r, "desk.newer.changed")
	case errors.Is(err, cases.ErrClosed):
		p.tell(r, "errors.closed.title")
	case err != nil:
		return err
	default:
		p.tell(r, "desk.newer.moved_done")
	}
	return session.To(w, r, draftPath(d.Reference))
}

// labels are questions by their short names, in the words of one version.
func (s draftView) labels(of *services.Service, questions []string) []string {
	var out []string
	for _, id := range questions {
		if q := of.Question(id); q != nil {
			out = append(out, of.Words(s.lang, q, s.draft.Values()).Label)
		}
	}
	return out
}
