package signin

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/relying"
)

// Kind is a sort of credential.
type Kind string

// The kinds.
const (
	Passkey  Kind = "passkey"
	OneLogin Kind = "onelogin"
)

// Credential is a way somebody signs in by, that they registered. Codes need none.
type Credential struct {
	ID      int64
	Account int64
	Kind    Kind
	Name    string // what its owner calls it
	Suspect bool   // a passkey that may have been copied
	Made    time.Time
	Used    *time.Time
	Ended   *time.Time
	Why     string // it ended: removed, replaced, recovery, stopped, staff
}

// Credentials are a person's ways to sign in, those that have ended too, the newest first.
func (g *Gate) Credentials(ctx context.Context, account int64) ([]Credential, error) {
	rows, _ := g.c.DB.Query(ctx, `
		select id, account_id, kind, name, suspect, made_at, last_used_at, ended_at, ended_why from account_credentials
		where account_id = any(person_of(@account)) order by ended_at is not null, id desc`, pgx.NamedArgs{"account": account})
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Credential])
	if err != nil {
		return nil, fmt.Errorf("credentials of account %d: %w", account, err)
	}
	return all, nil
}

// attachTx writes a new credential, tells its owner that there is one, and records it. ErrTaken where it is somebody else's.
func (g *Gate) attachTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, kind Kind, name string, handle []byte, record string, now time.Time) (id int64, err error) {
	err = tx.QueryRow(ctx, `
		insert into account_credentials (account_id, kind, name, handle, record, made_at)
		values (@account, @kind, @name, @handle, coalesce(@record::bytea, ''), @now) returning id`,
		pgx.NamedArgs{"account": account, "kind": kind, "name": name, "handle": handle,
			"record": g.c.Register.Seal("account_credentials.record", record), "now": now}).Scan(&id)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.ConstraintName == "account_credentials_handle" {
		return 0, ErrTaken
	}
	if err != nil {
		return 0, fmt.Errorf("attach a %s to account %d: %w", kind, account, err)
	}
	if _, err := g.c.Register.TellTx(ctx, tx, accounts.Notice{Account: account, Kind: "signin.added-" + string(kind), About: id}); err != nil {
		return 0, err
	}
	return id, audit.Record(ctx, tx, by, audit.Entry{Verb: "sign_in.way_added", Account: account})
}

// Rename changes what somebody calls one of their passkeys. ErrNotFound.
func (g *Gate) Rename(ctx context.Context, account, id int64, name string) error {
	tag, err := g.c.DB.Exec(ctx, `
		update account_credentials set name = @name
		where id = @id and account_id = any(person_of(@account)) and ended_at is null`,
		pgx.NamedArgs{"id": id, "account": account, "name": relying.TidyName(name)})
	if err != nil {
		return fmt.Errorf("rename credential %d: %w", id, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNotFound
	}
	return nil
}

// Remove ends one way to sign in, and every browser that was signed in by it but the one its owner is in. The last may be removed: a
// code by letter always remains. ErrNotFound.
func (g *Gate) Remove(ctx context.Context, by audit.Actor, account, id, session int64) error {
	now := g.c.Now()
	return pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		n, err := endCredentialsTx(ctx, tx, account, id, session, "removed", now)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrNotFound
		}
		if _, err := g.c.Register.TellTx(ctx, tx, accounts.Notice{Account: account, Kind: "signin.removed", About: id}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "sign_in.way_removed", Account: account})
	})
}

// endCredentialsTx ends one credential of a person, or all (id 0), with the sign-ins they were used for, but one.
func endCredentialsTx(ctx context.Context, tx pgx.Tx, account, id, but int64, why string, now time.Time) (int64, error) {
	args := pgx.NamedArgs{"account": account, "id": id, "but": but, "why": why, "now": now}
	tag, err := tx.Exec(ctx, `
		update account_credentials set ended_at = @now, ended_why = @why
		where account_id = any(person_of(@account)) and (@id::bigint = 0 or id = @id) and ended_at is null`, args)
	if err != nil {
		return 0, fmt.Errorf("end credentials of account %d: %w", account, err)
	}
	_, err = tx.Exec(ctx, `
		update account_sessions s set ended_at = @now, ended_why = 'credential', id_token = null
		from account_credentials c
		where s.credential_id = c.id and c.ended_at is not null and s.ended_at is null and s.id <> @but
		  and s.account_id = any(person_of(@account))`, args)
	if err != nil {
		return 0, fmt.Errorf("end sign-ins by credentials of account %d: %w", account, err)
	}
	return tag.RowsAffected(), nil
}

// handleOf is what a login elsewhere is looked up by: a keyed digest, so that a stolen table names nobody there.
func (g *Gate) handleOf(parts ...string) []byte {
	mac := hmac.New(sha256.New, g.c.Secret)
	mac.Write([]byte("samedoor sign-in\x00" + strings.Join(parts, "\x00")))
	return mac.Sum(nil)
}
