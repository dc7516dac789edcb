package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// PersonEvent is something that happened on one of a person's applications.
type PersonEvent struct {
	Event
	Draft int64
}

// PersonEvents are what happened on everything of a person, through every door, newest first, before a time; those kinds alone, at most
// limit. Somebody else's account answers ErrNotFound.
func (o *Office) PersonEvents(ctx context.Context, by audit.Actor, account int64, kinds []string, before time.Time, limit int) ([]PersonEvent, error) {
	if by.Role == audit.Staff || !may(by, 0, account) {
		return nil, ErrNotFound
	}
	rows, _ := o.db.Query(ctx, `
		select e.id, e.kind, e.data, e.actor_role, e.actor_id, '', e.door, e.at, e.draft_id
		from events e join drafts d on d.id = e.draft_id
		where d.account_id = any(person_of(@account)) and e.kind = any(@kinds) and e.at < @before
		order by e.at desc, e.id desc limit @limit`,
		pgx.NamedArgs{"account": account, "kinds": kinds, "before": before, "limit": limit})
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e PersonEvent, err error) {
		err = row.Scan(&e.ID, &e.Kind, &e.Data, &e.Role, &e.By, &e.Name, &e.Door, &e.At, &e.Draft)
		return e, err
	})
	if err != nil {
		return nil, fmt.Errorf("events of account %d: %w", account, err)
	}
	return all, nil
}
