package desk

import (
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

type messageView struct {
	frame
	message cases.Message
	typed   string
	wrong   string
}

// P is a sentence of the pages a person has too.
func (m messageView) P(key string, vars ...any) string {
	return lang.T(m.lang, "page.desk."+key, vars...)
}

// Message shows what somebody wrote on their own page, to be answered.
func (p *Pages) Message(w http.ResponseWriter, r *http.Request) error {
	return p.showMessage(w, r, http.StatusOK, "", "")
}

func (p *Pages) showMessage(w http.ResponseWriter, r *http.Request, status int, typed, wrong string) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	n, err := id(r)
	if err != nil {
		return err
	}
	m := messageView{typed: typed}
	if m.message, err = p.Office.Message(r.Context(), v.atWork(), n); err != nil {
		return err
	}
	m.frame = p.frame(r, v, "tasks", lang.T(v.lang, "page.desk.message"))
	if wrong != "" {
		m.wrong = m.P("problems." + wrong)
		m.frame.problems = []govuk.ErrorSummaryItem{problem(m.wrong, "answer")}
	}
	return session.Show(w, r, status, messagePage(m))
}

// AnswerMessage answers it. What was typed is still there where it cannot go.
func (p *Pages) AnswerMessage(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	n, err := id(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	problems, err := p.Office.AnswerMessage(r.Context(), v.atWork(), n, typed.Get("answer"))
	switch {
	case errors.Is(err, cases.ErrClosed): // somebody was faster: their answer is shown
		return p.showMessage(w, r, http.StatusConflict, typed.Get("answer"), "")
	case err != nil:
		return err
	case len(problems) > 0:
		return p.showMessage(w, r, http.StatusUnprocessableEntity, typed.Get("answer"), problems[0].Code)
	}
	p.tell(r, "page.desk.sent_done")
	return session.To(w, r, "/desk/tasks")
}
