package accounts

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Proofs are all evidence on record of the person of an account, newest first, what counts no more among it. The look is the
// caller's to record: it is made on a page that has opened the account.
func (r *Register) Proofs(ctx context.Context, account int64) (all []Proof, err error) {
	rows, _ := r.db.Query(ctx, `
		select p.id, p.kind, p.document, p.number, p.strength, p.validity, p.activity, p.fraud, p.verification, p.checks, p.method, p.door,
		       p.actor_role, p.actor_id, coalesce(p.agency_id, 0), p.given_at, p.expires_on, w.proof_id is not null,
		       coalesce(v.full_name, ''), coalesce(v.position, '')
		from account_proofs p
		left join account_proofs_withdrawn w on w.proof_id = p.id
		left join account_vouchers v on v.proof_id = p.id
		where p.account_id = any(person_of(@account))
		order by p.id desc`, pgx.NamedArgs{"account": account})
	if all, err = pgx.CollectRows(rows, r.scanProof); err != nil {
		return nil, fmt.Errorf("proofs of account %d: %w", account, err)
	}
	return all, nil
}

func (r *Register) scanProof(row pgx.CollectableRow) (p Proof, err error) {
	var sealed []byte
	var withdrawn bool
	w := &p.Worth
	err = row.Scan(&p.ID, &p.Kind, &p.Document, &sealed, &w.Strength, &w.Validity, &w.Activity, &w.Fraud, &w.Verification, &p.Checks,
		&p.Method, &p.Door, &p.Role, &p.By, &p.Agency, &p.At, &p.Expires, &withdrawn, &p.Voucher, &p.Position)
	if err != nil {
		return p, err
	}
	number, err := r.Unseal(sealedDocument, sealed)
	p.Ending = number[max(0, len(number)-endingShown):]
	switch {
	case withdrawn:
		p.Out = "withdrawn"
	case p.Expires != nil && p.Expires.Before(services.DayOf(r.now().In(lang.London)).Time()):
		p.Out = "expired"
	}
	return p, err
}

// endingShown is how much of a document's number is shown: enough to tell two apart, too little to use.
const endingShown = 3

// WithdrawProof takes evidence back: it was of somebody else, or false. It stays on record and counts no more. A reason is due
// (ErrInvalid without). Withdrawing again is nothing. ErrNotFound where the actor may not see the account, or there is no such evidence.
func (r *Register) WithdrawProof(ctx context.Context, by audit.Actor, id int64, why string) error {
	if why = strings.TrimSpace(why); why == "" {
		return fmt.Errorf("withdraw proof %d without a reason: %w", id, ErrInvalid)
	}
	return pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		var account int64
		err := tx.QueryRow(ctx, `select account_id from account_proofs where id = @id`, pgx.NamedArgs{"id": id}).Scan(&account)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("withdraw proof %d: %w", id, err)
		}
		if err := r.lock(ctx, tx, by, account); err != nil {
			return err
		}
		var done pgconn.CommandTag
		done, err = tx.Exec(ctx, `
			insert into account_proofs_withdrawn (proof_id, why, door, actor_role, actor_id, at)
			values (@id, @why, @door, @role, @by, @now) on conflict do nothing`,
			pgx.NamedArgs{"id": id, "why": why, "door": by.Door, "role": by.Role, "by": by.ID, "now": r.now()})
		if err != nil {
			return fmt.Errorf("withdraw proof %d: %w", id, err)
		}
		if done.RowsAffected() == 0 {
			return nil
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.proof_withdrawn", Account: account})
	})
}
