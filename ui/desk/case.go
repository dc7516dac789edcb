package desk

import (
	"errors"
	"net/http"
	"slices"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// caseView is everything of a case on one page.
type caseView struct {
	frame
	file     cases.File
	sections []section
	agreed   []cases.Agreement
	texts    []sms.Message
	works    bool              // the member may work cases
	typed    map[string]string // what was keyed and not taken, by field
	wrong    map[string]string // by field
	stale    bool              // somebody moved the case meanwhile
	sure     sureness
}

// openCase is the case in the path. Working it is itself the reason, where nobody is on the line.
func (p *Pages) openCase(r *http.Request) (visit, cases.Case, error) {
	v, err := p.visiting(r)
	if err != nil {
		return v, cases.Case{}, err
	}
	c, err := p.Office.Find(r.Context(), v.atWork(), param(r, "ref"))
	return v, c, err
}

// atWork is the member at their own work: through no door, unless somebody is on the line.
func (v visit) atWork() audit.Actor {
	by := because(v.by, "contacts.looks.case")
	if v.contact.ID == 0 {
		by.Door = channels.None
	}
	return by
}

// working is the visit as it reads a case: what is read to work on it is read out to nobody.
func (v visit) working() visit {
	v.by.Door = channels.None
	return v
}

// Case shows a case with everything that is to be known and done.
func (p *Pages) Case(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	file, err := p.Office.OpenByReference(r.Context(), v.atWork(), param(r, "ref"))
	if err != nil {
		return err
	}
	return p.drawCase(w, r, v, http.StatusOK, caseView{file: file})
}

// showCase shows a case again, with what was keyed and not taken.
func (p *Pages) showCase(w http.ResponseWriter, r *http.Request, v visit, status int, id int64, c caseView) (err error) {
	if c.file, err = p.Office.Open(r.Context(), v.atWork(), id); err != nil {
		return err
	}
	return p.drawCase(w, r, v, status, c)
}

func (p *Pages) drawCase(w http.ResponseWriter, r *http.Request, v visit, status int, c caseView) (err error) {
	if c.texts, err = p.Texts.ByDraft(r.Context(), c.file.Draft.ID); err != nil {
		return err
	}
	c.sections = said(p.sections(mapping{visit: v.working(), d: c.file.Draft, notes: c.file.Notes}))
	if c.sure, err = p.sureness(r, v.atWork(), c.file.Draft, c.file.Case.State.Open()); err != nil {
		return err
	}
	c.agreed = c.file.Draft.Agreements(c.file.Events, p.today())
	c.works = v.member.May(staff.Caseworker)
	c.frame = p.frame(r, v, "cases", showRef(c.file.Case.Reference)+" "+c.file.Case.AccountName)
	c.frame.path = casePath(c.file.Case.Reference)
	for _, field := range []string{"what", "done", "note", "why"} {
		if text := c.wrong[field]; text != "" {
			c.frame.problems = append(c.frame.problems, problem(text, field))
		}
	}
	if c.stale {
		c.frame.problems = append(c.frame.problems, govuk.ErrorSummaryItem{Text: v.T("case.stale")})
	}
	return session.Show(w, r, status, casePage(c))
}

// Take gives the case to the member; HandBack to the queue.
func (p *Pages) Take(w http.ResponseWriter, r *http.Request) error {
	return p.workCase(w, r, "", func(by audit.Actor, c cases.Case) error { return p.Office.Take(r.Context(), by, c.ID) })
}

// HandBack gives the case back, with the reason for whoever takes it next.
func (p *Pages) HandBack(w http.ResponseWriter, r *http.Request) error {
	return p.workCase(w, r, "why", func(by audit.Actor, c cases.Case) error {
		return p.Office.HandBack(r.Context(), by, c.ID, clip(r.PostFormValue("why")))
	})
}

// Note adds a note to the timeline.
func (p *Pages) Note(w http.ResponseWriter, r *http.Request) error {
	return p.workCase(w, r, "note", func(by audit.Actor, c cases.Case) error {
		return p.Office.Note(r.Context(), by, c.Draft, r.PostFormValue("note"))
	})
}

// AskEvidence asks the person for something; the letter, and where it is safe the text, go out by themselves.
func (p *Pages) AskEvidence(w http.ResponseWriter, r *http.Request) error {
	return p.workCase(w, r, "what", func(by audit.Actor, c cases.Case) error {
		return p.Office.AskEvidence(r.Context(), by, c.ID, wanted(r.PostFormValue("rev")), r.PostFormValue("what"))
	})
}

// Finish closes a case in which nothing is to be decided with what was done; the letter, and where it is safe the text, go out by themselves.
func (p *Pages) Finish(w http.ResponseWriter, r *http.Request) error {
	return p.workCase(w, r, "done", func(by audit.Actor, c cases.Case) error {
		return p.Office.Finish(r.Context(), by, c.ID, wanted(r.PostFormValue("rev")), r.PostFormValue("done"))
	})
}

// Move brings the case to another state that needs nothing else.
func (p *Pages) Move(w http.ResponseWriter, r *http.Request) error {
	return p.workCase(w, r, "why", func(by audit.Actor, c cases.Case) error {
		return p.Office.Move(r.Context(), by, c.ID, wanted(r.PostFormValue("rev")), stateOf(r.PostFormValue("to")), clip(r.PostFormValue("why")))
	})
}

// workCase does one thing to a case and shows it. field is the text that is the point of it: it stays where it is refused.
func (p *Pages) workCase(w http.ResponseWriter, r *http.Request, field string, do func(audit.Actor, cases.Case) error) error {
	v, c, err := p.openCase(r)
	if err != nil {
		return err
	}
	err = do(v.atWork(), c)
	again := caseView{typed: map[string]string{field: r.PostFormValue(field)}}
	switch {
	case errors.Is(err, cases.ErrEmpty):
		again.wrong = map[string]string{field: v.T("case.empty_" + field)}
		return p.showCase(w, r, v, http.StatusUnprocessableEntity, c.ID, again)
	case errors.Is(err, cases.ErrUnsure):
		again.wrong = map[string]string{field: v.P("unsure")}
		return p.showCase(w, r, v, http.StatusUnprocessableEntity, c.ID, again)
	case stale(err):
		again.stale = true
		return p.showCase(w, r, v, http.StatusConflict, c.ID, again)
	case err != nil:
		return err
	}
	return session.To(w, r, casePath(c.Reference))
}

// mayAsk says whether evidence can be asked for now, mayDecide whether a decision can be made.
func (c caseView) mayAsk() bool {
	switch c.file.Case.State {
	case cases.Received, cases.Assessing, cases.Review:
		return true
	default:
		return false
	}
}

func (c caseView) mayDecide() bool {
	return c.file.Case.State.Open() && c.file.Case.Service.Decides()
}

// mayFinish says whether the case ends when it is done.
func (c caseView) mayFinish() bool {
	return c.file.Case.State.Open() && c.file.Case.State != cases.Review && !c.file.Case.Service.Decides()
}

// documentKind names a kind of document.
func (c caseView) documentKind(d cases.Document) string {
	q := c.file.Draft.Service.Question(d.Question)
	if q == nil || !slices.Contains(q.Accept, d.Kind) {
		return d.Kind
	}
	return c.file.Draft.Service.Words(c.lang, q, c.file.Draft.Values()).Options[d.Kind]
}

// criterion is the name of a criterion that was weighed.
func (c caseView) criterion(code string) string {
	return c.file.Case.Service.Word(c.lang, "criteria."+code+".name", services.Answers{})
}

// loose are the notes beside questions that have no answer to stand with.
func (c caseView) loose() []cases.Note {
	return slices.DeleteFunc(slices.Clone(c.file.Notes), func(n cases.Note) bool {
		return slices.ContainsFunc(c.sections, func(s section) bool {
			return slices.ContainsFunc(s.rows, func(r row) bool { return r.question == n.Question })
		})
	})
}

// labelOf is the short name of the question a note stands beside.
func (c caseView) labelOf(n cases.Note) string {
	q := c.file.Draft.Service.Question(n.Question)
	if q == nil {
		return n.Question
	}
	return c.file.Draft.Service.Words(c.lang, q, c.file.Draft.Values()).Label
}
