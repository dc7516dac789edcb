package desk

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/relying"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// signIn is the sign-in as it is shown again.
type signIn struct {
	lang      lang.Lang
	username  string
	back      string
	wrong     string // lang key
	over      bool   // they were signed in, and are no longer
	sso       bool
	passwords bool
	path      string // this page
}

func (p *Pages) signIn(r *http.Request, back string) signIn {
	return signIn{lang: p.Sessions.DeskLang(r), back: session.Local(back, "/desk"), sso: p.Staff.SSO(), passwords: p.Staff.Passwords(),
		path: "/desk/sign-in"}
}

// SignIn shows the sign-in.
func (p *Pages) SignIn(w http.ResponseWriter, r *http.Request) error {
	s := p.signIn(r, r.URL.Query().Get("back"))
	if _, err := session.Member(r); err == nil {
		return session.To(w, r, s.back)
	}
	s.over = p.Sessions.OverStaff(r)
	return session.Show(w, r, http.StatusOK, signInPage(s))
}

// SignInNow checks a name and a password. What was wrong is never said.
func (p *Pages) SignInNow(w http.ResponseWriter, r *http.Request) error {
	s := p.signIn(r, r.PostFormValue("back"))
	s.username = r.PostFormValue("username")
	if !s.passwords {
		return session.ErrForbidden
	}
	m, err := p.Staff.SignIn(r.Context(), s.username, r.PostFormValue("password"), remote(r), p.Now())
	switch {
	case errors.Is(err, staff.ErrSignIn):
		s.wrong = "desk.sign_in.wrong"
		return session.Show(w, r, http.StatusUnprocessableEntity, signInPage(s))
	case errors.Is(err, staff.ErrThrottled):
		s.wrong = "desk.sign_in.throttled"
		return session.Show(w, r, http.StatusTooManyRequests, signInPage(s))
	case err != nil:
		return err
	}
	return p.first(w, r, m, staff.ByPassword, s.back)
}

// SignInElsewhere leads to the single sign-on.
func (p *Pages) SignInElsewhere(w http.ResponseWriter, r *http.Request) error {
	l := p.Sessions.DeskLang(r)
	to, asked, err := p.Staff.AskSSO(r.Context(), session.Local(r.URL.Query().Get("back"), "/desk"), string(l))
	if err != nil {
		return p.refused(w, r, err)
	}
	if err := p.Sessions.KeepStaff(r, "sso", asked); err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// SignInBack is where the single sign-on leads back to.
func (p *Pages) SignInBack(w http.ResponseWriter, r *http.Request) error {
	var asked staff.Asked
	p.Sessions.TakeStaff(r, "sso", &asked) // nothing kept is nothing asked, and refused as that
	m, err := p.Staff.HearSSO(r.Context(), asked, r.URL.Query(), p.Now())
	if err != nil {
		return p.refused(w, r, err)
	}
	return p.first(w, r, m, staff.BySSO, session.Local(asked.Back, "/desk"))
}

// refused shows why a single sign-on did not lead in.
func (p *Pages) refused(w http.ResponseWriter, r *http.Request, err error) error {
	var refused *relying.Refused
	if !errors.As(err, &refused) {
		return err
	}
	slog.Warn("single sign-on", "error", err)
	status := http.StatusForbidden
	if refused.Why == relying.RefusedAway {
		status = http.StatusBadGateway
	}
	s := p.signIn(r, "/desk")
	return session.Show(w, r, status, refusedPage(s, refused.Why))
}

// half is somebody who has shown one factor and not the other yet.
type half struct {
	Member int64
	Method staff.Method
	Back   string
	At     time.Time
	Second staff.Second
	Kept   json.RawMessage // what of the question to their browser stays here
}

// halfLife is how long one may look for a passkey.
const halfLife = 10 * time.Minute

// first is somebody who has shown the first factor: they are in, or have a passkey to show.
func (p *Pages) first(w http.ResponseWriter, r *http.Request, m staff.Member, by staff.Method, back string) error {
	second, err := p.Staff.Second(r.Context(), m, p.Now())
	if err != nil {
		return err
	}
	if second == staff.NoSecond {
		return p.in(w, r, staff.Entering{Member: m.ID, Method: by}, back)
	}
	if err := p.Sessions.KeepStaff(r, "half", half{Member: m.ID, Method: by, Back: back, At: p.Now(), Second: second}); err != nil {
		return err
	}
	return session.To(w, r, "/desk/sign-in/passkey")
}

func (p *Pages) in(w http.ResponseWriter, r *http.Request, e staff.Entering, back string) error {
	if err := p.Sessions.SignIn(r, e); err != nil {
		return err
	}
	return session.To(w, r, back)
}

// SignOut ends the session. Open conversations stay open: they are switched to after the next sign-in.
func (p *Pages) SignOut(w http.ResponseWriter, r *http.Request) error {
	if err := p.Sessions.SignOut(r); err != nil {
		return err
	}
	return session.To(w, r, "/desk/sign-in")
}

// remote is the address a request came from, for counting failures.
func remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
