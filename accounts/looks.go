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

// Looks are who looked at or changed an account, newest first, for the citizen to see. Verb is worded by lang
// "accounts.looks.<verb>" where there is such a sentence.
func (r *Register) Looks(ctx context.Context, account int64, limit int) ([]Look, error) {
	rows, _ := r.db.Query(ctx, `
		select at, verb, coalesce(agency_id, 0), actor_role, door, why
		from audit_log where account_id = @account order by id desc limit @limit`,
		pgx.NamedArgs{"account": account, "limit": limit})
	looks, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Look])
	if err != nil {
		return nil, fmt.Errorf("looks at account %d: %w", account, err)
	}
	return looks, nil
}
