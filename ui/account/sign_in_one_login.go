package account

import (
	"errors"
	"net/http"
	"time"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/relying"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/ui/session"
)

// waits is a login that One Login vouches for, while its owner shows which record is theirs.
type waits struct {
	Login signin.Login
	At    time.Time
}

// waitsFor is how long it waits.
const waitsFor = 30 * time.Minute

// pending is the login that waits in this browser; nil where none does.
func (p *Pages) pending(r *http.Request) *signin.Login {
	var v waits
	if !p.Sessions.Kept(r, "login", &v) || p.now().After(v.At.Add(waitsFor)) {
		return nil
	}
	return &v.Login
}

// OneLogin sends the browser to GOV.UK One Login: ?add=1 to join it to the account at hand, ?identity=1 to prove who they are too.
func (p *Pages) OneLogin(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	adding, identity := q.Get("add") != "", q.Get("identity") != ""
	var v sentThere
	if adding {
		by, err := p.strong(r)
		if err != nil {
			return err
		}
		v.Account = by.ID
	}
	to, asked, err := p.Gate.AskOneLogin(r.Context(), identity, string(p.Sessions.Lang(r)))
	if err != nil {
		return p.refused(w, r, err)
	}
	v.Asked = asked
	if err := p.Sessions.Keep(r, "asked", v); err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// sentThere is what is kept of a browser that was sent to One Login.
type sentThere struct {
	Asked   signin.Asked
	Account int64 // to join the login to; 0 for none
}

// OneLoginBack is where One Login sends the browser back to.
func (p *Pages) OneLoginBack(w http.ResponseWriter, r *http.Request) error {
	var v sentThere
	p.Sessions.Take(r, "asked", &v)
	login, err := p.Gate.HearOneLogin(r.Context(), v.Asked, r.URL.Query())
	if err != nil {
		return p.refused(w, r, err)
	}
	if v.Account != 0 && v.Account == p.Sessions.Account(r) { // proving who they are there may have taken long; they are still here
		return p.joinNow(w, r, v.Account, login)
	}
	in, found, err := p.Gate.EnterByOneLogin(r.Context(), login, signin.DeviceOf(r.UserAgent()))
	if err != nil {
		return p.refused(w, r, err)
	}
	if found {
		if login.Identity != nil {
			p.Sessions.Tell(r, "told.proven_done")
		}
		return p.entered(w, r, in)
	}
	if login.Identity != nil {
		in, found, err = p.Gate.JoinByIdentity(r.Context(), login, signin.DeviceOf(r.UserAgent()))
		if err != nil {
			return p.refused(w, r, err)
		}
		if found {
			p.Sessions.Take(r, "login", &waits{})
			return p.entered(w, r, in)
		}
	}
	return p.wait(w, r, login)
}

// wait keeps the login until it is shown which record is its owner's.
func (p *Pages) wait(w http.ResponseWriter, r *http.Request, login signin.Login) error {
	if before := p.pending(r); before != nil && before.Subject != login.Subject || p.Sessions.Account(r) != 0 && p.pending(r) == nil {
		// somebody else at this computer: what the one before showed is not theirs
		l := p.Sessions.Lang(r)
		if err := p.Sessions.Leave(r); err != nil {
			return err
		}
		p.Sessions.SetLang(r, l)
	}
	if err := p.Sessions.Keep(r, "login", waits{login, p.now()}); err != nil {
		return err
	}
	return session.To(w, r, "/sign-in/which")
}

// joinNow joins a login to the account of who is signed in and asked for it.
func (p *Pages) joinNow(w http.ResponseWriter, r *http.Request, account int64, login signin.Login) error {
	in, err := p.Gate.JoinOneLogin(r.Context(), account, login, signin.DeviceOf(r.UserAgent()))
	if err != nil {
		return p.refused(w, r, err)
	}
	if err := p.Sessions.Entered(r, in); err != nil {
		return err
	}
	p.Sessions.Tell(r, "joined_done")
	return session.To(w, r, "/account/sign-in")
}

// refused says in plain words that an answer was not used, and what to do. The reason itself goes to the log.
func (p *Pages) refused(w http.ResponseWriter, r *http.Request, err error) error {
	var no *relying.Refused
	key := "taken"
	switch {
	case errors.As(err, &no):
		key = "refused." + no.Why
		p.Log(r, "one_login", no.Error())
	case !errors.Is(err, signin.ErrTaken):
		return err
	}
	status := http.StatusForbidden
	if key == "refused."+relying.RefusedAway {
		status = http.StatusServiceUnavailable
	}
	d, err := p.door(r, "refused.title")
	if err != nil {
		return err
	}
	return session.Show(w, r, status, refusedPage(refusal{door: d, Key: key}))
}

type refusal struct {
	door
	Key string
}

// which is the page on which the owner of a login shows which record is theirs.
type which struct {
	door
	Name             string // of the account this browser is signed in to; "" for none
	Replaces, Proven bool
	NewName          string
	Born             services.Input
}

// Which asks whose record a login opens.
func (p *Pages) Which(w http.ResponseWriter, r *http.Request) error {
	return p.showWhich(w, r, http.StatusOK, which{})
}

func (p *Pages) showWhich(w http.ResponseWriter, r *http.Request, status int, v which) error {
	login := p.pending(r)
	if login == nil {
		p.Sessions.Tell(r, "which.over")
		return session.To(w, r, "/sign-in")
	}
	d, err := p.door(r, "which.title")
	if err != nil {
		return err
	}
	d.Problems, v.Proven = v.Problems, login.Identity != nil
	v.door = d
	if v.Name, v.Replaces, err = p.signedTo(r); err != nil {
		return err
	}
	return session.Show(w, r, status, whichPage(v))
}

// signedTo is who has shown, since, which account is theirs.
func (p *Pages) signedTo(r *http.Request) (name string, replaces bool, err error) {
	if p.Sessions.Signed(r).Method.Strength() < 2 {
		return "", false, nil
	}
	by, err := p.me(r)
	if err != nil {
		return "", false, err
	}
	a, err := p.Register.Open(r.Context(), by, by.ID)
	if err != nil {
		return "", false, err
	}
	have, err := p.Gate.Credentials(r.Context(), by.ID)
	for _, c := range have {
		replaces = replaces || c.Kind == signin.OneLogin && c.Ended == nil
	}
	return a.FullName, replaces, err
}

// Join joins the login that waits to the account that was shown.
func (p *Pages) Join(w http.ResponseWriter, r *http.Request) error {
	login := p.pending(r)
	if login == nil {
		return p.Which(w, r)
	}
	by, err := p.strong(r)
	if err != nil {
		return err
	}
	p.Sessions.Take(r, "login", &waits{})
	return p.joinNow(w, r, by.ID, *login)
}

// NotMine forgets who is signed in, and asks again whose record the login opens.
func (p *Pages) NotMine(w http.ResponseWriter, r *http.Request) error {
	var v waits
	kept := p.Sessions.Take(r, "login", &v)
	l := p.Sessions.Lang(r)
	if err := p.Sessions.Leave(r); err != nil {
		return err
	}
	p.Sessions.SetLang(r, l)
	if kept {
		if err := p.Sessions.Keep(r, "login", v); err != nil {
			return err
		}
	}
	return session.To(w, r, "/sign-in/which")
}

// BeginAccount begins a record for the owner of a login, who says there is none.
func (p *Pages) BeginAccount(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	login := p.pending(r)
	if login == nil {
		return p.Which(w, r)
	}
	v := which{NewName: r.PostForm.Get("name"), Born: readBorn(r)}
	v.Lang = p.Sessions.Lang(r)
	born, ok := p.born(v.Born)
	if login.Identity == nil {
		p.checkNew(&v, ok)
	}
	if len(v.Problems) > 0 {
		return p.showWhich(w, r, http.StatusUnprocessableEntity, v)
	}
	in, wrong, err := p.Gate.NewByOneLogin(r.Context(), *login, v.NewName, born, v.Lang, signin.DeviceOf(r.UserAgent()))
	if err != nil {
		return p.refused(w, r, err)
	}
	if len(wrong) > 0 {
		v.wrong(lang.T(v.Lang, "signin.problems.name"), "name")
		return p.showWhich(w, r, http.StatusUnprocessableEntity, v)
	}
	p.Sessions.Take(r, "login", &waits{})
	return p.entered(w, r, in)
}

func (p *Pages) checkNew(v *which, born bool) {
	if v.NewName == "" || len(v.NewName) > longestName {
		v.wrong(v.S("problems.name"), "name")
	}
	if !born {
		v.wrong(v.S("problems.born"), "day")
	}
}

// OneLoginLogout hears from One Login, over the back channel, that somebody signed out there.
func (p *Pages) OneLoginLogout(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	err := p.Gate.HearLogout(r.Context(), r.PostFormValue("logout_token"))
	var no *relying.Refused
	switch {
	case err == nil:
		w.WriteHeader(http.StatusOK)
	case errors.As(err, &no) && no.Why != relying.RefusedAway, errors.Is(err, signin.ErrNotFound):
		p.Log(r, "one_login", err.Error())
		w.WriteHeader(http.StatusBadRequest)
	default: // it is to come again
		p.Log(r, "one_login", err.Error())
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}
