package cases

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// Beside is what stands beside the answers of a draft: for staff, not among what the person told.
type Beside struct {
	Notes []Note     // oldest first
	Read  []ReadBack // the latest of each section
}

// Beside reads what staff put beside a draft's answers. Another agency's draft, or one of a restricted person, is ErrNotFound.
// The look itself is recorded with the draft's own.
func (o *Office) Beside(ctx context.Context, by audit.Actor, draft int64) (x Beside, err error) {
	if err := staffOnly(by); err != nil {
		return Beside{}, err
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		var agency, account int64
		var restricted bool
		args := pgx.NamedArgs{"draft": draft}
		b := &pgx.Batch{}
		b.Queue(`
			select d.agency_id, coalesce(person_id(a), 0), coalesce(person_hidden(a), false)
			from drafts d left join accounts a on a.id = d.account_id
			where d.id = @draft`, args).QueryRow(func(row pgx.Row) error { return row.Scan(&agency, &account, &restricted) })
		b.Queue(notesQuery, args).Query(collect(&x.Notes, pgx.RowToStructByPos[Note]))
		b.Queue(readBacksQuery, args).Query(collect(&x.Read, pgx.RowToStructByPos[ReadBack]))
		err := tx.SendBatch(ctx, b).Close()
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNotFound
		case err != nil:
			return fmt.Errorf("beside draft %d: %w", draft, err)
		}
		return o.visible(ctx, tx, by, agency, account, restricted, accounts.Matter{})
	})
	if err != nil {
		return Beside{}, err
	}
	return x, nil
}
