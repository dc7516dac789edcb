package desk

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// draftView is the one screen: what to say and key, what was said, who it is.
type draftView struct {
	frame
	draft     cases.Draft
	account   accounts.Account // ID 0 while nobody is known
	next      services.Next
	ask       ask
	script    phone.Script
	typedAt   string // when the unsaved typing that is shown was typed
	typedNote string
	readBack  string // the answer just saved, to be said back
	reading   *reading
	sections  []section
	beside    cases.Beside
	newer     *cases.Upgrade
	proof     proving
	sure      sureness
	events    []cases.Event
	texts     []sms.Message
	letters   []letters.Letter
}

// ask is the question on the screen and what came of keying it.
type ask struct {
	question *services.Question
	rev      int64 // of the answer shown
	row      int   // of a list: the one being changed, -1 for the next
	typed    *services.Input
	problems services.Problems
	conflict *cases.Conflict
	wrong    string // a sentence about a file that is no answer's problem
}

// openDraft is the application in the path, with the reason to look into it.
func (p *Pages) openDraft(r *http.Request) (visit, cases.Draft, error) {
	v, err := p.visiting(r)
	if err != nil {
		return v, cases.Draft{}, err
	}
	v.by = because(v.by, "contacts.looks.case")
	d, err := p.Office.FindDraft(r.Context(), v.by, param(r, "ref"))
	return v.speaking(d), d, err
}

// speaking is the visit with what was proven in the conversation, where that is of the person whose draft it is.
func (v visit) speaking(d cases.Draft) visit {
	v.by.Proven = v.contact.ProvenAt != nil && d.Account != 0 && v.contact.Account == d.Account && v.toldTo(d)
	return v
}

// Draft shows the one screen, at the question asked for or the next one.
func (p *Pages) Draft(w http.ResponseWriter, r *http.Request) error {
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	if d.Case != 0 {
		return p.showSent(w, r, v, d)
	}
	a := ask{row: -1}
	if id := r.URL.Query().Get("q"); id != "" {
		a.question = reached(d, p.today(), id)
		if row, err := strconv.Atoi(r.URL.Query().Get("row")); err == nil {
			a.row = row
		}
	}
	return p.showDraft(w, r, v, http.StatusOK, d, a)
}

// reached is a question these answers lead to; nil for any other.
func reached(d cases.Draft, today services.Day, id string) *services.Question {
	path := d.Service.Path(d.Values(), today)
	if i := slices.IndexFunc(path, func(q *services.Question) bool { return q.ID == id }); i >= 0 {
		return path[i]
	}
	return nil
}

func (p *Pages) showDraft(w http.ResponseWriter, r *http.Request, v visit, status int, d cases.Draft, a ask) error {
	s := draftView{draft: d, ask: a, next: d.Service.Next(d.Values(), p.today())}
	chosen := a.question != nil
	if !chosen {
		s.ask.question = s.next.Question
	}
	if err := p.readDraft(r, v, &s); err != nil {
		return err
	}
	if !chosen {
		p.readingBack(v, &s, r.URL.Query().Get("read") != "")
	}
	s.frame = p.frame(r, v, "", d.Service.Word(v.lang, "name", nil)+" "+showRef(d.Reference))
	s.frame.path = draftPath(d.Reference)
	if s.ask.question != nil {
		p.script(&s)
	}
	if after := d.Service.Question(r.URL.Query().Get("after")); after != nil && !cases.Hidden(v.by, d, after) {
		s.readBack = readBack(d, after)
	}
	if len(s.script.Form.Errors) > 0 {
		s.title = govuk.WordsIn(v.lang).ErrorTitle + s.title
	}
	return session.Show(w, r, status, draftPage(s))
}

// readDraft reads what stands beside the question: the person, what was typed and not saved, what has happened.
func (p *Pages) readDraft(r *http.Request, v visit, s *draftView) (err error) {
	d := s.draft
	if d.Account != 0 {
		if s.account, err = p.Register.Open(r.Context(), v.by, d.Account); err != nil {
			return err
		}
	}
	if s.beside, err = p.Office.Beside(r.Context(), v.by, d.ID); err != nil {
		return err
	}
	typing, err := p.Office.Typing(r.Context(), v.by, d.ID)
	if err != nil {
		return err
	}
	s.sections = p.sections(mapping{visit: v, d: d, at: s.ask.question, typing: typing, notes: s.beside.Notes})
	if s.sure, err = p.sureness(r, v.by, d, true); err != nil {
		return err
	}
	if newer, ok := p.Office.Newer(d); ok {
		s.newer = &newer
	}
	if q := s.ask.question; q != nil {
		if s.ask.typed == nil {
			p.restore(v, s, typing[q.ID])
		}
		if s.proof, err = p.proving(r, v, d, q); err != nil {
			return err
		}
	}
	if s.events, err = p.Office.Timeline(r.Context(), d.ID); err != nil {
		return err
	}
	if s.letters, err = p.Post.ByDraft(r.Context(), d.ID); err != nil {
		return err
	}
	s.texts, err = p.Texts.ByDraft(r.Context(), d.ID)
	return err
}

