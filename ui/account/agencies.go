package account

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

type agencies struct {
	own
	All []agencyView
}

// agencyView is an agency, what it may see and why, and what somebody decides about it themselves.
type agencyView struct {
	ID       string
	Name     string
	Services string
	Uses     []use
	Switches []consentSwitch
}

type use struct{ Service, Why, Law string }

// consentSwitch is one thing that only a person's word allows.
type consentSwitch struct {
	Scope, Text, State string
	Given              bool
	Field              string // id of its first field
}

// Agencies shows each agency somebody has to do with, what it may see, what for and by what law, and what can be turned off.
func (p *Pages) Agencies(w http.ResponseWriter, r *http.Request) error {
	return p.showAgencies(w, r, agencies{own: p.ownPage(r, "agencies")})
}

func (p *Pages) showAgencies(w http.ResponseWriter, r *http.Request, v agencies) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	all, err := p.Office.Dealings(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	said, err := p.Register.Consents(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	for _, d := range all {
		agency, err := p.Staff.Agency(r.Context(), d.Agency)
		if err != nil {
			return err
		}
		x := agencyView{ID: number(d.Agency), Name: agency.Name(v.Lang), Uses: p.uses(v.Lang, d.Services), Switches: switches(v.own, d.Agency, said, p.today())}
		var names []string
		for _, u := range x.Uses {
			names = append(names, u.Service)
		}
		x.Services = lang.List(v.Lang, names)
		v.All = append(v.All, x)
	}
	return session.Show(w, r, v.status(), agenciesPage(v))
}

// uses words what each service is used for; lang "uses.<service>".
func (p *Pages) uses(l lang.Lang, ids []string) (out []use) {
	for _, id := range ids {
		name, key := id, "uses."+id
		if s, ok := p.Library.Current(id); ok {
			name = s.Word(l, "name", nil)
		}
		if !lang.Has(l, key+".why") {
			key = "uses.other"
		}
		out = append(out, use{Service: name, Why: lang.T(l, key+".why"), Law: lang.T(l, key+".law")})
	}
	return out
}

func switches(o own, agency int64, said []accounts.Consent, today services.Day) (out []consentSwitch) {
	for _, scope := range accounts.Scopes {
		x := consentSwitch{Scope: string(scope), Text: o.P("agencies.scopes." + string(scope)), State: o.P("agencies.state.off"),
			Field: "until-" + number(agency) + "-" + string(scope)}
		for _, c := range said {
			if c.Agency == agency && c.Scope == scope {
				x.Given, x.State = c.Holds(today), consentState(o, c, today)
			}
		}
		out = append(out, x)
	}
	return out
}

func consentState(o own, c accounts.Consent, today services.Day) string {
	if !c.Given {
		return o.P("agencies.state.off")
	}
	if c.Until == nil {
		return o.P("agencies.state.on")
	}
	key := "agencies.state.ended"
	if c.Holds(today) {
		key = "agencies.state.on_until"
	}
	return o.P(key, "until", lang.Date(o.Lang, c.Until.Time()))
}

func (p *Pages) today() services.Day { return p.Register.Today() }

// Consent turns something on or off that only a person's word allows, until a day they may choose.
func (p *Pages) Consent(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	form, err := typed(r)
	if err != nil {
		return err
	}
	c := accounts.Consent{Agency: whole(form.Get("agency")), Scope: accounts.Scope(form.Get("scope")), Given: form.Get("give") == "yes"}
	v := agencies{own: p.ownPage(r, "agencies")}
	if c.Given {
		day, ok := dayIn(form.Get("day"), form.Get("month"), form.Get("year"))
		if !ok || day != nil && day.Time().Before(p.today().Time()) {
			v.wrong("until-"+number(c.Agency)+"-"+string(c.Scope), v.P("agencies.wrong_day"))
			return p.showAgencies(w, r, v)
		}
		c.Until = day
	}
	if !p.deals(r, c.Agency) {
		return accounts.ErrNotFound
	}
	if err := p.Register.SetConsent(r.Context(), by, by.ID, c); err != nil {
		return err
	}
	p.Sessions.Tell(r, "page.agencies.saved")
	return session.To(w, r, "/account/agencies")
}

// deals says whether the person has to do with an agency.
func (p *Pages) deals(r *http.Request, agency int64) bool {
	by, err := p.me(r)
	if err != nil {
		return false
	}
	all, err := p.Office.Dealings(r.Context(), by, by.ID)
	if err != nil {
		return false
	}
	for _, d := range all {
		if d.Agency == agency {
			return true
		}
	}
	return false
}

// dayIn reads three fields: nothing is no day, and what is not a real day is none either (ok false).
func dayIn(day, month, year string) (*services.Day, bool) {
	if strings.TrimSpace(day+month+year) == "" {
		return nil, true
	}
	d, err1 := strconv.Atoi(strings.TrimSpace(day))
	m, err2 := strconv.Atoi(strings.TrimSpace(month))
	y, err3 := strconv.Atoi(strings.TrimSpace(year))
	if err1 != nil || err2 != nil || err3 != nil || y < 1000 || y > 9999 {
		return nil, false
	}
	out := services.Day{Y: y, M: time.Month(m), D: d}
	return &out, services.DayOf(out.Time()) == out
}
