package cases

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// ErrNoAccount says that a draft belongs to nobody yet: find or make the person first (Belongs).
var ErrNoAccount = errors.New("the draft belongs to nobody yet")

// TextLink texts the person a link and code to carry on with the draft (they may also reply to answer by text). One press: the event and the
// job are in this one transaction. Pressed again within a minute it is still one text, and nil is answered again. Answers Unreachable when
// they must not or cannot be texted, ErrNoAccount when nobody is known.
func (o *Office) TextLink(ctx context.Context, by audit.Actor, draft int64) error {
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.handing(ctx, tx, by, draft)
		if err != nil {
			return err
		}
		if sent, err := o.lately(ctx, tx, d.ID, "text-link-asked"); err != nil || sent {
			return err
		}
		r, err := o.recipient(ctx, tx, d)
		if err != nil {
			return err
		}
		b := &pgx.Batch{}
		why, err := o.linkTx(ctx, tx, b, by, r)
		if err != nil {
			return err
		}
		if why != accounts.ReachOK {
			return Unreachable{why}
		}
		o.queueEvent(b, by, d.ID, d.Case, "text-link-asked", nil)
		audit.Queue(b, by, r.entry("draft.link-texted"))
		return r.send(ctx, tx, b)
	})
}

// PostLetter posts the person a letter with a code to carry on with the draft. Pressed again within a minute it is still one letter. Answers
// Unreachable when they cannot be written to; a format only a person can make (braille…) becomes a task instead and is reported as
// Unreachable{CannotMake}. ErrNoAccount when nobody is known.
func (o *Office) PostLetter(ctx context.Context, by audit.Actor, draft int64) error {
	var byHand bool
	err := pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.handing(ctx, tx, by, draft)
		if err != nil {
			return err
		}
		if byHand, err = o.lately(ctx, tx, d.ID, "letter-by-hand"); err != nil || byHand {
			return err
		}
		if sent, err := o.lately(ctx, tx, d.ID, "letter-asked"); err != nil || sent {
			return err
		}
		byHand, err = o.postContinue(ctx, tx, by, d)
		return err
	})
	if err == nil && byHand {
		return Unreachable{accounts.CannotMake}
	}
	return err
}

func (o *Office) postContinue(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft) (byHand bool, err error) {
	r, err := o.recipient(ctx, tx, d)
	if err != nil {
		return false, err
	}
	b := &pgx.Batch{}
	way := o.reach(r, by, "continue", accounts.Letter)
	switch {
	case way.Door() == accounts.ByHand:
		o.byPerson(b, by, r, way, "continue")
		return true, r.send(ctx, tx, b)
	case way.Door() != accounts.Letter:
		return false, Unreachable{way.Why()}
	case !d.Opens(r.account.Account):
		return false, Unreachable{accounts.NoBirth}
	}
	id, err := o.letterTx(ctx, tx, r, way, letter{kind: "continue", purpose: "continue", write: writeContinue})
	if err != nil {
		return false, err
	}
	o.queueEvent(b, by, d.ID, d.Case, "letter-asked", map[string]any{"letter": id, "kind": "continue"})
	audit.Queue(b, by, r.entry("draft.letter-asked"))
	return false, r.send(ctx, tx, b)
}

// handing locks a draft that is to be handed to its person.
func (o *Office) handing(ctx context.Context, tx pgx.Tx, by audit.Actor, draft int64) (Draft, error) {
	d, err := o.draftFor(ctx, tx, by, draft, true)
	if err != nil {
		return Draft{}, err
	}
	if d.Account == 0 {
		return Draft{}, ErrNoAccount
	}
	return d, nil
}
