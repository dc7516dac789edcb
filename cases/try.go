package cases

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Try says what a draft would be with an answer that is not given yet: what it opens and closes. Nothing is written, and an input that is
// no answer changes nothing. It is for who has the draft open already, so the look is not recorded once more.
func (o *Office) Try(ctx context.Context, by audit.Actor, in AnswerInput) (d Draft, err error) {
	err = pgx.BeginTxFunc(ctx, o.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if d, err = o.draftFor(ctx, tx, by, in.Draft, false); err != nil {
			return err
		}
		given, today := d.Values(), o.today()
		q := asked(d.Service, given, today, in.Question)
		if q == nil || d.closed() || len(proofNeeded(by, d, q, in.Input)) > 0 {
			return nil
		}
		value, _, problems := o.weigh(d, q, in, given, today)
		if len(problems) == 0 {
			w := o.newWriting(d, by)
			w.answer(q.ID, value)
			d = w.draft
		}
		return nil
	})
	return d, err
}
