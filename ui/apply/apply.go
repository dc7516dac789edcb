// Package apply is the citizen's way through a service in a browser: start, one question a page, check, send, and carry on with a
// code. A page reads what was posted, calls one verb and shows or leads on; what an answer means is decided below.
package apply

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// Config is what the pages need.
type Config struct {
	Office   *cases.Office
	Register *accounts.Register
	Staff    *staff.Office
	Post     *letters.Room
	Texts    *sms.Desk
	Forms    *paper.Desk
	Library  cases.Library
	Sessions *session.Store
	Gate     *signin.Gate
	Now      func() time.Time // nil takes time.Now
}

// Pages are the citizen's pages.
type Pages struct{ Config }

// New makes the pages.
func New(c Config) *Pages {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Pages{c}
}

func (p *Pages) today() services.Day { return services.DayOf(p.Now().In(lang.London)) }

// opened is an application this browser has a right to, with whose it is.
type opened struct {
	draft  cases.Draft
	by     audit.Actor
	agency staff.Agency
}

// open finds the application of the path. A reference that nobody has and one of somebody else look the same: ErrNoDraft.
func (p *Pages) open(r *http.Request) (opened, error) {
	ref, ok := cases.ReadReference(chi.URLParam(r, "ref"))
	if !ok {
		return opened{}, cases.ErrNotFound
	}
	if p.Sessions.Acting(r).Account != 0 {
		return p.openFor(r, ref)
	}
	by := audit.Actor{Role: audit.Citizen, Door: channels.Web}
	d, err := p.Office.FindDraft(r.Context(), by, ref)
	if err != nil {
		return opened{}, hidden(err)
	}
	if own := p.Sessions.Account(r); own != 0 && own == d.Account {
		by.ID = own
	} else if !p.Sessions.May(r, d.ID) {
		return opened{}, session.ErrNoDraft
	}
	agency, err := p.Staff.Agency(r.Context(), d.Agency)
	return opened{d, by, agency}, err
}

// openFor is open for a helper: what the person's mandate lets them see, and nothing this browser had a right to before.
func (p *Pages) openFor(r *http.Request, ref string) (opened, error) {
	by := p.Sessions.Citizen(r)
	d, err := p.Office.FindDraft(r.Context(), by, ref)
	if err != nil {
		return opened{}, hidden(err)
	}
	agency, err := p.Staff.Agency(r.Context(), d.Agency)
	return opened{d, by, agency}, err
}

// path is where an application's pages are, and below it those named by parts.
func path(d cases.Draft, parts ...string) string {
	at := "/application/" + cases.ShowReference(d.Reference)
	for _, part := range parts {
		at += "/" + url.PathEscape(part)
	}
	return at
}

// startPath is where a service is begun.
func startPath(a staff.Agency, service string) string {
	return "/apply/" + url.PathEscape(a.Slug) + "/" + url.PathEscape(service)
}

// sent says whether an application was submitted: nothing of it can be changed here any more.
func sent(d cases.Draft) bool { return d.Case != 0 || d.State == "submitted" }

// hidden makes "there is none" and "it is not yours" the same answer.
func hidden(err error) error {
	if errors.Is(err, cases.ErrNotFound) {
		return session.ErrNoDraft
	}
	return err
}
