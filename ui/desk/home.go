package desk

import (
	"net/http"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// homeTasks is how many tasks the first page shows: the rest have a page.
const homeTasks = 8

type homeView struct {
	frame
	begun    phone.Contact
	problems services.Problems
	tasks    []cases.Task
	more     bool // there are more tasks
	mine     []cases.Row
	owed     []phone.Callback
	services []offer
}

// Home is where a shift begins: who is on the line, whom to ring back, what is mine.
func (p *Pages) Home(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	return p.showHome(w, r, v, http.StatusOK, phone.Contact{}, nil)
}

func (p *Pages) showHome(w http.ResponseWriter, r *http.Request, v visit, status int, begun phone.Contact, problems services.Problems) (err error) {
	h := homeView{begun: begun, problems: problems, services: p.offers(v)}
	if h.tasks, err = p.Office.Tasks(r.Context(), v.by, true, homeTasks+1); err != nil {
		return err
	}
	if h.more = len(h.tasks) > homeTasks; h.more {
		h.tasks = h.tasks[:homeTasks]
	}
	if h.owed, err = p.Contacts.Callbacks(r.Context(), v.by); err != nil {
		return err
	}
	if v.member.May(staff.Caseworker) {
		if h.mine, _, err = p.Office.Worklist(r.Context(), v.by, cases.Filter{Mine: true, Limit: homeTasks}); err != nil {
			return err
		}
	}
	h.frame = p.frame(r, v, "home", v.T("home.title"))
	h.frame.problems = contactProblems(v.lang, problems)
	return session.Show(w, r, status, homePage(h))
}

// offer is a service the agency offers.
type offer struct{ ID, Name string }

func (p *Pages) offers(v visit) []offer {
	var all []offer
	for _, code := range v.agency.Services {
		if s, ok := p.Library.Current(code); ok {
			all = append(all, offer{code, s.Word(v.lang, "name", nil)})
		}
	}
	return all
}
