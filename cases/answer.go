package cases

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// Answer puts one answer to one question. The answer acknowledged is on disk when it returns. The answers themselves are the record
// of who said what: a row each, never changed.
func (o *Office) Answer(ctx context.Context, by audit.Actor, in AnswerInput) (out Outcome, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		out, err = o.AnswerTx(ctx, tx, by, in)
		return err
	})
	return out, err
}

// AnswerTx is Answer inside the caller's transaction. ErrClosed once the draft is submitted, or abandoned because its person died. A question that the answers so far do not
// lead to gives the problem not-asked; one that wants proof of who the person is, from an actor who has none, proof-needed.
func (o *Office) AnswerTx(ctx context.Context, tx pgx.Tx, by audit.Actor, in AnswerInput) (Outcome, error) {
	d, err := o.draftFor(ctx, tx, by, in.Draft, true)
	if err != nil {
		return Outcome{}, err
	}
	if d.closed() {
		return Outcome{}, ErrClosed
	}
	given, today := d.Values(), o.today()
	out := Outcome{Draft: d, Next: d.Service.Next(given, today)}
	q := asked(d.Service, given, today, in.Question)
	if q == nil {
		out.Problems = services.Problems{{Question: in.Question, Code: "not-asked"}}
		return out, nil
	}
	if out.Problems = proofNeeded(by, d, q, in.Input); len(out.Problems) > 0 {
		return out, nil
	}
	value, conflict, problems := o.weigh(d, q, in, given, today)
	if len(problems) > 0 || conflict != nil {
		out.Problems, out.Conflict = problems, conflict
		return out, nil
	}
	w := o.newWriting(d, by)
	w.put(q, value)
	w.declared(q, value, in.Signed)
	if out.Draft, err = w.save(ctx, tx); err != nil {
		return Outcome{}, err
	}
	out.Next = out.Draft.Service.Next(out.Draft.Values(), today)
	return out, nil
}

// asked finds a question that these answers lead to; nil for any other.
func asked(s *services.Service, given services.Answers, today services.Day, id string) *services.Question {
	path := s.Path(given, today)
	if i := slices.IndexFunc(path, func(q *services.Question) bool { return q.ID == id }); i >= 0 {
		return path[i]
	}
	return nil
}

// weigh reads an input. When somebody else has answered since the door showed the question, and differently, neither answer wins by
// itself: the person chooses.
func (o *Office) weigh(d Draft, q *services.Question, in AnswerInput, given services.Answers, today services.Day) (services.Value, *Conflict, services.Problems) {
	theirs, answered := d.Answers[q.ID]
	var prev *services.Value
	if answered {
		prev = &theirs.Value
	}
	input := in.Input
	if input.Lang == "" {
		input.Lang = d.Lang
	}
	mine, problems := d.Service.Parse(q, prev, input, given, today)
	if len(problems) > 0 {
		return mine, nil, problems
	}
	if answered && theirs.Rev != in.SeenRev && !in.Insist && !same(theirs.Value, mine) {
		return mine, &Conflict{Theirs: theirs, Mine: mine}, nil
	}
	return mine, nil, nil
}

var noValue services.Value

// same compares two values as they are stored.
func same(a, b services.Value) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// writing gathers new answers to a draft and saves them in one round trip.
type writing struct {
	office *Office
	draft  Draft
	by     audit.Actor
	batch  pgx.Batch
	from   Draft // as it was
	err    error // the first, told by save
}

func (o *Office) newWriting(d Draft, by audit.Actor) *writing {
	w := &writing{office: o, draft: d, from: d, by: by}
	w.draft.Answers = make(map[string]Answer, len(d.Answers)+1)
	for id, a := range d.Answers {
		w.draft.Answers[id] = a
	}
	return w
}

// put is a person's answer with what follows from it.
func (w *writing) put(q *services.Question, v services.Value) {
	if now, answered := w.draft.Answers[q.ID]; !answered || !same(now.Value, v) {
		before := w.draft.Service.ForSomebodyElse(w.draft.Values())
		w.answer(q.ID, v)
		if !before && w.draft.Service.ForSomebodyElse(w.draft.Values()) {
			w.takeBackPrefilled()
		}
		if aboutPerson(w.draft.Service.Person, q.ID) {
			w.refreshKeys()
		}
	}
	w.forgetTyping(q.ID)
}

// answer appends a row: it is the question's answer from now on.
func (w *writing) answer(question string, v services.Value) {
	w.draft.Rev++
	w.draft.Answers[question] = Answer{Question: question, Value: v, Rev: w.draft.Rev, Role: w.by.Role, By: w.by.ID, For: w.by.For, Door: w.by.Door, At: w.office.now()}
	value, sealed, err := SealAnswer(w.office.register, w.draft.ID, w.draft.Rev, v)
	if err != nil {
		w.err = err
		return
	}
	w.batch.Queue(`
		insert into answers (draft_id, question, rev, value, sealed, actor_role, actor_id, on_behalf, caller_id, door,
		                     given_at)
		values (@draft, @question, @rev, @value, @sealed, @role, @by, nullif(@for::bigint, 0), nullif(@caller::bigint, 0), @door, @now)`,
		pgx.NamedArgs{"draft": w.draft.ID, "question": question, "rev": w.draft.Rev, "value": value, "sealed": sealed, "role": w.by.Role,
			"by": w.by.ID, "for": w.by.For, "caller": w.by.Caller, "door": w.by.Door, "now": w.office.now()})
}

// takeBackPrefilled takes back what the account record answered, for it is not the record of the person applied for.
func (w *writing) takeBackPrefilled() {
	for _, id := range personQuestions(w.draft.Service.Person) {
		if a, ok := w.draft.Answers[id]; ok && a.Role == audit.System {
			w.answer(id, noValue)
			delete(w.draft.Answers, id)
		}
	}
	w.refreshKeys()
}

func (w *writing) forgetTyping(question string) {
	if w.by.Role != audit.Staff {
		return
	}
	w.batch.Queue(`delete from typing where draft_id = @draft and staff_id = @staff and question = @question`,
		pgx.NamedArgs{"draft": w.draft.ID, "staff": w.by.ID, "question": question})
}

// save writes everything and the draft's own row. Coming back through another door is an event.
func (w *writing) save(ctx context.Context, tx pgx.Tx) (Draft, error) {
	d, o := &w.draft, w.office
	if w.err != nil {
		return Draft{}, w.err
	}
	if w.by.Door.Valid() && w.by.Door != d.TouchedDoor {
		o.queueEvent(&w.batch, w.by, d.ID, d.Case, "carried-on", map[string]any{"from": d.TouchedDoor})
		d.TouchedDoor = w.by.Door
	}
	d.TouchedAt, d.State = o.now(), "open"
	if d.Service.Next(d.Values(), o.today()).Stop != nil {
		d.State = "stopped" // until an answer is changed
	}
	w.batch.Queue(`update drafts set rev = @rev, touched_at = @now, touched_door = @door, state = @state where id = @draft`,
		pgx.NamedArgs{"draft": d.ID, "rev": d.Rev, "now": d.TouchedAt, "door": d.TouchedDoor, "state": d.State})
	if err := tx.SendBatch(ctx, &w.batch).Close(); err != nil {
		return Draft{}, fmt.Errorf("answer draft %d: %w", d.ID, err)
	}
	return *d, nil
}
