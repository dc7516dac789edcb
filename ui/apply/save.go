package apply

import (
	"net/http"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/session"
)

// saving is how to come back: the reference for the phone, and a code for any browser.
type saving struct {
	frame
	Reference string
	At        string
	Born      string // the question that must be answered first, "" once it is
	NoCode    bool   // the service asks for no date of birth: nothing would open with a code
	Code      string // "" until it is asked for
	Expires   string
	Carry     string // where to carry on now
	Mine      bool   // whose it is is known, so that a form can be posted
	Form      string // where a form on paper is asked for
	Paper     string // what came of asking for one: posted, cannot
}

// Save explains how to come back later.
func (p *Pages) Save(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	if sent(o.draft) || o.by.For != 0 {
		return session.To(w, r, path(o.draft))
	}
	return session.Show(w, r, http.StatusOK, savePage(p.saving(r, o)))
}

func (p *Pages) saving(r *http.Request, o opened) saving {
	l := p.lang(r)
	v := saving{frame: p.frameOf(r, o, lang.T(l, "apply.save.title")), Reference: cases.ShowReference(o.draft.Reference),
		At: path(o.draft, "save"), Carry: path(o.draft),
		Form: path(o.draft, "form"), Mine: o.draft.Account != 0 && cases.Proven(o.by, o.draft)}
	v.Back, v.Switch, v.Help.Save = v.Carry, switchTo(l, v.At), ""
	born := o.draft.Service.Person.DateOfBirth
	if v.NoCode = born == "" && o.by.ID == 0; !v.NoCode && !p.provable(o) {
		v.Born = v.Carry
		if p.question(o, born) != nil {
			v.Born = path(o.draft, born)
		}
	}
	return v
}

// provable says whether a code would open anything: it goes with a date of birth, which must be known.
func (p *Pages) provable(o opened) bool {
	return o.by.ID != 0 || o.draft.Values()[o.draft.Service.Person.DateOfBirth].Date != nil
}

// SaveCode makes a code for this application and shows it. It is shown here and never again: only what it is derived from is kept.
func (p *Pages) SaveCode(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	if sent(o.draft) || !p.provable(o) {
		return session.To(w, r, path(o.draft, "save"))
	}
	code, expires, err := p.Office.ShowCode(r.Context(), o.by, o.draft.ID)
	if err != nil {
		return err
	}
	v := p.saving(r, o)
	v.Title = lang.T(v.Lang, "apply.save.made")
	v.Code, v.Expires = code, lang.Date(v.Lang, expires.In(lang.London))
	return session.Show(w, r, http.StatusOK, savePage(v))
}
