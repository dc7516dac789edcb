package phone

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// WeRingBack is the outcome that owes the person a call: see Ending.RingBack.
const WeRingBack = "we-ring-back"

// Ending is how a contact ends.
type Ending struct {
	Outcome  string // one of Outcomes
	Note     string
	RingBack time.Time // when we ring back: the start of a half hour of Slots; needed with WeRingBack once the person is known
}

// End closes a contact with its outcome, and books the call back in the same transaction. Problems 'required' on "outcome" or "slot",
// 'taken' on "slot" when others were faster, 'not-safe' on "outcome" when the person must not be called. A contact that has ended, or is another member's, answers ErrNotFound.
func (l *Log) End(ctx context.Context, by audit.Actor, id int64, e Ending) (problems services.Problems, err error) {
	if !known(Outcomes[:], e.Outcome) {
		return wrong("outcome", "required"), nil
	}
	err = pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		var account, draft int64
		err := tx.QueryRow(ctx, `
			select coalesce(account_id, 0), coalesce(draft_id, 0) from contacts
			where id = @id and staff_id = @staff and ended_at is null for update`,
			pgx.NamedArgs{"id": id, "staff": by.ID}).Scan(&account, &draft)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		if e.Outcome == WeRingBack && account != 0 {
			if problems, err = book(ctx, tx, by, id, account, e.RingBack); err != nil || len(problems) > 0 {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `update contacts set ended_at = now(), outcome = @outcome, note = @note where id = @id`,
			pgx.NamedArgs{"id": id, "outcome": e.Outcome, "note": strings.TrimSpace(e.Note)}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "contact.ended", Account: account, Draft: draft, Why: "contacts.outcomes." + e.Outcome})
	})
	if err != nil {
		return nil, fmt.Errorf("end contact %d: %w", id, err)
	}
	return problems, nil
}

func wrong(field, code string) services.Problems {
	return services.Problems{{Question: "contact", Field: field, Code: code}}
}
