package desk

import (
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// asking is a page that asks a browser's passkeys something.
type asking struct {
	lang    lang.Lang
	options string // JSON for the script
	making  bool   // a new one is asked for
	name    string
	wrong   bool
}

// halfway is who has shown the first factor in this browser; ErrSignIn where nobody has, or too long ago.
func (p *Pages) halfway(r *http.Request) (h half, m staff.Member, err error) {
	if !p.Sessions.KeptStaff(r, "half", &h) || p.Now().Sub(h.At) > halfLife {
		return h, m, session.ErrSignIn
	}
	if m, err = p.Staff.Member(r.Context(), h.Member); errors.Is(err, staff.ErrNotFound) {
		err = session.ErrSignIn
	}
	return h, m, err
}

// Second asks for the passkey that is needed beside a password.
func (p *Pages) Second(w http.ResponseWriter, r *http.Request) error {
	h, m, err := p.halfway(r)
	if err != nil {
		return err
	}
	return p.showSecond(w, r, h, m, http.StatusOK, false)
}

func (p *Pages) showSecond(w http.ResponseWriter, r *http.Request, h half, m staff.Member, status int, wrong bool) error {
	s := p.signIn(r, h.Back)
	s.path = "/desk/sign-in/passkey"
	if h.Second == staff.LostPasskey {
		return session.Show(w, r, http.StatusForbidden, lostPage(s))
	}
	ask := p.Staff.AskPasskey
	if h.Second == staff.AddPasskey {
		ask = p.Staff.AskNewPasskey
	}
	q, err := ask(r.Context(), m)
	if err != nil {
		return err
	}
	h.Kept = q.Kept
	if err := p.Sessions.KeepStaff(r, "half", h); err != nil {
		return err
	}
	return session.Show(w, r, status, secondPage(s, asking{lang: s.lang, options: q.Options, making: h.Second == staff.AddPasskey,
		name: r.PostFormValue("name"), wrong: wrong}))
}

// SecondNow judges the passkey, and signs in.
func (p *Pages) SecondNow(w http.ResponseWriter, r *http.Request) error {
	h, m, err := p.halfway(r)
	if err != nil {
		return err
	}
	// What was asked for then may not be any more: a leader may have changed it since.
	if second, err := p.Staff.Second(r.Context(), m, p.Now()); err != nil || second != h.Second {
		return errors.Join(err, session.ErrSignIn)
	}
	e := staff.Entering{Member: m.ID, Method: h.Method}
	switch h.Second {
	case staff.AddPasskey:
		e.Passkey, err = p.Staff.AddPasskey(r.Context(), m, h.Kept, r.PostFormValue("answer"), p.nameOf(r), p.Now())
	case staff.ShowPasskey:
		e.Passkey, err = p.Staff.UsePasskey(r.Context(), m, h.Kept, r.PostFormValue("answer"), p.Now())
	default:
		return session.ErrForbidden
	}
	if errors.Is(err, staff.ErrPasskey) {
		return p.showSecond(w, r, h, m, http.StatusUnprocessableEntity, true)
	}
	if err != nil {
		return err
	}
	return p.in(w, r, e, h.Back)
}

// nameOf is what a passkey is called: as its owner says, else by a general name.
func (p *Pages) nameOf(r *http.Request) string {
	if name := r.PostFormValue("name"); name != "" {
		return name
	}
	return lang.T(p.Sessions.DeskLang(r), "me.passkey.unnamed")
}

func (a asking) problems() []govuk.ErrorSummaryItem {
	if !a.wrong {
		return nil
	}
	return []govuk.ErrorSummaryItem{problem(lang.T(a.lang, "me.passkey.wrong"), "passkey")}
}
