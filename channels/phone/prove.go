package phone

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// The proofs of who somebody is that a member of staff can take in a conversation: what the person knew of their own record when
// asked, without being told, or a document with a photo seen across the counter. Worded by lang "contacts.proofs.<code>".
const (
	KnowsBirth    = "date-of-birth"
	KnowsPostcode = "postcode"
	KnowsNINO     = "nino"
	KnowsPhone    = "phone"
	DocumentSeen  = "document"
)

// asked is how many things the person must know: one alone is known to neighbours.
const asked = 2

// Proofs are what this person can be asked, by what their record held before the conversation began: what they told a minute ago
// proves nothing. At the counter a document can be shown as well. ErrNotFound when the contact is not the member's own open one.
func (l *Log) Proofs(ctx context.Context, by audit.Actor, contact int64) (can []string, err error) {
	err = pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		can, _, err = proofs(ctx, tx, by, contact)
		return err
	})
	return can, err
}

func proofs(ctx context.Context, tx pgx.Tx, by audit.Actor, contact int64) (can []string, account int64, err error) {
	var door channels.Kind
	var birth, postcode, nino, phone bool
	err = tx.QueryRow(ctx, `
		select c.door, coalesce(c.account_id, 0),
		       a.date_of_birth is not null and a.created_at < c.began_at,
		       exists (select from account_addresses x where x.account_id = any(person_of(a.id)) and x.current and x.postcode <> '' and x.since < c.began_at),
		       a.created_at < c.began_at and exists (select from account_identifiers x where x.account_id = any(person_of(a.id)) and x.kind = 'nino'),
		       exists (select from account_contacts x where x.account_id = any(person_of(a.id)) and x.current and x.kind <> 'email' and x.since < c.began_at)
		from contacts c left join accounts a on a.id = c.account_id
		where c.id = @contact and c.staff_id = @staff and c.ended_at is null
		for update of c`, pgx.NamedArgs{"contact": contact, "staff": by.ID}).Scan(&door, &account, &birth, &postcode, &nino, &phone)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, 0, ErrNotFound
	}
	if err != nil {
		return nil, 0, fmt.Errorf("proofs in contact %d: %w", contact, err)
	}
	for _, p := range []struct {
		code string
		is   bool
	}{{KnowsBirth, birth}, {KnowsPostcode, postcode}, {KnowsNINO, nino}, {KnowsPhone, phone}, {DocumentSeen, account != 0 && door == channels.Counter}} {
		if p.is {
			can = append(can, p.code)
		}
	}
	return can, account, nil
}

// Prove records that the person in a conversation was asked who they are, and what they knew or showed: two things of their record, or
// a document. Until then a question that needs proof is neither answered nor read out. Problems 'required' on "proof" where that is too
// little, 'not-known' where the record cannot tell. It holds for this conversation and this person.
func (l *Log) Prove(ctx context.Context, by audit.Actor, contact int64, knew []string) (problems services.Problems, err error) {
	err = pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		can, account, err := proofs(ctx, tx, by, contact)
		if err != nil {
			return err
		}
		if problems = unproven(can, knew); len(problems) > 0 {
			return nil
		}
		_, err = tx.Exec(ctx, `update contacts set proven_at = now(), proven_by = @knew where id = @contact`,
			pgx.NamedArgs{"knew": knew, "contact": contact})
		if err != nil {
			return fmt.Errorf("prove in contact %d: %w", contact, err)
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.proven-by-staff", Account: account})
	})
	return problems, err
}

// unproven says what is wrong with a proof.
func unproven(can, knew []string) services.Problems {
	slices.Sort(knew)
	for _, code := range knew {
		if !slices.Contains(can, code) {
			return wrong("proof", "not-known")
		}
	}
	if !slices.Contains(knew, DocumentSeen) && len(slices.Compact(slices.Clone(knew))) < asked {
		return wrong("proof", "required")
	}
	return nil
}
