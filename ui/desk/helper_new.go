package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// newHelper is the form by which the desk puts a helper on record.
type newHelper struct {
	frame
	opened
	form  detailsForm // who the helper is, and everything else that was keyed
	wrong services.Problems
	near  []accounts.Found // who the helper may be already
	rows  []cases.DraftRow
	offer []offer
}

// NewHelper asks who is to act for a person, by what right.
func (p *Pages) NewHelper(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	typed := url.Values{"kind": {string(accounts.Helper)}, "mail": {"person"}, "evidence": {accounts.AskedSpeaking}}
	return p.showNewHelper(w, r, http.StatusOK, newHelper{opened: o, form: detailsForm{visit: o.v, typed: typed}})
}

func (p *Pages) showNewHelper(w http.ResponseWriter, r *http.Request, status int, n newHelper) (err error) {
	n.offer = p.offers(n.opened.v)
	if n.rows, err = p.personRows(r, n.opened); err != nil {
		return err
	}
	n.frame = p.frame(r, n.opened.v, "", lang.T(n.opened.v.lang, "helpers.desk.new_title", "name", n.account.FullName))
	n.frame.problems = accountProblems(n.frame.lang, n.form.problems)
	for _, x := range n.wrong {
		n.frame.problems = append(n.frame.problems, problem(n.wrongOf(x.Question), anchor(x.Question)))
	}
	return session.Show(w, r, status, newHelperPage(n))
}

// CreateHelper puts a helper on record: who it is is looked for first, and nobody is made twice without being asked.
func (p *Pages) CreateHelper(w http.ResponseWriter, r *http.Request) error {
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
	n := newHelper{opened: o, form: detailsForm{visit: o.v, typed: typed}}
	m, wrong := readMandate(o.account.ID, typed)
	by := o.v.provenOf(o.account.ID).by
	if m.Evidence == accounts.AskedInWriting {
		by.Door = channels.Paper
	}
	if n.wrong = wrong; len(wrong) == 0 {
		if n.wrong, err = p.Register.CheckMandate(r.Context(), by, m); err != nil {
			return err
		}
	}
	details, mistakes := n.form.details()
	if details.Address != nil && len(details.Address.Lines) == 0 && details.Address.Postcode == "" && !details.Address.NoFixed {
		details.Address = nil
	}
	if n.form.problems = mistakes; len(n.wrong)+len(mistakes) > 0 {
		return p.showNewHelper(w, r, http.StatusUnprocessableEntity, n)
	}
	chosen := typed.Get("same")
	if m.Helper = wanted(chosen); m.Helper == 0 && chosen != "new" {
		if n.near, err = p.Register.Near(r.Context(), details); err != nil {
			return err
		}
		n.near = slices.DeleteFunc(n.near, func(f accounts.Found) bool { return f.Score < likely || f.ID == o.account.ID })
		if len(n.near) > 0 {
			return p.showNewHelper(w, r, http.StatusConflict, n)
		}
	}
	if m.Helper == 0 {
		if by.Door == channels.None {
			by.Door = channels.Counter // nobody is on the line: a document on the desk
		}
		a, mistakes, err := p.Register.Create(r.Context(), by, details)
		if err != nil {
			return err
		}
		if n.form.problems = mistakes; len(mistakes) > 0 {
			return p.showNewHelper(w, r, http.StatusUnprocessableEntity, n)
		}
		m.Helper = a.ID
	}
	if _, n.wrong, err = p.Register.RegisterMandate(r.Context(), by, m); err != nil {
		return err
	}
	if len(n.wrong) > 0 {
		return p.showNewHelper(w, r, http.StatusUnprocessableEntity, n)
	}
	p.tell(r, "helpers.desk.added_done")
	return session.To(w, r, o.at())
}

