package phone

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// OpenOfTx are the conversations a member has not ended, the oldest first: what is to be looked at when they leave.
func OpenOfTx(ctx context.Context, tx pgx.Tx, member int64) ([]int64, error) {
	rows, _ := tx.Query(ctx, `select id from contacts where staff_id = @member and ended_at is null order by id`, pgx.NamedArgs{"member": member})
	all, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, fmt.Errorf("open contacts of member %d: %w", member, err)
	}
	return all, nil
}
