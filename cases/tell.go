package cases

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// acknowledge says once that the application came, by the door accounts.Reach has for it. What can wait is left in the batch.
func (o *Office) acknowledge(ctx context.Context, tx pgx.Tx, b *pgx.Batch, by audit.Actor, r recipient, c Case) error {
	way := o.reach(r, by, "submitted", accounts.NoDoor)
	switch way.Door() {
	case accounts.Text:
		if err := o.textTx(ctx, tx, b, r, way, "submitted", 0); err != nil {
			return err
		}
		o.queueEvent(b, by, r.draft.ID, r.draft.Case, "texted", map[string]any{"kind": "submitted"})
		return nil
	case accounts.Letter:
		id, err := o.letterTx(ctx, tx, r, way, letter{kind: "submitted", about: c.ID, purpose: "see-case", write: writeSubmitted(c)})
		if err == nil {
			o.queueEvent(b, by, r.draft.ID, r.draft.Case, "letter-asked", map[string]any{"letter": id, "kind": "submitted"})
		}
		return err
	case accounts.ByHand, accounts.Call, accounts.NoDoor:
		o.byPerson(b, by, r, way, "submitted")
	}
	return nil
}

// inform writes to the person what must be had in writing, and where it is safe also texts that the letter is coming. A letter that only
// a person can make, or cannot be sent at all, becomes a task.
func (o *Office) inform(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft, l letter, notice string) error {
	r, err := o.recipient(ctx, tx, d)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	way := o.reach(r, by, l.kind, accounts.Letter)
	switch way.Door() {
	case accounts.Letter:
		id, err := o.letterTx(ctx, tx, r, way, l)
		if err != nil {
			return err
		}
		o.queueEvent(b, by, d.ID, d.Case, "letter-asked", map[string]any{"letter": id, "kind": l.kind})
	case accounts.ByHand:
		o.byPerson(b, by, r, way, l.kind)
	case accounts.Text, accounts.Call, accounts.NoDoor: // a text would say that a letter comes
		o.byPerson(b, by, r, way, l.kind)
		return r.send(ctx, tx, b)
	}
	if way = o.reach(r, by, notice, accounts.Text); way.Door() == accounts.Text {
		if err := o.textTx(ctx, tx, b, r, way, notice, 0); err != nil {
			return err
		}
		o.queueEvent(b, by, d.ID, d.Case, "texted", map[string]any{"kind": notice})
	}
	return r.send(ctx, tx, b)
}

// byPerson gives a person the telling: the making of a letter that no printer makes, a call, or finding another way. Nobody is met with
// silence; who has died is not told anything.
func (o *Office) byPerson(b *pgx.Batch, by audit.Actor, r recipient, way accounts.Way, kind string) {
	task, data := way.Task(kind)
	o.queueTask(b, r.agency, r.task(task, data))
	o.queueEvent(b, by, r.draft.ID, r.draft.Case, task, data)
	if way.Door() == accounts.ByHand {
		audit.Queue(b, by, r.entry("letter.by-hand"))
	}
}
