package accounts

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// longestHold is how long one authorisation may hold back who looked: another needs its own reason.
const longestHold = 90 // days

// Hold is an investigation that holds back who of an agency looked.
type Hold struct {
	ID    int64
	Why   string
	By    string // display name of the leader
	At    time.Time
	Until services.Day
}

// HoldLooks keeps what the actor's agency does with a record from being shown to its person, through a day at most 90 days off. Only a leader
// authorises it, with a reason; it is in the log like everything, and all of it appears when it ends. ErrNotAllowed, ErrInvalid, ErrNotFound.
func (r *Register) HoldLooks(ctx context.Context, by audit.Actor, account int64, why string, until services.Day) error {
	why = strings.TrimSpace(why)
	today := r.today().Time()
	if why == "" || !until.Time().After(today) || until.Time().After(today.AddDate(0, 0, longestHold)) {
		return fmt.Errorf("hold looks at account %d: %w", account, ErrInvalid)
	}
	if by.Role != audit.Staff {
		return ErrNotAllowed
	}
	return pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		if err := r.lock(ctx, tx, by, account); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			insert into look_holds (account_id, agency_id, why, by_staff, at, until)
			select @account, @agency, @why, id, now(), @until from staff -- as the log has it: its own entry is held back too
			where id = @by and agency_id = @agency and role = 'leader' and active`,
			pgx.NamedArgs{"account": account, "agency": by.Agency, "why": why, "by": by.ID, "until": until.Time()})
		if err != nil {
			return fmt.Errorf("hold looks at account %d: %w", account, err)
		}
		if tag.RowsAffected() == 0 {
			return ErrNotAllowed
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.looks_held", Account: account, Why: why})
	})
}

// EndHold ends it before its day: what was held back is shown from now on.
func (r *Register) EndHold(ctx context.Context, by audit.Actor, account, hold int64) error {
	return pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			update look_holds set ended_at = @now
			where id = @hold and account_id = any(person_of(@account)) and agency_id = @agency and ended_at is null
			  and exists (select from staff where id = @by and agency_id = @agency and role = 'leader' and active)`,
			pgx.NamedArgs{"hold": hold, "account": account, "agency": by.Agency, "by": by.ID, "now": r.now()})
		if err != nil {
			return fmt.Errorf("end the hold of looks at account %d: %w", account, err)
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.looks_hold_ended", Account: account})
	})
}

// Holds are the investigations of the actor's agency that hold back who looked at a person's record now.
func (r *Register) Holds(ctx context.Context, by audit.Actor, account int64) ([]Hold, error) {
	rows, _ := r.db.Query(ctx, `
		select h.id, h.why, s.display_name, h.at, h.until from look_holds h join staff s on s.id = h.by_staff
		where h.account_id = any(person_of(@account)) and h.agency_id = @agency and h.ended_at is null and h.until >= @today order by h.id`,
		pgx.NamedArgs{"account": account, "agency": by.Agency, "today": r.today().Time()})
	holds, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (h Hold, err error) {
		var until time.Time
		err = row.Scan(&h.ID, &h.Why, &h.By, &h.At, &until)
		h.Until = services.DayOf(until)
		return h, err
	})
	if err != nil {
		return nil, fmt.Errorf("holds of looks at account %d: %w", account, err)
	}
	return holds, nil
}
