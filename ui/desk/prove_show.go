package desk

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// proofForm is evidence as it is keyed, shown again as it was.
type proofForm struct {
	frame
	talk     phone.Contact // the conversation it is taken in
	person   accounts.Account
	typed    url.Values
	wrongs   services.Problems
	document proof.Document // shown, once it is chosen
	back     string
}

func (f proofForm) get(name string) string { return f.typed.Get(name) }

// wrong is the sentence about a field, "" where it is right.
func (f proofForm) wrong(field string) string {
	for _, p := range f.wrongs {
		if p.Field == field {
			return f.problem(p)
		}
	}
	return ""
}

func (f proofForm) problem(p services.Problem) string {
	return lang.T(f.lang, "proof.problems."+p.Code, "check", f.orCode("proof.checks."+p.Field, p.Field))
}

// formOf opens the page of a conversation on which evidence is keyed; ok is false where it is about nobody yet.
func (p *Pages) formOf(r *http.Request) (f proofForm, ok bool, err error) {
	v, c, err := p.ownContact(r)
	if err != nil || c.Account == 0 {
		return f, false, err
	}
	p.Sessions.SetContact(r, c.ID, c.Door)
	v.contact, v.by.Door = c, c.Door
	f.frame.visit, f.talk, f.typed = v, c, r.URL.Query()
	if r.Method == http.MethodPost {
		if f.typed, err = posted(r); err != nil {
			return f, false, err
		}
	}
	f.back = session.Local(f.typed.Get("back"), contactPath(c.ID, "prove"))
	f.person, err = p.Register.Open(r.Context(), v.by, c.Account)
	return f, err == nil, err
}

// showForm shows a page of evidence with what is wrong on it.
func (p *Pages) showForm(w http.ResponseWriter, r *http.Request, f proofForm, title string, page func(proofForm) templ.Component) error {
	f.frame = p.frame(r, f.frame.visit, "", title)
	status := http.StatusOK
	for _, wrong := range f.wrongs {
		status = http.StatusUnprocessableEntity
		f.problems = append(f.problems, problem(f.problem(wrong), f.anchor(wrong.Field)))
	}
	return session.Show(w, r, status, page(f))
}

// anchor is the id of the field a problem is about.
func (f proofForm) anchor(field string) string {
	switch {
	case field == "expires" || field == "known" || field == "since":
		return anchor(field + "-day")
	case slices.Contains(f.document.Must(), field):
		return "checks"
	}
	return anchor(field)
}

// ProofDocument shows the checklist of a document, once it is said which.
func (p *Pages) ProofDocument(w http.ResponseWriter, r *http.Request) error {
	f, ok, err := p.formOf(r)
	if err != nil {
		return err
	}
	if !ok {
		return session.To(w, r, "/desk")
	}
	f.document, _ = proof.DocumentNamed(f.get("document"))
	return p.showForm(w, r, f, f.P("documents_title"), showDocument)
}

// ShowDocument records a document that was shown.
func (p *Pages) ShowDocument(w http.ResponseWriter, r *http.Request) error {
	f, ok, err := p.formOf(r)
	if err != nil {
		return err
	}
	if !ok {
		return session.To(w, r, "/desk")
	}
	f.document, _ = proof.DocumentNamed(f.get("document"))
	shown := accounts.Shown{Document: f.get("document"), Number: f.get("number"), Checks: f.typed["checks"]}
	var real bool
	if shown.Expires, real = f.day("expires"); !real {
		shown.Expires = &services.Day{} // no real day: it says so
	}
	_, f.wrongs, err = p.Contacts.Show(r.Context(), f.by, f.talk.ID, shown)
	return p.recorded(w, r, f, err, f.P("documents_title"), showDocument)
}

// day is a day of three fields.
func (f proofForm) day(name string) (*services.Day, bool) {
	return readDay(f.get(name+"-day"), f.get(name+"-month"), f.get(name+"-year"))
}

