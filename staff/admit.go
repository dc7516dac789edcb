package staff

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/relying"
)

// AskSSO gives the address of the single sign-on to send a browser to, and what to keep for its answer. ErrNotFound where there is none.
func (o *Office) AskSSO(ctx context.Context, back, locale string) (to string, asked Asked, err error) {
	if o.sso == nil {
		return "", Asked{}, ErrNotFound
	}
	return o.sso.ask(ctx, back, locale)
}

// HearSSO judges the answer a browser came back with and answers whom it leads to, as their groups have it now: who is new is written
// down, who moved is moved, who is in no group that works here does not get in and is signed out everywhere. Whatever is wrong is a
// *relying.Refused. Sign-ons and refusals are recorded.
func (o *Office) HearSSO(ctx context.Context, asked Asked, answer url.Values, now time.Time) (Member, error) {
	if o.sso == nil {
		return Member{}, ErrNotFound
	}
	login, err := o.sso.hear(ctx, asked, answer)
	var m Member
	var refused *relying.Refused
	if err == nil {
		err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) (err error) {
			m, err = o.admitTx(ctx, tx, login, now)
			if errors.As(err, &refused) && refused.Why == RefusedGroups {
				return nil // that they are signed out everywhere, stays
			}
			return err
		})
		if err == nil && refused != nil {
			err = refused
		}
	}
	if errors.As(err, &refused) {
		if err := o.record(ctx, Member{}, "staff.sign_in_refused", "sso: "+refused.Why); err != nil {
			return Member{}, err
		}
		return Member{}, refused
	}
	if err != nil {
		return Member{}, fmt.Errorf("single sign-on: %w", err)
	}
	return m, o.record(ctx, m, "staff.signed_in", "sso")
}

// admitTx finds or makes the member a login leads to, and has them be what their groups say.
func (o *Office) admitTx(ctx context.Context, tx pgx.Tx, l Login, now time.Time) (Member, error) {
	known, err := o.loginTx(ctx, tx, l)
	if err != nil {
		return Member{}, err
	}
	grant, ok := Entitled(o.sso.c.Grants, l.Groups)
	if !ok {
		if known.ID != 0 {
			if _, err := endAllTx(ctx, tx, known.ID, "groups", now); err != nil {
				return Member{}, err
			}
		}
		return Member{}, relying.Refuse(RefusedGroups, "of %d groups none, or of two agencies", len(l.Groups))
	}
	want := Member{ID: known.ID, Username: known.Username, DisplayName: l.Name, Role: grant.Role, Welsh: known.Welsh}
	if want.Agency, want.Team, err = placeTx(ctx, tx, grant.Agency, grant.Team); err != nil {
		return Member{}, relying.Refuse(RefusedGroups, "group %s: %w", grant.Group, err)
	}
	by := want.Actor(channels.None)
	if known.ID == 0 {
		want.Username = l.Username
		if want, err = o.joinTx(ctx, tx, audit.TheSystem, want, ""); errors.Is(err, ErrTaken) {
			return Member{}, relying.Refuse(RefusedName, "of login %s", l.Subject)
		}
	} else {
		_, err = o.moveTx(ctx, tx, by, known.Member, want, now)
	}
	if err != nil {
		return Member{}, err
	}
	_, err = tx.Exec(ctx, `
		insert into staff_logins (issuer, subject, staff_id, last_at) values (@issuer, @subject, @member, @now)
		on conflict (issuer, subject) do update set last_at = excluded.last_at`,
		pgx.NamedArgs{"issuer": l.Issuer, "subject": l.Subject, "member": want.ID, "now": now})
	return want, err
}

// loginTx is the member a login belongs to: by an earlier sign-on, or by the personnel office's list having its subject. Never by a user
// name, which may be given to another. Somebody who has left is refused.
func (o *Office) loginTx(ctx context.Context, tx pgx.Tx, l Login) (filed, error) {
	rows, _ := tx.Query(ctx, `
		select `+memberColumns+`, m.external_id, m.active from staff m
		where m.id = coalesce((select staff_id from staff_logins where issuer = @issuer and subject = @subject),
		                      (select id from staff where external_id = @subject and @subject <> ''))
		for update of m`, pgx.NamedArgs{"issuer": l.Issuer, "subject": l.Subject})
	k, err := pgx.CollectExactlyOneRow(rows, toFiled)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return filed{}, nil
	case err != nil:
		return filed{}, err
	case !k.active:
		return filed{}, relying.Refuse(RefusedGone, "member %d", k.ID)
	}
	return k, nil
}

// filed is a member as the table has them.
type filed struct {
	Member
	external string
	active   bool
}

func toFiled(row pgx.CollectableRow) (k filed, err error) {
	m := &k.Member
	err = row.Scan(&m.ID, &m.Agency, &m.Team, &m.Username, &m.DisplayName, &m.Role, &m.Welsh, &k.external, &k.active)
	return k, err
}

// The errors of placing somebody.
var (
	errNoAgency = errors.New("there is no such agency")
	errNoTeam   = errors.New("the agency has no such team")
)

// placeTx finds an agency by its short name and a team by its name.
func placeTx(ctx context.Context, tx pgx.Tx, agency, team string) (a, t int64, err error) {
	err = tx.QueryRow(ctx, `select id from agencies where slug = $1`, agency).Scan(&a)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, 0, errNoAgency
	}
	if err != nil || team == "" {
		return a, 0, err
	}
	err = tx.QueryRow(ctx, `select id from teams where agency_id = $1 and lower(name) = lower($2)`, a, team).Scan(&t)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, 0, errNoTeam
	}
	return a, t, err
}
