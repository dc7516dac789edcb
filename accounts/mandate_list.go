package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
)

// Helpers are the people who act for a person, those in force first, then what has ended, latest first. For the person and for staff who
// may see them, who have recorded their look at the person; a helper is not told of others (ErrNotFound).
func (r *Register) Helpers(ctx context.Context, by audit.Actor, person int64) (all []Mandate, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		all, err = r.HelpersTx(ctx, tx, by, person)
		return err
	})
	return all, err
}

// HelpersTx is Helpers inside the caller's transaction, which records the look with what else it shows.
func (r *Register) HelpersTx(ctx context.Context, tx pgx.Tx, by audit.Actor, person int64) ([]Mandate, error) {
	may, err := r.ownsOrStaff(ctx, tx, by, person)
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, ErrNotFound
	}
	return r.mandates(ctx, tx, `m.account_id = any(person_of(@person))`, pgx.NamedArgs{"person": person})
}

func (r *Register) ownsOrStaff(ctx context.Context, tx pgx.Tx, by audit.Actor, person int64) (bool, error) {
	switch by.Role {
	case audit.System:
		return true, nil
	case audit.Staff:
		a, err := r.restricted(ctx, tx, person)
		if err != nil {
			return false, err
		}
		return r.sees(ctx, tx, by, person, a)
	case audit.Citizen:
		return onePerson(ctx, tx, by.ID, person)
	case audit.Helper:
	}
	return false, nil
}

func (r *Register) restricted(ctx context.Context, tx pgx.Tx, account int64) (restricted bool, err error) {
	err = tx.QueryRow(ctx, `select restricted from accounts where id = @id`, pgx.NamedArgs{"id": account}).Scan(&restricted)
	if err != nil {
		return false, orNone(fmt.Errorf("read account %d: %w", account, err))
	}
	return restricted, nil
}

// Helping are the people somebody acts for now, by name. Only they themselves may ask; staff may, for somebody they may see.
func (r *Register) Helping(ctx context.Context, by audit.Actor, helper int64) (out []Mandate, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		may, err := r.ownsOrStaff(ctx, tx, by, helper)
		if err != nil || !may {
			return orNotFound(err)
		}
		all, err := r.mandates(ctx, tx, `m.helper_id = any(person_of(@helper)) and m.ended_at is null and p.died_on is null and not (p.restricted and @staff)`,
			pgx.NamedArgs{"helper": helper, "staff": by.Role == audit.Staff})
		for _, m := range all {
			if m.InForce(r.today()) {
				out = append(out, m)
			}
		}
		return err
	})
	return out, err
}

// MandateChange is one line of what became of a mandate; worded by lang "helpers.changes.<what>".
type MandateChange struct {
	What string
	Why  string // of an end
	Role audit.Role
	By   int64
	Name string // of the member of staff, or of who holds the account
	Door channels.Kind
	At   time.Time
}

// Mandate reads one with what became of it, oldest first, for somebody it concerns. ErrNotFound.
func (r *Register) Mandate(ctx context.Context, by audit.Actor, id int64) (m Mandate, changes []MandateChange, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		if m, err = r.mandateFor(ctx, tx, by, id); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			select c.what, coalesce(c.data ->> 'why', ''), c.actor_role, c.actor_id, coalesce(s.display_name, a.full_name, ''), c.door, c.at
			from mandate_changes c
			left join staff s on c.actor_role = 'staff' and s.id = c.actor_id
			left join accounts a on c.actor_role in ('citizen', 'helper') and a.id = c.actor_id
			where c.mandate_id = @id order by c.id`, pgx.NamedArgs{"id": id})
		if err != nil {
			return fmt.Errorf("changes of mandate %d: %w", id, err)
		}
		changes, err = pgx.CollectRows(rows, pgx.RowToStructByPos[MandateChange])
		return err
	})
	return m, changes, err
}

// Did is something a helper lately did for a person.
type Did struct {
	Verb      string // as in Looks
	Name      string // of the helper
	Helper    int64
	Reference string // of the application it was about, "" for none
	Door      channels.Kind
	At        time.Time
}

// HelpersDid is what helpers lately did or looked at for a person, latest first, for the person to see.
func (r *Register) HelpersDid(ctx context.Context, by audit.Actor, person int64, limit int) (out []Did, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		may, err := r.ownsOrStaff(ctx, tx, by, person)
		if err != nil || !may {
			return orNotFound(err)
		}
		rows, err := tx.Query(ctx, `
			select l.verb, h.full_name, h.id, coalesce(d.reference, ''), l.door, l.at
			from audit_log l
			join accounts h on h.id = l.actor_id
			left join drafts d on d.id = l.draft_id
			where l.account_id = any(person_of(@person)) and l.actor_role = 'helper'
			order by l.id desc limit @limit`, pgx.NamedArgs{"person": person, "limit": limit})
		if err != nil {
			return fmt.Errorf("what helpers did for account %d: %w", person, err)
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Did])
		return err
	})
	return out, err
}

func orNone(err error) error {
	if ignoreNone(err) == nil {
		return ErrNotFound
	}
	return err
}
