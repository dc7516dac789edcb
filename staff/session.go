package staff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
)

// Method is how somebody showed who they are.
type Method string

// The methods.
const (
	ByPassword Method = "password"
	BySSO      Method = "sso"
)

// A sign-in lasts a shift, and ends before that where nobody works: an unlocked screen in an office is everybody's.
const (
	SessionFor = 10 * time.Hour
	IdleFor    = 30 * time.Minute
	// seenEvery is how exactly the last use is known: a write a minute, not a request.
	seenEvery = time.Minute
)

// Session is a browser in which a member is signed in.
type Session struct {
	ID      int64
	Member  int64
	Method  Method
	Passkey int64  // shown as a second factor; 0 for none
	Device  string // 'firefox windows'
	Begun   time.Time
	Seen    time.Time
	Ended   *time.Time
	Why     string // it ended: left, elsewhere, leader, idle, again, leaver, groups, passkey
}

// Entering is a member who has shown who they are.
type Entering struct {
	Member  int64
	Method  Method
	Passkey int64
	Device  string
}

const sessionColumns = `s.id, s.staff_id, s.method, coalesce(s.passkey_id, 0), s.device, s.begun_at, s.seen_at, s.ended_at, s.ended_why`

// Enter begins a session.
func (o *Office) Enter(ctx context.Context, e Entering, now time.Time) (s Session, err error) {
	rows, _ := o.db.Query(ctx, `
		insert into staff_sessions as s (staff_id, method, passkey_id, device, begun_at, seen_at)
		values (@member, @method, nullif(@passkey::bigint, 0), @device, @now, @now) returning `+sessionColumns,
		pgx.NamedArgs{"member": e.Member, "method": e.Method, "passkey": e.Passkey, "device": e.Device, "now": now})
	if s, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Session]); err != nil {
		return Session{}, fmt.Errorf("begin a session of member %d: %w", e.Member, err)
	}
	return s, nil
}

// Live is the member of a session that still counts: not ended, not left alone for IdleFor, and of somebody who still works here.
// ErrEnded for every other.
func (o *Office) Live(ctx context.Context, id int64, now time.Time) (m Member, s Session, err error) {
	var active bool
	err = o.db.QueryRow(ctx, `
		select `+sessionColumns+`, m.active, `+memberColumns+`
		from staff_sessions s join staff m on m.id = s.staff_id where s.id = @id`, pgx.NamedArgs{"id": id}).
		Scan(&s.ID, &s.Member, &s.Method, &s.Passkey, &s.Device, &s.Begun, &s.Seen, &s.Ended, &s.Why, &active,
			&m.ID, &m.Agency, &m.Team, &m.Username, &m.DisplayName, &m.Role, &m.Welsh)
	switch {
	case errors.Is(err, pgx.ErrNoRows), err == nil && (s.Ended != nil || !active):
		return Member{}, Session{}, ErrEnded
	case err != nil:
		return Member{}, Session{}, fmt.Errorf("session %d: %w", id, err)
	case now.Sub(s.Seen) > IdleFor || now.Sub(s.Begun) > SessionFor:
		if err := o.endIdle(ctx, s, now); err != nil {
			return Member{}, Session{}, err
		}
		return Member{}, Session{}, ErrEnded
	case now.Sub(s.Seen) >= seenEvery:
		_, err = o.db.Exec(ctx, `update staff_sessions set seen_at = @now where id = @id and seen_at < @now`, pgx.NamedArgs{"id": id, "now": now})
	}
	return m, s, err
}

const memberColumns = `m.id, m.agency_id, coalesce(m.team_id, 0), m.username, m.display_name, m.role, m.welsh_speaker`

func (o *Office) endIdle(ctx context.Context, s Session, now time.Time) error {
	_, err := o.db.Exec(ctx, `update staff_sessions set ended_at = @now, ended_why = 'idle' where id = @id and ended_at is null`,
		pgx.NamedArgs{"id": s.ID, "now": now})
	return err
}

// Leave ends the session of a browser that signs out, or whose member signs in again.
func (o *Office) Leave(ctx context.Context, id int64, why string, now time.Time) error {
	_, err := o.db.Exec(ctx, `update staff_sessions set ended_at = @now, ended_why = @why where id = @id and ended_at is null`,
		pgx.NamedArgs{"id": id, "why": why, "now": now})
	if err != nil {
		return fmt.Errorf("leave session %d: %w", id, err)
	}
	return nil
}

