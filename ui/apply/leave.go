package apply

import (
	"net/http"

	"github.com/samedoor/samedoor/ui/session"
)

// Leave ends what this browser may open. The language stays.
func (p *Pages) Leave(w http.ResponseWriter, r *http.Request) error {
	l := p.lang(r)
	if err := p.Sessions.Leave(r); err != nil {
		return err
	}
	p.Sessions.SetLang(r, l)
	p.Sessions.Tell(r, "told.left_done")
	return session.To(w, r, "/services")
}
