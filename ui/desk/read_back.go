package desk

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/ui/session"
)

// reading is the reading back of what was keyed, a section at a time.
type reading struct {
	parts  []readPart
	ready  bool // everything is answered and read back: it can be sent
	agreed []cases.Agreement
	rest   string // the question to go on with, "" where there is none
	asked  bool   // it was asked for before it is due
}

// readPart is one section as it is read back, in the language of the script.
type readPart struct {
	id, name string
	told     []readLine
	mark     *cases.ReadBack // when it was read back as it stands; nil where it was not
	now      bool            // it is the one to read out now
}

// readLine is one answer: the sentence it is read back with, or its label and its lines.
type readLine struct {
	row
	sentence string
}

// readingBack puts the reading back on the screen when it is due: before what is agreed to at the end, before it is sent, and whenever it
// is asked for.
func (p *Pages) readingBack(v visit, s *draftView, asked bool) {
	if s.next.Stop != nil && !asked {
		return
	}
	unread := s.draft.Unread(s.beside.Read, p.today())
	due := len(unread) > 0 && onlyAgreeing(s.draft, s.sections)
	if !s.next.Ready && !due && !asked {
		return
	}
	s.reading = &reading{parts: p.readParts(v, s, unread), ready: s.next.Ready && len(unread) == 0, asked: !due && !s.next.Ready,
		agreed: s.draft.Agreements(s.events, p.today())}
	if s.next.Question != nil {
		s.reading.rest = s.next.Question.ID
	}
	s.ask.question = nil
	for i := range s.sections {
		for j := range s.sections[i].rows {
			s.sections[i].rows[j].here = false
		}
	}
}

// onlyAgreeing says whether nothing waits but what the person agrees to when they have heard their answers.
func onlyAgreeing(d cases.Draft, all []section) bool {
	for _, r := range places(all) {
		if r.waits() && !d.Service.Question(r.question).Agreed() {
			return false
		}
	}
	return true
}

func (p *Pages) readParts(v visit, s *draftView, unread []string) []readPart {
	inScript := v
	inScript.lang = s.draft.Lang
	var parts []readPart
	for _, one := range said(p.sections(mapping{visit: inScript, d: s.draft})) {
		part := readPart{id: one.id, name: one.name, told: readLines(s.draft, one.rows)}
		if len(part.told) == 0 {
			continue
		}
		part.now = len(unread) > 0 && unread[0] == one.id
		if !slices.Contains(unread, one.id) {
			i := slices.IndexFunc(s.beside.Read, func(r cases.ReadBack) bool { return r.Section == one.id })
			part.mark = &s.beside.Read[i]
		}
		parts = append(parts, part)
	}
	return parts
}

func readLines(d cases.Draft, rows []row) []readLine {
	var told []readLine
	for _, r := range rows {
		q := d.Service.Question(r.question)
		if !cases.SaidBack(q) {
			continue
		}
		line := readLine{row: r}
		if !r.secret {
			line.sentence = readBack(d, q)
		}
		told = append(told, line)
	}
	return told
}

// ReadBack marks a section as read back to the person, and goes on to the next.
func (p *Pages) ReadBack(w http.ResponseWriter, r *http.Request) error {
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	err = p.Office.MarkRead(r.Context(), v.by, d.ID, r.PostFormValue("section"), wanted(r.PostFormValue("rev")))
	switch {
	case errors.Is(err, cases.ErrStale):
		p.tell(r, "desk.read.changed")
	case errors.Is(err, cases.ErrClosed):
		p.tell(r, "errors.closed.title")
	case errors.Is(err, cases.ErrNotAllowed):
		p.tell(r, "desk.read.unproven")
	case err != nil:
		return err
	}
	if err := p.about(r, v, d.Account, d.ID); err != nil {
		return err
	}
	return session.To(w, r, with(draftPath(d.Reference), "read", strings.TrimSpace(r.PostFormValue("read"))))
}

// nth is the key of the n-th answer of the section that is read out: its digit changes it.
func nth(part readPart, n int) string {
	if part.now && n < 9 {
		return strconv.Itoa(n + 1)
	}
	return ""
}
