package accounts

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/proof"
)

// A code by letter is good for four weeks, as long as posted codes are elsewhere; one counts at a time, and so many are sent in so many days.
const (
	letterCodeDays = 28
	lettersMost    = 3
	lettersWindow  = 30
)

// TooManyCodes says that as many codes were posted lately as may be.
const TooManyCodes Refusal = "too-many-codes"

// PostCodeTx posts a code to the address on record, by which the person signs in and shows that the address is theirs. Earlier codes by
// letter end with it, so that issuing one again is this one action. A refusal, worded by lang "reach.<refusal>", where no letter may go,
// no date of birth stands beside the code, or three were posted in the last 30 days.
func (r *Register) PostCodeTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64) (Code, Refusal, error) {
	if err := r.lock(ctx, tx, by, account); err != nil {
		return Code{}, "", err
	}
	h, err := r.HoldTx(ctx, tx, account)
	if err != nil {
		return Code{}, "", err
	}
	now := r.now()
	why := h.Reach(Purpose{Kind: "proof.code", Only: Letter}, now).Why()
	if why == ReachOK && h.DateOfBirth == nil {
		why = NoBirth
	}
	if why != ReachOK {
		return Code{}, why, nil
	}
	var lately int
	err = tx.QueryRow(ctx, `
		with ended as (
			update access_codes set revoked_at = @now
			where account_id = any(person_of(@account)) and purpose = 'sign-in' and sent_by = 'letter' and revoked_at is null
			  and (select count(*) from access_codes c
			       where c.account_id = any(person_of(@account)) and c.purpose = 'sign-in' and c.sent_by = 'letter' and c.made_at > @since) < @most)
		select count(*) from access_codes
		where account_id = any(person_of(@account)) and purpose = 'sign-in' and sent_by = 'letter' and made_at > @since`,
		pgx.NamedArgs{"account": account, "now": now, "since": now.AddDate(0, 0, -lettersWindow), "most": lettersMost}).Scan(&lately)
	if err != nil {
		return Code{}, "", fmt.Errorf("post a code to account %d: %w", account, err)
	}
	if lately >= lettersMost {
		return Code{}, TooManyCodes, nil
	}
	c, err := r.NewCodeTx(ctx, tx, "sign-in", account, 0, letterCodeDays, now)
	if err != nil {
		return Code{}, "", err
	}
	if _, err := tx.Exec(ctx, `update access_codes set sent_by = 'letter' where id = @id`, pgx.NamedArgs{"id": c.ID}); err != nil {
		return Code{}, "", fmt.Errorf("post a code to account %d: %w", account, err)
	}
	if _, err := r.TellTx(ctx, tx, Notice{Account: account, Agency: by.Agency, Kind: "proof.code", About: c.ID, Code: c.ID, Door: "letter"}); err != nil {
		return Code{}, "", err
	}
	return c, ReachOK, audit.Record(ctx, tx, by, audit.Entry{Verb: "account.code_posted", Account: account})
}

// PostCode is PostCodeTx in a transaction of its own.
func (r *Register) PostCode(ctx context.Context, by audit.Actor, account int64) (why Refusal, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		_, why, err = r.PostCodeTx(ctx, tx, by, account)
		return err
	})
	return why, err
}

// How long having had a code counts as evidence, in days: people move, and numbers change hands.
const (
	letterProofDays = 365
	textProofDays   = 90
)

// ProvenByCodeTx adds what having a code shows once it was used: who had it from a letter gets post at the address on record, who had it
// by text has the number. Used again it adds nothing. A code that was sent neither way shows nothing.
func (r *Register) ProvenByCodeTx(ctx context.Context, tx pgx.Tx, by audit.Actor, code Code) error {
	var sentBy string
	var account int64
	err := tx.QueryRow(ctx, `select sent_by, coalesce(account_id, 0) from access_codes where id = @id and used_at is not null`,
		pgx.NamedArgs{"id": code.ID}).Scan(&sentBy, &account)
	if err != nil {
		return fmt.Errorf("proven by code %d: %w", code.ID, err)
	}
	if account == 0 || sentBy == "" {
		return nil
	}
	e := Evidence{Kind: LetterCode, Worth: proof.Worth{Verification: 1}, Method: "code " + strconv.FormatInt(code.ID, 10),
		Expires: r.now().AddDate(0, 0, letterProofDays)}
	if sentBy == "text" {
		e.Kind, e.Expires = TextCode, r.now().AddDate(0, 0, textProofDays)
	}
	if err := r.lock(ctx, tx, by, account); err != nil {
		return err
	}
	var already bool
	err = tx.QueryRow(ctx, `select exists (select from account_proofs where account_id = @account and kind = @kind and method = @method)`,
		pgx.NamedArgs{"account": account, "kind": e.Kind, "method": e.Method}).Scan(&already)
	if err != nil {
		return fmt.Errorf("proven by code %d: %w", code.ID, err)
	}
	if already {
		return nil
	}
	_, err = r.AddProofTx(ctx, tx, by, account, e)
	return err
}
