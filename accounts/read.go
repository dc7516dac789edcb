package accounts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/services"
)

// person is an account with its history, as matching needs it.
type person struct {
	Account
	names    []string // all, the current one first
	places   []place  // all, the current one first
	contacts []contact

	link                  // to the other accounts of the person
	births []services.Day // every date of birth that stands on one of them
}

type place struct {
	services.PostAddress
	current bool
}

type contact struct {
	kind, value   string
	current, dead bool
}

// ReadTx reads the person of an account, as their head shows them, without recording a look: for rules and jobs. ErrNotFound.
func (r *Register) ReadTx(ctx context.Context, tx pgx.Tx, id int64) (Account, error) {
	p, err := r.readPerson(ctx, tx, id)
	return p.Account, err
}

// QueueRead is ReadTx as part of a batch; what it answers gives the account once the batch is sent.
func (r *Register) QueueRead(b *pgx.Batch, id int64) func() (Account, error) {
	people := r.queueLoad(b, []int64{id})
	return func() (Account, error) {
		p := whole(people, id)
		if p == nil {
			return Account{}, ErrNotFound
		}
		return p.Account, nil
	}
}

func (r *Register) readPerson(ctx context.Context, tx pgx.Tx, id int64) (person, error) {
	found, err := r.load(ctx, tx, []int64{id})
	if err != nil {
		return person{}, fmt.Errorf("read account %d: %w", id, err)
	}
	if len(found) == 0 {
		return person{}, ErrNotFound
	}
	return *found[0], nil
}

// load reads people in one round trip, in the order of ids, each once however many of their accounts are asked for; those that do not
// exist are left out.
func (r *Register) load(ctx context.Context, tx pgx.Tx, ids []int64) ([]*person, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	b := &pgx.Batch{}
	people := r.queueLoadOf(b, alone, ids)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return nil, err
	}
	if anyLinked(people) { // few people have several accounts
		b := &pgx.Batch{}
		people = r.queueLoad(b, ids)
		if err := tx.SendBatch(ctx, b).Close(); err != nil {
			return nil, err
		}
	}
	var out []*person
	have := make(map[int64]bool, len(ids))
	for _, id := range ids {
		if p := whole(people, id); p != nil && !have[p.ID] {
			have[p.ID] = true
			out = append(out, p)
		}
	}
	return out, nil
}

func anyLinked(people map[int64]*person) bool {
	for _, p := range people {
		if p.linked {
			return true
		}
	}
	return false
}

// queueLoad reads, as part of a batch, all accounts of people into the map it answers, by id, each as it stands alone: see whole.
func (r *Register) queueLoad(b *pgx.Batch, ids []int64) map[int64]*person {
	return r.queueLoadOf(b, `any(people_of(@ids::bigint[]))`, ids)
}

// alone are the accounts asked for without those they are joined to: asking for those costs each of the statements below a look of its own.
const alone = `any(@ids::bigint[])`

func (r *Register) queueLoadOf(b *pgx.Batch, which string, ids []int64) map[int64]*person {
	people := make(map[int64]*person, len(ids))
	b.Queue(`
		select a.id, a.full_name, a.date_of_birth, a.died_on, a.restricted, a.rev,
		       coalesce(i.value, ''), i.sealed, coalesce(h.value, ''), h.sealed,
		       coalesce(n.written_lang, 'en'), coalesce(n.spoken_lang, 'en'), coalesce(n.format, 'standard'),
		       coalesce(n.relay, ''), coalesce(n.interpreter, ''), coalesce(n.safe_call, 'unasked'),
		       coalesce(n.safe_text, 'unasked'), coalesce(n.safe_email, 'unasked'), coalesce(n.safe_write, 'unasked'),
		       coalesce(n.may_announce, true), coalesce(n.rather, ''), coalesce(n.call_back, false), coalesce(n.quiet, ''),
		       coalesce(n.none_needed, false), coalesce(n.note, ''), coalesce(n.rev, 0),
		       a.linked, coalesce(a.joined_to, 0), coalesce(n.speaks_for, '{}'), coalesce(n.updated_at, a.created_at)
		from accounts a
		left join account_needs n on n.account_id = a.id
		left join account_identifiers i on i.account_id = a.id and i.kind = 'nino'
		left join account_identifiers h on h.account_id = a.id and h.kind = 'nhs'
		where a.id = `+which, pgx.NamedArgs{"ids": ids}).Query(func(rows pgx.Rows) error { return r.readAccounts(rows, people) })
	b.Queue(`
		select account_id, full_name, kind = 'current' from account_names
		where account_id = `+which+` order by account_id, kind = 'current' desc, id desc`,
		pgx.NamedArgs{"ids": ids}).Query(func(rows pgx.Rows) error { return readNames(rows, people) })
	b.Queue(`
		select account_id, lines, postcode, no_fixed, current from account_addresses
		where account_id = `+which+` order by account_id, current desc, id desc`,
		pgx.NamedArgs{"ids": ids}).Query(func(rows pgx.Rows) error { return readPlaces(rows, people) })
	b.Queue(`
		select account_id, kind, value, sealed, current, dead from account_contacts
		where account_id = `+which+` order by account_id, current desc, id desc`,
		pgx.NamedArgs{"ids": ids}).Query(func(rows pgx.Rows) error { return r.readContacts(rows, people) })
	return people
}

