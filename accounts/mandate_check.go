package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// MandateTx is the single check of acting for somebody: the mandate by which a helper may now do something about a matter of a person, or
// ErrNotAllowed. It is asked each time, never remembered, so that what has ended is ended at once.
func (r *Register) MandateTx(ctx context.Context, tx pgx.Tx, helper, person int64, do Doing, about Matter) (Mandate, error) {
	all, err := r.mandates(ctx, tx, `
		m.helper_id = any(person_of(@helper)) and m.account_id = any(person_of(@person)) and m.ended_at is null
		and p.died_on is null and h.died_on is null`, pgx.NamedArgs{"helper": helper, "person": person})
	if err != nil {
		return Mandate{}, err
	}
	for _, m := range all {
		if m.Allows(do, about, r.today()) {
			return m, nil
		}
	}
	return Mandate{}, fmt.Errorf("account %d for account %d to %s: %w", helper, person, do, ErrNotAllowed)
}

// MandatesTx are all mandates by which a helper may now do anything for a person: for lists, whose lines are asked about one by one.
func (r *Register) MandatesTx(ctx context.Context, tx pgx.Tx, helper, person int64) (Mandates, error) {
	all, err := r.mandates(ctx, tx, `
		m.helper_id = any(person_of(@helper)) and m.account_id = any(person_of(@person)) and m.ended_at is null
		and p.died_on is null and h.died_on is null`, pgx.NamedArgs{"helper": helper, "person": person})
	today, out := r.today(), Mandates(nil)
	for _, m := range all {
		if m.InForce(today) {
			out = append(out, m)
		}
	}
	return out, err
}

// Mandates are several by which one helper acts for one person: an attorney may hold both powers.
type Mandates []Mandate

// Allow says whether any of them, all in force, lets the helper do something about a matter.
func (all Mandates) Allow(do Doing, about Matter) bool {
	for _, m := range all {
		if m.May.has(do) && m.covers(about) {
			return true
		}
	}
	return false
}

// helps says whether an actor may see a person as such, as their helper.
func (r *Register) helps(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64) (bool, error) {
	if by.ID == 0 || by.For == 0 {
		return false, nil
	}
	if same, err := onePerson(ctx, tx, by.For, id); err != nil || !same {
		return false, err
	}
	all, err := r.MandatesTx(ctx, tx, by.ID, id)
	return all.Allow(ToSee, Matter{}), err
}

const mandateQuery = `
	select m.id, m.account_id, p.full_name, coalesce(m.helper_id, 0), coalesce(h.full_name, m.helper_name), m.organisation, m.kind,
	       m.relationship, m.reason, m.service, coalesce(m.draft_id, 0), coalesce(d.reference, ''), m.area, m.may_see, m.may_talk, m.may_act,
	       m.mail, m.evidence, m.arrived_on, m.signed, m.starts_on, m.ends_on, m.phrase <> '', m.made_at, m.made_role, m.made_by, m.made_door,
	       m.ended_at, m.ended_why, m.rev
	from mandates m
	join accounts p on p.id = m.account_id
	left join accounts h on h.id = m.helper_id
	left join drafts d on d.id = m.draft_id
	where `

func (r *Register) mandates(ctx context.Context, tx pgx.Tx, where string, args pgx.NamedArgs) ([]Mandate, error) {
	rows, err := tx.Query(ctx, mandateQuery+where+fmt.Sprintf(` order by m.ended_at desc nulls first, m.id desc limit %d`, mostMandates), args)
	if err != nil {
		return nil, fmt.Errorf("read mandates: %w", err)
	}
	all, err := pgx.CollectRows(rows, scanMandate)
	if err != nil {
		return nil, fmt.Errorf("read mandates: %w", err)
	}
	return all, nil
}

// QueueCopies reads, as part of a batch, the mandates of a person whose helpers get a copy of what is received.
func QueueCopies(b *pgx.Batch, person int64, into *[]Mandate) {
	b.Queue(mandateQuery+`m.account_id = any(person_of(@person)) and m.mail = 'copy' and m.ended_at is null order by m.id`,
		pgx.NamedArgs{"person": person}).Query(func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, scanMandate)
		return err
	})
}

func scanMandate(row pgx.CollectableRow) (m Mandate, err error) {
	var arrived, ends *time.Time
	var starts time.Time
	err = row.Scan(&m.ID, &m.Account, &m.PersonName, &m.Helper, &m.HelperName, &m.Organisation, &m.Kind,
		&m.Relationship, &m.Reason, &m.Service, &m.Draft, &m.Reference, &m.Area, &m.May.See, &m.May.Talk, &m.May.Act,
		&m.Mail, &m.Evidence, &arrived, &m.Signed, &starts, &ends, &m.HasPhrase, &m.MadeAt, &m.MadeRole, &m.MadeBy, &m.MadeDoor,
		&m.EndedAt, &m.EndedWhy, &m.Rev)
	m.Arrived, m.Starts, m.Ends = dayOf(arrived), services.DayOf(starts), dayOf(ends)
	return m, err
}

// Mandates is MandatesTx in a transaction of its own.
func (r *Register) Mandates(ctx context.Context, helper, person int64) (all Mandates, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		all, err = r.MandatesTx(ctx, tx, helper, person)
		return err
	})
	return all, err
}
