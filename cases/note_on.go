package cases

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
)

// Note is what a member of staff noted beside a question of a draft. It stays with the case the draft becomes.
type Note struct {
	ID       int64
	Question string
	Text     string
	By       int64
	Name     string // display name of who noted it
	Door     channels.Kind
	At       time.Time
}

// mostNoted bounds a note, in characters.
const mostNoted = 2000

// NoteOn notes something beside a question, asked or not: what is uncertain, what the person has promised to look up. It is appended,
// never changed. ErrEmpty when it says nothing or more than 2,000 characters, ErrNotFound for a question the service does not have.
func (o *Office) NoteOn(ctx context.Context, by audit.Actor, draft int64, question, text string) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error { return o.noteOnTx(ctx, tx, by, draft, question, strings.TrimSpace(text)) })
}

func (o *Office) noteOnTx(ctx context.Context, tx pgx.Tx, by audit.Actor, draft int64, question, text string) error {
	d, err := o.draftFor(ctx, tx, by, draft, false)
	if err != nil {
		return err
	}
	switch {
	case d.Service.Question(question) == nil:
		return ErrNotFound
	case text == "" || utf8.RuneCountInString(text) > mostNoted:
		return ErrEmpty
	}
	b := &pgx.Batch{}
	b.Queue(`
		insert into draft_notes (draft_id, question, text, staff_id, door, at)
		values (@draft, @question, @text, @staff, @door, @now)`,
		pgx.NamedArgs{"draft": d.ID, "question": question, "text": text, "staff": by.ID, "door": by.Door, "now": o.now()})
	o.queueEvent(b, by, d.ID, d.Case, "noted-beside", map[string]any{"question": question})
	audit.Queue(b, by, audit.Entry{Verb: "draft.noted", Account: d.Account, Draft: d.ID, Case: d.Case})
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("note on draft %d: %w", d.ID, err)
	}
	return nil
}

const notesQuery = `
	select n.id, n.question, n.text, n.staff_id, s.display_name, n.door, n.at
	from draft_notes n join staff s on s.id = n.staff_id
	where n.draft_id = @draft
	order by n.id`
