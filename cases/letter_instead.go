package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// WriteInstead acknowledges by letter a case whose acknowledgement could not be texted, or gives a person the telling. Done twice it is
// done once.
func (o *Office) WriteInstead(ctx context.Context, by audit.Actor, draft int64) error {
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.ReadDraftTx(ctx, tx, draft, true)
		if err != nil {
			return err
		}
		if d.Case == 0 {
			return nil
		}
		c, err := o.readCase(ctx, tx, `c.id = @case`, pgx.NamedArgs{"case": d.Case})
		if err != nil {
			return err
		}
		r, err := o.recipient(ctx, tx, d)
		if err != nil {
			return err
		}
		way := o.reach(r, by, "submitted", accounts.Letter)
		if way.Door() != accounts.Letter {
			return nil // the task of the failed text is with a person already
		}
		id, err := o.letterTx(ctx, tx, r, way, letter{kind: "submitted", about: c.ID, purpose: "see-case", write: writeSubmitted(c)})
		if err != nil {
			return err
		}
		return o.event(ctx, tx, by, d.ID, d.Case, "letter-asked", map[string]any{"letter": id, "kind": "submitted"})
	})
}

// cameBack is what follows from a letter that came back: a person finds out where its person lives, and where they may be texted, they are
// asked to ring.
func (o *Office) cameBack(ctx context.Context, tx pgx.Tx, d Draft) error {
	r, err := o.recipient(ctx, tx, d)
	if err != nil {
		return err
	}
	way := o.reach(r, audit.TheSystem, "letter-returned", accounts.Text)
	if way.Door() != accounts.Text {
		return nil
	}
	b := &pgx.Batch{}
	if err := o.textTx(ctx, tx, b, r, way, "letter-returned", 0); err != nil {
		return fmt.Errorf("text about a letter that came back: %w", err)
	}
	o.queueEvent(b, audit.TheSystem, d.ID, d.Case, "texted", map[string]any{"kind": "letter-returned"})
	return r.send(ctx, tx, b)
}
