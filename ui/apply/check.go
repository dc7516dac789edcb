package apply

import (
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/web"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// checking is every answer on one page, to be changed or sent.
type checking struct {
	frame
	Sections []section
	Ready    bool
	Stopped  bool // these answers lead to an ending other than sending
	Submit   string
	Later    []string             // what is still to be sent
	Unknown  []string             // what they did not know
	PutOff   []govuk.TaskListItem // what is asked again before it can be sent
	Next     string               // where the first question without an answer is, when not ready
}

type section struct {
	Name string
	Rows []given
}

// given is one answer with who gave it, where that was not in a browser.
type given struct {
	web.Row
	Who    string
	Change string
}

// Check shows all answers. It can be read before all are given; only then there is no button to send.
func (p *Pages) Check(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	if sent(o.draft) {
		return session.To(w, r, path(o.draft))
	}
	return p.check(w, r, o, nil, http.StatusOK)
}

func (p *Pages) check(w http.ResponseWriter, r *http.Request, o opened, wrong services.Problems, status int) error {
	l := p.lang(r)
	next := o.draft.Service.Next(o.draft.Values(), p.today())
	v := checking{frame: p.frameOf(r, o, lang.T(l, "apply.check.title")), Sections: p.sections(l, o), Ready: next.Ready,
		Submit: path(o.draft, "submit"), Next: p.to(o.draft, fromCheck), Stopped: next.Stop != nil}
	v.Later, v.Unknown = p.missing(l, o)
	if next.Question != nil && o.draft.Values()[next.Question.ID].Parked {
		v.Next, v.PutOff = "", putOffs(l, o, v.Sections)
	}
	v.Switch, v.Back = switchTo(l, path(o.draft, "check")), p.last(o)
	for _, x := range wrong {
		item := govuk.ErrorSummaryItem{Text: o.draft.Service.Sentence(l, x, o.draft.Values())}
		if p.question(o, x.Question) != nil {
			item.Href = path(o.draft, x.Question) + keep(fromCheck)
		}
		v.Problems = append(v.Problems, item)
	}
	return session.Show(w, r, status, checkPage(v))
}

// sections are the answers with what a change link needs.
func (p *Pages) sections(l lang.Lang, o opened) []section {
	var out []section
	for _, s := range web.Answers(o.draft.Service, l, o.draft.Values(), p.today(), o.hidden) {
		sec := section{Name: s.Name}
		for _, row := range s.Rows {
			g := given{Row: row, Change: path(o.draft, row.Question) + keep(fromCheck)}
			if a, ok := o.draft.Answers[row.Question]; ok && (a.Door != channels.Web || giver(a) != string(channels.Web)) {
				g.Who = whoGave(l, a)
			}
			sec.Rows = append(sec.Rows, g)
		}
		out = append(out, sec)
	}
	return out
}

// hiddenWord says why an answer is not shown.
func (f frame) hiddenWord() string {
	if f.Acting.Account != 0 {
		return lang.T(f.Lang, "helpers.kept")
	}
	return f.T("prove.hidden")
}

// hidden says whether an answer is not for the eyes of whoever opened the application.
func (o opened) hidden(q *services.Question) bool { return cases.Hidden(o.by, o.draft, q) }

// missing is what can be sent without, and is still wanted: what comes by another door, and what they did not know.
func (p *Pages) missing(l lang.Lang, o opened) (later, unknown []string) {
	values := o.draft.Values()
	for _, q := range o.draft.Service.Outcome(values, p.today()).Evidence {
		label := o.draft.Service.Words(l, q, values).Label
		if values[q.ID].Unknown {
			unknown = append(unknown, label)
		} else {
			later = append(later, label)
		}
	}
	return later, unknown
}

// putOffs are the questions that were put off, each with what to do about it.
func putOffs(l lang.Lang, o opened, sections []section) []govuk.TaskListItem {
	var out []govuk.TaskListItem
	for _, s := range sections {
		for _, g := range s.Rows {
			if !g.Parked {
				continue
			}
			key := "apply.put_off.here"
			if g.Instead != "" {
				key = "apply.put_off." + string(g.Instead)
			}
			out = append(out, govuk.TaskListItem{Title: govuk.TaskListText{Text: g.Label}, Href: g.Change,
				Hint: &govuk.TaskListText{Text: lang.T(l, key)}, Status: tag(l, "to_do", "govuk-tag--yellow")})
		}
	}
	return out
}

// Submit sends the application. However often it is pressed, it is one case.
func (p *Pages) Submit(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	_, wrong, err := p.Office.Submit(r.Context(), o.by, o.draft.ID)
	if err != nil && !errors.Is(err, cases.ErrClosed) {
		return err
	}
	if len(wrong) > 0 {
		return p.check(w, r, o, wrong, http.StatusUnprocessableEntity)
	}
	return session.To(w, r, path(o.draft, "done"))
}

// rows are a section's answers for the summary list; change says whether they may still be changed.
func (f frame) rows(s section, change bool) []govuk.SummaryListRow {
	var rows []govuk.SummaryListRow
	for _, g := range s.Rows {
		row := govuk.SummaryListRow{Key: govuk.SummaryListCell{Text: g.Label}, Value: govuk.SummaryListCell{HTML: answered(f, g)}}
		if change {
			text := f.T("change")
			if len(g.Lines) == 0 && !g.Hidden {
				text = f.T("check.answer")
			}
			row.Actions.Items = []govuk.SummaryListAction{{Text: text, Href: g.Change, VisuallyHiddenText: g.Label}}
		}
		rows = append(rows, row)
	}
	return rows
}
