package desk

import (
	"net/http"
	"net/url"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

type newView struct {
	first bool // a conversation must be begun first
	frame
	form  detailsForm
	near  []accounts.Found
	asked bool   // near matches were shown and are to be decided on
	tie   string // reference of the application whose person this is
}

// NewPerson shows the form of a new person, begun with what was searched for or what an application tells.
func (p *Pages) NewPerson(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	n := newView{form: detailsForm{visit: v, typed: fromLine(r.URL.Query().Get("q"))}}
	if ref := r.URL.Query().Get("draft"); ref != "" {
		d, err := p.Office.FindDraft(r.Context(), v.by, ref)
		if err != nil {
			return err
		}
		n.tie, n.form.typed = d.Reference, merged(fromDraft(d), n.form.typed)
		n.form.typed = merged(n.form.typed, url.Values{"written": {string(d.Lang)}, "spoken": {string(d.Lang)}})
	}
	if v.contact.Phone != "" && n.form.get("mobile")+n.form.get("landline") == "" {
		n.form.typed = merged(n.form.typed, fromLine(v.contact.Phone))
	}
	if details, wrong := n.form.details(); len(wrong) == 0 && details.FullName != "" {
		if n.near, err = p.Register.Near(r.Context(), details); err != nil {
			return err
		}
	}
	return p.showNew(w, r, v, http.StatusOK, n)
}

// NearPeople answers, while a new person is keyed, who they may be already.
func (p *Pages) NearPeople(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	n := newView{frame: frame{visit: v}, form: detailsForm{visit: v, typed: typed}, tie: tieOf(typed)}
	if err := p.Contacts.Told(r.Context(), v.by, v.contact.ID, toldIn(typed)); err != nil {
		return err
	}
	details, _ := n.form.details()
	if n.near, err = p.Register.Near(r.Context(), details); err != nil {
		return err
	}
	ctx := govuk.WithWords(r.Context(), govuk.WordsIn(v.lang))
	return session.Show(w, r.WithContext(ctx), http.StatusOK, nearPeople(n))
}

func tieOf(typed url.Values) string {
	ref, _ := cases.ReadReference(typed.Get("draft"))
	return ref
}

// likely is from what score on a near match must be decided on before a new person is made.
const likely = 0.5

// CreatePerson makes a new person with their needs. Where somebody like them is there already, it asks once which it is.
func (p *Pages) CreatePerson(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	n := newView{form: detailsForm{visit: v, typed: typed}, tie: tieOf(typed)}
	details, wrong := n.form.details()
	details.Needs = needsFrom(typed, 0)
	if err := p.Contacts.Told(r.Context(), v.by, v.contact.ID, toldIn(typed)); err != nil {
		return err
	}
	if n.near, err = p.Register.Near(r.Context(), details); err != nil {
		return err
	}
	if n.asked = typed.Get("anyway") == "" && len(n.near) > 0 && n.near[0].Score >= likely; n.asked && len(wrong) == 0 {
		return p.showNew(w, r, v, http.StatusConflict, n)
	}
	var a accounts.Account
	if v.by.Door == channels.None {
		n.first = true
		return p.showNew(w, r, v, http.StatusUnprocessableEntity, n)
	}
	if len(wrong) == 0 {
		if a, wrong, err = p.Register.Create(r.Context(), v.by, details); err != nil {
			return err
		}
	}
	if n.form.problems = wrong; len(wrong) > 0 {
		return p.showNew(w, r, v, http.StatusUnprocessableEntity, n)
	}
	return p.created(w, r, v, a, n.tie)
}

// created goes on to where the new person was needed: their application, or their page.
func (p *Pages) created(w http.ResponseWriter, r *http.Request, v visit, a accounts.Account, tie string) error {
	if tie != "" {
		return p.tie(w, r, v, tie, a.ID)
	}
	if err := p.about(r, v, a.ID, 0); err != nil {
		return err
	}
	p.tell(r, "desk.person.created_done")
	if v.contact.ID == 0 {
		return session.To(w, r, with(personPath(a.ID), "why", "correct"))
	}
	return session.To(w, r, personPath(a.ID))
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, v visit, status int, n newView) error {
	n.frame = p.frame(r, v, "", v.T("person.new"))
	n.frame.problems = accountProblems(v.lang, n.form.problems)
	if n.first {
		n.frame.problems = append(n.frame.problems, problem(v.T("contact.first"), anchor("full-name")))
	}
	return session.Show(w, r, status, newPersonPage(n))
}

// tie makes an application a person's.
func (p *Pages) tie(w http.ResponseWriter, r *http.Request, v visit, ref string, account int64) error {
	d, err := p.Office.FindDraft(r.Context(), v.by, ref)
	if err != nil {
		return err
	}
	if err := p.Office.Belongs(r.Context(), v.by, d.ID, account); err != nil {
		return err
	}
	if err := p.about(r, v, account, d.ID); err != nil {
		return err
	}
	if err := p.Contacts.Told(r.Context(), v.by, v.contact.ID, toldIn(fromDraft(d))); err != nil {
		return err
	}
	p.tell(r, "desk.draft.tied_done")
	return session.To(w, r, draftPath(d.Reference))
}

// DraftPerson says whose an application is: somebody who was found.
func (p *Pages) DraftPerson(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	who, err := p.Register.Open(r.Context(), because(v.by, "contacts.looks.case"), wanted(r.PostFormValue("account")))
	if err != nil {
		return err
	}
	return p.tie(w, r, v, param(r, "ref"), who.ID)
}

// because is an actor with a reason, where the conversation has not given one.
func because(by audit.Actor, why string) audit.Actor {
	if by.Why == "" {
		by.Why = why
	}
	return by
}