// readMandate reads what was keyed.
func readMandate(person int64, typed url.Values) (n accounts.NewMandate, wrong services.Problems) {
	may := func(right string) bool { return slices.Contains(typed["may"], right) }
	n = accounts.NewMandate{Phrase: strings.TrimSpace(typed.Get("phrase")), Document: typed.Get("document"), Mandate: accounts.Mandate{Account: person,
		HelperName: typed.Get("full-name"), Organisation: typed.Get("organisation"), Kind: accounts.MandateKind(typed.Get("kind")),
		Relationship: typed.Get("relationship"), Reason: typed.Get("reason"), Area: typed.Get("area"), Mail: typed.Get("mail"),
		Evidence: typed.Get("evidence"), Signed: typed.Get("signed") == "yes", May: accounts.Rights{See: may("see"), Talk: may("talk"), Act: may("act")}}}
	if id, one := strings.CutPrefix(typed.Get("scope"), "draft:"); one {
		n.Draft, _ = strconv.ParseInt(id, 10, 64)
	} else {
		n.Service, _ = strings.CutPrefix(typed.Get("scope"), "service:")
	}
	var ok bool
	if n.Ends, ok = readDay(typed.Get("ends-day"), typed.Get("ends-month"), typed.Get("ends-year")); !ok {
		wrong = append(wrong, services.Problem{Question: "ends", Code: "not-real"})
	}
	if n.Arrived, ok = readDay(typed.Get("arrived-day"), typed.Get("arrived-month"), typed.Get("arrived-year")); !ok {
		wrong = append(wrong, services.Problem{Question: "arrived", Code: "not-real"})
	}
	return n, wrong
}

// wrongOf is the sentence about a field, "" where it is right.
func (n newHelper) wrongOf(field string) string {
	for _, p := range n.wrong {
		if p.Question == field {
			return lang.T(n.frame.lang, "helpers.problems."+p.Question+"-"+p.Code)
		}
	}
	return ""
}

func (n newHelper) say(key string, vars ...any) string {
	return lang.T(n.frame.lang, "helpers.desk."+key, vars...)
}

// coded are options, worded by lang "helpers.<list>.<code>".
func (n newHelper) coded(list string, codes []string) []govuk.SelectItem {
	items := []govuk.SelectItem{{Text: n.frame.T("choose")}}
	for _, code := range codes {
		items = append(items, govuk.SelectItem{Value: code, Text: lang.T(n.frame.lang, "helpers."+list+"."+code)})
	}
	return items
}

func (n newHelper) kinds() (codes []string) {
	for _, k := range accounts.MandateKinds {
		codes = append(codes, string(k))
	}
	return codes
}

func (n newHelper) rests() []string {
	return []string{accounts.AskedSpeaking, accounts.AskedInWriting, accounts.BirthCertificate, accounts.ParentalOrder, accounts.AppointeeLetter,
		accounts.LastingPower, accounts.EnduringPower, accounts.CourtOrder}
}

func (n newHelper) areas() []govuk.SelectItem {
	item := func(value, key string) govuk.SelectItem {
		return govuk.SelectItem{Value: value, Text: lang.T(n.frame.lang, "helpers.areas."+key)}
	}
	return []govuk.SelectItem{item("", "all"), item("property", "property"), item("health", "health")}
}

func (n newHelper) scopes() []govuk.SelectItem {
	items := []govuk.SelectItem{{Text: n.say("everything")}}
	for _, s := range n.offer {
		items = append(items, govuk.SelectItem{Value: "service:" + s.ID, Text: s.Name})
	}
	for _, row := range n.rows {
		items = append(items, govuk.SelectItem{Value: "draft:" + number(row.ID), Text: row.ServiceName + ", " + showRef(row.Reference)})
	}
	return items
}

func (n newHelper) rights() []govuk.CheckboxesItem {
	var items []govuk.CheckboxesItem
	for _, do := range []accounts.Doing{accounts.ToSee, accounts.ToTalk, accounts.ToAct} {
		items = append(items, govuk.CheckboxesItem{Value: string(do), Text: lang.T(n.frame.lang, "helpers.rights."+string(do))})
	}
	return items
}

// same are the people the helper may be, to choose from.
func (n newHelper) same() []govuk.RadiosItem {
	var items []govuk.RadiosItem
	for _, f := range n.near {
		items = append(items, govuk.RadiosItem{Value: number(f.ID), Text: f.FullName + ", " + n.frame.day(f.DateOfBirth) + ", " + strings.Join(n.frame.address(f.Address), ", ")})
	}
	return append(items, govuk.RadiosItem{Value: "new", Text: n.say("somebody_new")})
}

func (n newHelper) days(name string) govuk.DateInputOptions {
	wrong := n.wrongOf(name)
	get := func(part string) string { return n.form.get(name + "-" + part) }
	return govuk.DateInputOptions{ID: anchor(name), Items: dayFields(n.frame.visit, name+"-", get("day"), get("month"), get("year"), wrong != ""), ErrorMessage: govuk.Wrong(wrong)}
}
