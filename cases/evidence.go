package cases

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// ErrEmpty says that a text that is the point of the act is missing.
var ErrEmpty = errors.New("the text is missing")

// AskEvidence asks the citizen for something: the case waits, a letter (and where safe a text) goes out. rev is the Case.Rev shown (ErrStale);
// ErrMove when the case cannot wait now, ErrEmpty when what is asked is not said.
func (o *Office) AskEvidence(ctx context.Context, by audit.Actor, id, rev int64, what string) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	what = strings.TrimSpace(what)
	if what == "" {
		return ErrEmpty
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		c, err := o.lockCase(ctx, tx, by, id, rev)
		if err != nil {
			return err
		}
		if c, err = o.moveTx(ctx, tx, by, c, Waiting, byAsking, map[string]any{"what": what}); err != nil {
			return err
		}
		d, err := o.ReadDraftTx(ctx, tx, c.Draft, false)
		if err != nil {
			return err
		}
		l := letter{kind: "evidence", about: c.ID, part: c.Rev, purpose: "see-case", write: writeEvidence(what)}
		return o.inform(ctx, tx, by, d, l, "evidence")
	})
}
