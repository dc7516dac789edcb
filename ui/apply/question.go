package apply

import (
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/channels/web"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// asking is a question as one page.
type asking struct {
	frame
	web.Page
	At   string // where it is posted to
	Seen int64  // rev of the answer it shows
	From string
}

// turn is one question of an application being shown or answered.
type turn struct {
	opened
	q     *services.Question
	from  string
	row   int // of a list, to be changed; -1 for none
	typed *services.Input
	wrong services.Problems
	extra []form.Error // what is wrong with the page rather than with the answer
}

// Question shows a question. One that is not asked, or no longer, leads to the one that is.
func (p *Pages) Question(w http.ResponseWriter, r *http.Request) error {
	t, err := p.turn(r)
	if err != nil {
		return err
	}
	if t.q == nil || sent(t.draft) {
		return session.To(w, r, path(t.draft))
	}
	if i, err := strconv.Atoi(r.URL.Query().Get("remove")); err == nil {
		return p.askRemove(w, r, t, i)
	}
	return p.ask(w, r, t, http.StatusOK)
}

// turn finds the question of the path; q is nil when it is not asked.
func (p *Pages) turn(r *http.Request) (turn, error) {
	o, err := p.open(r)
	if err != nil {
		return turn{}, err
	}
	t := turn{opened: o, from: r.URL.Query().Get("from"), row: -1}
	if !sent(o.draft) {
		t.q = p.question(o, chi.URLParam(r, "question"))
	}
	if i, err := strconv.Atoi(r.URL.Query().Get("row")); err == nil {
		t.row = i
	}
	return t, nil
}

// ask shows the page of a turn, with what is wrong where something is.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request, t turn, status int) error {
	l := p.lang(r)
	page := web.Ask(web.AskInput{Service: t.draft.Service, Lang: l, Question: t.q, Answers: t.draft.Values(), Today: p.today(),
		Typed: t.typed, Problems: t.wrong, Row: t.row})
	page.Form.Errors = append(page.Form.Errors, t.extra...)
	a := asking{frame: p.frameOf(r, t.opened, page.Ask), Page: page, At: path(t.draft, t.q.ID), Seen: t.draft.Answers[t.q.ID].Rev, From: t.from}
	a.Back = p.before(t.opened, t.q, t.from)
	if page.Form.List != nil && page.Form.List.Editing {
		a.Back = a.At + keep(t.from)
	}
	a.Switch = switchTo(l, a.At+keep(t.from))
	for _, e := range page.Form.Errors {
		a.Problems = append(a.Problems, problem(e.Text, e.Part))
	}
	return session.Show(w, r, status, questionPage(a))
}

// Heading is the text of the page's heading. A question that may be left out says so.
func (a asking) Heading() string {
	if a.Form.Skip {
		return optional(a.Lang, a.Ask)
	}
	return a.Ask
}

func optional(l lang.Lang, label string) string { return lang.T(l, "form.optional", "label", label) }

func (a asking) legend() *govuk.FieldsetOptions {
	return &govuk.FieldsetOptions{Legend: govuk.LegendOptions{Text: a.Heading(), IsPageHeading: true, Classes: "govuk-fieldset__legend--l"}}
}

// row is the number of a list's row in a link.
func row(i int) string { return strconv.Itoa(i) }

// query adds a value to the page's own address.
func (a asking) query(name string, i int) string {
	at := a.At + "?" + name + "=" + row(i)
	if a.From == fromCheck {
		at += "&from=" + fromCheck
	}
	return at
}
