package apply

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// newer is what moving an application to the newest version of its service would change. Nothing moves by itself.
type newer struct {
	At                  string // where the button leads
	Rev                 int64
	Stays               string
	Again, New, Dropped []string // questions by their short names
}

func (p *Pages) newer(l lang.Lang, d cases.Draft) *newer {
	move, ok := p.Office.Newer(d)
	if !ok {
		return nil
	}
	labels := func(of *services.Service, questions []string) []string {
		var out []string
		for _, id := range questions {
			if q := of.Question(id); q != nil {
				out = append(out, of.Words(l, q, d.Values()).Label)
			}
		}
		return out
	}
	return &newer{At: path(d, "upgrade"), Rev: d.Rev, Stays: lang.N(l, "apply.newer.stays", len(move.Kept)),
		Again: labels(move.To, move.Again), New: labels(move.To, move.New), Dropped: labels(d.Service, move.Dropped)}
}

// Upgrade moves the application to the newest version of its service, because the person chose to.
func (p *Pages) Upgrade(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	rev, err := strconv.ParseInt(r.PostFormValue("rev"), 10, 64)
	if err != nil {
		rev = 0 // none that was shown
	}
	_, err = p.Office.Upgrade(r.Context(), o.by, o.draft.ID, rev)
	switch {
	case errors.Is(err, cases.ErrStale):
		p.Sessions.Tell(r, "newer.changed")
	case errors.Is(err, cases.ErrClosed): // the page says that it is sent
	case err != nil:
		return err
	default:
		p.Sessions.Tell(r, "newer.moved_done")
	}
	return session.To(w, r, path(o.draft))
}
