package phone

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Calls back are promised for half hours between these hours of working days, so many in each, and tried so often.
const (
	firstHour = 9
	lastHour  = 16
	inASlot   = 3
	slotDays  = 3
	attempts  = 3
)

// Callback is a call we owe somebody.
type Callback struct {
	ID, Contact, Account int64
	Name                 string
	Phone                string // given in the conversation; "" where the record's is meant
	Reference            string // of the application talked about
	Slot                 time.Time
	Attempts             int // made so far, of 3
}

// Slots are the half hours in which somebody can be rung back: the rest of today and the next working days of the agency's nation
// that are not full. now is in the zone of the desk.
func (l *Log) Slots(ctx context.Context, by audit.Actor, nation string, now time.Time) ([]time.Time, error) {
	rows, err := l.db.Query(ctx, `
		select slot from callbacks where agency_id = @agency and done_at is null and slot > @now
		group by slot having count(*) >= @most`, pgx.NamedArgs{"agency": by.Agency, "now": now, "most": inASlot})
	if err != nil {
		return nil, fmt.Errorf("slots to ring back: %w", err)
	}
	full, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
	if err != nil {
		return nil, fmt.Errorf("slots to ring back: %w", err)
	}
	taken := map[int64]bool{}
	for _, t := range full {
		taken[t.Unix()] = true
	}
	var free []time.Time
	for _, t := range halfHours(nation, now) {
		if !taken[t.Unix()] {
			free = append(free, t)
		}
	}
	return free, nil
}

// halfHours are those of today (when it is a working day) and the working days after it.
func halfHours(nation string, now time.Time) []time.Time {
	var all []time.Time
	yesterday := now.AddDate(0, 0, -1)
	for n := 1; len(all) == 0 || n <= slotDays; n++ {
		y, m, d := cases.AddWorkingDays(nation, yesterday, n).Date()
		for half := firstHour * 2; half <= lastHour*2+1; half++ {
			if t := time.Date(y, m, d, half/2, half%2*30, 0, 0, now.Location()); t.After(now) {
				all = append(all, t)
			}
		}
	}
	return all
}

// book promises a call, to whom it is safe to call. Two who book the last place of a slot at once: one is told that it is taken.
func book(ctx context.Context, tx pgx.Tx, by audit.Actor, contact, account int64, slot time.Time) (services.Problems, error) {
	if slot.IsZero() {
		return wrong("slot", "required"), nil
	}
	args := pgx.NamedArgs{"agency": by.Agency, "contact": contact, "account": account, "slot": slot, "most": inASlot}
	var unsafe bool
	err := tx.QueryRow(ctx, `select coalesce((select safe_call = 'no' from needs_of(@account)), false)`, args).Scan(&unsafe)
	if err != nil {
		return nil, fmt.Errorf("book a call back: %w", err)
	}
	if unsafe {
		return wrong("outcome", "not-safe"), nil
	}
	if _, err := tx.Exec(ctx, `select id from agencies where id = @agency for no key update`, args); err != nil {
		return nil, fmt.Errorf("book a call back: %w", err)
	}
	tag, err := tx.Exec(ctx, `
		insert into callbacks (agency_id, contact_id, account_id, slot)
		select @agency, @contact, @account, @slot
		where (select count(*) from callbacks where agency_id = @agency and slot = @slot and done_at is null) < @most`, args)
	if err != nil {
		return nil, fmt.Errorf("book a call back: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return wrong("slot", "taken"), nil
	}
	return nil, nil
}

// Callbacks are the calls an agency owes, soonest first, at most 50. Those to restricted people are for who is cleared.
func (l *Log) Callbacks(ctx context.Context, by audit.Actor) (owed []Callback, err error) {
	err = pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		cleared, err := staff.ClearedTx(ctx, tx, by)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			select b.id, b.contact_id, person_id(a), person_name(a), c.phone, coalesce(d.reference, ''), b.slot, b.attempts
			from callbacks b
			join contacts c on c.id = b.contact_id
			join accounts a on a.id = b.account_id
			left join drafts d on d.id = c.draft_id
			where b.agency_id = @agency and b.done_at is null and not person_died(a.id) and (@cleared or not person_hidden(a))
			order by b.slot, b.id limit 50`, pgx.NamedArgs{"agency": by.Agency, "cleared": cleared})
		if err != nil {
			return err
		}
		owed, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Callback])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("calls back: %w", err)
	}
	return owed, nil
}

// Rang records one attempt: reached ends the promise, and so does the third attempt without an answer; before that it is tried again
// the next half hour but one. ErrNotFound when it is done already or another agency's.
func (l *Log) Rang(ctx context.Context, by audit.Actor, id int64, reached bool) error {
	err := pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		var account int64
		err := tx.QueryRow(ctx, `
			update callbacks set attempts = attempts + 1, slot = case when @reached then slot else slot + interval '1 hour' end,
			       done_at = case when @reached or attempts + 1 >= @most then now() end,
			       result = case when @reached then 'reached' when attempts + 1 >= @most then 'no-answer' end
			where id = @id and agency_id = @agency and done_at is null
			returning account_id`,
			pgx.NamedArgs{"id": id, "agency": by.Agency, "reached": reached, "most": attempts}).Scan(&account)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "callback.rang", Account: account})
	})
	if err != nil {
		return fmt.Errorf("call back %d: %w", id, err)
	}
	return nil
}
