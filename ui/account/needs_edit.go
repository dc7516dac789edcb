package account

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

type needsForm struct {
	own
	Form url.Values
	Rev  string
}

// EditNeeds shows how somebody is contacted, to be changed by themselves.
func (p *Pages) EditNeeds(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	a, err := p.Register.Open(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	v := needsForm{own: p.ownPage(r, "needs"), Form: needsFields(a.Needs), Rev: number(a.Needs.Rev)}
	v.Title, v.Back = v.P("needs.change"), "/account/needs"
	return session.Show(w, r, http.StatusOK, needsFormPage(v))
}

// SaveNeeds changes it, for every letter, text and call from now on.
func (p *Pages) SaveNeeds(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	form, err := typed(r)
	if err != nil {
		return err
	}
	err = p.Register.SetNeeds(r.Context(), by, by.ID, needsOf(form))
	if errors.Is(err, accounts.ErrStale) {
		return p.needsStale(w, r, form)
	}
	if err != nil {
		return err
	}
	p.Sessions.Tell(r, "page.needs.saved")
	return session.To(w, r, "/account/needs")
}

// needsStale shows the form as typed, with the revision there is now.
func (p *Pages) needsStale(w http.ResponseWriter, r *http.Request, form url.Values) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	a, err := p.Register.Open(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	v := needsForm{own: p.ownPage(r, "needs"), Form: form, Rev: number(a.Needs.Rev)}
	v.Title, v.Back = v.P("needs.change"), "/account/needs"
	v.wrong("written", v.P("needs.stale"))
	return session.Show(w, r, http.StatusConflict, needsFormPage(v))
}

// needsOf reads the form; what is none of the closed sets is refused by accounts.
func needsOf(f url.Values) accounts.Needs {
	safe := func(name string) accounts.Safe {
		if s := accounts.Safe(f.Get("safe-" + name)); s == accounts.Yes || s == accounts.No {
			return s
		}
		return accounts.Unasked
	}
	return accounts.Needs{Written: lang.Parse(f.Get("written")), Spoken: f.Get("spoken"), Format: accounts.Format(f.Get("format")), Relay: f.Get("relay"),
		Interpreter: f.Get("interpreter"), SafeCall: safe("call"), SafeText: safe("text"), SafeWrite: safe("write"), SafeEmail: safe("email"),
		MayAnnounce: f.Get("unnamed") != "yes", Rather: accounts.Door(f.Get("rather")), CallBack: f.Get("call-back") == "yes",
		Quiet: accounts.QuietFrom(f.Get("rest"), f.Get("rest-from"), f.Get("rest-until")), NoneNeeded: f.Get("none") == "yes",
		Note: f.Get("note"), Rev: whole(f.Get("rev"))}
}

func needsFields(n accounts.Needs) url.Values {
	choice, from, until := accounts.QuietParts(n.Quiet)
	f := url.Values{"written": {string(n.Written)}, "spoken": {n.Spoken}, "format": {string(n.Format)}, "relay": {n.Relay}, "interpreter": {n.Interpreter},
		"safe-call": {string(n.SafeCall)}, "safe-text": {string(n.SafeText)}, "safe-write": {string(n.SafeWrite)}, "safe-email": {string(n.SafeEmail)},
		"rather": {string(n.Rather)}, "rest": {choice}, "rest-from": {from}, "rest-until": {until}, "note": {n.Note}}
	for name, on := range map[string]bool{"unnamed": !n.MayAnnounce, "call-back": n.CallBack, "none": n.NoneNeeded} {
		if on {
			f.Set(name, "yes")
		}
	}
	return f
}

// items are a closed set worded by lang.
func (v needsForm) items(words string, values ...string) []govuk.SelectItem {
	var out []govuk.SelectItem
	for _, x := range values {
		out = append(out, govuk.SelectItem{Value: x, Text: lang.T(v.Lang, words+x)})
	}
	return out
}

func (v needsForm) safes() []govuk.RadiosItem {
	var out []govuk.RadiosItem
	for _, s := range []accounts.Safe{accounts.Yes, accounts.No, accounts.Unasked} {
		out = append(out, govuk.RadiosItem{Value: string(s), Text: v.P("needs.answers." + string(s))})
	}
	return out
}

// spoken are the languages most asked for; another one on record stays among them.
func (v needsForm) spoken() []govuk.SelectItem {
	codes := []string{"en", "cy", "bsl", "pl", "ro", "pa", "ur", "bn", "gu", "ar", "so", "fa", "zh", "uk", "pt", "ti"}
	out := v.items("desk.tongues.", codes...)
	if now := v.Form.Get("spoken"); now != "" && !offered(out, now) {
		out = append(out, govuk.SelectItem{Value: now, Text: now})
	}
	return out
}

func (v needsForm) relays() []govuk.SelectItem {
	return append([]govuk.SelectItem{{Text: v.P("needs.no_relay")}}, v.items("account.needs.relays.", "relay-uk", "bsl-video", "minicom", "interpreter")...)
}

func (v needsForm) written() []govuk.SelectItem {
	var out []govuk.SelectItem
	for _, l := range lang.All {
		out = append(out, govuk.SelectItem{Value: string(l), Text: lang.T(l, "lang.name")})
	}
	return out
}

// wholeHours are the full hours of a day.
func wholeHours() []govuk.SelectItem {
	var out []govuk.SelectItem
	for h := range 24 {
		out = append(out, govuk.SelectItem{Value: strconv.Itoa(h), Text: fmt.Sprintf("%02d:00", h)})
	}
	return out
}
