package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Look is one line of who looked.
type Look struct {
	At     time.Time
	Verb   string
	Agency int64
	Role   audit.Role
	Door   string
	Why    string
}

// Looks are who looked at or changed a person's accounts, newest first, for the citizen to see; also who looked at another account while
// the two were joined, for then both were shown. Verb is worded by lang "accounts.looks.<verb>" where there is such a sentence.
func (r *Register) Looks(ctx context.Context, account int64, limit int) ([]Look, error) {
	rows, _ := r.db.Query(ctx, `
		select at, verb, coalesce(agency_id, 0), actor_role, door, why
		from audit_log
		where account_id = any(person_of(@account)) or id in (
			select l.id
			from account_joins j
			join audit_log l on l.account_id = any(person_of(case when j.joined = any(person_of(@account)) then j.kept else j.joined end))
			                and l.at between j.at and j.undone_at
			where j.undone_at is not null and (j.joined = any(person_of(@account)) or j.kept = any(person_of(@account))))
		order by id desc limit @limit`,
		pgx.NamedArgs{"account": account, "limit": limit})
	looks, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Look])
	if err != nil {
		return nil, fmt.Errorf("looks at account %d: %w", account, err)
	}
	return looks, nil
}
