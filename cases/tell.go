package cases

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// acknowledge says once that the application came: by text where that is safe, there is a mobile and nothing speaks for paper; else by
// letter; else by text all the same; else somebody is given the task. Paper is asked for by a need of large print. Who needs braille,
// audio or easy read is texted where possible, for a phone can read a text aloud.
func (o *Office) acknowledge(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft, c Case, a accounts.Account) error {
	if a.Needs.Format != accounts.LargePrint {
		if sent, err := o.acknowledgeByText(ctx, tx, by, d); err != nil || sent {
			return err
		}
	}
	id, why, err := o.letterTx(ctx, tx, d, letter{kind: "submitted", about: c.ID, purpose: "see-case", write: writeSubmitted(c)})
	if err != nil {
		return err
	}
	if why == accounts.ReachOK {
		return o.event(ctx, tx, by, d.ID, d.Case, "letter-asked", map[string]any{"letter": id, "kind": "submitted"})
	}
	if sent, err := o.acknowledgeByText(ctx, tx, by, d); err != nil || sent {
		return err
	}
	if why == accounts.CannotMake {
		return o.byHand(ctx, tx, by, d, "submitted")
	}
	return o.unreachable(ctx, tx, by, d, "submitted", why)
}

func (o *Office) acknowledgeByText(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft) (bool, error) {
	why, err := o.textTx(ctx, tx, d, "submitted")
	if err != nil || why != accounts.ReachOK {
		return false, err
	}
	return true, o.event(ctx, tx, by, d.ID, d.Case, "texted", map[string]any{"kind": "submitted"})
}

// inform writes to the person what must be had in writing, and where it is safe also texts that the letter is coming. A letter that only
// a person can make, or cannot be sent at all, becomes a task.
func (o *Office) inform(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft, l letter, notice string) error {
	id, why, err := o.letterTx(ctx, tx, d, l)
	if err != nil {
		return err
	}
	switch why {
	case accounts.ReachOK:
		err = o.event(ctx, tx, by, d.ID, d.Case, "letter-asked", map[string]any{"letter": id, "kind": l.kind})
	case accounts.CannotMake:
		err = o.byHand(ctx, tx, by, d, l.kind)
	default: // a text would say that a letter comes
		return o.unreachable(ctx, tx, by, d, l.kind, why)
	}
	if err != nil {
		return err
	}
	why, err = o.textTx(ctx, tx, d, notice)
	if err != nil || why != accounts.ReachOK {
		return err
	}
	return o.event(ctx, tx, by, d.ID, d.Case, "texted", map[string]any{"kind": notice})
}
