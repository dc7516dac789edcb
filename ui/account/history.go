package account

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/session"
)

// aPage is how many lines stand on a page of the history.
const aPage = 30

// happened are the events a person is told on their timeline; worded by lang "page.history.happened.<kind>". Letters and texts stand there
// themselves.
var happened = []string{"started", "submitted", "document-added", "document-seen", "evidence-asked", "assessing", "awarded", "refused", "review-asked",
	"withdrawn", "closed", "done"}

// moment is one line of the timeline.
type moment struct {
	line
	at time.Time
}

type history struct {
	own
	Lines []moment
	Older string // "" on the last page
}

// History shows what happened through every door, latest first.
func (p *Pages) History(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	v := history{own: p.ownPage(r, "history")}
	all, err := p.moments(r.Context(), v.own, by, beforeOf(r), aPage+1)
	if err != nil {
		return err
	}
	v.Lines, v.Older = onePage(all)
	return session.Show(w, r, http.StatusOK, historyPage(v))
}

// onePage cuts a page off, never between what happened in one moment.
func onePage(all []moment) (page []moment, older string) {
	if len(all) <= aPage {
		return all, ""
	}
	n := aPage
	for n < len(all) && all[n].at.Equal(all[n-1].at) {
		n++
	}
	if n == len(all) {
		return all, ""
	}
	return all[:n], fmt.Sprintf("/account/history?before=%d", all[n-1].at.UnixMicro())
}

// moments are the newest of every door before a time.
func (p *Pages) moments(ctx context.Context, o own, by audit.Actor, before time.Time, most int) ([]moment, error) {
	about, err := p.names(ctx, o.Lang, by)
	if err != nil {
		return nil, err
	}
	var all []moment
	for _, door := range []func(context.Context, own, audit.Actor, map[int64]string, time.Time, int) ([]moment, error){
		p.eventMoments, p.letterMoments, p.textMoments, p.contactMoments, p.messageMoments} {
		found, err := door(ctx, o, by, about, before, most)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b moment) int { return cmp.Compare(b.at.UnixNano(), a.at.UnixNano()) })
	return all, nil
}

// names are the person's applications by draft: the service and the reference.
func (p *Pages) names(ctx context.Context, l lang.Lang, by audit.Actor) (map[int64]string, error) {
	rows, err := p.Office.ByAccount(ctx, by, by.ID)
	if err != nil {
		return nil, err
	}
	out := map[int64]string{}
	for _, row := range rows {
		out[row.ID] = lang.T(l, "page.history.about", "service", serviceName(l, row), "reference", cases.ShowReference(row.Reference))
	}
	return out, nil
}

func serviceName(l lang.Lang, row cases.DraftRow) string {
	if l == lang.Cy && row.ServiceCy != "" {
		return row.ServiceCy
	}
	return row.ServiceName
}

func (o own) moment(at time.Time, what, about, href string) moment {
	return moment{line: line{When: lang.Moment(o.Lang, at), What: what, State: about, Href: href}, at: at}
}

func (p *Pages) eventMoments(ctx context.Context, o own, by audit.Actor, about map[int64]string, before time.Time, most int) (out []moment, err error) {
	found, err := p.Office.PersonEvents(ctx, by, by.ID, happened, before, most)
	if err != nil {
		return nil, err
	}
	for _, e := range found {
		what, _ := e.Data["what"].(string)
		said := o.P("history.event", "what", o.P("history.happened."+e.Kind, "what", what), "door", o.P("history.doors."+doorOr(string(e.Door))))
		out = append(out, o.moment(e.At, said, about[e.Draft], ""))
	}
	return out, nil
}

func doorOr(door string) string {
	if door == "" {
		return "none"
	}
	return door
}

func (p *Pages) letterMoments(ctx context.Context, o own, by audit.Actor, about map[int64]string, before time.Time, most int) (out []moment, err error) {
	found, err := p.Post.OfPerson(ctx, by.ID, before, most)
	if err != nil {
		return nil, err
	}
	for _, x := range found {
		what := o.P("history.letter", "what", lang.T(o.Lang, "apply.letters."+x.Kind))
		m := o.moment(x.At(), what, lang.T(o.Lang, "apply.letter_states."+string(x.State)), fmt.Sprintf("/account/letter/%d", x.ID))
		out = append(out, m)
	}
	return out, nil
}

func (p *Pages) textMoments(ctx context.Context, o own, by audit.Actor, about map[int64]string, before time.Time, most int) (out []moment, err error) {
	found, err := p.Texts.ByAccount(ctx, by.ID, before, most)
	if err != nil {
		return nil, err
	}
	for _, m := range found {
		key, state := "history.text_out", ""
		if m.In {
			key = "history.text_in"
		} else if k := "apply.text_states." + m.State; lang.Has(o.Lang, k) {
			state = lang.T(o.Lang, k)
		}
		out = append(out, o.moment(m.At, o.P(key, "body", m.Body), state, ""))
	}
	return out, nil
}

func (p *Pages) contactMoments(ctx context.Context, o own, by audit.Actor, about map[int64]string, before time.Time, most int) (out []moment, err error) {
	if p.Contacts == nil {
		return nil, nil
	}
	found, err := p.Contacts.OfPerson(ctx, by.ID, before, most)
	if err != nil {
		return nil, err
	}
	for _, c := range found {
		agency, err := p.Staff.Agency(ctx, c.Agency)
		if err != nil {
			return nil, err
		}
		what := o.P("history.contact."+string(c.Door), "reason", lang.T(o.Lang, "contacts.reasons."+c.Reason))
		out = append(out, o.moment(c.BeganAt, what, agency.Name(o.Lang), ""))
	}
	return out, nil
}

func (p *Pages) messageMoments(ctx context.Context, o own, by audit.Actor, about map[int64]string, before time.Time, most int) (out []moment, err error) {
	found, err := p.Office.Messages(ctx, by, by.ID, before, most)
	if err != nil {
		return nil, err
	}
	for _, m := range found {
		agency, err := p.Staff.Agency(ctx, m.Agency)
		if err != nil {
			return nil, err
		}
		out = append(out, o.moment(m.At, o.P("history.message", "body", m.Text), agency.Name(o.Lang), "/account/messages"))
		if m.AnsweredAt != nil {
			out = append(out, o.moment(*m.AnsweredAt, o.P("history.answer", "body", m.Answer), agency.Name(o.Lang), "/account/messages"))
		}
	}
	return out, nil
}
