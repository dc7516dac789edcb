package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// Upgrade is what becomes of a draft's answers in the newest version of its service.
type Upgrade struct {
	To *services.Service
	services.Refitted
}

// Newer says what would become of a draft in the newest version of its service; false where it is on that already, that may not be begun
// today, or the draft is closed.
// Nothing moves by itself: somebody is shown this and chooses.
func (o *Office) Newer(d Draft) (Upgrade, bool) {
	to, ok := o.library.Current(d.Service.ID)
	if !ok || d.closed() || to.Version <= d.Service.Version || !to.Effect.Allows(o.today()) {
		return Upgrade{}, false
	}
	return Upgrade{to, services.Refit(d.Service, to, d.Values(), o.today())}, true
}

// Upgrade moves a draft to the newest version of its service, for somebody who was shown what Newer says. Answers that fit stay as
// they are, with who gave them; those that do not are taken back and asked again; each is kept in the record. rev is the Draft.Rev
// they were shown: ErrStale when an answer was given since. ErrClosed once the draft is submitted, ErrNotAllowed where an answer that wants
// proof would be taken back for somebody who has proven nothing. A draft on the newest version
// stays as it is.
func (o *Office) Upgrade(ctx context.Context, by audit.Actor, draft, rev int64) (d Draft, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err = o.UpgradeTx(ctx, tx, by, draft, rev)
		return err
	})
	if err != nil {
		return Draft{}, err
	}
	return d, nil
}

// UpgradeTx is Upgrade inside the caller's transaction.
func (o *Office) UpgradeTx(ctx context.Context, tx pgx.Tx, by audit.Actor, draft, rev int64) (Draft, error) {
	d, err := o.draftFor(ctx, tx, by, draft, true)
	switch {
	case err != nil:
		return Draft{}, err
	case d.closed():
		return Draft{}, ErrClosed
	}
	move, newer := o.Newer(d)
	switch {
	case !newer:
		return d, nil
	case rev != d.Rev:
		return Draft{}, ErrStale
	case takesHidden(by, d, move):
		return Draft{}, ErrNotAllowed
	}
	return o.moveTo(ctx, tx, by, d, move)
}

// takesHidden says whether a move would take back an answer that wants proof, for somebody who has proven nothing.
func takesHidden(by audit.Actor, d Draft, move Upgrade) bool {
	for _, id := range append(move.Again[:len(move.Again):len(move.Again)], move.Dropped...) {
		if q := d.Service.Question(id); q != nil && Hidden(by, d, q) {
			return true
		}
	}
	return false
}

func (o *Office) moveTo(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft, move Upgrade) (Draft, error) {
	w := o.newWriting(d, by)
	w.batch.Queue(`update drafts set version = @version where id = @draft`, pgx.NamedArgs{"version": move.To.Version, "draft": d.ID})
	for _, questions := range [][]string{move.Again, move.Dropped} {
		for _, q := range questions {
			w.answer(q, noValue)
			delete(w.draft.Answers, q)
		}
	}
	w.draft.Service = move.To
	w.refreshKeys()
	o.queueEvent(&w.batch, by, d.ID, d.Case, "version-moved", map[string]any{"old": d.Service.Version, "new": move.To.Version,
		"kept": len(move.Kept), "again": len(move.Again), "dropped": len(move.Dropped)})
	audit.Queue(&w.batch, by, audit.Entry{Verb: "draft.version-moved", Account: d.Account, Draft: d.ID})
	moved, err := w.save(ctx, tx)
	if err != nil {
		return Draft{}, fmt.Errorf("move draft to version %d: %w", move.To.Version, err)
	}
	return moved, nil
}