func (r *Register) readAccounts(rows pgx.Rows, people map[int64]*person) error {
	p := &person{}
	a, n := &p.Account, &p.Needs
	var born, died *time.Time
	var nino, nhs sealedText
	var err error
	_, err = pgx.ForEachRow(rows, []any{&a.ID, &a.FullName, &born, &died, &a.Restricted, &a.Rev,
		&nino.clear, &nino.sealed, &nhs.clear, &nhs.sealed,
		&n.Written, &n.Spoken, &n.Format, &n.Relay, &n.Interpreter, &n.SafeCall, &n.SafeText, &n.SafeEmail, &n.SafeWrite,
		&n.MayAnnounce, &n.Rather, &n.CallBack, &n.Quiet, &n.NoneNeeded, &n.Note, &n.Rev, &p.linked, &p.to, &p.speaksFor, &p.asked}, func() error {
		one := *p
		one.speaksFor = slices.Clone(p.speaksFor)
		one.DateOfBirth, one.DiedOn = dayOf(born), dayOf(died)
		people[one.ID] = &one
		if one.NINO, err = r.open(NINO, nino); err == nil {
			one.NHS, err = r.open(NHS, nhs)
		}
		return err
	})
	return err
}

func dayOf(t *time.Time) *services.Day {
	if t == nil {
		return nil
	}
	d := services.DayOf(*t)
	return &d
}

func readNames(rows pgx.Rows, people map[int64]*person) error {
	var id int64
	var full string
	var current bool
	_, err := pgx.ForEachRow(rows, []any{&id, &full, &current}, func() error {
		p := people[id]
		p.names = append(p.names, full)
		if !current {
			p.Previous = append(p.Previous, full)
		}
		return nil
	})
	return err
}

func readPlaces(rows pgx.Rows, people map[int64]*person) error {
	var id int64
	var at place
	_, err := pgx.ForEachRow(rows, []any{&id, &at.Lines, &at.Postcode, &at.NoFixed, &at.current}, func() error {
		one := at
		one.Lines = slices.Clone(at.Lines)
		p := people[id]
		p.places = append(p.places, one)
		if one.current {
			p.Address = &one.PostAddress
		}
		return nil
	})
	return err
}

func (r *Register) readContacts(rows pgx.Rows, people map[int64]*person) error {
	var id int64
	var c contact
	var value sealedText
	_, err := pgx.ForEachRow(rows, []any{&id, &c.kind, &value.clear, &value.sealed, &c.current, &c.dead}, func() (err error) {
		p := people[id]
		if c.value, err = r.open(sealKind(c.kind), value); err != nil {
			return err
		}
		p.contacts = append(p.contacts, c)
		if !c.current || c.dead {
			return nil
		}
		switch c.kind {
		case "mobile":
			p.Mobile = c.value
		case "landline":
			p.Landline = c.value
		default: // 'email': the check of the table knows no other
			p.Email = c.value
		}
		return nil
	})
	return err
}
