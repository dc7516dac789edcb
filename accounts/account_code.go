package accounts

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/attempts"
	"github.com/samedoor/samedoor/lang"
)

// What a code of an account, rather than of one draft, is for.
const (
	SignInCode = "sign-in" // lets its owner in, with the date of birth
	StopCode   = "stop"    // ends a change its reader did not ask for; it opens nothing
)

// NewAccountCodeTx makes a code for an account itself, good until expires. sentBy is the door it leaves by, 'letter' or 'text'. A
// new code to sign in ends the one before it that went through the same door.
func (r *Register) NewAccountCodeTx(ctx context.Context, tx pgx.Tx, purpose string, account int64, sentBy string, expires, now time.Time) (Code, error) {
	c := Code{Account: account, Purpose: purpose, SentBy: sentBy, Expires: expires.In(lang.London)}
	if purpose == SignInCode {
		if err := revokeAccountCodes(ctx, tx, account, sentBy, now); err != nil {
			return Code{}, err
		}
	}
	err := tx.QueryRow(ctx, `
		insert into access_codes (purpose, account_id, sent_by, made_at, expires_at)
		values (@purpose, @account, @by, @now, @expires) returning id`,
		pgx.NamedArgs{"purpose": purpose, "account": account, "by": sentBy, "now": now, "expires": expires}).Scan(&c.ID)
	if err == nil {
		_, err = tx.Exec(ctx, `update access_codes set digest = @digest where id = @id`,
			pgx.NamedArgs{"id": c.ID, "digest": r.digest(r.CodeText(c.ID))})
	}
	if err != nil {
		return Code{}, fmt.Errorf("new %s code for account %d: %w", purpose, account, err)
	}
	return c, nil
}

// RevokeAccountCodesTx ends all codes that let somebody into an account, those of single applications too.
func (r *Register) RevokeAccountCodesTx(ctx context.Context, tx pgx.Tx, account int64, now time.Time) error {
	_, err := tx.Exec(ctx, `
		update access_codes set revoked_at = @now
		where account_id = any(person_of(@account)) and purpose <> 'stop' and revoked_at is null`,
		pgx.NamedArgs{"account": account, "now": now})
	if err != nil {
		return fmt.Errorf("revoke codes of account %d: %w", account, err)
	}
	return nil
}

func revokeAccountCodes(ctx context.Context, tx pgx.Tx, account int64, sentBy string, now time.Time) error {
	_, err := tx.Exec(ctx, `
		update access_codes set revoked_at = @now
		where account_id = any(person_of(@account)) and purpose = 'sign-in' and sent_by = @by and revoked_at is null`,
		pgx.NamedArgs{"account": account, "by": sentBy, "now": now})
	if err != nil {
		return fmt.Errorf("revoke codes to sign in of account %d: %w", account, err)
	}
	return nil
}

// UseStopCode tells whose change a stop code ends. It needs no date of birth: it opens nothing. It throttles by code and remote
// address and answers ErrCode for every kind of wrong. A used one may be used again: the person may press twice.
func (r *Register) UseStopCode(ctx context.Context, typed, remote string, now time.Time) (Code, error) {
	text, readable := readCode(typed)
	tries := []attempts.Try{{What: "code-remote", Subject: remote, Max: triesByRemote, Window: triesWindow}}
	if readable {
		tries = append(tries, attempts.Try{What: "code", Subject: text, Max: triesByRemote, Window: triesWindow})
	} else {
		text = ""
	}
	if err := r.try(ctx, now, tries...); err != nil {
		return Code{}, err
	}
	c, usable, err := r.lookUp(ctx, text, now)
	if err != nil {
		return Code{}, err
	}
	if !usable || c.Purpose != StopCode {
		return Code{}, ErrCode
	}
	return c, errors.Join(r.tries.ForgetOne(ctx, tries[0]), r.tries.Forget(ctx, tries[1]))
}

// MarkStoppedTx records that a stop code was used.
func MarkStoppedTx(ctx context.Context, tx pgx.Tx, c Code, now time.Time) error {
	_, err := tx.Exec(ctx, `update access_codes set used_at = coalesce(used_at, @now) where id = @id`, pgx.NamedArgs{"id": c.ID, "now": now})
	if err != nil {
		return fmt.Errorf("mark code %d used: %w", c.ID, err)
	}
	return audit.Record(ctx, tx, audit.Actor{Role: audit.Citizen, ID: c.Account, Door: channels.Web}, audit.Entry{Verb: "sign_in.stopped", Account: c.Account})
}

// ReadPhone reads a phone number in any spelling, as details of people are read. ok is false for what cannot be a number.
func ReadPhone(typed string) (e164 string, ok bool) { return readPhone(typed) }
