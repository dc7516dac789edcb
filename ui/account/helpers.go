package account

import (
	"context"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// mostDid is how much of what helpers did lately is listed.
const mostDid = 200

// helpers are the people who help somebody, and those they help.
type helpers struct {
	frame
	Now, Past []helper
	Helping   []helper
}

// helper is one mandate as it is shown.
type helper struct {
	accounts.Mandate
	Who, Rights, Scope, Last, Right, State string
	Lately                                 []line
}

// waits says whether an invitation is not taken up yet.
func (h helper) waits() bool { return h.Helper == 0 && h.EndedAt == nil }

// own frames a page about helpers, whose words are their own.
func (p *Pages) helperFrame(r *http.Request, key string) frame {
	f := p.frame(r, "title")
	f.Title, f.Back = lang.T(f.Lang, "helpers.pages."+key), "/account/helpers"
	return f
}

// H is a sentence about helpers.
func (f frame) H(key string, vars ...any) string {
	return lang.T(f.Lang, "helpers.pages."+key, vars...)
}

// Helpers shows who may act for this person, what they did lately, and whom this person acts for.
func (p *Pages) Helpers(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	v := helpers{frame: p.helperFrame(r, "title")}
	v.Back = "/account"
	all, err := p.Register.Helpers(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	did, err := p.Register.HelpersDid(r.Context(), by, by.ID, mostDid)
	if err != nil {
		return err
	}
	for _, m := range all {
		h := p.helper(v.frame.Lang, m)
		if m.EndedAt != nil {
			v.Past = append(v.Past, h)
			continue
		}
		h.Lately = lately(v.frame.Lang, m.Helper, did)
		v.Now = append(v.Now, h)
	}
	helping, err := p.Register.Helping(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	for _, m := range helping {
		v.Helping = append(v.Helping, p.helper(v.frame.Lang, m))
	}
	return session.Show(w, r, http.StatusOK, helpersPage(v))
}

func (p *Pages) helper(l lang.Lang, m accounts.Mandate) helper {
	h := helper{Mandate: m, Who: m.Known(l), Rights: m.RightsIn(l), Scope: p.Register.ScopeIn(l, m), Last: m.LastIn(l),
		Right: lang.T(l, "helpers.kinds."+string(m.Kind)), State: lang.T(l, "helpers.pages.in_force")}
	switch {
	case m.EndedAt != nil:
		h.State = lang.T(l, "helpers.ended."+m.EndedWhy) + ", " + lang.Date(l, m.EndedAt.In(lang.London))
	case m.Helper == 0:
		h.State = lang.T(l, "helpers.pages.waiting")
	}
	return h
}

// shownLately is how many things of each helper are listed.
const shownLately = 5

func lately(l lang.Lang, of int64, did []accounts.Did) (out []line) {
	for _, d := range did {
		if d.Helper != of || of == 0 || len(out) == shownLately {
			continue
		}
		x := line{When: lang.Moment(l, d.At), What: helperDid(l, d.Verb)}
		if d.Reference != "" {
			x.What += " " + cases.ShowReference(d.Reference)
		}
		if n := len(out); n > 0 && out[n-1] == x {
			continue
		}
		out = append(out, x)
	}
	return out
}

// helperDid words what a helper did; verbs without a sentence of their own are "worked for you".
func helperDid(l lang.Lang, verb string) string {
	if key := "helpers.pages.did." + underscored(verb); lang.Has(l, key) {
		return lang.T(l, key)
	}
	return lang.T(l, "helpers.pages.did.other")
}

func underscored(verb string) string {
	out := []byte(verb)
	for i, c := range out {
		if c == '.' {
			out[i] = '_'
		}
	}
	return string(out)
}

// oneHelper is one mandate with what became of it; for the person also the code, while nobody has taken it up.
type oneHelper struct {
	frame
	helper
	Mine    bool // this person is the one helped
	Code    string
	Until   string
	Changes []line
}

// Helper shows one mandate of this person, or by which they help.
func (p *Pages) Helper(w http.ResponseWriter, r *http.Request) error {
	by, id, err := p.mandate(r)
	if err != nil {
		return err
	}
	m, changes, err := p.Register.Mandate(r.Context(), by, id)
	if err != nil {
		return err
	}
	v := oneHelper{frame: p.helperFrame(r, "title")}
	v.helper = p.helper(v.frame.Lang, m)
	v.Title, v.Mine = v.Who, !p.isHelper(r.Context(), by, m)
	if v.Mine && v.waits() {
		text, until, good, err := p.Register.Invitation(r.Context(), by, id)
		if err != nil {
			return err
		}
		if good {
			v.Code, v.Until = text, lang.Date(v.frame.Lang, until.In(lang.London))
		}
	}
	for _, c := range changes {
		x := line{When: lang.Moment(v.frame.Lang, c.At), What: lang.T(v.frame.Lang, "helpers.changes."+c.What)}
		if c.Why != "" {
			x.State = lang.T(v.frame.Lang, "helpers.ended."+c.Why)
		}
		v.Changes = append(v.Changes, x)
	}
	return session.Show(w, r, http.StatusOK, helperPage(v))
}

// isHelper says whether somebody is the one who helps.
func (p *Pages) isHelper(ctx context.Context, by audit.Actor, m accounts.Mandate) bool {
	head, err := p.Register.Head(ctx, m.Helper)
	return m.Helper != 0 && err == nil && head == by.ID
}

// mandate is who asks and about which mandate.
func (p *Pages) mandate(r *http.Request) (audit.Actor, int64, error) {
	by, err := p.me(r)
	if err != nil {
		return by, 0, err
	}
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		return by, 0, accounts.ErrNotFound
	}
	return by, id, nil
}

// EndHelper ends a mandate at once: of who helps this person, or by which they help.
func (p *Pages) EndHelper(w http.ResponseWriter, r *http.Request) error {
	by, id, err := p.mandate(r)
	if err != nil {
		return err
	}
	m, _, err := p.Register.Mandate(r.Context(), by, id)
	if err != nil {
		return err
	}
	told := "helpers.pages.ended_done"
	if p.isHelper(r.Context(), by, m) {
		told = "helpers.pages.stopped_done"
	}
	if err := p.Register.EndMandate(r.Context(), by, id, ""); err != nil {
		return err
	}
	return p.toHelpers(w, r, told)
}

// RenewHelper lets a helper go on.
func (p *Pages) RenewHelper(w http.ResponseWriter, r *http.Request) error {
	by, id, err := p.mandate(r)
	if err != nil {
		return err
	}
	if _, err := p.Register.RenewMandate(r.Context(), by, id); err != nil {
		return err
	}
	return p.toHelpers(w, r, "helpers.pages.renewed_done")
}

func (p *Pages) toHelpers(w http.ResponseWriter, r *http.Request, told string) error {
	if err := p.Sessions.Keep(r, session.ToldAccount, told); err != nil {
		return err
	}
	return session.To(w, r, "/account/helpers")
}

// Act begins to act for somebody, or with 0 goes back to one's own account.
func (p *Pages) Act(w http.ResponseWriter, r *http.Request) error {
	me := p.Sessions.Account(r)
	if me == 0 {
		return session.ErrSignIn
	}
	person, err := strconv.ParseInt(r.PostFormValue("for"), 10, 64)
	if err != nil || person < 0 {
		return accounts.ErrNotFound
	}
	told := "helpers.pages.own_done"
	if person != 0 {
		told = "helpers.pages.acting_done"
		all, err := p.Register.Mandates(r.Context(), me, person)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return accounts.ErrNotFound
		}
	}
	if err := p.Sessions.SetActing(r, person); err != nil {
		return err
	}
	if err := p.Sessions.Keep(r, session.ToldAccount, told); err != nil {
		return err
	}
	return session.To(w, r, "/account")
}

func helperRows(f frame, h helper) []govuk.SummaryListRow {
	row := func(key, value string) govuk.SummaryListRow {
		return govuk.SummaryListRow{Key: govuk.SummaryListCell{Text: f.H(key)}, Value: govuk.SummaryListCell{Text: value}}
	}
	rows := []govuk.SummaryListRow{row("state", h.State), row("kind", h.Right), row("may", h.Rights), row("about", h.Scope), row("last", h.Last),
		row("by", lang.T(f.Lang, "helpers.evidence."+h.Evidence))}
	if h.HasPhrase {
		rows = append(rows, row("phrase", f.H("phrase_there")))
	}
	return rows
}
