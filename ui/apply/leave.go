package apply

import (
	"net/http"

	"github.com/samedoor/samedoor/ui/session"
)

// Leave ends what this browser may open. The language stays. Who came by One Login is still signed in there, and told how to end that.
func (p *Pages) Leave(w http.ResponseWriter, r *http.Request) error {
	l := p.lang(r)
	elsewhere, err := p.Gate.LeaveOneLogin(r.Context(), p.Sessions.Signed(r).ID)
	if err != nil {
		return err
	}
	if err := p.Sessions.Leave(r); err != nil {
		return err
	}
	p.Sessions.SetLang(r, l)
	if elsewhere != "" {
		if err := p.Sessions.Keep(r, "left", elsewhere); err != nil {
			return err
		}
		return session.To(w, r, "/sign-in/left")
	}
	p.Sessions.Tell(r, "told.left_done")
	return session.To(w, r, "/services")
}
