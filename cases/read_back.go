package cases

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// ReadBack is a section that was read back to the person, as its answers stood at Rev.
type ReadBack struct {
	Section string
	Rev     int64
	Lang    lang.Lang
	Name    string // of who read it
	Door    channels.Kind
	At      time.Time
}

// EverySection is all that there is to read back.
const EverySection = ""

// MarkRead records that a section (EverySection for all) was read back to the person in the draft's language and they found it right.
// rev is the Draft.Rev they were read: ErrStale when an answer was given since. ErrClosed once the draft is submitted. ErrNotAllowed
// where an answer of it is hidden from the actor (Hidden), who cannot have read it out.
func (o *Office) MarkRead(ctx context.Context, by audit.Actor, draft int64, section string, rev int64) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error { return o.markReadTx(ctx, tx, by, draft, section, rev) })
}

func (o *Office) markReadTx(ctx context.Context, tx pgx.Tx, by audit.Actor, draft int64, section string, rev int64) error {
	d, err := o.draftFor(ctx, tx, by, draft, true)
	switch {
	case err != nil:
		return err
	case d.closed():
		return ErrClosed
	case rev != d.Rev:
		return ErrStale
	}
	sections := []string{section}
	if section == EverySection {
		sections = d.Service.Sections
	} else if !slices.Contains(d.Service.Sections, section) {
		return ErrNotFound
	}
	for _, q := range d.Service.Path(d.Values(), o.today()) {
		if a, ok := d.Answers[q.ID]; ok && q.Complete(a.Value) && Hidden(by, d, q) && slices.Contains(sections, q.Section) {
			return ErrNotAllowed
		}
	}
	b := &pgx.Batch{}
	for _, s := range sections {
		b.Queue(`
			insert into read_backs (draft_id, section, rev, lang, staff_id, door, at)
			values (@draft, @section, @rev, @lang, @staff, @door, @now)`,
			pgx.NamedArgs{"draft": d.ID, "section": s, "rev": d.Rev, "lang": d.Lang, "staff": by.ID, "door": by.Door, "now": o.now()})
	}
	audit.Queue(b, by, audit.Entry{Verb: "draft.read-back", Account: d.Account, Draft: d.ID})
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("read back draft %d: %w", d.ID, err)
	}
	return nil
}

const readBacksQuery = `
	select distinct on (r.section) r.section, r.rev, r.lang, s.display_name, r.door, r.at
	from read_backs r join staff s on s.id = r.staff_id
	where r.draft_id = @draft
	order by r.section, r.rev desc, r.id desc`

// Unread are the sections, in order, with an answer that was not read back since it was given. What is agreed to is read out whole
// when it is asked, so it is not read back again, and pages to read have no answer.
func (d Draft) Unread(read []ReadBack, today services.Day) []string {
	upTo := make(map[string]int64, len(read))
	for _, r := range read {
		upTo[r.Section] = r.Rev
	}
	var unread []string
	for _, q := range d.Service.Path(d.Values(), today) {
		a, answered := d.Answers[q.ID]
		if answered && SaidBack(q) && q.Complete(a.Value) && a.Rev > upTo[q.Section] && !slices.Contains(unread, q.Section) {
			unread = append(unread, q.Section)
		}
	}
	return unread
}

// SaidBack says whether the answer to a question is one to be read back.
func SaidBack(q *services.Question) bool { return q.Kind != services.Info && !q.Agreed() }

// spokenFor says whether somebody of the desk acts for a person who does not see their answers. What is keyed from paper they
// wrote themselves.
func spokenFor(by audit.Actor) bool { return by.Role == audit.Staff && by.Door != channels.Paper }

// unreadProblems keep the desk from sending what was not read back, at the first question of each such section.
func unreadProblems(d Draft, read []ReadBack, today services.Day) services.Problems {
	var wrong services.Problems
	for _, section := range d.Unread(read, today) {
		for _, q := range d.Service.Path(d.Values(), today) {
			if q.Section == section && SaidBack(q) {
				wrong = append(wrong, services.Problem{Question: q.ID, Code: NotReadBack, Vars: map[string]any{"section": section}})
				break
			}
		}
	}
	return wrong
}

// NotReadBack is the problem of what the desk sends without having read it back; worded by lang "cases.problems".
const NotReadBack = "not-read-back"
