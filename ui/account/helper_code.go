package account

import (
	"errors"
	"net"
	"net/http"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// helperCode is the page a helper types the code into that somebody gave them.
type helperCode struct {
	frame
	Code, Wrong string
}

// HelperCode asks for it.
func (p *Pages) HelperCode(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.me(r); err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, helperCodePage(helperCode{frame: p.helperFrame(r, "code_enter")}))
}

// UseHelperCode makes this person the helper the code was made for.
func (p *Pages) UseHelperCode(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	_, err = p.Register.TakeUp(r.Context(), by, r.PostFormValue("code"), remote(r))
	status, wrong := 0, ""
	switch {
	case errors.Is(err, accounts.ErrThrottled):
		status, wrong = http.StatusTooManyRequests, "code_throttled"
	case errors.Is(err, accounts.ErrCode):
		status, wrong = http.StatusUnprocessableEntity, "code_wrong"
	case err != nil:
		return err
	default:
		return p.toHelpers(w, r, "helpers.pages.taken_up_done")
	}
	v := helperCode{frame: p.helperFrame(r, "code_enter"), Code: r.PostFormValue("code")}
	v.Wrong = v.H(wrong)
	v.Problems = []govuk.ErrorSummaryItem{{Text: v.Wrong, Href: "#code"}}
	return session.Show(w, r, status, helperCodePage(v))
}

// remote is the address tries are counted by.
func remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
