package desk

import (
	"net/http"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// Rather keeps how the person wants to be told about this one application.
func (p *Pages) Rather(w http.ResponseWriter, r *http.Request) error {
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	if err := p.Office.SetRather(r.Context(), v.by, d.ID, accounts.Door(r.PostFormValue("rather"))); err != nil {
		return err
	}
	p.tell(r, "desk.rather.saved_done")
	if d.Case != 0 {
		return session.To(w, r, casePath(d.Reference))
	}
	return session.To(w, r, with(draftPath(d.Reference), "q", r.PostFormValue("q")))
}

// questionID is the question on the screen, to come back to; "" where there is none.
func (s draftView) questionID() string {
	if s.ask.question == nil {
		return ""
	}
	return s.ask.question.ID
}

// rathers are the ways to choose from; the first names what the person's needs say.
func (v visit) rathers(d cases.Draft, a accounts.Account) (out []govuk.SelectItem) {
	for _, door := range cases.Rathers {
		text := lang.T(v.lang, "needs.rather."+string(door))
		if door == accounts.NoDoor {
			text = v.T("rather.usual", "way", lang.T(v.lang, "needs.rather."+string(a.Needs.Rather)))
		}
		out = append(out, govuk.SelectItem{Value: string(door), Text: text, Selected: door == d.Rather})
	}
	return out
}
