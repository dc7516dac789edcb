package cases

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// acknowledge says once that the application came: by text where that is safe, there is a mobile and nothing speaks for paper; else by
// letter; else by text all the same; else somebody is given the task. Paper is asked for by a need of large print. Who needs braille,
// audio or easy read is texted where possible, for a phone can read a text aloud. What can wait is left in the batch.
func (o *Office) acknowledge(ctx context.Context, tx pgx.Tx, b *pgx.Batch, by audit.Actor, r recipient, c Case) error {
	if r.account.Needs.Format != accounts.LargePrint {
		if sent, err := o.acknowledgeByText(ctx, tx, b, by, r); err != nil || sent {
			return err
		}
	}
	id, why, err := o.letterTx(ctx, tx, r, letter{kind: "submitted", about: c.ID, purpose: "see-case", write: writeSubmitted(c)})
	if err != nil {
		return err
	}
	if why == accounts.ReachOK {
		o.queueEvent(b, by, r.draft.ID, r.draft.Case, "letter-asked", map[string]any{"letter": id, "kind": "submitted"})
		return nil
	}
	if sent, err := o.acknowledgeByText(ctx, tx, b, by, r); err != nil || sent {
		return err
	}
	if why == accounts.CannotMake {
		o.byHand(b, by, r, "submitted")
		return nil
	}
	o.unreachable(b, by, r, "submitted", why)
	return nil
}

func (o *Office) acknowledgeByText(ctx context.Context, tx pgx.Tx, b *pgx.Batch, by audit.Actor, r recipient) (bool, error) {
	why, err := o.textTx(ctx, tx, b, r, "submitted")
	if err != nil || why != accounts.ReachOK {
		return false, err
	}
	o.queueEvent(b, by, r.draft.ID, r.draft.Case, "texted", map[string]any{"kind": "submitted"})
	return true, nil
}

// inform writes to the person what must be had in writing, and where it is safe also texts that the letter is coming. A letter that only
// a person can make, or cannot be sent at all, becomes a task.
func (o *Office) inform(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft, l letter, notice string) error {
	r, err := o.recipient(ctx, tx, d)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	id, why, err := o.letterTx(ctx, tx, r, l)
	if err != nil {
		return err
	}
	switch why {
	case accounts.ReachOK:
		o.queueEvent(b, by, d.ID, d.Case, "letter-asked", map[string]any{"letter": id, "kind": l.kind})
	case accounts.CannotMake:
		o.byHand(b, by, r, l.kind)
	default: // a text would say that a letter comes
		o.unreachable(b, by, r, l.kind, why)
		return r.send(ctx, tx, b)
	}
	why, err = o.textTx(ctx, tx, b, r, notice)
	if err != nil {
		return err
	}
	if why == accounts.ReachOK {
		o.queueEvent(b, by, d.ID, d.Case, "texted", map[string]any{"kind": notice})
	}
	return r.send(ctx, tx, b)
}
