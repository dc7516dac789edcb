package desk

import (
	"errors"
	"net/http"
	"strings"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/ui/session"
)

// noteField is the note beside a question, in the form of its answer: what is noted is kept with what is answered.
const noteField = "desk-note"

// NoteBeside notes something beside a question, and stays there.
func (p *Pages) NoteBeside(w http.ResponseWriter, r *http.Request) error {
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	err = p.Office.NoteOn(r.Context(), v.by, d.ID, typed.Get("q"), typed.Get(noteField))
	switch {
	case errors.Is(err, cases.ErrEmpty):
		p.tell(r, "desk.note.empty")
	case err != nil:
		return err
	default:
		p.tell(r, "desk.note.added_done")
		if err := p.forgetNote(r, v, d, typed.Get("q")); err != nil {
			return err
		}
	}
	return session.To(w, r, with(draftPath(d.Reference), "q", typed.Get("q")))
}

// forgetNote keeps what is being keyed for an answer and forgets the note that stands there, which is noted now.
func (p *Pages) forgetNote(r *http.Request, v visit, d cases.Draft, question string) error {
	typing, err := p.Office.Typing(r.Context(), v.by, d.ID)
	if err != nil || typing[question] == nil {
		return err
	}
	delete(typing[question], noteField)
	return p.Office.SaveTyping(r.Context(), v.by, d.ID, question, typing[question])
}

// noteWith notes what was typed beside an answer that is saved.
func (p *Pages) noteWith(r *http.Request, v visit, d cases.Draft, question, text string) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return p.Office.NoteOn(r.Context(), v.by, d.ID, question, clipTo(text, mostBeside))
}

// mostBeside bounds a note beside a question, in characters, as cases does.
const mostBeside = 2000
