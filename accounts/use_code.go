package accounts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/attempts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// How many wrong tries are allowed in a quarter of an hour; a library's twenty readers share one address. Five at a time would still
// walk through the dates of a lifetime within a code's four weeks, so that a code stands only so many in its whole life: of some
// 30,000 dates of birth one in a thousand.
const (
	triesByCode    = 5
	triesByAccount = 10
	triesByRemote  = 20
	triesWindow    = 15 * time.Minute
	triesInLife    = 30
	codeLife       = 29 * 24 * time.Hour // a code by letter is good to the end of its 28th day
)

// UseCode opens what a code stands for when the date of birth is right. It throttles by code, account and remote address, answers
// ErrCode for every kind of wrong, and records each try. A good code may be used again until it expires, but one
// texted to sign in only once.
//
// The date of birth is the account's; where the code has no account, or the account none, BornOf says what the draft has.
func (r *Register) UseCode(ctx context.Context, typed string, born services.Day, remote string, now time.Time) (Code, error) {
	text, readable := readCode(typed)
	if !readable {
		text = "" // still counted, against the address and all unreadable codes from it
	}
	byCode := attempts.Try{What: "code", Subject: text, Max: triesByCode, Window: triesWindow}
	byRemote := attempts.Try{What: "code-remote", Subject: remote, Max: triesByRemote, Window: triesWindow}
	inLife := attempts.Try{What: "code-life", Subject: text, Max: triesInLife, Window: codeLife}
	tries := []attempts.Try{byRemote}
	if readable {
		tries = append(tries, byCode, inLife)
	}
	if err := r.try(ctx, now, tries...); err != nil {
		return Code{}, err
	}
	c, right, err := r.judge(ctx, text, born, now)
	if err != nil || !right {
		return Code{}, err
	}
	for _, t := range []attempts.Try{byCode, inLife, r.tryAt(c.Account)} {
		if err := r.tries.Forget(ctx, t); err != nil {
			return Code{}, err
		}
	}
	return c, r.tries.ForgetOne(ctx, byRemote)
}

func (r *Register) try(ctx context.Context, now time.Time, tries ...attempts.Try) error {
	ok, err := r.tries.Take(ctx, now, tries...)
	if err == nil && !ok {
		return ErrThrottled
	}
	return err
}

func (r *Register) tryAt(account int64) attempts.Try {
	return attempts.Try{What: "code-account", Subject: strconv.FormatInt(account, 10), Max: triesByAccount, Window: triesWindow}
}

// judge looks the code up, compares and records. right is false only with an error.
func (r *Register) judge(ctx context.Context, text string, born services.Day, now time.Time) (c Code, right bool, err error) {
	c, usable, err := r.lookUp(ctx, text, now)
	if err != nil {
		return c, false, err
	}
	usable = usable && c.Purpose != StopCode
	if c.Account != 0 {
		if err := r.try(ctx, now, r.tryAt(c.Account)); err != nil {
			return c, false, err
		}
	}
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		if usable {
			if right, err = r.bornOn(ctx, tx, c, born); err != nil {
				return err
			}
		}
		return markUse(ctx, tx, c, right, now)
	})
	if err == nil && !right {
		err = ErrCode
	}
	return c, right, err
}

// lookUp finds the code; usable is false where there is none, or it has expired or was revoked.
func (r *Register) lookUp(ctx context.Context, text string, now time.Time) (c Code, usable bool, err error) {
	var gone bool
	// a code that was texted to sign in is good once: the text stays on a telephone that others may hold
	err = r.db.QueryRow(ctx, `
		select c.id, coalesce(person_id(a), 0), coalesce(c.draft_id, 0), c.purpose, c.sent_by, c.expires_at,
		       c.revoked_at is not null or c.purpose = 'sign-in' and c.sent_by = 'text' and c.used_at is not null
		from access_codes c left join accounts a on a.id = c.account_id where c.digest = @digest`, pgx.NamedArgs{"digest": r.digest(text)}).
		Scan(&c.ID, &c.Account, &c.Draft, &c.Purpose, &c.SentBy, &c.Expires, &gone)
	if errors.Is(err, pgx.ErrNoRows) {
		return Code{}, false, nil
	}
	if err != nil {
		return Code{}, false, fmt.Errorf("look up a code: %w", err)
	}
	c.Expires = c.Expires.In(lang.London)
	return c, !gone && now.Before(c.Expires.Add(time.Second)), nil
}

// bornOn says whether born is the date of birth that opens the code. Nothing opens a dead person's.
func (r *Register) bornOn(ctx context.Context, tx pgx.Tx, c Code, born services.Day) (bool, error) {
	if c.Account != 0 {
		p, err := r.readPerson(ctx, tx, c.Account)
		if err != nil {
			return false, err
		}
		if p.DiedOn != nil {
			return false, nil
		}
		if len(p.births) > 0 { // of two accounts that differ either is right: the code was sent under one of them
			return slices.Contains(p.births, born), nil
		}
	}
	if c.Draft == 0 || r.BornOf == nil {
		return false, nil
	}
	known, err := r.BornOf(ctx, tx, c.Draft)
	if err != nil {
		return false, fmt.Errorf("date of birth of draft %d: %w", c.Draft, err)
	}
	return known != nil && *known == born, nil
}

func markUse(ctx context.Context, tx pgx.Tx, c Code, right bool, now time.Time) error {
	by := audit.Actor{Role: audit.Citizen, ID: c.Account, Door: channels.Web}
	if !right {
		by.ID = 0 // whoever it was
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "code.refused", Account: c.Account, Draft: c.Draft})
	}
	tag, err := tx.Exec(ctx, `
		update access_codes set used_at = coalesce(used_at, @now)
		where id = @id and (used_at is null or purpose <> 'sign-in' or sent_by <> 'text')`,
		pgx.NamedArgs{"id": c.ID, "now": now})
	if err != nil {
		return fmt.Errorf("mark code %d used: %w", c.ID, err)
	}
	if tag.RowsAffected() == 0 { // used in another browser at the same moment
		return ErrCode
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "code.used", Account: c.Account, Draft: c.Draft})
}
