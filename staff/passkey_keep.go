package staff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/relying"
)

// RenamePasskey changes what a member calls one of theirs. ErrNotFound.
func (o *Office) RenamePasskey(ctx context.Context, m Member, id int64, name string) error {
	tag, err := o.db.Exec(ctx, `update staff_passkeys set name = @name where id = @id and staff_id = @member and ended_at is null`,
		pgx.NamedArgs{"id": id, "member": m.ID, "name": relying.TidyName(name)})
	if err != nil {
		return fmt.Errorf("rename passkey %d: %w", id, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNotFound
	}
	return nil
}

// RemovePasskey ends one of a member's own, and every session it was shown in but the one they are in. ErrLastPasskey where their role
// needs one and it is the last; ErrNotFound.
func (o *Office) RemovePasskey(ctx context.Context, m Member, id, session int64, now time.Time) error {
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select from staff where id = $1 for update`, m.ID); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `update staff_passkeys set ended_at = @now, ended_by = @member where id = @id and staff_id = @member and ended_at is null`,
			pgx.NamedArgs{"id": id, "member": m.ID, "now": now})
		if err != nil {
			return fmt.Errorf("remove passkey %d: %w", id, err)
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		if o.ways.PasskeyFor != "" && m.May(o.ways.PasskeyFor) {
			who, err := keysOf(ctx, tx, m)
			if err != nil {
				return err
			}
			if len(who.Keys) == 0 {
				return ErrLastPasskey
			}
		}
		_, err = tx.Exec(ctx, `
			update staff_sessions set ended_at = @now, ended_why = 'passkey', ended_by = @member where passkey_id = @id and id <> @but and ended_at is null`,
			pgx.NamedArgs{"id": id, "member": m.ID, "but": session, "now": now})
		if err != nil {
			return fmt.Errorf("end sessions by passkey %d: %w", id, err)
		}
		return audit.Record(ctx, tx, m.Actor(channels.None), audit.Entry{Verb: "staff.passkey_removed", Why: fmt.Sprintf("passkey %d", id)})
	})
}

// ErrLastPasskey means that somebody whose role needs a passkey would have none.
var ErrLastPasskey = errors.New("the role needs a passkey, and this is the last")

// LetRegister ends every passkey of a member who has lost them, signs them out everywhere, and lets them register one when they next sign
// in, for a day. A leader of their agency does it, never for themselves: ErrNotAllowed; ErrNotFound.
func (o *Office) LetRegister(ctx context.Context, by Member, member int64, now time.Time) error {
	if !by.May(Leader) || by.ID == member {
		return ErrNotAllowed
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update staff set passkey_until = @until where id = @member and agency_id = @agency and active`,
			pgx.NamedArgs{"member": member, "agency": by.Agency, "until": now.Add(recoveryLasts)})
		if err != nil {
			return fmt.Errorf("let member %d register: %w", member, err)
		}
		if tag.RowsAffected() == 0 {
			return ErrNotFound
		}
		_, err = tx.Exec(ctx, `update staff_passkeys set ended_at = @now, ended_by = @by where staff_id = @member and ended_at is null`,
			pgx.NamedArgs{"member": member, "by": by.ID, "now": now})
		if err != nil {
			return fmt.Errorf("passkeys of member %d: %w", member, err)
		}
		if _, err := endAllTx(ctx, tx, member, "passkey", now); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by.Actor(channels.None), audit.Entry{Verb: "staff.passkeys_lost", Why: fmt.Sprintf("member %d", member)})
	})
}
