package apply

import (
	"net/http"

	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// stopping is an ending other than sending: what else to do, and whom to ring.
type stopping struct {
	frame
	Body  []string
	Else  []string // what else they can do
	Check string   // where the answers can be changed
}

func (p *Pages) stop(w http.ResponseWriter, r *http.Request, o opened, s *services.Stop) error {
	values, l := o.draft.Values(), p.lang(r)
	v := stopping{frame: p.frameOf(r, o, o.draft.Service.Word(l, "stops."+s.ID+".title", values)),
		Body: o.draft.Service.Paragraphs(l, "stops."+s.ID+".body", values), Else: o.draft.Service.Paragraphs(l, "stops."+s.ID+".instead", values),
		Check: path(o.draft, "check")}
	if asked := o.draft.Service.Path(values, p.today()); len(asked) > 0 {
		v.Back = path(o.draft, asked[len(asked)-1].ID)
	}
	return session.Show(w, r, http.StatusOK, stopPage(v))
}
