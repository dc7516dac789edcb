package account

import (
	"net/http"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// needs is how somebody must be contacted, as it is recorded.
type needs struct {
	own
	Rows   []govuk.SummaryListRow
	Phones []staff.Phone
}

// Needs shows how this person must be contacted, and how to change it.
func (p *Pages) Needs(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	a, err := p.Register.Open(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	v := needs{own: p.ownPage(r, "needs")}
	v.Title, v.Rows = v.frame.T("needs.title"), needRows(v.frame, a.Needs)
	if v.Phones, err = p.Staff.Phones(r.Context(), v.frame.Lang); err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, needsPage(v))
}

func needRows(f frame, n accounts.Needs) []govuk.SummaryListRow {
	var rows []govuk.SummaryListRow
	add := func(key, value string) {
		rows = append(rows, govuk.SummaryListRow{Key: govuk.SummaryListCell{Text: f.T("needs." + key)}, Value: govuk.SummaryListCell{Text: value}})
	}
	add("written", language(f, string(n.Written)))
	add("spoken", language(f, n.Spoken))
	add("format", f.T("needs.formats."+string(n.Format)))
	if n.Relay != "" {
		relay := f.T("needs.relays." + n.Relay)
		if n.Interpreter != "" {
			relay += ": " + n.Interpreter
		}
		add("relay", relay)
	}
	add("call", f.T("needs.safe."+string(n.SafeCall)))
	add("text", f.T("needs.safe."+string(n.SafeText)))
	add("write", f.T("needs.safe."+string(n.SafeWrite)))
	add("email", f.T("needs.safe."+string(n.SafeEmail)))
	if n.Rather != accounts.NoDoor {
		add("rather", lang.T(f.Lang, "page.needs.rathers."+string(n.Rather)))
	}
	if choice, from, until := accounts.QuietParts(n.Quiet); choice == accounts.OwnHours {
		add("rest", lang.T(f.Lang, "needs.must.rest", "from", from, "until", until))
	}
	add("announce", f.T("needs.announce_"+yesNo(n.MayAnnounce)))
	return rows
}

func language(f frame, code string) string {
	if key := "account.needs.languages." + code; lang.Has(f.Lang, key) {
		return lang.T(f.Lang, key)
	}
	return code
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
