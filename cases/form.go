package cases

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/staff"
)

// FormFor is whom a printed form is made for.
type FormFor struct {
	By      audit.Actor
	Draft   Draft
	Agency  staff.Agency
	Lang    lang.Lang    // the person's: a form is in one language, because it is filled in once
	Format  sheet.Format // what they need
	Name    string       // of the person, "" while nobody is known
	Address []string     // in the window; nil where the form is handed over
}

// MakeForm lays a form out and keeps its layout, inside the transaction that asks for it. The paper door does it.
type MakeForm func(ctx context.Context, tx pgx.Tx, f FormFor) (serial string, drawn sheet.Drawn, err error)

// PostForm posts the person a printed form of a draft. Pressed again within a minute it is still one form, and for a citizen within a day:
// a form is a dozen sheets. It answers as PostLetter does, ErrClosed once the draft was sent, and ErrNoAccount to a citizen who has not
// proven to be the person: their post is nobody else's to order.
func (o *Office) PostForm(ctx context.Context, by audit.Actor, draft int64, make MakeForm) error {
	var byHand bool
	err := pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) (err error) {
		byHand, err = o.PostFormTx(ctx, tx, by, draft, make)
		return err
	})
	if err == nil && byHand {
		return Unreachable{accounts.CannotMake}
	}
	return err
}

// PostFormTx is PostForm inside the caller's transaction; byHand says that a person was given the making of it.
func (o *Office) PostFormTx(ctx context.Context, tx pgx.Tx, by audit.Actor, draft int64, make MakeForm) (byHand bool, err error) {
	d, err := o.handing(ctx, tx, by, draft)
	if err != nil {
		return false, err
	}
	switch {
	case d.closed():
		return false, ErrClosed
	case !Proven(by, d) && by.Role == audit.Citizen:
		return false, ErrNoAccount
	}
	again := atOnce
	if by.Role == audit.Citizen {
		again = 24 * time.Hour
	}
	if done, err := o.within(ctx, tx, d.ID, "form-asked", again); err != nil || done {
		return false, err
	}
	if done, err := o.lately(ctx, tx, d.ID, "letter-by-hand"); err != nil || done {
		return done, err
	}
	r, err := o.recipient(ctx, tx, d)
	if err != nil {
		return false, err
	}
	b := &pgx.Batch{}
	way := o.reach(r, by, "form", accounts.Letter)
	switch way.Door() {
	case accounts.Letter:
	case accounts.ByHand:
		o.byPerson(b, by, r, way, "form")
		return true, r.send(ctx, tx, b)
	case accounts.Text, accounts.Call, accounts.NoDoor:
		return false, Unreachable{way.Why()}
	}
	if err := o.postForm(ctx, tx, b, by, r, way, make); err != nil {
		return false, err
	}
	return false, r.send(ctx, tx, b)
}

func (o *Office) postForm(ctx context.Context, tx pgx.Tx, b *pgx.Batch, by audit.Actor, r recipient, way accounts.Way, make MakeForm) error {
	d := r.draft
	f := FormFor{By: by, Draft: d, Agency: r.agency, Lang: way.Lang(), Format: sheet.Format(way.Format()), Name: r.account.FullName, Address: way.Address()}
	serial, drawn, err := make(ctx, tx, f)
	if err != nil {
		return err
	}
	id, err := o.post.RequestTx(ctx, tx, letters.Request{Way: way, Agency: d.Agency, Draft: d.ID, Kind: "form", Cause: "form:" + serial,
		Postage: postage("form"), Form: &drawn})
	if err != nil {
		return err
	}
	o.queueEvent(b, by, d.ID, d.Case, "form-asked", map[string]any{"letter": id, "kind": "form", "form": serial})
	audit.Queue(b, by, r.entry("draft.form-asked"))
	return nil
}

// PrintForm makes a form of a draft to be handed over at once, in the format the person needs where they are known, else in the one
// asked for. Whoever may see the draft may have it printed; what only the person's record knows is for them and for staff. ErrClosed once
// it was sent.
func (o *Office) PrintForm(ctx context.Context, by audit.Actor, draft int64, format sheet.Format, make MakeForm) (drawn sheet.Drawn, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.draftFor(ctx, tx, by, draft, true)
		if err != nil {
			return err
		}
		if d.closed() {
			return ErrClosed
		}
		f := FormFor{By: by, Draft: d, Lang: d.Lang, Format: format}
		b := &pgx.Batch{}
		queueAgency(b, d.ID, &f.Agency)
		if err := tx.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
		if d.Account != 0 && (Proven(by, d) || by.Role != audit.Citizen) {
			r, err := o.recipient(ctx, tx, d)
			if err != nil {
				return err
			}
			f.Lang, f.Name = r.account.Tongue(d.Lang), r.account.FullName
			if r.account.Needs.Format == accounts.LargePrint {
				f.Format = sheet.LargePrint
			}
		}
		var serial string
		if serial, drawn, err = make(ctx, tx, f); err != nil {
			return err
		}
		b = &pgx.Batch{}
		o.queueEvent(b, by, d.ID, d.Case, "form-printed", map[string]any{"form": serial})
		audit.Queue(b, by, audit.Entry{Verb: "draft.form-printed", Account: d.Account, Draft: d.ID, Case: d.Case})
		return tx.SendBatch(ctx, b).Close()
	})
	return drawn, err
}
