package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// ShowCode makes a code to come back to a draft with, for whoever has it open: valid as long as one in a letter (28 days), opened with the
// date of birth. It is shown now and never again: only what it is derived from is kept. It opens the person's record too only where the
// actor has proven to be them: a draft may have been tied to a record by staff, and its browser is then still anybody's.
func (o *Office) ShowCode(ctx context.Context, by audit.Actor, draft int64) (text string, expires time.Time, err error) {
	var c accounts.Code
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.draftFor(ctx, tx, by, draft, true)
		if err != nil {
			return err
		}
		if throughHelper(by) { // its holder would be let in as the person
			return ErrNotAllowed
		}
		account := d.filed
		if by.Role == audit.Citizen && by.ID == 0 {
			account = 0
		}
		if c, err = o.register.NewCodeTx(ctx, tx, "continue", account, d.ID, letterCodeDays, o.now()); err != nil {
			return err
		}
		if err := o.AddEventTx(ctx, tx, by, d.ID, "code-shown", nil); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "draft.code-shown", Account: d.Account, Draft: d.ID})
	})
	if err != nil {
		return "", time.Time{}, fmt.Errorf("show a code for draft %d: %w", draft, err)
	}
	return o.register.CodeText(c.ID), c.Expires, nil
}
