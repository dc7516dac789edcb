package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Scope is something that nothing but a person's own word allows; what the law allows is none of these, and has no switch.
type Scope string

// The scopes.
const (
	News    Scope = "news"    // tell me of services I may be entitled to
	Address Scope = "address" // give this agency a new address of mine though I have nothing open with it
	Opinion Scope = "opinion" // ask me afterwards how it went
)

// Scopes are all of them, in the order they are shown.
var Scopes = [...]Scope{News, Address, Opinion}

func (s Scope) valid() bool { return s == News || s == Address || s == Opinion }

// Consent is what somebody said of a scope last.
type Consent struct {
	Agency int64
	Scope  Scope
	Given  bool
	Until  *services.Day // the last day it holds, as the person chose; nil until they take it back
	At     time.Time
	Door   string
}

// Holds says whether it is given on a day.
func (c Consent) Holds(on services.Day) bool {
	return c.Given && (c.Until == nil || !c.Until.Time().Before(on.Time()))
}

// SetConsent records what a person says of a scope, by any door: themselves, or staff of the agency it is about in their words. It is
// appended, never changed. ErrInvalid for a scope there is none of, an agency that is none or a day that is past; ErrNotAllowed for another agency.
func (r *Register) SetConsent(ctx context.Context, by audit.Actor, account int64, c Consent) error {
	if !c.Scope.valid() || c.Agency == 0 || !by.Door.Valid() || c.Given && c.Until != nil && c.Until.Time().Before(r.today().Time()) {
		return fmt.Errorf("consent of account %d: %w", account, ErrInvalid)
	}
	if by.Role == audit.Staff && by.Agency != c.Agency || by.Role == audit.Helper {
		return ErrNotAllowed
	}
	return pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		if err := r.lock(ctx, tx, by, account); err != nil {
			return err
		}
		var until any
		if c.Given && c.Until != nil {
			until = c.Until.Time()
		}
		_, err := tx.Exec(ctx, `
			insert into consents (account_id, agency_id, scope, given, until, at, actor_role, actor_id, door)
			values (head_of(@account), @agency, @scope, @given, @until, @now, @role, @by, @door)`,
			pgx.NamedArgs{"account": account, "agency": c.Agency, "scope": c.Scope, "given": c.Given, "until": until, "now": r.now(),
				"role": by.Role, "by": by.ID, "door": by.Door})
		if err != nil {
			return fmt.Errorf("consent of account %d: %w", account, err)
		}
		verb := "account.consent_taken_back"
		if c.Given {
			verb = "account.consent_given"
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: verb, Account: account})
	})
}

const latestConsents = `
	select distinct on (agency_id, scope) agency_id, scope, given, until, at, door from consents
	where account_id = any(person_of(@account)) and (@agency::bigint = 0 or agency_id = @agency::bigint)
	order by agency_id, scope, id desc`

// Consents are what a person said last of each scope and agency: for staff, of their own agency alone. ErrNotFound for who may not see them.
func (r *Register) Consents(ctx context.Context, by audit.Actor, account int64) (all []Consent, err error) {
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		a, err := r.ReadTx(ctx, tx, account)
		if err != nil {
			return err
		}
		if sees, err := r.sees(ctx, tx, by, account, a.Restricted); err != nil || !sees {
			return orNotFound(err)
		}
		agency := int64(0)
		if by.Role == audit.Staff {
			agency = by.Agency
		}
		rows, _ := tx.Query(ctx, latestConsents, pgx.NamedArgs{"account": account, "agency": agency})
		all, err = pgx.CollectRows(rows, scanConsent)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("consents of account %d: %w", account, err)
	}
	return all, nil
}

func scanConsent(row pgx.CollectableRow) (c Consent, err error) {
	var until *time.Time
	err = row.Scan(&c.Agency, &c.Scope, &c.Given, &until, &c.At, &c.Door)
	c.Until = dayOf(until)
	return c, err
}

// ConsentingTx are the agencies a person has given a scope to that still holds.
func (r *Register) ConsentingTx(ctx context.Context, tx pgx.Tx, account int64, scope Scope, now time.Time) (agencies []int64, err error) {
	rows, _ := tx.Query(ctx, latestConsents, pgx.NamedArgs{"account": account, "agency": 0})
	all, err := pgx.CollectRows(rows, scanConsent)
	if err != nil {
		return nil, fmt.Errorf("consents of account %d: %w", account, err)
	}
	today := services.DayOf(now.In(lang.London))
	for _, c := range all {
		if c.Scope == scope && c.Holds(today) {
			agencies = append(agencies, c.Agency)
		}
	}
	return agencies, nil
}
