package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// ReleaseTx gives back to the queue every open case and task that a member has who leaves or no longer does the work: each as a hand-back.
// It answers how many cases, and how many tasks that hang on none of them.
func (o *Office) ReleaseTx(ctx context.Context, tx pgx.Tx, by audit.Actor, member int64) (cases, tasks int, err error) {
	rows, _ := tx.Query(ctx, `
		select c.id, c.draft_id, c.account_id from cases c
		where c.assignee = @member and `+openStates+` order by c.id for no key update`, pgx.NamedArgs{"member": member})
	held, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Case, err error) {
		err = row.Scan(&c.ID, &c.Draft, &c.Account)
		return c, err
	})
	if err != nil {
		return 0, 0, fmt.Errorf("cases of member %d: %w", member, err)
	}
	for _, c := range held {
		if err := o.give(ctx, tx, by, c, 0, "handed-back", map[string]any{"member": member}); err != nil {
			return 0, 0, err
		}
	}
	tag, err := tx.Exec(ctx, `update tasks set assignee = null where assignee = @member and done_at is null`, pgx.NamedArgs{"member": member})
	if err != nil {
		return 0, 0, fmt.Errorf("tasks of member %d: %w", member, err)
	}
	return len(held), int(tag.RowsAffected()), nil
}
