package apply

import (
	"net/http"

	"github.com/samedoor/samedoor/channels/web"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// rowName names a row of a list by its number and its first field.
func rowName(a asking, i int) string {
	name := row(i + 1)
	if cells := a.Form.List.Rows[i]; len(cells) > 0 && cells[0] != "" {
		name += ". " + cells[0]
	}
	return name
}

// mostColumns is how many columns of answers fit side by side; the rows of a longer list stand below each other.
const mostColumns = 4

// mayStop says whether the list is long enough already.
func mayStop(a asking) bool { return len(a.Form.List.Rows) > 0 || a.Form.List.None || a.Form.Skip }

func stopText(a asking) string {
	if len(a.Form.List.Rows) > 0 {
		return a.T("list.no_more")
	}
	return a.T("list.none")
}

// removing asks before something is taken off a list.
type removing struct {
	asking
	What string
	Row  int
}

// askRemove asks whether row i of a list, or file i of several, is to go. One that is not there leads back.
func (p *Pages) askRemove(w http.ResponseWriter, r *http.Request, t turn, i int) error {
	page := web.Ask(web.AskInput{Service: t.draft.Service, Lang: p.lang(r), Question: t.q, Answers: t.draft.Values(), Today: p.today(), Row: -1})
	at := path(t.draft, t.q.ID)
	a := asking{Page: page, At: at, Seen: t.draft.Answers[t.q.ID].Rev, From: t.from}
	var what string
	switch {
	case t.q.Kind == services.List && i >= 0 && i < len(page.Form.List.Rows):
		what = rowName(a, i)
	case t.q.Kind == services.File && i >= 0 && i < len(page.Form.Files):
		what = fileName(page, i)
	default:
		return session.To(w, r, at+keep(t.from))
	}
	a.frame = p.frameOf(r, t.opened, lang.T(p.lang(r), "apply.remove_what", "what", what))
	a.Back, a.Switch = at+keep(t.from), switchTo(a.Lang, a.query("remove", i))
	return session.Show(w, r, http.StatusOK, removePage(removing{a, what, i}))
}
