package account

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/session"
)

// stopping is the page on which a change is stopped that somebody did not ask for.
type stopping struct {
	door
	Code    string
	Stopped bool
}

// What lists what is done then.
func (v stopping) What() (out []string) {
	for i := 0; lang.Has(v.Lang, fmt.Sprintf("signin.stop.what_list.%d", i)); i++ {
		out = append(out, v.S(fmt.Sprintf("stop.what_list.%d", i)))
	}
	return out
}

// Stop asks for the code of a notice. One in the path is filled in; nothing is done until the button is pressed.
func (p *Pages) Stop(w http.ResponseWriter, r *http.Request) error {
	d, err := p.door(r, "stop.title")
	if err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, stopPage(stopping{door: d, Code: chi.URLParam(r, "code")}))
}

// StopNow stops it. No date of birth is asked for: it opens nothing.
func (p *Pages) StopNow(w http.ResponseWriter, r *http.Request) error {
	d, err := p.door(r, "stop.title")
	if err != nil {
		return err
	}
	d.Switch = "/language/" + string(d.Lang.Other()) + "?back=/stop"
	v := stopping{door: d, Code: r.PostFormValue("code")}
	c, err := p.Register.UseStopCode(r.Context(), v.Code, remote(r), p.now())
	switch {
	case v.Code == "":
		v.wrong(v.S("stop.missing"), "code")
		return session.Show(w, r, http.StatusUnprocessableEntity, stopPage(v))
	case errors.Is(err, accounts.ErrThrottled):
		v.wrong(v.S("stop.throttled", "time", p.until(v.Lang, throttleTime)), "code")
		return session.Show(w, r, http.StatusTooManyRequests, stopPage(v))
	case errors.Is(err, accounts.ErrCode):
		v.wrong(v.S("stop.wrong"), "code")
		return session.Show(w, r, http.StatusUnprocessableEntity, stopPage(v))
	case err != nil:
		return err
	}
	if err := p.Gate.Stop(r.Context(), c); err != nil {
		return err
	}
	return session.To(w, r, "/stop/done")
}

// StopDone says that it is stopped.
func (p *Pages) StopDone(w http.ResponseWriter, r *http.Request) error {
	d, err := p.door(r, "stop.done_title")
	if err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, stopPage(stopping{door: d, Stopped: true}))
}

// left is the page after signing out.
type left struct {
	door
	OneLogin string
}

// Left says that somebody is signed out, and how to sign out of One Login as well.
func (p *Pages) Left(w http.ResponseWriter, r *http.Request) error {
	d, err := p.door(r, "left.title")
	if err != nil {
		return err
	}
	v := left{door: d}
	p.Sessions.Take(r, "left", &v.OneLogin)
	return session.Show(w, r, http.StatusOK, leftPage(v))
}
