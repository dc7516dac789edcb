package apply

import (
	"net/http"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/session"
)

// finished is the page that says an application has arrived.
type finished struct {
	frame
	Reference string
	Received  string // that we have it, and the kind of end it will come to
	When      string
	Later     []string // documents that are still to come
	Unknown   []string // what they did not know
	Status    string   // where to see what became of it
	Sections  []section
}

// Done says that the application has arrived, with its reference and what happens next. It can be opened as often as one likes.
func (p *Pages) Done(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	if !sent(o.draft) {
		return session.To(w, r, path(o.draft))
	}
	c, err := p.Office.Find(r.Context(), o.by, o.draft.Reference)
	if err != nil {
		return err
	}
	l := p.lang(r)
	v := finished{frame: p.frameOf(r, o, lang.T(l, "apply.done.title")), Reference: cases.ShowReference(c.Reference),
		Status: path(o.draft), Sections: p.sections(l, o)}
	ends := "" // nothing is decided of what is only to be done
	if !c.Service.Decides() {
		ends = "_done"
	}
	v.Received = lang.T(l, "apply.done.received"+ends)
	v.When = lang.T(l, "apply.done.when"+ends, "target", lang.Date(l, c.Target), "deadline", lang.Date(l, c.Deadline))
	v.Later, v.Unknown = p.missing(l, o)
	v.Switch = switchTo(l, path(o.draft, "done"))
	return session.Show(w, r, http.StatusOK, donePage(v))
}
