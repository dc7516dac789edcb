package desk

import (
	"net/http"
	"slices"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// looks are the reasons to open somebody's record with nobody on the line; worded by lang "contacts.looks.<code>". The person can
// read it.
var looks = []string{"prepare-call", "post-came", "correct", "complaint", "check-work", "asked-by-leader"}

// opened is a person opened with a reason. What is asked on goes along to the pages below, so that it is asked once.
type opened struct {
	v       visit
	account accounts.Account
	why     string // code of looks
	of      string // reference of the application or case it is for
}

// at is a page of this person, with the reason.
func (o opened) at(verb ...string) string {
	return with(personPath(o.account.ID, verb...), "why", o.why, "for", o.of)
}

// openPerson opens the person in the path for a reason: the conversation at hand, a case of theirs, or one that was chosen. Without
// one nothing of them is read and ok is false.
func (p *Pages) openPerson(r *http.Request) (o opened, ok bool, err error) {
	if o.v, err = p.visiting(r); err != nil {
		return o, false, err
	}
	if o.account.ID, err = id(r); err != nil {
		return o, false, err
	}
	if head, err := p.Register.Head(r.Context(), o.account.ID); err == nil { // who is not there is found out by opening
		o.account.ID = head
	}
	o.why, o.of = r.FormValue("why"), r.FormValue("for")
	switch {
	case slices.Contains(looks, o.why):
		o.v.by.Why = "contacts.looks." + o.why
	case o.of != "" && p.isOf(r, o):
		o.why, o.v.by.Why = "", "contacts.looks.case"
	case o.v.contact.ID != 0:
		o.why, o.of = "", ""
	default:
		return o, false, nil
	}
	o.account, err = p.Register.Open(r.Context(), o.v.by, o.account.ID)
	o.v.by.Proven = err == nil && o.proven()
	return o, err == nil, err
}

// isOf says whether an application of this agency is the person's.
func (p *Pages) isOf(r *http.Request, o opened) bool {
	d, err := p.Office.FindDraft(r.Context(), o.v.by, o.of)
	return err == nil && d.Account == o.account.ID
}

type reasonView struct {
	frame
	account int64
	action  string
}

// askReason stands in front of a person's pages.
func (p *Pages) askReason(w http.ResponseWriter, r *http.Request, o opened) error {
	v := reasonView{account: o.account.ID, action: r.URL.Path}
	if r.Method != http.MethodGet {
		v.action = personPath(o.account.ID)
	}
	v.frame = p.frame(r, o.v, "", o.v.T("reason.title"))
	status := http.StatusOK
	if r.URL.Query().Has("why") || r.Method != http.MethodGet {
		status = http.StatusUnprocessableEntity
		v.problems = []govuk.ErrorSummaryItem{problem(o.v.T("reason.required"), "why")}
	}
	return session.Show(w, r, status, reasonPage(v))
}

func (v reasonView) items() []govuk.RadiosItem {
	var items []govuk.RadiosItem
	for i, code := range looks {
		attributes := nthKey(i)
		if i == 0 {
			attributes["autofocus"] = len(v.problems) == 0
		}
		items = append(items, govuk.RadiosItem{Value: code, Text: lang.T(v.lang, "contacts.looks."+code), Attributes: attributes})
	}
	return items
}

// personRows are the drafts and cases of a person at this agency.
func (p *Pages) personRows(r *http.Request, o opened) ([]cases.DraftRow, error) {
	return p.Office.ByAccount(r.Context(), o.v.by, o.account.ID)
}

// accountProblems are a person's mistakes in their details.
func accountProblems(l lang.Lang, problems services.Problems) []govuk.ErrorSummaryItem {
	var out []govuk.ErrorSummaryItem
	for _, pr := range problems {
		out = append(out, problem(accounts.Sentence(l, pr), detailAnchor(pr.Question)))
	}
	return out
}
