package apply

import (
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/cases"
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
	q    *services.Question
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
	if i, err := strconv.Atoi(r.URL.Query().Get("remove")); err == nil && !cases.Hidden(t.by, t.draft, t.q) {
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

// ask shows the page of a turn, with what is wrong where something is. A question that this door does not ask, or not of somebody who
// has not shown who they are, has a page that says what to do instead.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request, t turn, status int) error {
	l, hidden := p.lang(r), cases.Barred(t.by, t.draft, t.q)
	in := web.AskInput{Service: t.draft.Service, Lang: l, Question: t.q, Answers: t.draft.Values(), Today: p.today(), Typed: t.typed, Problems: t.wrong, Row: t.row}
	if hidden {
		in.Answers, in.Typed, in.Problems = without(in.Answers, t.q.ID), nil, nil
	}
	page := web.Ask(in)
	page.Form.Errors = append(page.Form.Errors, t.extra...)
	a := asking{frame: p.frameOf(r, t.opened, page.Ask), Page: page, At: path(t.draft, t.q.ID), Seen: t.draft.Answers[t.q.ID].Rev, From: t.from, q: t.q}
	a.Back = p.before(t.opened, t.q, t.from)
	if page.Form.List != nil && page.Form.List.Editing {
		a.Back = a.At + keep(t.from)
	}
	a.Switch = switchTo(l, a.At+keep(t.from))
	if hidden || page.Instead != "" {
		_, answered := t.draft.Answers[t.q.ID]
		a.Answered, a.MayPark = answered && !t.draft.Answers[t.q.ID].Value.Parked, !answered || a.Form.Parked
		return session.Show(w, r, status, elsewherePage(a, hidden))
	}
	for _, e := range page.Form.Errors {
		a.Problems = append(a.Problems, problem(e.Text, e.Part))
	}
	if a.typing() {
		a.SwitchForm = formID
	}
	return session.Show(w, r, status, questionPage(a))
}

// without is the answers but for one.
func without(all services.Answers, id string) services.Answers {
	out := make(services.Answers, len(all))
	for q, v := range all {
		if q != id {
			out[q] = v
		}
	}
	return out
}

// formID is the form whose fields are taken along when the language is changed.
const formID = "answer"

// typing says whether the page has fields that somebody may have filled in when they change the language.
func (a asking) typing() bool {
	switch a.Form.Kind {
	case services.File, services.Info:
		return false
	case services.List:
		return !a.Form.List.Another
	default:
		return true
	}
}

// Heading is the text of the page's heading. A question that may be left out says so.
func (a asking) Heading() string {
	if a.Form.Skip {
		return optional(a.Lang, a.Ask)
	}
	return a.Ask
}

func optional(l lang.Lang, label string) string { return lang.T(l, "form.optional", "label", label) }

// apart says that the heading stands by itself, with paragraphs between it and the fields. The fields are then called by the same
// words, which are not seen twice.
func (a asking) apart() bool { return len(a.Body) > 0 || a.Form.Kind == services.Somebody }

func (a asking) legend() *govuk.FieldsetOptions {
	o := govuk.LegendOptions{Text: a.Heading(), IsPageHeading: true, Classes: "govuk-fieldset__legend--l"}
	if a.apart() {
		o = govuk.LegendOptions{HTML: unseen(a.Heading()), Classes: "unseen"} // a legend out of the flow still takes its width
	}
	return &govuk.FieldsetOptions{Legend: o}
}

func (a asking) label() govuk.LabelOptions {
	if a.apart() {
		return govuk.LabelOptions{Text: a.Heading(), Classes: "govuk-visually-hidden"}
	}
	return govuk.LabelOptions{Text: a.Heading(), IsPageHeading: true, Classes: "govuk-label--l"}
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