// Sessions are a member's own, those that count first, and the latest that have ended.
func (o *Office) Sessions(ctx context.Context, member int64, now time.Time) ([]Session, error) {
	const ended = 10
	rows, _ := o.db.Query(ctx, `
		select `+sessionColumns+` from staff_sessions s where s.staff_id = @member and `+counts+`
		union all
		(select `+sessionColumns+` from staff_sessions s where s.staff_id = @member and not (`+counts+`) order by s.id desc limit @ended)
		order by 8 desc nulls first, 1 desc`,
		pgx.NamedArgs{"member": member, "idle": now.Add(-IdleFor), "begun": now.Add(-SessionFor), "ended": ended})
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Session])
	if err != nil {
		return nil, fmt.Errorf("sessions of member %d: %w", member, err)
	}
	return all, nil
}

// counts says of a session that Live would take it, but for its member.
const counts = `s.ended_at is null and s.seen_at >= @idle and s.begun_at >= @begun`

// Counts says whether a session is still open at a time.
func (s Session) Counts(now time.Time) bool {
	return s.Ended == nil && now.Sub(s.Seen) <= IdleFor && now.Sub(s.Begun) <= SessionFor
}

// TeamSession is one of a team, with whose it is.
type TeamSession struct {
	Session
	DisplayName string
	Team        int64
}

// TeamSessions are all open sessions of a leader's team: of their whole agency where they lead no team. ErrNotAllowed for others.
func (o *Office) TeamSessions(ctx context.Context, leader Member, now time.Time) ([]TeamSession, error) {
	if !leader.May(Leader) {
		return nil, ErrNotAllowed
	}
	rows, _ := o.db.Query(ctx, `
		select `+sessionColumns+`, m.display_name, coalesce(m.team_id, 0)
		from staff_sessions s join staff m on m.id = s.staff_id
		where m.agency_id = @agency and m.active and (@team::bigint = 0 or m.team_id = @team) and `+counts+`
		order by lower(m.display_name), s.id desc`,
		pgx.NamedArgs{"agency": leader.Agency, "team": leader.Team, "idle": now.Add(-IdleFor), "begun": now.Add(-SessionFor)})
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (t TeamSession, err error) {
		s := &t.Session
		err = row.Scan(&s.ID, &s.Member, &s.Method, &s.Passkey, &s.Device, &s.Begun, &s.Seen, &s.Ended, &s.Why, &t.DisplayName, &t.Team)
		return t, err
	})
	if err != nil {
		return nil, fmt.Errorf("sessions of the team of member %d: %w", leader.ID, err)
	}
	return all, nil
}

// EndSession ends a session from elsewhere: a member one of their own, a leader one of their team's. ErrNotFound where it is neither, or
// has ended. It is recorded.
func (o *Office) EndSession(ctx context.Context, by Member, id int64, now time.Time) error {
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		var member int64
		err := tx.QueryRow(ctx, `
			update staff_sessions s set ended_at = @now, ended_by = @by, ended_why = case when s.staff_id = @by then 'elsewhere' else 'leader' end
			from staff m
			where s.id = @id and s.ended_at is null and m.id = s.staff_id
			  and (m.id = @by or @leader and m.agency_id = @agency and (@team::bigint = 0 or m.team_id = @team))
			returning s.staff_id`,
			pgx.NamedArgs{"id": id, "by": by.ID, "leader": by.May(Leader), "agency": by.Agency, "team": by.Team, "now": now}).Scan(&member)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("end session %d: %w", id, err)
		}
		return audit.Record(ctx, tx, by.Actor(channels.None), audit.Entry{Verb: "staff.session_ended", Why: fmt.Sprintf("member %d", member)})
	})
}

// endAllTx ends every session of a member.
func endAllTx(ctx context.Context, tx pgx.Tx, member int64, why string, now time.Time) (int64, error) {
	tag, err := tx.Exec(ctx, `update staff_sessions set ended_at = @now, ended_why = @why where staff_id = @member and ended_at is null`,
		pgx.NamedArgs{"member": member, "why": why, "now": now})
	if err != nil {
		return 0, fmt.Errorf("end the sessions of member %d: %w", member, err)
	}
	return tag.RowsAffected(), nil
}
