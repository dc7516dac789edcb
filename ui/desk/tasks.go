package desk

import (
	"net/http"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/ui/session"
)

// mostTasks is how many tasks stand on the page; nobody works through more in a day.
const mostTasks = 200

type tasksView struct {
	frame
	tasks []cases.Task
	mine  bool
}

// Tasks are what staff have to do, most urgent first.
func (p *Pages) Tasks(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	t := tasksView{mine: r.URL.Query().Get("whose") == "mine"}
	if t.tasks, err = p.Office.Tasks(r.Context(), v.by, t.mine, mostTasks); err != nil {
		return err
	}
	t.frame = p.frame(r, v, "tasks", v.T("nav.tasks"))
	return session.Show(w, r, http.StatusOK, tasksPage(t))
}

// DoneTask closes a task and stays where it was pressed.
func (p *Pages) DoneTask(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	n, err := id(r)
	if err != nil {
		return err
	}
	if err := p.Office.DoneTask(r.Context(), v.atWork(), n); err != nil {
		return err
	}
	return session.To(w, r, here(r))
}

// taskPath is where a task is worked.
func taskPath(t cases.Task) string {
	if join, ok := t.Data["join"].(float64); ok {
		return joinPath(int64(join))
	}
	if n, ok := t.Data["message"].(float64); ok && t.Kind == "message" {
		return "/desk/message/" + number(int64(n))
	}
	switch {
	case t.Kind == "check-same-person":
		return "/desk/same"
	case t.Case != 0 && t.Reference != "":
		return casePath(t.Reference)
	case t.Reference != "":
		return draftPath(t.Reference)
	case t.Account != 0:
		return personPath(t.Account)
	}
	return ""
}
