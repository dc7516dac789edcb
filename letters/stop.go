package letters

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// StopTx stops every letter to the person of an account that is not sealed in a batch yet, and answers the ids of those stopped. It locks the
// letters first, as batching does, and then their batches, as sealing does, so that a letter is either stopped or printed, never both.
func (r *Room) StopTx(ctx context.Context, tx pgx.Tx, account int64, why string) ([]int64, error) {
	b := &pgx.Batch{} // statement by statement, so that each sees what was done while the one before it waited
	b.Queue(`select id from letters where account_id = any(person_of($1)) and state in ('requested', 'rendered', 'batched') order by id for update`, account)
	b.Queue(`
		select id from letter_batches
		where state = 'batched' and id in (select batch_id from letters where account_id = any(person_of($1)) and state = 'batched')
		order by id for update`, account)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return nil, fmt.Errorf("stop letters: %w", err)
	}
	rows, err := tx.Query(ctx, `
		update letters l set state = 'stopped', stopped_at = now(), problem = @why
		where account_id = any(person_of(@account)) and (state in ('requested', 'rendered')
			or state = 'batched' and exists (select 1 from letter_batches b where b.id = l.batch_id and b.state = 'batched'))
		returning id`, pgx.NamedArgs{"account": account, "why": why})
	if err != nil {
		return nil, fmt.Errorf("stop letters: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, fmt.Errorf("stop letters: %w", err)
	}
	return ids, nil
}
