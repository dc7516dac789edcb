package desk

import (
	"context"
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// rightsView is a person's own page, done for them by staff: for who is not online.
type rightsView struct {
	frame
	opened
	consents []consentRow
	holds    []accounts.Hold
	wrong    string
}

type consentRow struct {
	scope, text, state string
	given              bool
}

// P is a sentence of the pages a person has too.
func (v rightsView) P(key string, vars ...any) string {
	return lang.T(v.frame.lang, "page."+key, vars...)
}

// leads says whether the member may authorise an investigation.
func (v rightsView) leads() bool { return v.v.member.May(staff.Leader) }

// Rights shows what a person may ask of us about their record.
func (p *Pages) Rights(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	return p.showRights(w, r, o, "")
}

func (p *Pages) showRights(w http.ResponseWriter, r *http.Request, o opened, wrong string) error {
	v := rightsView{frame: p.frame(r, o.v, "", o.account.FullName), opened: o, wrong: wrong}
	said, err := p.Register.Consents(r.Context(), o.v.by, o.account.ID)
	if err != nil {
		return err
	}
	for _, scope := range accounts.Scopes {
		v.consents = append(v.consents, consentOf(v, scope, said, p.today()))
	}
	if v.holds, err = p.Register.Holds(r.Context(), o.v.by, o.account.ID); err != nil {
		return err
	}
	status := http.StatusOK
	if wrong != "" {
		status = http.StatusUnprocessableEntity
		v.frame.problems = []govuk.ErrorSummaryItem{problem(wrong, "hold-why")}
	}
	return session.Show(w, r, status, rightsPage(v))
}

func consentOf(v rightsView, scope accounts.Scope, said []accounts.Consent, today services.Day) consentRow {
	row := consentRow{scope: string(scope), text: v.P("agencies.scopes." + string(scope)), state: v.P("agencies.state.off")}
	for _, c := range said {
		if c.Scope != scope || !c.Given {
			continue
		}
		row.given = c.Holds(today)
		switch {
		case c.Until == nil:
			row.state = v.P("agencies.state.on")
		case row.given:
			row.state = v.P("agencies.state.on_until", "until", lang.Date(v.frame.lang, c.Until.Time()))
		default:
			row.state = v.P("agencies.state.ended", "until", lang.Date(v.frame.lang, c.Until.Time()))
		}
	}
	return row
}

// PostLooks posts the person who has looked at their record.
func (p *Pages) PostLooks(w http.ResponseWriter, r *http.Request) error {
	return p.right(w, r, "page.desk.looks_letter_done", p.Office.PostLooks)
}

// AskRecord has a copy of everything sent to the person: a task, due in 28 days.
func (p *Pages) AskRecord(w http.ResponseWriter, r *http.Request) error {
	return p.right(w, r, "page.desk.record_done", func(ctx context.Context, by audit.Actor, account int64) error {
		_, err := p.Office.AskRecord(ctx, by, account, by.Agency)
		return err
	})
}

// Consent records what the person agrees to with this agency, or takes back, in their words.
func (p *Pages) Consent(w http.ResponseWriter, r *http.Request) error {
	return p.right(w, r, "page.desk.consents_done", func(ctx context.Context, by audit.Actor, account int64) error {
		day, real := readDay(r.FormValue("day"), r.FormValue("month"), r.FormValue("year"))
		if !real {
			return accounts.ErrInvalid
		}
		return p.Register.SetConsent(ctx, by, account, accounts.Consent{Agency: by.Agency, Scope: accounts.Scope(r.FormValue("scope")), Given: r.FormValue("give") == "yes", Until: day})
	})
}

// HoldLooks holds back, for an investigation, what the agency does with the record.
func (p *Pages) HoldLooks(w http.ResponseWriter, r *http.Request) error {
	return p.right(w, r, "page.desk.hold_done", func(ctx context.Context, by audit.Actor, account int64) error {
		day, real := readDay(r.FormValue("day"), r.FormValue("month"), r.FormValue("year"))
		if !real || day == nil {
			return accounts.ErrInvalid
		}
		return p.Register.HoldLooks(ctx, by, account, r.FormValue("hold-why"), *day)
	})
}

// EndHold ends it.
func (p *Pages) EndHold(w http.ResponseWriter, r *http.Request) error {
	return p.right(w, r, "page.desk.hold_ended_done", func(ctx context.Context, by audit.Actor, account int64) error {
		return p.Register.EndHold(ctx, by, account, wanted(r.FormValue("hold")))
	})
}

// right does one of them for the person that is opened, and says so.
func (p *Pages) right(w http.ResponseWriter, r *http.Request, done string, do func(context.Context, audit.Actor, int64) error) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	if _, err := posted(r); err != nil {
		return err
	}
	err = do(r.Context(), o.v.by, o.account.ID)
	if errors.Is(err, accounts.ErrInvalid) {
		key := "page.agencies.wrong_day"
		if done == "page.desk.hold_done" {
			key = "page.desk.hold_wrong"
		}
		return p.showRights(w, r, o, lang.T(o.v.lang, key))
	}
	if err != nil {
		return err
	}
	p.tell(r, done)
	return session.To(w, r, o.at("rights"))
}
