package signin

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/relying"
)

// logoutsKept is how long a logout token is remembered: for longer than one is believed.
const logoutsKept = 24 * time.Hour

// HearLogout believes One Login, once per token, that somebody signed out there, and ends the sign-ins of that login here: those of
// its session there where it names one, else all of its subject's. What is wrong with a token is a *relying.Refused.
func (g *Gate) HearLogout(ctx context.Context, raw string) error {
	o := g.oneLogin
	if o == nil {
		return ErrNotFound
	}
	out, err := o.party.HearLogout(ctx, raw)
	if err != nil {
		return err
	}
	now := g.c.Now()
	return pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		if err := g.hearOnceTx(ctx, tx, out.ID, now); err != nil {
			return err
		}
		return g.endLoginTx(ctx, tx, out.Subject, out.SID, now)
	})
}

// hearOnceTx writes the token's id down; one that stands there already is refused.
func (g *Gate) hearOnceTx(ctx context.Context, tx pgx.Tx, id string, now time.Time) error {
	if _, err := tx.Exec(ctx, `delete from one_login_logouts where heard_at < @old`, pgx.NamedArgs{"old": now.Add(-logoutsKept)}); err != nil {
		return fmt.Errorf("forget old logouts: %w", err)
	}
	tag, err := tx.Exec(ctx, `insert into one_login_logouts (digest, heard_at) values (@digest, @now) on conflict do nothing`,
		pgx.NamedArgs{"digest": g.handleOf("logout", g.c.OneLogin.Issuer, id), "now": now})
	if err != nil {
		return fmt.Errorf("note a logout: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return relying.Refuse(relying.RefusedAnswer, "a logout token came again")
	}
	return nil
}

func (g *Gate) endLoginTx(ctx context.Context, tx pgx.Tx, subject, sid string, now time.Time) error {
	var session []byte
	if sid != "" {
		session = g.handleOf("one login session", g.c.OneLogin.Issuer, sid)
	}
	var handle []byte
	if subject != "" {
		handle = g.subject(Login{Subject: subject})
	}
	// a token that names both is about that session of that subject
	_, err := tx.Exec(ctx, `
		update account_sessions s set ended_at = @now, ended_why = 'onelogin', id_token = null
		from account_credentials c
		where c.id = s.credential_id and s.ended_at is null and s.method = 'onelogin'
		  and (@session::bytea is null or s.login = @session) and (@handle::bytea is null or c.handle = @handle)`,
		pgx.NamedArgs{"session": session, "handle": handle, "now": now})
	if err != nil {
		return fmt.Errorf("end the sign-ins of a login: %w", err)
	}
	return nil
}
