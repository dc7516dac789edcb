package staff

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/attempts"
)

// How many sign-ins may fail before we stop listening for a while.
const (
	triesByName   = 5
	triesByRemote = 20 // an office shares an address
	triesWindow   = 15 * time.Minute
)

// SignIn checks a password (argon2id) and throttles by user name and by remote address. It answers ErrSignIn or ErrThrottled,
// takes the same time whether or not the name exists, and records sign-ins and refusals.
func (o *Office) SignIn(ctx context.Context, username, password, remote string, now time.Time) (Member, error) {
	username = cleanUsername(username)
	name := attempts.Try{What: "staff-name", Subject: username, Max: triesByName, Window: triesWindow}
	from := attempts.Try{What: "staff-remote", Subject: remote, Max: triesByRemote, Window: triesWindow}
	ok, err := o.tries.Take(ctx, now, name, from)
	if err != nil {
		return Member{}, err
	}
	if !ok {
		return Member{}, o.throttled(ctx, name, now)
	}
	m, hash, err := o.credentials(ctx, username)
	if err != nil {
		return Member{}, err
	}
	fits, err := passwordFits(ctx, hash, password)
	if err != nil {
		return Member{}, fmt.Errorf("sign in: %w", err)
	}
	if !fits || m.ID == 0 {
		return Member{}, o.refused(ctx, m)
	}
	if err := o.tries.Forget(ctx, name); err != nil {
		return Member{}, err
	}
	if err := o.tries.ForgetOne(ctx, from); err != nil {
		return Member{}, err
	}
	return m, o.record(ctx, m, "staff.signed_in", "")
}

// credentials are the member and the hash to compare with: for an unknown or inactive name no member, and a hash nothing fits.
func (o *Office) credentials(ctx context.Context, username string) (Member, string, error) {
	var m Member
	var hash string
	err := o.db.QueryRow(ctx, `
		select id, agency_id, coalesce(team_id, 0), username, display_name, role, welsh_speaker, password_hash
		from staff where username = @username and active`, pgx.NamedArgs{"username": username}).
		Scan(&m.ID, &m.Agency, &m.Team, &m.Username, &m.DisplayName, &m.Role, &m.Welsh, &hash)
	if errors.Is(err, pgx.ErrNoRows) {
		return Member{}, nobody, nil
	}
	if err != nil {
		return Member{}, "", fmt.Errorf("sign in: %w", err)
	}
	return m, hash, nil
}

func (o *Office) refused(ctx context.Context, m Member) error {
	why := "password"
	if m.ID == 0 {
		why = "name"
	}
	if err := o.record(ctx, m, "staff.sign_in_refused", why); err != nil {
		return err
	}
	return ErrSignIn
}

// throttled records that somebody is kept out, once a window: the log cannot be emptied, so a flood must not fill it.
func (o *Office) throttled(ctx context.Context, name attempts.Try, now time.Time) error {
	name.What, name.Max = "staff-throttled", 1
	first, err := o.tries.Take(ctx, now, name)
	if err != nil {
		return err
	}
	if first {
		if err := o.record(ctx, Member{}, "staff.sign_in_refused", "throttled"); err != nil {
			return err
		}
	}
	return ErrThrottled
}

// record leaves out the name typed: it may be a password in the wrong box.
func (o *Office) record(ctx context.Context, m Member, verb, why string) error {
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		by := m.Actor(channels.None)
		return audit.Record(ctx, tx, by, audit.Entry{Verb: verb, Why: why})
	})
}

func cleanUsername(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }
