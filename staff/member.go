package staff

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Member finds an active member by id, or ErrNotFound.
func (o *Office) Member(ctx context.Context, id int64) (Member, error) {
	rows, _ := o.db.Query(ctx, `
		select id, agency_id, coalesce(team_id, 0), username, display_name, role, welsh_speaker
		from staff where id = @id and active`, pgx.NamedArgs{"id": id})
	m, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Member])
	if errors.Is(err, pgx.ErrNoRows) {
		return Member{}, ErrNotFound
	}
	if err != nil {
		return Member{}, fmt.Errorf("member %d: %w", id, err)
	}
	return m, nil
}

// Members are all active members of an agency by name.
func (o *Office) Members(ctx context.Context, agency int64) ([]Member, error) {
	rows, _ := o.db.Query(ctx, `
		select id, agency_id, coalesce(team_id, 0), username, display_name, role, welsh_speaker
		from staff where agency_id = @agency and active
		order by lower(display_name), id`, pgx.NamedArgs{"agency": agency})
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Member])
	if err != nil {
		return nil, fmt.Errorf("members of agency %d: %w", agency, err)
	}
	return all, nil
}

// ClearedTx says whether the actor may see restricted people (own staff, confidential address): leaders may. It fits
// accounts.Register.Cleared.
func ClearedTx(ctx context.Context, tx pgx.Tx, by audit.Actor) (bool, error) {
	if by.Role != audit.Staff {
		return false, nil
	}
	var role Role
	err := tx.QueryRow(ctx, `select role from staff where id = @id and agency_id = @agency and active`,
		pgx.NamedArgs{"id": by.ID, "agency": by.Agency}).Scan(&role)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("clearance of member %d: %w", by.ID, err)
	}
	return Member{Role: role}.May(Leader), nil
}
