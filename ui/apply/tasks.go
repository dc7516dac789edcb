package apply

import (
	"net/http"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// tasking is the task list of a long service: its sections, with how far each is.
type tasking struct {
	frame
	Items []govuk.TaskListItem
	Send  govuk.TaskListItem
	Done  string // how many sections are done
}

// tasks shows the task list.
func (p *Pages) tasks(w http.ResponseWriter, r *http.Request, o opened) error {
	l, values := p.lang(r), o.draft.Values()
	v := tasking{frame: p.frameOf(r, o, lang.T(l, "apply.tasks.title"))}
	v.Switch = switchTo(l, path(o.draft))
	done, all := 0, 0
	for _, s := range o.draft.Service.Progress(values, p.today()) {
		if s.State == services.Closed || !asksSomething(s) {
			continue
		}
		all++
		if s.State == services.Answered {
			done++
		}
		v.Items = append(v.Items, p.task(l, o, s))
	}
	v.Done = lang.T(l, "apply.tasks.done", "done", done, "all", all)
	v.Send = govuk.TaskListItem{Title: govuk.TaskListText{Text: lang.T(l, "apply.tasks.send")}, Status: cannotStart(l)}
	if next := o.draft.Service.Next(values, p.today()); next.Ready || next.Question != nil && values[next.Question.ID].Parked {
		v.Send.Href, v.Send.Status = path(o.draft, "check"), notStarted(l)
	}
	return session.Show(w, r, http.StatusOK, tasksPage(v))
}

// asksSomething says whether a section is more than pages to read.
func asksSomething(s services.SectionState) bool {
	for _, place := range s.Places {
		if place.Question.Kind != services.Info {
			return true
		}
	}
	return false
}

// task is one section: its start leads to the first question without an answer, of a finished one to its first.
func (p *Pages) task(l lang.Lang, o opened, s services.SectionState) govuk.TaskListItem {
	item := govuk.TaskListItem{Title: govuk.TaskListText{Text: o.draft.Service.Word(l, "sections."+s.ID, o.draft.Values())}}
	switch s.State {
	case services.Answered:
		item.Status = govuk.TaskListStatus{Text: lang.T(l, "apply.tasks.completed")}
	case services.Missing:
		item.Status = notStarted(l)
	case services.Parked:
		item.Status = tag(l, "in_progress", "govuk-tag--teal")
	case services.Maybe, services.Closed:
		item.Status = cannotStart(l)
		return item
	}
	if n := putOff(s); n > 0 {
		item.Hint = &govuk.TaskListText{Text: lang.N(l, "apply.tasks.put_off", n)}
	}
	item.Href = path(o.draft, start(s).ID)
	return item
}

// start is the question a section is begun, carried on or looked through at: the first that is missing, else the first put off that
// this door asks, else its first.
func start(s services.SectionState) *services.Question {
	var first, parked *services.Question
	for _, place := range s.Places {
		switch q := place.Question; place.State {
		case services.Missing:
			return q
		case services.Parked:
			if parked == nil && q.Asks(channels.Web) {
				parked = q
			}
			fallthrough
		case services.Answered:
			if first == nil {
				first = q
			}
		case services.Maybe, services.Closed:
		}
	}
	if parked != nil {
		return parked
	}
	return first
}

func putOff(s services.SectionState) (n int) {
	for _, place := range s.Places {
		if place.State == services.Parked {
			n++
		}
	}
	return n
}

func tag(l lang.Lang, key, classes string) govuk.TaskListStatus {
	return govuk.TaskListStatus{Tag: &govuk.TagOptions{Text: lang.T(l, "apply.tasks."+key), Classes: classes}}
}

func notStarted(l lang.Lang) govuk.TaskListStatus { return tag(l, "not_started", "govuk-tag--blue") }

func cannotStart(l lang.Lang) govuk.TaskListStatus {
	return govuk.TaskListStatus{Text: lang.T(l, "apply.tasks.cannot_start"), Classes: "govuk-task-list__status--cannot-start-yet"}
}
