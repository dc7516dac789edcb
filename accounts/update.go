package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// Update changes name, date of birth, address and contact points; old ones are kept as history, and people stay findable by them.
// d is the whole of what the record shall say from now on: what it leaves empty the record no longer has. Previous adds a name;
// Needs are left alone (see SetNeeds). rev must be Account.Rev as shown (ErrStale). Of a person with several accounts the head's record is
// changed, and what the others say stays as it is but for what d leaves out. ErrNotFound.
func (r *Register) Update(ctx context.Context, by audit.Actor, id, rev int64, d Details) (problems services.Problems, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		problems, err = r.UpdateTx(ctx, tx, by, id, rev, d)
		return err
	})
	return problems, err
}

// UpdateTx is Update inside the caller's transaction.
func (r *Register) UpdateTx(ctx context.Context, tx pgx.Tx, by audit.Actor, id, rev int64, d Details) (services.Problems, error) {
	d, problems := r.check(d)
	if len(problems) > 0 {
		return problems, nil
	}
	was, err := r.lockPerson(ctx, tx, by, id)
	if err != nil {
		return nil, err
	}
	if was.shown.Rev != rev {
		return nil, ErrStale
	}
	if err := r.writeChanges(ctx, tx, by, was, d); err != nil {
		return nil, fmt.Errorf("update account %d: %w", id, err)
	}
	return nil, r.changed(ctx, tx, by, was)
}

// changed tells who wants to know.
func (r *Register) changed(ctx context.Context, tx pgx.Tx, by audit.Actor, was locked) error {
	if r.Changed == nil {
		return nil
	}
	now, err := r.ReadTx(ctx, tx, was.shown.ID)
	if err != nil {
		return err
	}
	return r.Changed(ctx, tx, by, was.shown.Account, now)
}

// locked is a person locked for writing: the head's own record, which is written, beside what of the whole person is shown.
type locked struct {
	person          // the head, alone
	shown   *person // with all accounts: the head itself where it is alone
	members []int64 // all of them
}

// lockPerson takes the rows of a person's accounts for writing, for somebody who may see them, and reads the person as they then are.
func (r *Register) lockPerson(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64) (locked, error) {
	b := &pgx.Batch{}
	b.Queue(`select id from accounts where id = any(person_of(@id)) order by id for no key update`, pgx.NamedArgs{"id": id})
	people := r.queueLoad(b, []int64{id})
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return locked{}, fmt.Errorf("lock account %d: %w", id, err)
	}
	shown := whole(people, id)
	if shown == nil {
		return locked{}, ErrNotFound
	}
	sees, err := r.sees(ctx, tx, by, id, shown.Restricted)
	switch {
	case err == nil && !sees:
		err = ErrNotFound
	case err == nil && by.Role == audit.Helper: // a record, and how somebody is reached, is the person's own to change
		err = ErrNotAllowed
	}
	return locked{person: *people[shown.ID], shown: shown, members: append([]int64{shown.ID}, shown.Joined...)}, err
}

func (r *Register) writeChanges(ctx context.Context, tx pgx.Tx, by audit.Actor, was locked, d Details) error {
	b := &pgx.Batch{}
	born := d.DateOfBirth
	if was.DateOfBirth == nil && sameDay(was.shown.DateOfBirth, born) {
		born = nil // another account says it: the head's record is not filled from there
	}
	b.Queue(`update accounts set full_name = @name, date_of_birth = @born, rev = rev + 1 where id = @id`,
		pgx.NamedArgs{"id": was.ID, "name": d.FullName, "born": date(born)})
	queueNewNames(b, was.person, d)
	queueNewAddress(b, was, d.Address)
	r.queueNewContacts(b, was, d)
	r.queueNewIdentifier(b, was, NINO, was.shown.NINO, d.NINO)
	r.queueNewIdentifier(b, was, NHS, was.shown.NHS, d.NHS)
	now := r.queueLoad(b, []int64{was.ID})
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	last := &pgx.Batch{}
	queueKeys(last, was.ID, r.keysOf(match.Prepare(now[was.ID].record())))
	queueCompare(last, was.ID)
	audit.Queue(last, by, audit.Entry{Verb: "account.changed", Account: was.ID})
	return tx.SendBatch(ctx, last).Close()
}

func sameDay(a, b *services.Day) bool { return a != nil && b != nil && *a == *b }

func queueNewNames(b *pgx.Batch, was person, d Details) {
	known := func(full string) bool {
		for _, n := range was.names {
			if n == full {
				return true
			}
		}
		return false
	}
	if d.FullName != was.FullName {
		b.Queue(`update account_names set kind = 'previous', until = now() where account_id = @id and kind = 'current'`, pgx.NamedArgs{"id": was.ID})
		b.Queue(`delete from account_names where account_id = @id and full_name = @name`, pgx.NamedArgs{"id": was.ID, "name": d.FullName})
		queueName(b, was.ID, d.FullName, "current")
	}
	if d.Previous != "" && d.Previous != d.FullName && !known(d.Previous) {
		queueName(b, was.ID, d.Previous, "previous")
	}
}

// queueNewAddress ends the present address: where there is none instead, also those of the other accounts, or they would stand again.
func queueNewAddress(b *pgx.Batch, was locked, to *services.PostAddress) {
	if sameAddress(was.shown.Address, to) {
		return
	}
	ids := []int64{was.ID}
	if to == nil {
		ids = was.members
	}
	b.Queue(`update account_addresses set current = false, until = now() where account_id = any(@ids) and current`, pgx.NamedArgs{"ids": ids})
	if to != nil {
		queueAddress(b, was.ID, *to)
	}
}

func sameAddress(a, b *services.PostAddress) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Postcode != b.Postcode || a.NoFixed != b.NoFixed || len(a.Lines) != len(b.Lines) {
		return false
	}
	for i := range a.Lines {
		if a.Lines[i] != b.Lines[i] {
			return false
		}
	}
	return true
}

func (r *Register) queueNewContacts(b *pgx.Batch, was locked, d Details) {
	shown := was.shown
	for _, c := range [][3]string{{"mobile", shown.Mobile, d.Mobile}, {"landline", shown.Landline, d.Landline}, {"email", shown.Email, d.Email}} {
		kind, before, after := c[0], c[1], c[2]
		if before == after {
			continue // a dead one is shown as none, and stays where none is given
		}
		b.Queue(`
			update account_contacts set current = false, until = now()
			where account_id = any(@ids) and kind = @kind and current
			  and (account_id = @id or finger = @finger or value = @value and value <> '')`, // of the other accounts only the one that was shown
			pgx.NamedArgs{"ids": was.members, "id": was.ID, "kind": kind, "finger": r.Finger(sealKind(kind), before), "value": before})
		if after != "" {
			r.queueContact(b, was.ID, kind, after)
		}
	}
}

// queueNewIdentifier writes the number a person has now. What another of their accounts says stays there, but where there is none now.
func (r *Register) queueNewIdentifier(b *pgx.Batch, was locked, kind, before, to string) {
	if before == to {
		return
	}
	ids := []int64{was.ID}
	if to == "" {
		ids = was.members
	}
	b.Queue(`delete from account_identifiers where account_id = any(@ids) and kind = @kind`, pgx.NamedArgs{"ids": ids, "kind": kind})
	if to != "" {
		r.queueIdentifier(b, was.ID, kind, to)
	}
}
