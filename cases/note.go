package cases

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Note adds a note of staff to a draft's or case's timeline. The citizen may read it. ErrEmpty when it says nothing.
func (o *Office) Note(ctx context.Context, by audit.Actor, draft int64, text string) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return ErrEmpty
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.draftFor(ctx, tx, by, draft, false)
		if err != nil {
			return err
		}
		if err := o.event(ctx, tx, by, d.ID, d.Case, "noted", map[string]any{"text": text}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "draft.noted", Account: d.Account, Draft: d.ID, Case: d.Case})
	})
}
