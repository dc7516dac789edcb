package account

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

type details struct {
	own
	Name string
	Form url.Values
	Rev  string
	Told []string // agencies that would be told
}

// Details shows where somebody lives and is reached, to be changed by themselves.
func (p *Pages) Details(w http.ResponseWriter, r *http.Request) error {
	by, a, err := p.mine(r)
	if err != nil {
		return err
	}
	return p.showDetails(w, r, by, details{own: p.ownPage(r, "details"), Name: a.FullName, Form: detailFields(a), Rev: number(a.Rev)})
}

// mine is the account of who is signed in.
func (p *Pages) mine(r *http.Request) (audit.Actor, accounts.Account, error) {
	by, err := p.me(r)
	if err != nil {
		return by, accounts.Account{}, err
	}
	a, err := p.Register.Open(r.Context(), by, by.ID)
	return by, a, err
}

func (p *Pages) showDetails(w http.ResponseWriter, r *http.Request, by audit.Actor, v details) error {
	told, err := p.Office.Informed(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	v.Told = agencyNames(v.Lang, told)
	return session.Show(w, r, v.status(), detailsPage(v))
}

func agencyNames(l lang.Lang, all []staff.Agency) (out []string) {
	for _, a := range all {
		out = append(out, a.Name(l))
	}
	return out
}

// SaveDetails changes them, and says which agencies were told.
func (p *Pages) SaveDetails(w http.ResponseWriter, r *http.Request) error {
	by, a, err := p.mine(r)
	if err != nil {
		return err
	}
	form, err := typed(r)
	if err != nil {
		return err
	}
	told, problems, err := p.Office.ChangeDetails(r.Context(), by, by.ID, whole(form.Get("rev")), detailsOf(a, form))
	v := details{own: p.ownPage(r, "details"), Name: a.FullName, Form: form, Rev: number(a.Rev)}
	if errors.Is(err, accounts.ErrStale) {
		v.wrong("line1", v.P("needs.stale"))
		return p.showDetails(w, r, by, v)
	}
	if err != nil {
		return err
	}
	for _, x := range problems {
		v.wrong(detailField(x.Question), accounts.Sentence(v.Lang, x))
	}
	if len(problems) > 0 {
		return p.showDetails(w, r, by, v)
	}
	return p.showSaved(w, r, by, agencyNames(v.Lang, told))
}

// showSaved shows the record as it is now. It answers the POST itself: whom it names is nobody's to read in an address or a session.
func (p *Pages) showSaved(w http.ResponseWriter, r *http.Request, by audit.Actor, told []string) error {
	a, err := p.Register.Open(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	v := details{own: p.ownPage(r, "details"), Name: a.FullName, Form: detailFields(a), Rev: number(a.Rev)}
	if v.told = v.P("details.saved"); len(told) > 0 {
		v.told = v.P("details.saved_told", "agencies", lang.List(v.Lang, told))
	}
	return p.showDetails(w, r, by, v)
}

// detailField is the field of one of accounts' questions.
func detailField(question string) string {
	if question == "address" {
		return "line1"
	}
	return question
}

var addressFields = []string{"line1", "line2", "town", "county"}

// detailsOf is the record with what was typed: name, birth and identifiers stay as they are.
func detailsOf(a accounts.Account, f url.Values) accounts.Details {
	d := accounts.Details{FullName: a.FullName, DateOfBirth: a.DateOfBirth, NINO: a.NINO, NHS: a.NHS, Mobile: f.Get("mobile"), Landline: f.Get("landline"),
		Email: f.Get("email"), Address: &services.PostAddress{Postcode: f.Get("postcode"), NoFixed: f.Get("no-fixed") == "yes"}}
	for _, name := range addressFields {
		if text := strings.TrimSpace(f.Get(name)); text != "" {
			d.Address.Lines = append(d.Address.Lines, text)
		}
	}
	return d
}

func detailFields(a accounts.Account) url.Values {
	f := url.Values{"mobile": {services.ShowPhone(a.Mobile)}, "landline": {services.ShowPhone(a.Landline)}, "email": {a.Email}}
	if a.Address == nil {
		return f
	}
	f.Set("postcode", a.Address.Postcode)
	if a.Address.NoFixed {
		f.Set("no-fixed", "yes")
	}
	places := [][]string{{}, {"line1"}, {"line1", "town"}, {"line1", "line2", "town"}, addressFields}
	n := min(len(a.Address.Lines), len(addressFields))
	for i := range n {
		f.Set(places[n][i], a.Address.Lines[i])
	}
	if len(a.Address.Lines) > n { // nothing of a long address is lost
		f.Set("county", strings.Join(a.Address.Lines[n-1:], ", "))
	}
	return f
}
