package apply

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/session"
)

// clashing is one question with two answers: both are shown and one is chosen.
type clashing struct {
	frame
	Label        string
	Who          string // who gave the other one, through which door, when
	Theirs, Mine []string
	At           string
	Seen         int64 // rev of theirs: taking mine replaces that answer and no later one
	From         string
	Posted       []pair
}

type pair struct{ Name, Value string }

// clash shows both answers. Nothing was saved and nothing is lost: what was posted is carried in the page.
func (p *Pages) clash(w http.ResponseWriter, r *http.Request, t turn, c cases.Conflict, posted url.Values) error {
	l, values := p.lang(r), t.draft.Values()
	s := t.draft.Service
	v := clashing{frame: p.frameOf(r, t.opened, lang.T(l, "apply.clash.title")), Label: s.Words(l, t.q, values).Ask, Who: whoGave(l, c.Theirs),
		Theirs: s.Show(l, t.q, c.Theirs.Value, values), Mine: s.Show(l, t.q, c.Mine, values),
		At: path(t.draft, t.q.ID), Seen: c.Theirs.Rev, From: t.from, Posted: carried(posted)}
	v.Switch = switchTo(l, v.At+keep(t.from))
	return session.Show(w, r, http.StatusConflict, clashPage(v))
}

// carried are the parts of an answer as they were posted, in an order that does not change.
func carried(posted url.Values) []pair {
	var out []pair
	for name, values := range posted {
		switch name {
		case "seen", "from", "keep":
			continue
		}
		for _, value := range values {
			out = append(out, pair{name, value})
		}
	}
	slices.SortStableFunc(out, func(a, b pair) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// whoGave says who gave an answer, through which door and when, as the person would say it.
func whoGave(l lang.Lang, a cases.Answer) string {
	at := a.At.In(lang.London)
	return lang.T(l, "apply.given."+giver(a), "date", lang.Date(l, at), "time", lang.Clock(l, at), "helper", a.Helper)
}

func giver(a cases.Answer) string {
	switch a.Role {
	case audit.System:
		return "record"
	case audit.Helper:
		return "helper"
	case audit.Staff, audit.Citizen:
	}
	switch a.Door {
	case channels.Web, channels.Phone, channels.Counter, channels.SMS, channels.Paper:
		return string(a.Door)
	case channels.None:
	}
	return "record"
}
