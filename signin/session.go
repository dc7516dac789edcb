package signin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
)

// Method is how somebody signed in.
type Method string

// The methods, from the least to the most.
const (
	ByCode     Method = "code"   // of one application, with the date of birth
	ByLetter   Method = "letter" // a code to sign in, sent to the address on record
	ByText     Method = "text"
	ByPasskey  Method = "passkey"
	ByOneLogin Method = "onelogin"
)

// Strength is what a sign-in is worth: 0 none, 1 a code of one application, 2 a code to sign in, 3 a key only its owner has.
func (m Method) Strength() int {
	switch m {
	case ByCode:
		return 1
	case ByLetter, ByText:
		return 2
	case ByPasskey, ByOneLogin:
		return 3
	}
	return 0
}

// How long a sign-in lasts. Citizens use shared and public computers: half an hour without a click, and two hours whatever they do.
// Who changes how they sign in must have shown who they are within Fresh.
const (
	Idle  = 30 * time.Minute
	Most  = 2 * time.Hour
	Fresh = 15 * time.Minute

	seenEvery = time.Minute // a click is written down this often at most
)

// ErrEnded means that a sign-in no longer counts: it was ended here or from elsewhere, or nobody used it.
var ErrEnded = errors.New("this sign-in has ended")

// Session is one browser in which somebody is signed in.
type Session struct {
	ID         int64
	Account    int64 // the account that stands for the person, also where the one signed in to was joined to it later
	Method     Method
	Credential int64  // 0 where it was a code
	Device     string // see DeviceOf
	Begun      time.Time
	Seen       time.Time
}

// Strong says whether the person showed who they are a moment ago, by more than the code of one application.
func (s Session) Strong(now time.Time) bool {
	return s.Method.Strength() > 1 && now.Before(s.Begun.Add(Fresh))
}

// Sessions are the browsers in which people are signed in.
type Sessions struct{ db *pgxpool.Pool }

// NewSessions makes them.
func NewSessions(db *pgxpool.Pool) *Sessions { return &Sessions{db} }

// Entering is somebody who has just shown who they are.
type Entering struct {
	Account    int64
	Method     Method
	Credential int64
	Device     string
	Login      []byte // digest of One Login's sid
	IDToken    []byte // sealed
}

// Begin begins a sign-in and records it.
func (s *Sessions) Begin(ctx context.Context, e Entering, now time.Time) (out Session, err error) {
	err = pgx.BeginFunc(ctx, s.db, func(tx pgx.Tx) error {
		out, err = s.BeginTx(ctx, tx, e, now)
		return err
	})
	return out, err
}

// BeginTx is Begin inside the caller's transaction.
func (s *Sessions) BeginTx(ctx context.Context, tx pgx.Tx, e Entering, now time.Time) (Session, error) {
	out := Session{Method: e.Method, Credential: e.Credential, Device: e.Device, Begun: now, Seen: now}
	err := tx.QueryRow(ctx, `
		insert into account_sessions (account_id, method, credential_id, device, login, id_token, begun_at, seen_at)
		values (@account, @method, nullif(@credential::bigint, 0), @device, @login, @token, @now, @now)
		returning id`,
		pgx.NamedArgs{"account": e.Account, "method": e.Method, "credential": e.Credential, "device": e.Device, "login": e.Login,
			"token": e.IDToken, "now": now}).Scan(&out.ID)
	if err != nil {
		return Session{}, fmt.Errorf("begin a sign-in of account %d: %w", e.Account, err)
	}
	if out.Account, err = accounts.HeadTx(ctx, tx, e.Account); err != nil {
		return Session{}, err
	}
	return out, audit.Record(ctx, tx, citizen(e.Account), audit.Entry{Verb: "sign_in.by_" + string(e.Method), Account: e.Account})
}

// Live gives a sign-in that still counts, and notes that it was used. ErrEnded.
func (s *Sessions) Live(ctx context.Context, id int64, now time.Time) (Session, error) {
	out := Session{ID: id}
	err := s.db.QueryRow(ctx, `
		select head_of(account_id), method, coalesce(credential_id, 0), device, begun_at, seen_at from account_sessions
		where id = @id and ended_at is null and seen_at > @idle and begun_at > @most`,
		pgx.NamedArgs{"id": id, "idle": now.Add(-Idle), "most": now.Add(-Most)}).
		Scan(&out.Account, &out.Method, &out.Credential, &out.Device, &out.Begun, &out.Seen)
	if errors.Is(err, pgx.ErrNoRows) {
		return Session{}, ErrEnded
	}
	if err != nil {
		return Session{}, fmt.Errorf("sign-in %d: %w", id, err)
	}
	if now.Sub(out.Seen) < seenEvery {
		return out, nil
	}
	_, err = s.db.Exec(ctx, `update account_sessions set seen_at = @now where id = @id and ended_at is null and seen_at < @now`,
		pgx.NamedArgs{"id": id, "now": now})
	if err != nil {
		return Session{}, fmt.Errorf("sign-in %d is used: %w", id, err)
	}
	return out, nil
}

// Leave ends one sign-in: its owner left. Ending an ended one is nothing.
func (s *Sessions) Leave(ctx context.Context, id int64, now time.Time) error {
	_, err := s.db.Exec(ctx, `
		update account_sessions set ended_at = @now, ended_why = 'left', id_token = null where id = @id and ended_at is null`,
		pgx.NamedArgs{"id": id, "now": now})
	if err != nil {
		return fmt.Errorf("leave sign-in %d: %w", id, err)
	}
	return nil
}

// Open are the browsers a person is signed in with, the latest used first.
func (s *Sessions) Open(ctx context.Context, account int64, now time.Time) ([]Session, error) {
	rows, _ := s.db.Query(ctx, `
		select id, @account::bigint, method, coalesce(credential_id, 0), device, begun_at, seen_at from account_sessions
		where account_id = any(person_of(@account)) and ended_at is null and seen_at > @idle and begun_at > @most
		order by seen_at desc, id desc`,
		pgx.NamedArgs{"account": account, "idle": now.Add(-Idle), "most": now.Add(-Most)})
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Session])
	if err != nil {
		return nil, fmt.Errorf("sign-ins of account %d: %w", account, err)
	}
	return all, nil
}

// EndOthers ends every sign-in of a person but the one they are in now, and says how many there were.
func (s *Sessions) EndOthers(ctx context.Context, by audit.Actor, account, but int64, now time.Time) (n int64, err error) {
	err = pgx.BeginFunc(ctx, s.db, func(tx pgx.Tx) error {
		if n, err = endTx(ctx, tx, account, but, "elsewhere", now); err != nil || n == 0 {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "sign_in.ended_elsewhere", Account: account})
	})
	return n, err
}

// endTx ends all sign-ins of a person but one (0: all).
func endTx(ctx context.Context, tx pgx.Tx, account, but int64, why string, now time.Time) (int64, error) {
	tag, err := tx.Exec(ctx, `
		update account_sessions set ended_at = @now, ended_why = @why, id_token = null
		where account_id = any(person_of(@account)) and id <> @but and ended_at is null`,
		pgx.NamedArgs{"account": account, "but": but, "why": why, "now": now})
	if err != nil {
		return 0, fmt.Errorf("end sign-ins of account %d: %w", account, err)
	}
	return tag.RowsAffected(), nil
}

// citizen is whose account it is, at their browser.
func citizen(account int64) audit.Actor {
	return audit.Actor{Role: audit.Citizen, ID: account, Door: channels.Web}
}
