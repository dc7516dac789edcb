package staff

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Handed is what somebody who no longer does the work had in hand.
type Handed struct {
	Cases, Tasks int
	Contacts     []int64 // conversations still open: nobody else can end them, a leader looks at each
}

// joinTx writes a new member, who has no password. ErrTaken for their user name or external id.
func (o *Office) joinTx(ctx context.Context, tx pgx.Tx, by audit.Actor, m Member, external string) (Member, error) {
	if m.Username == "" || strings.TrimSpace(m.DisplayName) == "" || rank(m.Role) == 0 {
		return Member{}, fmt.Errorf("join: name or role missing: %w", ErrInvalid)
	}
	// A savepoint: a name that is taken must not end what the caller began.
	err := pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error {
		if err := insertMember(ctx, tx, &m, nobody); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `update staff set external_id = @external where id = @id`, pgx.NamedArgs{"external": external, "id": m.ID})
		return err
	})
	if err != nil {
		return Member{}, fmt.Errorf("join: %w", plain(err))
	}
	return m, audit.Record(ctx, tx, by, audit.Entry{Verb: "staff.added", Why: fmt.Sprintf("member %d", m.ID)})
}

// moveTx has a member be what they are from now on. Whoever goes to another agency, or is no longer to work cases, hands back what they
// have first.
func (o *Office) moveTx(ctx context.Context, tx pgx.Tx, by audit.Actor, was, is Member, now time.Time) (h Handed, err error) {
	if is.Agency != was.Agency || was.May(Caseworker) && !is.May(Caseworker) {
		if h, err = o.release(ctx, tx, by, was); err != nil {
			return h, err
		}
	}
	_, err = tx.Exec(ctx, `
		update staff set agency_id = @agency, team_id = nullif(@team::bigint, 0), display_name = @display, role = @role, welsh_speaker = @welsh
		where id = @id`,
		pgx.NamedArgs{"id": was.ID, "agency": is.Agency, "team": is.Team, "display": is.DisplayName, "role": is.Role, "welsh": is.Welsh})
	if err != nil {
		return h, fmt.Errorf("move member %d: %w", was.ID, plain(err))
	}
	if is.Agency == was.Agency && is.Team == was.Team && is.Role == was.Role {
		return h, nil
	}
	return h, audit.Record(ctx, tx, by, audit.Entry{Verb: "staff.moved", Why: fmt.Sprintf("member %d: agency %d team %d %s to agency %d team %d %s",
		was.ID, was.Agency, was.Team, was.Role, is.Agency, is.Team, is.Role)})
}

// leaveTx ends a membership: their sessions end at once, what they have is handed back, and no way to sign in leads to them any more.
func (o *Office) leaveTx(ctx context.Context, tx pgx.Tx, by audit.Actor, m Member, now time.Time) (h Handed, err error) {
	if _, err := endAllTx(ctx, tx, m.ID, "leaver", now); err != nil {
		return h, err
	}
	if h, err = o.release(ctx, tx, by, m); err != nil {
		return h, err
	}
	_, err = tx.Exec(ctx, `update staff set active = false, left_at = @now, passkey_until = null where id = @id`, pgx.NamedArgs{"id": m.ID, "now": now})
	if err != nil {
		return h, fmt.Errorf("member %d leaves: %w", m.ID, err)
	}
	_, err = tx.Exec(ctx, `update staff_passkeys set ended_at = @now where staff_id = @id and ended_at is null`, pgx.NamedArgs{"id": m.ID, "now": now})
	if err != nil {
		return h, fmt.Errorf("passkeys of member %d: %w", m.ID, err)
	}
	return h, audit.Record(ctx, tx, by, audit.Entry{Verb: "staff.left", Why: fmt.Sprintf("member %d", m.ID)})
}

func (o *Office) release(ctx context.Context, tx pgx.Tx, by audit.Actor, m Member) (Handed, error) {
	if o.Release == nil {
		return Handed{}, nil
	}
	return o.Release(ctx, tx, by, m)
}
