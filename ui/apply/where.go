package apply

import (
	"net/http"
	"slices"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// Application leads to where an application stands: its next question, a stop, the check, or what became of it.
func (p *Pages) Application(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	if sent(o.draft) {
		return p.status(w, r, o)
	}
	next := o.draft.Service.Next(o.draft.Values(), p.today())
	if next.Stop != nil {
		return p.stop(w, r, o, next.Stop)
	}
	return session.To(w, r, to(o.draft, next, ""))
}

// to is the page of the next step.
func to(d cases.Draft, next services.Next, from string) string {
	switch {
	case next.Question != nil:
		return path(d, next.Question.ID) + keep(from)
	case next.Ready:
		return path(d, "check")
	}
	return path(d) // a stop is shown there
}

// fromCheck marks pages that lead back to check-your-answers.
const fromCheck = "check"

func keep(from string) string {
	if from == fromCheck {
		return "?from=" + fromCheck
	}
	return ""
}

// after is where an answer leads: on along the path, or back to the check when the person came from there.
func (p *Pages) after(d cases.Draft, q *services.Question, from string) string {
	values := d.Values()
	if v, answered := values[q.ID]; q.Kind == services.List && answered && !q.Complete(v) {
		return path(d, q.ID) + keep(from)
	}
	if from == fromCheck {
		return to(d, d.Service.Next(values, p.today()), from)
	}
	asked := d.Service.Path(values, p.today())
	if i := place(asked, q.ID); i >= 0 && i+1 < len(asked) {
		return path(d, asked[i+1].ID)
	}
	return path(d)
}

// before is where the back link of a question leads.
func (p *Pages) before(o opened, q *services.Question, from string) string {
	if from == fromCheck {
		return path(o.draft, "check")
	}
	asked := o.draft.Service.Path(o.draft.Values(), p.today())
	if i := place(asked, q.ID); i > 0 {
		return path(o.draft, asked[i-1].ID)
	}
	return startPath(o.agency, o.draft.Service.ID)
}

func place(asked []*services.Question, id string) int {
	return slices.IndexFunc(asked, func(q *services.Question) bool { return q.ID == id })
}

// question finds a question that this application's answers lead to; nil for any other.
func (p *Pages) question(o opened, id string) *services.Question {
	asked := o.draft.Service.Path(o.draft.Values(), p.today())
	if i := place(asked, id); i >= 0 {
		return asked[i]
	}
	return nil
}
