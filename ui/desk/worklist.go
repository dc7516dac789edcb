package desk

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// pageOf is how many cases stand on a page of the working list: more than a screen, few enough to be quick.
const pageOf = 50

type worklistView struct {
	frame
	rows   []cases.Row
	next   cases.Cursor
	whose  string // "", mine, unassigned
	state  cases.State
	onward bool // not the first page
}

// Cases is the working list: nearest deadline first, whatever door a case came through.
func (p *Pages) Cases(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	l := worklistView{whose: q.Get("whose"), state: stateOf(q.Get("state"))}
	after, ok := readCursor(q.Get("after"))
	l.onward = ok
	l.rows, l.next, err = p.Office.Worklist(r.Context(), v.by, cases.Filter{Mine: l.whose == "mine", Unassigned: l.whose == "unassigned",
		State: l.state, After: after, Limit: pageOf})
	if err != nil {
		return err
	}
	l.frame = p.frame(r, v, "cases", v.T("cases.title"))
	return session.Show(w, r, http.StatusOK, worklistPage(l))
}

func stateOf(s string) cases.State {
	for _, known := range cases.States {
		if string(known) == s {
			return known
		}
	}
	return ""
}

// readCursor reads where a page ended: its last deadline and id.
func readCursor(s string) (cases.Cursor, bool) {
	day, id, found := strings.Cut(s, "_")
	t, err := time.Parse(time.DateOnly, day)
	n := wanted(id)
	if !found || err != nil || n == 0 {
		return cases.Cursor{}, false
	}
	return cases.Cursor{Deadline: t, ID: n}, true
}

// onwards is the next page with the same filter.
func (l worklistView) onwards() string {
	return with("/desk/cases", "whose", l.whose, "state", string(l.state), "after", fmt.Sprintf("%s_%d", l.next.Deadline.Format(time.DateOnly), l.next.ID))
}

func (l worklistView) stateItems() []govuk.SelectItem {
	items := []govuk.SelectItem{{Text: l.T("cases.open")}}
	for _, s := range cases.States {
		items = append(items, govuk.SelectItem{Value: string(s), Text: l.visit.state(s)})
	}
	return items
}

func (l worklistView) whoseItems() []govuk.SelectItem {
	return []govuk.SelectItem{{Text: l.T("cases.all")}, {Value: "mine", Text: l.T("cases.mine")}, {Value: "unassigned", Text: l.T("cases.unassigned")}}
}

// TakeNext gives the member the most urgent case nobody has, and opens it.
func (p *Pages) TakeNext(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	c, err := p.Office.TakeNext(r.Context(), v.atWork())
	if errors.Is(err, cases.ErrNotFound) {
		p.tell(r, "desk.cases.none_left_done")
		return session.To(w, r, "/desk/cases")
	}
	if err != nil {
		return err
	}
	return session.To(w, r, casePath(c.Reference))
}

// route words the way a case is entitled by.
func (v visit) route(c cases.Case) string {
	if c.Route == "" {
		return ""
	}
	return c.Service.Word(v.lang, "routes."+c.Route, nil)
}

func (v visit) serviceName(c cases.Case) string { return c.Service.Word(v.lang, "name", nil) }
