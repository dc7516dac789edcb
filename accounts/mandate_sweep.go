package accounts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// ComingOfAge is a young person whose parent's mandate ends or has ended, and of whom we have no way to reach them that is not the
// parent's: somebody has to ask them for one.
type ComingOfAge struct {
	Account int64
	Mandate int64
}

// SweepMandatesTx does what time does to mandates: it reminds both before one ends, writes to a young person three months before they are
// eighteen and on the day, ends what is over, and closes invitations nobody took up. However often it runs, each is done once. It
// answers the young people who can only be reached where their parents are, and whether there is more to do in another transaction.
func (r *Register) SweepMandatesTx(ctx context.Context, tx pgx.Tx) (young []ComingOfAge, more bool, err error) {
	today := r.today()
	if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtext('mandates swept'))`); err != nil { // two sweeps would remind twice
		return nil, false, fmt.Errorf("sweep mandates: %w", err)
	}
	all, err := r.mandates(ctx, tx, `
		m.ended_at is null and p.died_on is null and (
		    m.ends_on < @today
		    or m.helper_id is null and m.made_at < @invited
		    or m.helper_id is not null and m.kind <> 'parent' and m.ends_on <= @soon and not exists (
		        select from mandate_changes c where c.mandate_id = m.id and c.what = 'reminded-ending' and c.data ->> 'end' = m.ends_on::text)
		    or m.kind = 'parent' and m.ends_on < @young and not exists (
		        select from mandate_changes c where c.mandate_id = m.id and c.what = 'reminded-of-age' and c.data ->> 'end' = m.ends_on::text))`,
		pgx.NamedArgs{"today": today.Time(), "soon": services.Period{Days: warnDays}.After(today).Time(),
			"young": services.Period{Months: warnMonths}.After(today).Time(), "invited": r.now().Add(-inviteDays * 24 * time.Hour)})
	if err != nil {
		return nil, false, err
	}
	for _, m := range all {
		grown, err := r.sweep(ctx, tx, m, today)
		if err != nil {
			return nil, false, fmt.Errorf("sweep mandate %d: %w", m.ID, err)
		}
		if grown {
			young = append(young, ComingOfAge{Account: m.Account, Mandate: m.ID})
		}
	}
	return young, len(all) == mostMandates, nil
}

// sweep says whether a young person comes of age who cannot be reached by themselves.
func (r *Register) sweep(ctx context.Context, tx pgx.Tx, m Mandate, today services.Day) (grown bool, err error) {
	switch {
	case m.Helper == 0:
		return false, r.end(ctx, tx, audit.TheSystem, m, "not-taken-up")
	case after(today, *m.Ends):
		return r.over(ctx, tx, m)
	case m.Kind == Parent:
		return r.remindParent(ctx, tx, m)
	}
	isNew, err := r.reminded(ctx, tx, m, "reminded-ending")
	if err != nil || !isNew {
		return false, err
	}
	return false, r.tellBoth(ctx, tx, 0, m, "ending")
}

// over ends what has reached its last day. A parent's ends because the child is eighteen, and the letters say what that means.
func (r *Register) over(ctx context.Context, tx pgx.Tx, m Mandate) (grown bool, err error) {
	if m.Kind != Parent {
		if err := r.end(ctx, tx, audit.TheSystem, m, "time"); err != nil {
			return false, err
		}
		return false, r.tellBoth(ctx, tx, 0, m, "ended")
	}
	if err := r.end(ctx, tx, audit.TheSystem, m, "came-of-age"); err != nil {
		return false, err
	}
	if err := r.tellBoth(ctx, tx, 0, m, "of-age"); err != nil {
		return false, err
	}
	return r.onlyParents(ctx, tx, m)
}

func (r *Register) remindParent(ctx context.Context, tx pgx.Tx, m Mandate) (grown bool, err error) {
	isNew, err := r.reminded(ctx, tx, m, "reminded-of-age")
	if err != nil || !isNew {
		return false, err
	}
	if err := r.tellBoth(ctx, tx, 0, m, "coming-of-age"); err != nil {
		return false, err
	}
	return r.onlyParents(ctx, tx, m)
}

// reminded writes that a reminder went out, once for each end; isNew is false where it did already.
func (r *Register) reminded(ctx context.Context, tx pgx.Tx, m Mandate, what string) (isNew bool, err error) {
	tag, err := tx.Exec(ctx, `
		insert into mandate_changes (mandate_id, what, data, actor_role, door) values (@mandate, @what, jsonb_build_object('end', @end::text), 'system', 'none')
		on conflict do nothing`, pgx.NamedArgs{"mandate": m.ID, "what": what, "end": m.Ends.Time().Format(dayForm)})
	if err != nil {
		return false, fmt.Errorf("remind of mandate %d: %w", m.ID, err)
	}
	return tag.RowsAffected() == 1, nil
}

// onlyParents says whether nothing reaches the young person that does not reach the parent: no number or email of their own.
func (r *Register) onlyParents(ctx context.Context, tx pgx.Tx, m Mandate) (bool, error) {
	child, err := r.ReadTx(ctx, tx, m.Account)
	if err != nil {
		return false, err
	}
	parent, err := r.ReadTx(ctx, tx, m.Helper)
	if err != nil {
		return false, err
	}
	theirs := []string{"", parent.Mobile, parent.Landline, parent.Email}
	for _, own := range []string{child.Mobile, child.Landline, child.Email} {
		if !slices.Contains(theirs, own) {
			return false, nil
		}
	}
	return true, nil
}
