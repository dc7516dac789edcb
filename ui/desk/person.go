package desk

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// What a person's page shows of long lists: the latest.
const (
	lettersShown = 20
	looksShown   = 25
)

type personView struct {
	frame
	opened
	rows     []cases.DraftRow
	contacts []phone.Contact
	letters  []letters.Letter
	looks    []accounts.Look
	services []offer
	helpers  []helperLine
}

// Person shows everything this agency may know of somebody, needs first.
func (p *Pages) Person(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	v := personView{opened: o, services: p.offers(o.v)}
	if v.rows, err = p.personRows(r, o); err != nil {
		return err
	}
	if v.helpers, err = p.helpersOf(r, o); err != nil {
		return err
	}
	if v.contacts, err = p.Contacts.ByAccount(r.Context(), o.v.by, o.account.ID); err != nil {
		return err
	}
	if v.letters, err = p.Post.ByAccount(r.Context(), o.account.ID, lettersShown); err != nil {
		return err
	}
	v.letters = slices.DeleteFunc(v.letters, func(l letters.Letter) bool { return l.Agency != o.v.member.Agency })
	if v.looks, err = p.Register.Looks(r.Context(), o.account.ID, 0, looksShown); err != nil {
		return err
	}
	v.frame = p.frame(r, o.v, "", o.account.FullName)
	return session.Show(w, r, http.StatusOK, personPage(v))
}

// onTheLine says whether the conversation at hand is not yet about somebody: then this person can be it.
func (v personView) onTheLine() bool {
	return v.frame.contact.ID != 0 && v.frame.contact.Account != v.account.ID
}

// lookWord words what was done with the record, "" for what is no look at it.
func (v personView) lookWord(l accounts.Look) string {
	return v.frame.orCode("accounts.looks."+l.Verb, v.frame.orCode("desk.verbs."+l.Verb, l.Verb))
}

type editView struct {
	frame
	opened
	form  detailsForm
	rev   string
	stale bool
}

// EditDetails shows somebody's details to be corrected.
func (p *Pages) EditDetails(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	v := editView{opened: o, rev: number(o.account.Rev), form: detailsForm{visit: o.v, typed: typedDetails(recordDetails(o.account))}}
	return p.showEdit(w, r, http.StatusOK, v)
}

// SaveDetails changes them. When somebody else did meanwhile, both are shown.
func (p *Pages) SaveDetails(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	v := editView{opened: o, rev: typed.Get("rev"), form: detailsForm{visit: o.v, typed: typed}}
	details, wrong := v.form.details()
	if len(wrong) == 0 {
		wrong, err = p.Register.Update(r.Context(), o.v.by, o.account.ID, wanted(v.rev), details)
	}
	switch {
	case stale(err):
		v.stale, v.rev = true, number(o.account.Rev)
		return p.showEdit(w, r, http.StatusConflict, v)
	case err != nil:
		return err
	case len(wrong) > 0:
		v.form.problems = wrong
		return p.showEdit(w, r, http.StatusUnprocessableEntity, v)
	}
	p.tell(r, "desk.person.saved_done")
	return session.To(w, r, o.at())
}

func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status int, v editView) error {
	v.frame = p.frame(r, v.opened.v, "", v.account.FullName)
	v.frame.problems = accountProblems(v.frame.lang, v.form.problems)
	if v.stale {
		v.frame.problems = []govuk.ErrorSummaryItem{{Text: v.T("person.stale")}}
	}
	return session.Show(w, r, status, editPage(v))
}

// EditNeeds shows how somebody must be contacted, to be changed.
func (p *Pages) EditNeeds(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	v := editView{opened: o, rev: number(o.account.Needs.Rev), form: detailsForm{visit: o.v, typed: typedNeeds(o.account.Needs)}}
	return p.showNeeds(w, r, http.StatusOK, v)
}

// SaveNeeds changes them, for every letter, text and call from now on.
func (p *Pages) SaveNeeds(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	err = p.Register.SetNeeds(r.Context(), o.v.by, o.account.ID, needsFrom(typed, wanted(typed.Get("rev"))))
	if stale(err) {
		v := editView{opened: o, rev: number(o.account.Needs.Rev), stale: true, form: detailsForm{visit: o.v, typed: typed}}
		return p.showNeeds(w, r, http.StatusConflict, v)
	}
	if err != nil {
		return err
	}
	p.tell(r, "desk.needs.saved_done")
	return session.To(w, r, o.at())
}

func (p *Pages) showNeeds(w http.ResponseWriter, r *http.Request, status int, v editView) error {
	v.frame = p.frame(r, v.opened.v, "", v.account.FullName)
	if v.stale {
		v.frame.problems = []govuk.ErrorSummaryItem{{Text: v.T("person.stale")}}
	}
	return session.Show(w, r, status, needsPage(v))
}

type deathView struct {
	frame
	opened
	typed url.Values
	wrong string
}

// Death asks for the day somebody died and says what it will stop.
func (p *Pages) Death(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	return session.Show(w, r, http.StatusOK, deathPage(deathView{frame: p.frame(r, o.v, "", o.account.FullName), opened: o}))
}

// RecordDeath stops every letter and text to somebody who has died.
func (p *Pages) RecordDeath(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	day, real := readDay(typed.Get("day"), typed.Get("month"), typed.Get("year"))
	if wrong := p.wrongDeath(o, day, real); wrong != "" {
		v := deathView{frame: p.frame(r, o.v, "", o.account.FullName), opened: o, typed: typed, wrong: o.v.T(wrong)}
		v.frame.problems = []govuk.ErrorSummaryItem{problem(v.wrong, "f-day")}
		return session.Show(w, r, http.StatusUnprocessableEntity, deathPage(v))
	}
	if err := p.Office.RecordDeath(r.Context(), o.v.by, o.account.ID, *day); err != nil {
		return err
	}
	p.tell(r, "desk.death.recorded_done")
	return session.To(w, r, o.at())
}

// wrongDeath is the key of what is wrong with a day of death: it is past, and after the birth.
func (p *Pages) wrongDeath(o opened, day *services.Day, real bool) string {
	switch {
	case !real || day == nil:
		return "death.not_real"
	case day.Time().After(p.today().Time()):
		return "death.in_future"
	case o.account.DateOfBirth != nil && day.Time().Before(o.account.DateOfBirth.Time()):
		return "death.before_birth"
	}
	return ""
}
