package account

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// mostMessages is how many messages stand on their page; all of them are in the history.
const mostMessages = 50

type messages struct {
	own
	To      []govuk.SelectItem
	Chosen  string
	Text    string
	Earlier []written
}

// written is a message with its answer.
type written struct{ To, When, Text, Answer, AnsweredAt string }

// Messages shows what somebody wrote and was answered, and where to write.
func (p *Pages) Messages(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	return p.showMessages(w, r, by, messages{own: p.ownPage(r, "messages")})
}

func (p *Pages) showMessages(w http.ResponseWriter, r *http.Request, by audit.Actor, v messages) (err error) {
	if v.To, err = p.teams(r.Context(), v.own, by); err != nil {
		return err
	}
	found, err := p.Office.Messages(r.Context(), by, by.ID, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), mostMessages)
	if err != nil {
		return err
	}
	for _, m := range found {
		agency, err := p.Staff.Agency(r.Context(), m.Agency)
		if err != nil {
			return err
		}
		x := written{To: v.P("messages.to_whom", "agency", agency.Name(v.Lang)), When: lang.Moment(v.Lang, m.At), Text: m.Text, Answer: m.Answer}
		if m.AnsweredAt != nil {
			x.AnsweredAt = v.P("messages.answer", "when", lang.Moment(v.Lang, *m.AnsweredAt))
		}
		v.Earlier = append(v.Earlier, x)
	}
	return session.Show(w, r, v.status(), messagesPage(v))
}

// teams are whom somebody can write to: about each of their applications, and about something else to each agency.
func (p *Pages) teams(ctx context.Context, o own, by audit.Actor) ([]govuk.SelectItem, error) {
	rows, err := p.Office.ByAccount(ctx, by, by.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	items := []govuk.SelectItem{{}}
	seen := map[int64]bool{}
	for _, row := range rows {
		agency, err := p.Staff.Agency(ctx, row.Agency)
		if err != nil {
			return nil, err
		}
		items = append(items, govuk.SelectItem{Value: number(row.Agency) + "." + number(row.ID), Text: o.P("messages.about", "agency", agency.Name(o.Lang),
			"service", serviceName(o.Lang, row), "reference", cases.ShowReference(row.Reference))})
		if !seen[row.Agency] {
			seen[row.Agency] = true
			items = append(items, govuk.SelectItem{Value: number(row.Agency) + ".0", Text: o.P("messages.about_none", "agency", agency.Name(o.Lang))})
		}
	}
	return items, nil
}

// Write sends a message. What was typed is still there where it cannot be sent.
func (p *Pages) Write(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	form, err := typed(r)
	if err != nil {
		return err
	}
	v := messages{own: p.ownPage(r, "messages"), Chosen: form.Get("to"), Text: form.Get("text")}
	known, err := p.teams(r.Context(), v.own, by)
	if err != nil {
		return err
	}
	agency, draft, _ := strings.Cut(v.Chosen, ".")
	if v.Chosen == "" || !offered(known, v.Chosen) {
		v.wrong("to", v.P("messages.problems.to-required"))
		return p.showMessages(w, r, by, v)
	}
	problems, err := p.Office.Write(r.Context(), by, cases.MessageInput{Account: by.ID, Agency: whole(agency), Draft: whole(draft), Text: v.Text})
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		v.wrong("text", v.P("messages.problems."+problems[0].Code))
		return p.showMessages(w, r, by, v)
	}
	p.Sessions.Tell(r, "page.messages.sent")
	return session.To(w, r, "/account/messages")
}

func offered(items []govuk.SelectItem, value string) bool {
	for _, i := range items {
		if i.Value == value {
			return true
		}
	}
	return false
}