// restore shows again what the member typed and did not save, and says when that was.
func (p *Pages) restore(v visit, s *draftView, fields map[string][]string) {
	q := s.ask.question
	if note := fields[noteField]; len(note) == 1 {
		s.typedNote = note[0]
	}
	in := phone.Read(q, fields)
	if !keyedIn(q, in) {
		return
	}
	s.ask.typed = &in
	if row, err := strconv.Atoi(in.Get("row")); err == nil && q.Kind == services.List && s.ask.row < 0 && in.Get("op") == "set" {
		s.ask.row = row
	}
	if at := fields["at"]; len(at) == 1 {
		if t, err := time.Parse(time.RFC3339, at[0]); err == nil {
			s.typedAt = v.when(t)
		}
	}
}

// keyedIn says whether there is anything in what was typed.
func keyedIn(q *services.Question, in services.Input) bool {
	for part, values := range in.Fields {
		if part == "op" || part == "row" || part == "skip" || part == "park" || part == "unknown" {
			continue
		}
		if strings.TrimSpace(strings.Join(values, "")) != "" {
			return true
		}
	}
	return false
}

// script makes what to say and key, in the language the person speaks.
func (p *Pages) script(s *draftView) {
	q, given := s.ask.question, s.draft.Values()
	if s.ask.rev == 0 {
		s.ask.rev = s.draft.Answers[q.ID].Rev
	}
	typed := s.ask.typed
	if q.Kind == services.List && typed == nil && s.ask.row < 0 {
		typed = &services.Input{} // the fields of the next row are always at hand
	}
	problems := s.ask.problems
	if s.proof.needed { // the screen says what to do about it
		problems = slices.DeleteFunc(slices.Clone(problems), func(p services.Problem) bool { return p.Code == "proof-needed" || p.Code == cases.IdentityNeeded })
	}
	s.script = phone.Ask(phone.AskInput{Service: s.draft.Service, Lang: s.draft.Lang, Question: q, Answers: given, Today: p.today(),
		Typed: typed, Problems: problems, Row: s.ask.row})
	if s.ask.wrong != "" {
		s.script.Form.Errors = append(s.script.Form.Errors, form.Error{Part: "file", Text: s.ask.wrong})
	}
}

// toGo says how much is still to be asked, as far as the answers so far tell.
func (s draftView) toGo() string {
	if n := toGo(s.sections); n > 0 {
		return lang.N(s.lang, "desk.draft.to_go", n)
	}
	return s.T("draft.none_to_go")
}

// readBack is how an answer is said back to the person; "" where that is not wanted.
func readBack(d cases.Draft, q *services.Question) string {
	a, ok := d.Answers[q.ID]
	w := d.Service.Words(d.Lang, q, d.Values())
	if !ok || w.ReadBack == "" || !q.Complete(a.Value) || a.Value.Skipped || a.Value.Unknown {
		return ""
	}
	return w.ReadBack
}

// StartDraft begins an application for a person, or for somebody not known yet, and goes to its screen.
func (p *Pages) StartDraft(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	if v.by.Door == channels.None {
		p.tell(r, "desk.contact.first")
		return session.To(w, r, "/desk#reason")
	}
	in := cases.StartInput{Agency: v.member.Agency, Service: r.PostFormValue("service"), Account: wanted(r.PostFormValue("account")), Lang: v.lang, Prefill: true}
	v.by = because(v.by, reasonOf(r.PostFormValue("why")))
	if in.Account != 0 {
		who, err := p.Register.Open(r.Context(), v.by, in.Account)
		if err != nil {
			return err
		}
		ref, err := p.begunNow(r, v, in)
		if err != nil {
			return err
		}
		if ref != "" {
			return session.To(w, r, draftPath(ref))
		}
		in.Lang = spoken(who)
	}
	d, err := p.Office.Start(r.Context(), v.by, in)
	if err != nil {
		return err
	}
	if err := p.about(r, v, in.Account, d.ID); err != nil {
		return err
	}
	return session.To(w, r, draftPath(d.Reference))
}

// reasonOf is the reason chosen before a person was opened.
func reasonOf(why string) string {
	if slices.Contains(looks, why) {
		return "contacts.looks." + why
	}
	return "contacts.looks.case"
}

// begunNow is the reference of the same application begun a moment ago: the button was pressed twice.
func (p *Pages) begunNow(r *http.Request, v visit, in cases.StartInput) (string, error) {
	rows, err := p.Office.ByAccount(r.Context(), v.by, in.Account)
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		if row.Service == in.Service && row.State == "open" && v.now.Sub(row.TouchedAt) < pressedTwice {
			return row.Reference, nil
		}
	}
	return "", nil
}

// spoken is the language to take an application in: the one the person speaks with us, of the two there are.
func spoken(a accounts.Account) lang.Lang {
	if a.Needs.Spoken == string(lang.Cy) {
		return lang.Cy
	}
	return lang.En
}

// DraftLang changes the language of the script, and of what is sent about the application.
func (p *Pages) DraftLang(w http.ResponseWriter, r *http.Request) error {
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	if err := p.Office.SetLang(r.Context(), v.by, d.ID, lang.Parse(r.PostFormValue("lang"))); err != nil {
		return err
	}
	return session.To(w, r, with(draftPath(d.Reference), "q", r.PostFormValue("q")))
}
