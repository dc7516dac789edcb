package desk

import (
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// sureness is how sure it must be who an application is of, how sure it is, and whether that is waited for.
type sureness struct {
	reference string
	of        services.Identity
	need      cases.Need
	wait      cases.Wait
	waits     bool
	open      bool // there is something left to wait for
}

// sureness reads it for an application or case; the zero one where its service asks for nothing.
func (p *Pages) sureness(r *http.Request, by audit.Actor, d cases.Draft, open bool) (s sureness, err error) {
	s = sureness{reference: d.Reference, of: p.Office.Identity(d.Service), open: open && d.Account != 0}
	if s.of.Answer == "" && s.of.Disclosure == "" && s.of.Decision == "" {
		return s, nil
	}
	if s.need, err = p.Office.Need(r.Context(), by, d.ID); err != nil || s.need.Wanted == "" {
		return s, err
	}
	s.wait, s.waits, err = p.Office.Waiting(r.Context(), d.ID)
	return s, err
}

// Wait has an application or case wait until it is proven who its person is, or wait no longer.
func (p *Pages) Wait(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	d, err := p.Office.FindDraft(r.Context(), v.atWork(), param(r, "ref"))
	if err != nil {
		return err
	}
	back := session.Local(r.PostFormValue("back"), draftPath(d.Reference))
	if r.PostFormValue("op") == "end" {
		if err := p.Office.EndWait(r.Context(), v.atWork(), d.ID); err != nil {
			return err
		}
		return session.To(w, r, back)
	}
	_, problems, err := p.Office.WaitForIdentity(r.Context(), v.atWork(), d.ID, r.PostFormValue("way"))
	if errors.Is(err, cases.ErrClosed) {
		p.tell(r, "errors.closed.title")
		return session.To(w, r, back)
	}
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		p.tell(r, "cases.problems."+problems[0].Code)
	}
	return session.To(w, r, back)
}

// waitsFor says until when and for what it is waited.
func (v visit) waitsFor(s sureness) string {
	return v.P("waits", "until", v.date(s.wait.Until), "way", lang.T(v.lang, "proof.ways."+s.wait.Way))
}
