package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// RecordDeathTx records the day somebody died, or corrects it. The caller stops what is on its way to them in the same
// transaction. ErrInvalid for a day that is not real, not past or before the date of birth; ErrNotFound.
func (r *Register) RecordDeathTx(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64, on services.Day) error {
	if !realDay(on) || after(on, r.today()) {
		return fmt.Errorf("record death on account %d: %w", id, ErrInvalid)
	}
	was, err := r.lockPerson(ctx, tx, by, id)
	if err != nil {
		return err
	}
	id = was.ID
	tag, err := tx.Exec(ctx, `
		update accounts set died_on = @on, rev = rev + 1
		where id = @id and (date_of_birth is null or date_of_birth <= @on)`, pgx.NamedArgs{"id": id, "on": on.Time()})
	if err != nil {
		return fmt.Errorf("record death on account %d: %w", id, err)
	}
	if tag.RowsAffected() == 0 {
		return fmt.Errorf("record death on account %d before birth: %w", id, ErrInvalid)
	}
	if err := r.endAllTx(ctx, tx, by, id); err != nil {
		return err
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.death_recorded", Account: id})
}