// recorded leads on where evidence was taken, and shows the page again where it was not.
func (p *Pages) recorded(w http.ResponseWriter, r *http.Request, f proofForm, err error, title string, page func(proofForm) templ.Component) error {
	if err != nil {
		return err
	}
	if len(f.wrongs) > 0 {
		return p.showForm(w, r, f, title, page)
	}
	if err := p.Office.SettleWaits(r.Context(), f.by, f.person.ID); err != nil {
		return err
	}
	p.tell(r, "proof.desk.recorded_done")
	return session.To(w, r, with(contactPath(f.talk.ID, "prove"), "back", f.back))
}

// Voucher shows the page on which somebody vouches.
func (p *Pages) Voucher(w http.ResponseWriter, r *http.Request) error {
	f, ok, err := p.formOf(r)
	if err != nil {
		return err
	}
	if !ok {
		return session.To(w, r, "/desk")
	}
	return p.showForm(w, r, f, f.P("vouch_title"), showVouch)
}

// Vouch records that somebody vouched.
func (p *Pages) Vouch(w http.ResponseWriter, r *http.Request) error {
	f, ok, err := p.formOf(r)
	if err != nil {
		return err
	}
	if !ok {
		return session.To(w, r, "/desk")
	}
	v := accounts.Vouching{Close: f.get("close") == "yes", Voucher: accounts.Voucher{Name: f.get("voucher"), Account: wanted(f.get("account")),
		Position: f.get("position"), Organisation: f.get("organisation"), Registered: f.get("registered"), Phone: f.get("phone"),
		IdentifiedBy: f.get("identified"), Relationship: f.get("relationship"), Method: f.get("method"), Statement: clip(f.get("statement"))}}
	if since, real := f.day("known"); real && since != nil {
		v.KnownSince = *since
	}
	_, f.wrongs, err = p.Contacts.Vouch(r.Context(), f.by, f.talk.ID, v)
	return p.recorded(w, r, f, err, f.P("vouch_title"), showVouch)
}

// LookUp records what was looked up of somebody: misuse, or how long their identity has been used.
func (p *Pages) LookUp(w http.ResponseWriter, r *http.Request) error {
	f, ok, err := p.formOf(r)
	if err != nil {
		return err
	}
	if !ok {
		return session.To(w, r, "/desk")
	}
	if f.get("what") == "history" {
		since, _ := f.day("since")
		if since == nil {
			since = &services.Day{}
		}
		f.wrongs, err = p.Register.KnownSince(r.Context(), f.by, f.person.ID, f.get("source"), *since, f.talk.ID)
	} else {
		f.wrongs, err = p.Register.LookUp(r.Context(), f.by, f.person.ID, f.typed["fraud"], f.talk.ID)
	}
	return p.recorded(w, r, f, err, f.P("checks_title"), showLookUps)
}

// options are choices by code, worded.
func (v visit) choices(prefix string, codes []string) []govuk.SelectItem {
	items := []govuk.SelectItem{{}}
	for _, code := range codes {
		items = append(items, govuk.SelectItem{Value: code, Text: lang.T(v.lang, prefix+code)})
	}
	return items
}

func (v visit) radios(prefix string, codes []string) []govuk.RadiosItem {
	var items []govuk.RadiosItem
	for _, code := range codes {
		items = append(items, govuk.RadiosItem{Value: code, Text: lang.T(v.lang, prefix+code)})
	}
	return items
}

func (v visit) boxes(prefix string, codes []string) []govuk.CheckboxesItem {
	var items []govuk.CheckboxesItem
	for _, code := range codes {
		items = append(items, govuk.CheckboxesItem{Value: code, Text: lang.T(v.lang, prefix+code)})
	}
	return items
}

func documentCodes() []string {
	var codes []string
	for _, d := range proof.Documents() {
		codes = append(codes, d.Code)
	}
	return codes
}
