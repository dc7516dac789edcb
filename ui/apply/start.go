package apply

import (
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// beginning is the first page of a service: what it is, who can get it, and every door it can be asked for through.
type beginning struct {
	frame
	Summary string
	Before  []string
	Routes  []string // ways of being entitled
	Fee     string   // what this agency takes, where it has said so; what the service says of it is among Before
	Address []string
	Counter []string
	Text    bool // the agency takes answers by text
}

// offered finds the agency and the service of the path, when the agency offers it.
func (p *Pages) offered(r *http.Request) (staff.Agency, *services.Service, error) {
	a, err := p.Staff.AgencyBySlug(r.Context(), chi.URLParam(r, "agency"))
	if err != nil {
		return a, nil, err
	}
	s, ok := p.Library.Current(chi.URLParam(r, "service"))
	if !ok || !slices.Contains(a.Services, s.ID) {
		return a, nil, cases.ErrNotFound
	}
	return a, s, nil
}

// Beginning shows the first page of a service.
func (p *Pages) Beginning(w http.ResponseWriter, r *http.Request) error {
	a, s, err := p.offered(r)
	if err != nil {
		return err
	}
	l := p.lang(r)
	b := beginning{frame: p.frame(r, s.Word(l, "name", nil)), Summary: s.Word(l, "summary", nil), Before: s.Paragraphs(l, "before", nil),
		Address: a.Settings.Address, Counter: a.Settings.Counter, Text: a.Settings.TextNumber != ""}
	b.Agency, b.Help, b.Back = a.Name(l), helpOf(l, a), "/services"
	for _, route := range s.Routes {
		b.Routes = append(b.Routes, s.Word(l, "routes."+route.Code, nil))
	}
	if a.Settings.FeePence > 0 {
		b.Fee = lang.Money(a.Settings.FeePence)
	}
	return session.Show(w, r, http.StatusOK, beginningPage(b))
}

// Begin starts an application and lets this browser open it. Somebody who has proved their account starts with what is known.
func (p *Pages) Begin(w http.ResponseWriter, r *http.Request) error {
	a, s, err := p.offered(r)
	if err != nil {
		return err
	}
	account := p.Sessions.Account(r)
	d, err := p.Office.Start(r.Context(), p.Sessions.Citizen(r), cases.StartInput{Agency: a.ID, Service: s.ID, Account: account,
		Lang: p.lang(r), Prefill: account != 0})
	if err != nil {
		return err
	}
	if err := p.Sessions.Grant(r, d.ID); err != nil {
		return err
	}
	return session.To(w, r, path(d))
}

// bare is the frame without the other doors below: the page itself lists them.
func (b beginning) bare() frame {
	f := b.frame
	f.Help = help{}
	return f
}
