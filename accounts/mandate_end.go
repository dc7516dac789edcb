package accounts

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// EndMandate ends a mandate at once, through any door, and tells both. The person may end what rests on their own wish, the helper any of
// theirs, staff any: why is then who asked, "person", "helper" or "staff" (a court's order that ended). Ended already is no error.
// ErrNotFound for somebody else's; ErrNotAllowed for a person whose helper a court or the law has appointed.
func (r *Register) EndMandate(ctx context.Context, by audit.Actor, id int64, why string) error {
	return pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error { return r.EndMandateTx(ctx, tx, by, id, why) })
}

// EndMandateTx is EndMandate inside the caller's transaction.
func (r *Register) EndMandateTx(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64, why string) error {
	m, err := r.mandateFor(ctx, tx, by, id)
	if err != nil || m.EndedAt != nil {
		return err
	}
	if why, err = r.endedBy(ctx, tx, by, m, why); err != nil {
		return err
	}
	if err := r.end(ctx, tx, by, m, why); err != nil {
		return err
	}
	return r.tellBoth(ctx, tx, by.Agency, m, "ended")
}

// endedBy says whose wish the end is.
func (r *Register) endedBy(ctx context.Context, tx pgx.Tx, by audit.Actor, m Mandate, why string) (string, error) {
	switch by.Role {
	case audit.Citizen, audit.Helper:
		mine, err := onePerson(ctx, tx, by.ID, m.Account)
		if err != nil {
			return "", err
		}
		if !mine {
			return "helper", nil
		}
		if !m.Kind.EndedByPerson() {
			return "", fmt.Errorf("end mandate %d: %w", m.ID, ErrNotAllowed)
		}
		return "person", nil
	case audit.Staff:
		if why != "person" && why != "helper" {
			why = "staff"
		}
		return why, nil
	case audit.System:
		return why, nil
	}
	return "", fmt.Errorf("end mandate %d: %w", m.ID, ErrNotAllowed)
}

// end writes it; whoever asks by this mandate is refused from here on.
func (r *Register) end(ctx context.Context, tx pgx.Tx, by audit.Actor, m Mandate, why string) error {
	_, err := tx.Exec(ctx, `
		update mandates set ended_at = @now, ended_role = @role, ended_by = @by, ended_door = @door, ended_why = @why, rev = rev + 1
		where id = @id and ended_at is null`,
		pgx.NamedArgs{"id": m.ID, "now": r.now(), "role": by.Role, "by": by.ID, "door": by.Door, "why": why})
	if err != nil {
		return fmt.Errorf("end mandate %d: %w", m.ID, err)
	}
	return r.mandateBecame(ctx, tx, by, m, "ended", map[string]any{"why": why})
}

// endAllTx ends every mandate of somebody who has died, whether they were helped or helped. Nobody is written to about it here.
func (r *Register) endAllTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64) error {
	all, err := r.mandates(ctx, tx, `(m.account_id = any(person_of(@account)) or m.helper_id = any(person_of(@account))) and m.ended_at is null`, pgx.NamedArgs{"account": account})
	if err != nil {
		return err
	}
	for _, m := range all {
		if err := r.end(ctx, tx, by, m, "died"); err != nil {
			return err
		}
	}
	return nil
}

// RenewMandate lets a helper whose right rests on consent go on: as long again as it may, from today. Only the person, or staff who have
// proven them in this conversation. ErrNotAllowed otherwise, ErrNotFound where it has ended.
func (r *Register) RenewMandate(ctx context.Context, by audit.Actor, id int64) (Mandate, error) {
	var m Mandate
	err := pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) (err error) {
		if m, err = r.mandateFor(ctx, tx, by, id); err != nil {
			return err
		}
		if m.EndedAt != nil {
			return ErrNotFound
		}
		may, err := r.mayRenew(ctx, tx, by, m)
		if err == nil && !may {
			err = fmt.Errorf("renew mandate %d: %w", id, ErrNotAllowed)
		}
		if err != nil {
			return err
		}
		last, _ := LatestEnd(m.Kind, r.today(), nil)
		m.Ends = last
		if _, err := tx.Exec(ctx, `update mandates set ends_on = @ends, rev = rev + 1 where id = @id`, pgx.NamedArgs{"id": id, "ends": last.Time()}); err != nil {
			return fmt.Errorf("renew mandate %d: %w", id, err)
		}
		if err := r.mandateBecame(ctx, tx, by, m, "renewed", map[string]any{"end": last.Time().Format(dayForm)}); err != nil {
			return err
		}
		return r.tellBoth(ctx, tx, by.Agency, m, "renewed")
	})
	return m, err
}

func (r *Register) mayRenew(ctx context.Context, tx pgx.Tx, by audit.Actor, m Mandate) (bool, error) {
	if !m.Kind.ByConsent() || m.Helper == 0 {
		return false, nil
	}
	if by.Role == audit.Staff {
		return by.Proven && by.Caller == 0, nil
	}
	if by.Role != audit.Citizen {
		return false, nil
	}
	return onePerson(ctx, tx, by.ID, m.Account)
}

// mandateFor reads a mandate, locked, for somebody it concerns: the person, the helper, or staff who may see the person.
func (r *Register) mandateFor(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64) (Mandate, error) {
	m, err := r.mandate(ctx, tx, id, true)
	if err != nil {
		return Mandate{}, err
	}
	var mine bool
	switch by.Role {
	case audit.System:
		return m, nil
	case audit.Staff:
		if _, err := r.lockPerson(ctx, tx, by, m.Account); err != nil {
			return Mandate{}, err
		}
		return m, nil
	case audit.Citizen, audit.Helper:
		if mine, err = onePerson(ctx, tx, by.ID, m.Account); err == nil && !mine && m.Helper != 0 {
			mine, err = onePerson(ctx, tx, by.ID, m.Helper)
		}
	}
	if err == nil && !mine {
		err = ErrNotFound
	}
	return m, err
}

const dayForm = "2006-01-02"

func orNotFound(err error) error {
	if err == nil {
		return ErrNotFound
	}
	return err
}

func ignoreNone(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	return err
}
