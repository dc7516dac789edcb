package staff

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/relying"
)

const (
	mostPasskeys  = 10
	recoveryLasts = 24 * time.Hour
	patience      = 5 * time.Minute // of a browser that waits for one
)

// ErrPasskey means that a passkey was not accepted; never why.
var ErrPasskey = relying.ErrPasskey

// Passkey is a second factor of a member.
type Passkey struct {
	ID   int64
	Name string
	Made time.Time
	Used *time.Time
}

// Second says what a member who showed the first factor has to show beside it.
type Second string

// What may be asked for.
const (
	NoSecond    Second = ""         // nothing
	ShowPasskey Second = "show"     // one of their passkeys
	AddPasskey  Second = "register" // their first one, or one anew that a leader allowed
	LostPasskey Second = "lost"     // they must have one, have none, and may not register one: a leader has to let them
)

// Second is what m has to show beside a password or a sign-on. Whoever has a passkey shows it, whether or not their role needs one.
func (o *Office) Second(ctx context.Context, m Member, now time.Time) (Second, error) {
	if o.keys == nil {
		return NoSecond, nil
	}
	var has, had, allowed bool
	err := o.db.QueryRow(ctx, `
		select exists (select from staff_passkeys where staff_id = m.id and ended_at is null), exists (select from staff_passkeys where staff_id = m.id),
		       coalesce(passkey_until > @now, false)
		from staff m where id = @id and active`, pgx.NamedArgs{"id": m.ID, "now": now}).Scan(&has, &had, &allowed)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return NoSecond, ErrNotFound
	case err != nil:
		return NoSecond, fmt.Errorf("second factor of member %d: %w", m.ID, err)
	case has:
		return ShowPasskey, nil
	case o.ways.PasskeyFor == "" || !m.May(o.ways.PasskeyFor):
		return NoSecond, nil
	case !had || allowed:
		return AddPasskey, nil
	}
	return LostPasskey, nil
}

// PasskeysOf are the passkeys a member has, the oldest first.
func (o *Office) PasskeysOf(ctx context.Context, member int64) ([]Passkey, error) {
	rows, _ := o.db.Query(ctx, `select id, name, made_at, used_at from staff_passkeys where staff_id = @member and ended_at is null order by id`,
		pgx.NamedArgs{"member": member})
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Passkey])
	if err != nil {
		return nil, fmt.Errorf("passkeys of member %d: %w", member, err)
	}
	return all, nil
}

// keysOf is a member as passkeys know them.
func keysOf(ctx context.Context, q interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}, m Member) (relying.Owner, error) {
	rows, _ := q.Query(ctx, `select record from staff_passkeys where staff_id = @member and ended_at is null`, pgx.NamedArgs{"member": m.ID})
	keys, err := pgx.CollectRows(rows, pgx.RowTo[relying.Key])
	if err != nil {
		return relying.Owner{}, fmt.Errorf("passkeys of member %d: %w", m.ID, err)
	}
	handle := sha256.Sum256(fmt.Appendf(nil, "samedoor staff %d", m.ID))
	return relying.Owner{Handle: handle[:], Username: m.Username, Name: m.DisplayName, Keys: keys}, nil
}
