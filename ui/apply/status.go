package apply

import (
	"context"
	"fmt"
	"net/http"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/ui/session"
)

// standing is what became of an application that was sent.
type standing struct {
	frame
	State     string // lang key of it
	Reference string
	Deadline  string
	By        string // what stands before it
	Decided   bool
	Waiting   bool
	Asked     string // what we wait for
	Identity  string // that it waits until we are sure who they are, and what they can do
	Files     string // where it can be sent
	Wrong     string
	Happened  []happening
	Letters   []outgoing
	Texts     []outgoing
	Sections  []section
}

type happening struct{ When, What string }

type outgoing struct{ When, What, State, Href string }

// status shows where a sent application is, in plain words.
func (p *Pages) status(w http.ResponseWriter, r *http.Request, o opened) error {
	v, err := p.standing(r, o)
	if err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, statusPage(v))
}

func (p *Pages) standing(r *http.Request, o opened) (standing, error) {
	ctx, l := r.Context(), p.lang(r)
	c, err := p.Office.Find(ctx, o.by, o.draft.Reference)
	if err != nil {
		return standing{}, err
	}
	events, err := p.Office.Timeline(ctx, o.draft.ID)
	if err != nil {
		return standing{}, err
	}
	v := standing{State: string(c.State), Reference: cases.ShowReference(c.Reference), Deadline: lang.Day(l, c.Deadline), By: "status.deadline",
		Decided: c.DecidedAt != nil, Waiting: c.State == cases.Waiting, Asked: lastAsked(events), Files: path(o.draft, "files"),
		Happened: happenings(l, events), Sections: p.sections(l, o)}
	v.undecided(c)
	wait, waits, err := p.Office.Waiting(ctx, o.draft.ID)
	if err != nil {
		return standing{}, err
	}
	if waits {
		v.Identity = lang.T(l, "apply.status.identity", "until", lang.Day(l, wait.Until)) + " " + lang.T(l, "apply.status.identity_ways."+wait.Way)
	}
	v.frame = p.frameOf(r, o, lang.T(l, "apply.status.title"))
	v.Switch = switchTo(l, path(o.draft))
	if o.by.ID != 0 {
		v.Back = "/account"
	}
	if v.Letters, err = p.letters(ctx, l, o); err != nil {
		return standing{}, err
	}
	v.Texts, err = p.texts(ctx, l, o)
	return v, err
}

// undecided words a case of a service that decides nothing: when it will be done, and that it is.
func (v *standing) undecided(c cases.Case) {
	switch {
	case c.Service.Decides():
		return
	case c.Done():
		v.State = "done"
	case c.State == cases.Received || c.State == cases.Waiting || c.State == cases.Assessing:
		v.State += "_done"
	}
	v.By = "status.deadline_done"
}

// happenings are the events a citizen is told of, oldest first. Those without a sentence of ours are the office's own affair.
func happenings(l lang.Lang, events []cases.Event) []happening {
	var out []happening
	for _, e := range events {
		key := "apply.events." + e.Kind
		if !lang.Has(l, key) {
			continue
		}
		vars := []any{"door", lang.T(l, "apply.doors_by."+door(e))}
		for name, value := range e.Data {
			vars = append(vars, name, value)
		}
		if kind, ok := e.Data["kind"]; ok {
			vars = append([]any{"letter_kind", lang.T(l, "apply.letters."+fmt.Sprint(kind))}, vars...)
		}
		out = append(out, happening{lang.Moment(l, e.At), lang.T(l, key, vars...)})
	}
	return out
}

func door(e cases.Event) string {
	if e.Role == audit.System || !e.Door.Valid() {
		return "none"
	}
	return string(e.Door)
}

// lastAsked is what the agency asked for last.
func lastAsked(events []cases.Event) string {
	what := ""
	for _, e := range events {
		if e.Kind == "evidence-asked" && e.Data["what"] != nil {
			what = fmt.Sprint(e.Data["what"])
		}
	}
	return what
}

func (p *Pages) letters(ctx context.Context, l lang.Lang, o opened) ([]outgoing, error) {
	found, err := p.Post.ByDraft(ctx, o.draft.ID)
	if err != nil {
		return nil, err
	}
	var out []outgoing
	for _, x := range found {
		out = append(out, letterLine(l, x, o.by.ID))
	}
	return out, nil
}

// letterLine is a letter as it is listed. Only who has proved the account may read it here.
func letterLine(l lang.Lang, x letters.Letter, account int64) outgoing {
	line := outgoing{When: lang.Date(l, x.At().In(lang.London)), What: lang.T(l, "apply.letters."+x.Kind), State: lang.T(l, "apply.letter_states."+string(x.State))}
	if account != 0 && x.Account == account {
		line.Href = fmt.Sprintf("/account/letter/%d", x.ID)
	}
	return line
}

func (p *Pages) texts(ctx context.Context, l lang.Lang, o opened) ([]outgoing, error) {
	found, err := p.Texts.ByDraft(ctx, o.draft.ID)
	if err != nil {
		return nil, err
	}
	return textLines(l, found), nil
}

// textLines are the texts that went out, as they are listed for their person.
func textLines(l lang.Lang, found []sms.Message) []outgoing {
	var out []outgoing
	for _, m := range found {
		key := "apply.text_states." + m.State
		if !m.In && lang.Has(l, key) {
			out = append(out, outgoing{When: lang.Moment(l, m.At), What: m.Body, State: lang.T(l, key)})
		}
	}
	return out
}

// Evidence stores files for a case that waits for them.
func (p *Pages) Evidence(w http.ResponseWriter, r *http.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	if !sent(o.draft) {
		return session.To(w, r, path(o.draft))
	}
	s, err := p.receive(r, o, "", 20)
	if err != nil {
		return err
	}
	if len(s.wrong) == 0 {
		p.Sessions.Tell(r, "told.file_done")
		return session.To(w, r, path(o.draft))
	}
	v, err := p.standing(r, o)
	if err != nil {
		return err
	}
	v.Wrong, v.Waiting = s.wrong[0].Text, true
	v.Problems = append(v.Problems, problem(v.Wrong, "file"))
	return session.Show(w, r, http.StatusUnprocessableEntity, statusPage(v))
}
