package accounts

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// Create makes an account. Problems are the person's mistakes (name missing, phone not real…), worded by Sentence. It does not
// ask whether there is such a person already: see Near.
func (r *Register) Create(ctx context.Context, by audit.Actor, d Details) (Account, services.Problems, error) {
	var a Account
	var problems services.Problems
	err := pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) (err error) {
		a, problems, err = r.CreateTx(ctx, tx, by, d)
		return err
	})
	return a, problems, err
}

// CreateTx is Create inside the caller's transaction.
func (r *Register) CreateTx(ctx context.Context, tx pgx.Tx, by audit.Actor, d Details) (Account, services.Problems, error) {
	b := &pgx.Batch{}
	id, read, problems, err := r.QueueCreate(ctx, tx, b, by, d)
	if err != nil || len(problems) > 0 {
		return Account{}, problems, err
	}
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return Account{}, nil, fmt.Errorf("create account %d: %w", id, err)
	}
	h, err := read(ctx, tx)
	return h.Account, nil, err
}

// QueueCreate is CreateTx for who has more to write about the account in one go: its row is made at once, and all that hangs on it is left
// in the batch. read gives the account once the batch is sent.
func (r *Register) QueueCreate(ctx context.Context, tx pgx.Tx, b *pgx.Batch, by audit.Actor, d Details) (
	id int64, read func(ctx context.Context, tx pgx.Tx) (Held, error), problems services.Problems, err error) {
	if d, problems = r.check(d); len(problems) > 0 {
		return 0, nil, problems, nil
	}
	if !d.Needs.valid() || !by.Door.Valid() {
		return 0, nil, nil, fmt.Errorf("create account: needs or door: %w", ErrInvalid)
	}
	err = tx.QueryRow(ctx, `
		insert into accounts (full_name, date_of_birth, created_door) values (@name, @born, @door) returning id`,
		pgx.NamedArgs{"name": d.FullName, "born": date(d.DateOfBirth), "door": by.Door}).Scan(&id)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("create account: %w", err)
	}
	r.queueParts(b, id, d)
	audit.Queue(b, by, audit.Entry{Verb: "account.created", Account: id})
	stopped, one := r.queueStopped(b, id), r.QueueRead(b, id) // a shared phone may have been stopped before they came
	return id, func(context.Context, pgx.Tx) (Held, error) {  // nobody else knows of it yet
		a, err := one()
		return Held{Account: a, filed: id, to: a, stopped: r.isStopped(*stopped, a), rest: r.restOf(a.Needs)}, err
	}, nil, nil
}

// queueParts writes everything that hangs on a new account.
func (r *Register) queueParts(b *pgx.Batch, id int64, d Details) {
	queueName(b, id, d.FullName, "current")
	if d.Previous != "" && d.Previous != d.FullName {
		queueName(b, id, d.Previous, "previous")
	}
	if d.Address != nil {
		queueAddress(b, id, *d.Address)
	}
	for kind, value := range contactsOf(d) {
		r.queueContact(b, id, kind, value)
	}
	if d.NINO != "" {
		r.queueIdentifier(b, id, NINO, d.NINO)
	}
	if d.NHS != "" {
		r.queueIdentifier(b, id, NHS, d.NHS)
	}
	b.Queue(`insert into account_keys (key, account_id) select unnest(@keys::bigint[]), @id::bigint`, pgx.NamedArgs{"id": id, "keys": r.Keys(d)})
	d.Needs.Rev = 0
	b.Queue(upsertNeeds, needsArgs(id, d.Needs))
	queueCompare(b, id)
}

// contactsOf gives each kind of contact point with its value, if any.
func contactsOf(d Details) func(yield func(kind, value string) bool) {
	return func(yield func(kind, value string) bool) {
		for _, c := range [][2]string{{"mobile", d.Mobile}, {"landline", d.Landline}, {"email", d.Email}} {
			if c[1] != "" && !yield(c[0], c[1]) {
				return
			}
		}
	}
}

func queueName(b *pgx.Batch, id int64, full, kind string) {
	b.Queue(`insert into account_names (account_id, full_name, kind) values (@id, @name, @kind)`,
		pgx.NamedArgs{"id": id, "name": full, "kind": kind})
}

func queueAddress(b *pgx.Batch, id int64, a services.PostAddress) {
	lines := a.Lines
	if lines == nil {
		lines = []string{}
	}
	b.Queue(`insert into account_addresses (account_id, lines, postcode, no_fixed) values (@id, @lines, @postcode, @none)`,
		pgx.NamedArgs{"id": id, "lines": lines, "postcode": a.Postcode, "none": a.NoFixed})
}

func (r *Register) queueContact(b *pgx.Batch, id int64, kind, value string) {
	b.Queue(`insert into account_contacts (account_id, kind, sealed, finger) values (@id, @kind, @sealed, @finger)`,
		pgx.NamedArgs{"id": id, "kind": kind, "sealed": r.Seal(sealKind(kind), value), "finger": r.Finger(sealKind(kind), value)})
}

func (r *Register) queueIdentifier(b *pgx.Batch, id int64, kind, value string) {
	b.Queue(`insert into account_identifiers (account_id, kind, sealed, finger) values (@id, @kind, @sealed, @finger)`,
		pgx.NamedArgs{"id": id, "kind": kind, "sealed": r.Seal(kind, value), "finger": r.Finger(kind, value)})
}

// queueKeys brings the account's keys to exactly these.
func queueKeys(b *pgx.Batch, id int64, keys []int64) {
	b.Queue(`delete from account_keys where account_id = @id and key <> all(@keys::bigint[])`, pgx.NamedArgs{"id": id, "keys": keys})
	b.Queue(`
		insert into account_keys (key, account_id)
		select k, @id from unnest(@keys::bigint[]) k
		where not exists (select from account_keys where account_id = @id and key = k)`, pgx.NamedArgs{"id": id, "keys": keys})
}

// date is a day as a date column takes it.
func date(d *services.Day) any {
	if d == nil {
		return nil
	}
	return d.Time()
}
