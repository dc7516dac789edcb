package desk

import (
	"net/http"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// helperLine is one who acts for a person, as the desk sees it.
type helperLine struct {
	accounts.Mandate
	who, rights, scope, until string
}

func (p *Pages) helperLine(l lang.Lang, m accounts.Mandate) helperLine {
	return helperLine{Mandate: m, who: m.Known(l), rights: m.RightsIn(l), scope: p.Register.ScopeIn(l, m), until: m.UntilIn(l)}
}

// helpersOf are those in force or invited, for the person's first screen.
func (p *Pages) helpersOf(r *http.Request, o opened) (out []helperLine, err error) {
	all, err := p.Register.Helpers(r.Context(), o.v.by, o.account.ID)
	for _, m := range all {
		if m.EndedAt == nil {
			out = append(out, p.helperLine(o.v.lang, m))
		}
	}
	return out, err
}

// helping finds by what right the helper on the line speaks for the person: asked with every page.
func (p *Pages) helping(r *http.Request, v visit) (visit, error) {
	if v.contact.Helper == 0 {
		return v, nil
	}
	v.by.Caller, v.by.For = v.contact.Helper, v.contact.Account
	all, err := p.Register.Mandates(r.Context(), v.contact.Helper, v.contact.Account)
	v.mandates = all
	for _, m := range all {
		v.lines = append(v.lines, p.helperLine(v.lang, m))
	}
	return v, err
}

func (v visit) today() services.Day { return services.DayOf(v.now) }

// may says whether the helper on the line may do something about a draft.
func (v visit) may(do accounts.Doing, d cases.Draft) bool {
	return v.mandates.Allow(do, accounts.Matter{Draft: d.ID, Service: d.Service.ID, Area: accounts.AreaOf(d.Service)})
}

// phraseDue says that the helper on the line has words agreed on and has not said them.
func (v visit) phraseDue() bool {
	if v.contact.PhraseAt != nil {
		return false
	}
	for _, m := range v.mandates {
		if m.HasPhrase {
			return true
		}
	}
	return false
}

// told says whether the helper on the line may be told anything: proven, the words said, and leave to talk.
func (v visit) toldTo(d cases.Draft) bool {
	return v.contact.Helper == 0 || v.may(accounts.ToTalk, d) && !v.phraseDue()
}

// helperView is one mandate with what became of it.
type helperView struct {
	frame
	opened
	helperLine
	changes []accounts.MandateChange
}

// Helper shows one mandate of a person.
func (p *Pages) Helper(w http.ResponseWriter, r *http.Request) error {
	o, m, ok, err := p.openHelper(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	v := helperView{opened: o, helperLine: p.helperLine(o.v.lang, m)}
	if _, v.changes, err = p.Register.Mandate(r.Context(), o.v.by, m.ID); err != nil {
		return err
	}
	v.frame = p.frame(r, o.v, "", lang.T(o.v.lang, "helpers.desk.of", "name", v.who, "person", m.PersonName))
	return session.Show(w, r, http.StatusOK, helperPage(v))
}

// openHelper is the mandate in the path, of the person in the path, with a reason to look.
func (p *Pages) openHelper(r *http.Request) (o opened, m accounts.Mandate, ok bool, err error) {
	if o, ok, err = p.openPerson(r); err != nil || !ok {
		return o, m, ok, err
	}
	m, _, err = p.Register.Mandate(r.Context(), o.v.by, wanted(param(r, "mandate")))
	if err == nil {
		var head int64
		if head, err = p.Register.Head(r.Context(), m.Account); err == nil && head != o.account.ID {
			err = accounts.ErrNotFound
		}
	}
	return o, m, err == nil, err
}

// EndHelper ends a mandate for whoever asked.
func (p *Pages) EndHelper(w http.ResponseWriter, r *http.Request) error {
	return p.changeHelper(w, r, "helpers.desk.ended_done", func(o opened, m accounts.Mandate) error {
		return p.Register.EndMandate(r.Context(), o.v.by, m.ID, r.PostFormValue("ended"))
	})
}

// RenewHelper lets one go on, on the word of the person who was proven in this conversation.
func (p *Pages) RenewHelper(w http.ResponseWriter, r *http.Request) error {
	return p.changeHelper(w, r, "helpers.desk.renewed_done", func(o opened, m accounts.Mandate) error {
		_, err := p.Register.RenewMandate(r.Context(), o.v.provenOf(o.account.ID).by, m.ID)
		return err
	})
}

// SetHelperPhrase agrees on other words.
func (p *Pages) SetHelperPhrase(w http.ResponseWriter, r *http.Request) error {
	return p.changeHelper(w, r, "helpers.desk.phrase_set_done", func(o opened, m accounts.Mandate) error {
		return p.Register.SetPhrase(r.Context(), o.v.by, m.ID, r.PostFormValue("phrase"))
	})
}

func (p *Pages) changeHelper(w http.ResponseWriter, r *http.Request, done string, change func(o opened, m accounts.Mandate) error) error {
	o, m, ok, err := p.openHelper(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	switch err := change(o, m); {
	case notAllowed(err):
		done = "helpers.desk.renewed_not"
	case invalid(err):
		done = "helpers.problems.phrase-too-short"
	case err != nil:
		return err
	}
	p.tell(r, done)
	return session.To(w, r, o.at("helpers", number(m.ID)))
}

// provenOf is the visit with who was proven in this conversation, where that is this person, speaking for themselves.
func (v visit) provenOf(account int64) visit {
	v.by.Proven = v.contact.ProvenAt != nil && v.contact.Account == account && v.contact.Helper == 0
	return v
}

// HelperSpeaks says who is on the line: a helper of the person, or with none the person themselves.
func (p *Pages) HelperSpeaks(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.ownContact(r)
	if err != nil {
		return err
	}
	var helper int64
	why := ""
	if id := wanted(r.PostFormValue("mandate")); id != 0 {
		m, _, err := p.Register.Mandate(r.Context(), v.by, id)
		if err != nil {
			return err
		}
		if !m.InForce(p.today()) || m.Account != c.Account && !p.sameHead(r, m.Account, c.Account) {
			return accounts.ErrNotFound
		}
		helper, why = m.Helper, m.Reason
	}
	if err := p.Contacts.Speaks(r.Context(), v.by, c.ID, helper, why); err != nil {
		return err
	}
	return session.To(w, r, session.Local(r.PostFormValue("back"), personPath(c.Account)))
}

func (p *Pages) sameHead(r *http.Request, one, other int64) bool {
	a, err := p.Register.Head(r.Context(), one)
	return err == nil && a == other
}

// TryPhrase says whether what the helper on the line said are the words agreed on: yes or no, and never the words.
func (p *Pages) TryPhrase(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.ownContact(r)
	if err != nil {
		return err
	}
	if v, err = p.helping(r, visit{by: v.by, lang: v.lang, contact: c}); err != nil {
		return err
	}
	told := "helpers.desk.phrase_wrong"
	for _, m := range v.mandates {
		if !m.HasPhrase {
			continue
		}
		right, err := p.Register.TryPhrase(r.Context(), v.by, m.ID, r.PostFormValue("said"))
		if throttled(err) {
			told = "helpers.desk.phrase_throttled"
			break
		}
		if err != nil {
			return err
		}
		if right {
			if err := p.Contacts.SaidPhrase(r.Context(), v.by, c.ID); err != nil {
				return err
			}
			told = "helpers.desk.phrase_right_done"
			break
		}
	}
	p.tell(r, told)
	return session.To(w, r, session.Local(r.PostFormValue("back"), "/desk"))
}

func endedItems(l lang.Lang) []govuk.RadiosItem {
	var items []govuk.RadiosItem
	for _, who := range []string{"person", "helper", "staff"} {
		items = append(items, govuk.RadiosItem{Value: who, Text: lang.T(l, "helpers.desk.end_whys."+who)})
	}
	return items
}
