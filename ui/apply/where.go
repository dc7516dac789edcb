package apply

import (
	"net/http"
	"slices"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// Application leads to where an application stands: its task list or its next question, a stop, the check, or what became of it.
func (p *Pages) Application(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	if sent(o.draft) {
		return p.status(w, r, o)
	}
	next := o.draft.Service.Next(o.draft.Values(), p.today())
	switch {
	case next.Stop != nil:
		return p.stop(w, r, o, next.Stop)
	case o.draft.Service.Tasks:
		return p.tasks(w, r, o)
	}
	return session.To(w, r, p.to(o.draft, ""))
}

// to is the page of the next step. What was put off is asked again from the check, where it stands with everything else: this
// door may be unable to ask it, and nobody is led in a circle.
func (p *Pages) to(d cases.Draft, from string) string {
	values := d.Values()
	next := d.Service.Next(values, p.today())
	switch {
	case next.Question != nil && !values[next.Question.ID].Parked:
		return path(d, next.Question.ID) + keep(from)
	case next.Question != nil || next.Ready:
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

// after is where an answer leads: on along the path, to the task list at the end of a section, or back to the check when the person
// came from there and nothing new is asked.
func (p *Pages) after(d cases.Draft, q *services.Question, from string) string {
	values := d.Values()
	if v, answered := values[q.ID]; q.Kind == services.List && answered && !v.Parked && !q.Complete(v) {
		return path(d, q.ID) + keep(from)
	}
	if from == fromCheck {
		return p.to(d, from)
	}
	asked := d.Service.Path(values, p.today())
	for i := place(asked, q.ID) + 1; i > 0 && i < len(asked); i++ {
		next, v := asked[i], values[asked[i].ID]
		switch {
		case d.Service.Tasks && next.Section != q.Section:
			return path(d)
		case next.Agreed() && !next.Complete(v):
			return p.to(d, from) // nobody agrees to what they have put off
		case next.Asks(channels.Web), !v.Parked && !next.Complete(v):
			return path(d, next.ID)
		}
	}
	return path(d)
}

// before is where the back link of a question leads.
func (p *Pages) before(o opened, q *services.Question, from string) string {
	if from == fromCheck {
		return path(o.draft, "check")
	}
	asked := o.draft.Service.Path(o.draft.Values(), p.today())
	i := place(asked, q.ID)
	switch {
	case i > 0 && !(o.draft.Service.Tasks && asked[i-1].Section != q.Section):
		return path(o.draft, asked[i-1].ID)
	case o.draft.Service.Tasks:
		return path(o.draft)
	}
	return startPath(o.agency, o.draft.Service.ID)
}

// last is where the back link of a page after all questions leads.
func (p *Pages) last(o opened) string {
	if o.draft.Service.Tasks {
		return path(o.draft)
	}
	if asked := o.draft.Service.Path(o.draft.Values(), p.today()); len(asked) > 0 {
		return path(o.draft, asked[len(asked)-1].ID)
	}
	return ""
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
