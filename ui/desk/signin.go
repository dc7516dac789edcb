package desk

import (
	"errors"
	"net"
	"net/http"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// signIn is the sign-in as it is shown again.
type signIn struct {
	lang     lang.Lang
	username string
	back     string
	wrong    string // lang key
}

// SignIn shows the sign-in.
func (p *Pages) SignIn(w http.ResponseWriter, r *http.Request) error {
	back := session.Local(r.URL.Query().Get("back"), "/desk")
	if _, err := session.Member(r); err == nil {
		return session.To(w, r, back)
	}
	return session.Show(w, r, http.StatusOK, signInPage(signIn{lang: p.Sessions.DeskLang(r), back: back}))
}

// SignInNow checks a name and a password. What was wrong is never said.
func (p *Pages) SignInNow(w http.ResponseWriter, r *http.Request) error {
	s := signIn{lang: p.Sessions.DeskLang(r), username: r.PostFormValue("username"), back: session.Local(r.PostFormValue("back"), "/desk")}
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
	if err := p.Sessions.SignIn(r, m); err != nil {
		return err
	}
	return session.To(w, r, s.back)
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
