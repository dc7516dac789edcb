package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// Update changes name, date of birth, address and contact points; old ones are kept as history, and people stay findable by them.
// d is the whole of what the record shall say from now on: what it leaves empty the record no longer has. Previous adds a name;
// Needs are left alone (see SetNeeds). rev must be Account.Rev as shown (ErrStale). ErrNotFound.
func (r *Register) Update(ctx context.Context, by audit.Actor, id, rev int64, d Details) (services.Problems, error) {
	d, problems := r.check(d)
	if len(problems) > 0 {
		return problems, nil
	}
	return nil, pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		was, err := r.lockPerson(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if was.Rev != rev {
			return ErrStale
		}
		if err := r.writeChanges(ctx, tx, by, was, d); err != nil {
			return fmt.Errorf("update account %d: %w", id, err)
		}
		return nil
	})
}

// lockPerson takes the account row for writing, for somebody who may see it, and reads the person as they then are.
func (r *Register) lockPerson(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64) (person, error) {
	b := &pgx.Batch{}
	b.Queue(`select id from accounts where id = @id for no key update`, pgx.NamedArgs{"id": id})
	people := r.queueLoad(b, []int64{id})
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return person{}, fmt.Errorf("lock account %d: %w", id, err)
	}
	p, ok := people[id]
	if !ok {
		return person{}, ErrNotFound
	}
	sees, err := r.sees(ctx, tx, by, id, p.Restricted)
	if err == nil && !sees {
		err = ErrNotFound
	}
	return *p, err
}

func (r *Register) writeChanges(ctx context.Context, tx pgx.Tx, by audit.Actor, was person, d Details) error {
	b := &pgx.Batch{}
	b.Queue(`update accounts set full_name = @name, date_of_birth = @born, rev = rev + 1 where id = @id`,
		pgx.NamedArgs{"id": was.ID, "name": d.FullName, "born": date(d.DateOfBirth)})
	queueNewNames(b, was, d)
	queueNewAddress(b, was, d.Address)
	r.queueNewContacts(b, was, d)
	r.queueNewIdentifier(b, was.ID, NINO, was.NINO, d.NINO)
	r.queueNewIdentifier(b, was.ID, NHS, was.NHS, d.NHS)
	now := r.queueLoad(b, []int64{was.ID})
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	k := r.keyring()
	k.person(now[was.ID].traits())
	last := &pgx.Batch{}
	queueKeys(last, was.ID, k.keys())
	audit.Queue(last, by, audit.Entry{Verb: "account.changed", Account: was.ID})
	return tx.SendBatch(ctx, last).Close()
}

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
		b.Queue(`update account_names set kind = 'previous' where account_id = @id and kind = 'current'`, pgx.NamedArgs{"id": was.ID})
		b.Queue(`delete from account_names where account_id = @id and full_name = @name`, pgx.NamedArgs{"id": was.ID, "name": d.FullName})
		queueName(b, was.ID, d.FullName, "current")
	}
	if d.Previous != "" && d.Previous != d.FullName && !known(d.Previous) {
		queueName(b, was.ID, d.Previous, "previous")
	}
}

func queueNewAddress(b *pgx.Batch, was person, to *services.PostAddress) {
	if sameAddress(was.Address, to) {
		return
	}
	b.Queue(`update account_addresses set current = false where account_id = @id and current`, pgx.NamedArgs{"id": was.ID})
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

func (r *Register) queueNewContacts(b *pgx.Batch, was person, d Details) {
	for _, c := range [][3]string{{"mobile", was.Mobile, d.Mobile}, {"landline", was.Landline, d.Landline}, {"email", was.Email, d.Email}} {
		kind, before, after := c[0], c[1], c[2]
		if before == after {
			continue // a dead one is shown as none, and stays where none is given
		}
		b.Queue(`update account_contacts set current = false where account_id = @id and kind = @kind and current`,
			pgx.NamedArgs{"id": was.ID, "kind": kind})
		if after != "" {
			r.queueContact(b, was.ID, kind, after)
		}
	}
}

func (r *Register) queueNewIdentifier(b *pgx.Batch, id int64, kind, was, to string) {
	if was == to {
		return
	}
	b.Queue(`delete from account_identifiers where account_id = @id and kind = @kind`, pgx.NamedArgs{"id": id, "kind": kind})
	if to != "" {
		r.queueIdentifier(b, id, kind, to)
	}
}
