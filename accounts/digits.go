package accounts

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/internal/attempts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/proof"
)

// Six digits by text show that the caller has the telephone of the record. The number must have stood there for two weeks: one that a
// caller has just given shows only that they have a telephone.
const (
	numberOld   = 14 * 24 * time.Hour
	digitsLife  = 10 * time.Minute
	digitsTries = 3 // wrong readings of one code
	digitsSent  = 3 // codes to one person in an hour
)

// NumberTooNew says that the mobile number has not stood on record for long enough.
const NumberTooNew Refusal = "number-too-new"

// TextDigitsTx texts six digits to the mobile on record, to be read back in this conversation within ten minutes; earlier ones end. A
// refusal, worded by lang "reach.<refusal>", where no text may go or the number is too new. ErrThrottled after three in an hour.
func (r *Register) TextDigitsTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account, contact int64) (Refusal, error) {
	if err := r.lock(ctx, tx, by, account); err != nil {
		return "", err
	}
	now := r.now()
	way, err := r.ReachTx(ctx, tx, account, Purpose{Kind: "proof.digits", Only: Text, AtOnce: true}, now)
	if err != nil {
		return "", err
	}
	if why := way.Why(); why != ReachOK {
		return why, nil
	}
	var old bool
	err = tx.QueryRow(ctx, `
		select coalesce(bool_and(since < @before), false) from account_contacts
		where account_id = any(person_of(@account)) and kind = 'mobile' and current and not dead`,
		pgx.NamedArgs{"account": account, "before": now.Add(-numberOld)}).Scan(&old)
	if err != nil {
		return "", fmt.Errorf("text digits to account %d: %w", account, err)
	}
	if !old {
		return NumberTooNew, nil
	}
	if err := r.try(ctx, now, attempts.Try{What: "digits-sent", Subject: strconv.FormatInt(account, 10), Max: digitsSent, Window: time.Hour}); err != nil {
		return "", err
	}
	var id int64
	err = tx.QueryRow(ctx, `
		with ended as (update proof_texts set ended_at = @now where account_id = @account and ended_at is null)
		insert into proof_texts (account_id, contact_id, made_at, expires_at) values (@account, @contact, @now, @expires) returning id`,
		pgx.NamedArgs{"account": account, "contact": contact, "now": now, "expires": now.Add(digitsLife)}).Scan(&id)
	if err != nil {
		return "", fmt.Errorf("text digits to account %d: %w", account, err)
	}
	words := map[lang.Lang]map[string]string{}
	for _, l := range lang.All {
		words[l] = map[string]string{"digits": r.digits(id)}
	}
	if _, err := r.TellTx(ctx, tx, Notice{Account: account, Agency: by.Agency, Kind: "proof.digits", About: id, Words: words, Door: "text"}); err != nil {
		return "", err
	}
	return ReachOK, audit.Record(ctx, tx, by, audit.Entry{Verb: "account.digits_texted", Account: account})
}

// digits are the six digits with an id: derived, as every code is.
func (r *Register) digits(id int64) string {
	mac := hmac.New(sha256.New, r.subkey("proof digits"))
	_ = binary.Write(mac, binary.BigEndian, id)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%1_000_000)
}

// ReadDigits says whether what the person on the line read back are the digits that were texted in this conversation, and if so adds
// that they have the telephone on record. It answers false for every kind of wrong; ErrThrottled after three wrong readings.
func (r *Register) ReadDigits(ctx context.Context, by audit.Actor, account, contact int64, typed string, then func(tx pgx.Tx) error) (right bool, err error) {
	var id int64
	var expires time.Time
	err = r.db.QueryRow(ctx, `
		select id, expires_at from proof_texts where contact_id = @contact and account_id = @account and ended_at is null
		order by id desc limit 1`, pgx.NamedArgs{"contact": contact, "account": account}).Scan(&id, &expires)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("digits of account %d: %w", account, err)
	}
	now := r.now()
	if err := r.try(ctx, now, attempts.Try{What: "digits-read", Subject: strconv.FormatInt(id, 10), Max: digitsTries, Window: digitsLife}); err != nil {
		return false, err
	}
	if !now.Before(expires) || !hmac.Equal([]byte(match.Digits(typed)), []byte(r.digits(id))) {
		return false, nil
	}
	return true, pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update proof_texts set ended_at = @now where id = @id`, pgx.NamedArgs{"id": id, "now": now}); err != nil {
			return fmt.Errorf("end digits %d: %w", id, err)
		}
		if _, err := r.AddProofTx(ctx, tx, by, account, Evidence{Kind: TextCode, Worth: proof.Worth{Verification: 1}, Contact: contact,
			Expires: now.AddDate(0, 0, textProofDays)}); err != nil {
			return err
		}
		return then(tx)
	})
}
