package accounts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// StandingTx is what all evidence of the person of an account amounts to at a moment: that of every account they have, without what
// was withdrawn or has run out. It is derived each time and stored nowhere.
func StandingTx(ctx context.Context, tx pgx.Tx, account int64, now time.Time) (s proof.Standing, err error) {
	b := &pgx.Batch{}
	QueueStanding(b, account, now, &s)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return proof.Standing{}, fmt.Errorf("standing of account %d: %w", account, err)
	}
	return s, nil
}

// QueueStanding is StandingTx as part of a batch.
func QueueStanding(b *pgx.Batch, account int64, now time.Time, into *proof.Standing) {
	b.Queue(`
		select p.kind, p.strength, p.validity, p.activity, p.fraud, p.verification,
		       coalesce(p.document || ':' || encode(p.number_finger, 'hex'), nullif(p.document, ''),
		                'by ' || lower(v.full_name) || ' ' || v.position, p.kind)
		from account_proofs p
		left join account_vouchers v on v.proof_id = p.id
		where p.account_id = any(person_of(@account)) and (p.expires_on is null or p.expires_on >= @today)
		  and not exists (select from account_proofs_withdrawn w where w.proof_id = p.id)`,
		pgx.NamedArgs{"account": account, "today": services.DayOf(now.In(lang.London)).Time()}).Query(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, scanWorth)
		*into = standing(all)
		return err
	})
}

// held is evidence as it counts: same says which is the same piece shown again.
type held struct {
	kind ProofKind
	same string
	proof.Worth
}

func scanWorth(row pgx.CollectableRow) (h held, err error) {
	err = row.Scan(&h.kind, &h.Strength, &h.Validity, &h.Activity, &h.Fraud, &h.Verification, &h.same)
	return h, err
}

// standing puts evidence together. The same passport shown twice is one piece, at its best; and what One Login saw is most likely a
// document that we have seen as well, so that it is no piece of its own beside one that is as good.
func standing(all []held) proof.Standing {
	slices.SortFunc(all, func(a, b held) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(b.Validity, a.Validity), cmp.Compare(a.same, b.same))
	})
	var s proof.Standing
	seen := map[string]bool{}
	for _, h := range all {
		again := seen[h.same] || h.kind == OneLogin && slices.ContainsFunc(all, func(d held) bool {
			return d.kind == DocumentSeen && d.Strength >= h.Strength && d.Validity >= h.Validity
		})
		if seen[h.same] = true; again {
			h.Piece = proof.Piece{}
		}
		s.Add(h.Worth)
	}
	return s
}

// Standing is StandingTx in a transaction of its own, as of now.
func (r *Register) Standing(ctx context.Context, account int64) (s proof.Standing, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		s, err = StandingTx(ctx, tx, account, r.now())
		return err
	})
	return s, err
}
