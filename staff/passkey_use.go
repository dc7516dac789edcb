package staff

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/relying"
)

// AskPasskey asks a member's browser for one of their passkeys.
func (o *Office) AskPasskey(ctx context.Context, m Member) (relying.Question, error) {
	if o.keys == nil {
		return relying.Question{}, ErrNotFound
	}
	who, err := keysOf(ctx, o.db, m)
	if err != nil {
		return relying.Question{}, err
	}
	return o.keys.Ask(who)
}

// UsePasskey judges a browser's answer to AskPasskey. ErrPasskey for whatever is wrong with it. One whose counter went backwards may have
// been copied: it is refused, and ended.
func (o *Office) UsePasskey(ctx context.Context, m Member, kept json.RawMessage, answer string, now time.Time) (id int64, err error) {
	if o.keys == nil {
		return 0, ErrNotFound
	}
	shown, err := relying.ReadShown(kept, answer)
	if err != nil {
		return 0, o.passkeyRefused(ctx, m, err)
	}
	var refused error
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		// Two browsers with one passkey wait for each other, so that the counter is compared with the last.
		err := tx.QueryRow(ctx, `select id from staff_passkeys where staff_id = @member and handle = @handle and ended_at is null for update`,
			pgx.NamedArgs{"member": m.ID, "handle": shown.ID}).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			refused = fmt.Errorf("%w: not one of theirs", ErrPasskey)
			return nil
		}
		if err != nil {
			return err
		}
		who, err := keysOf(ctx, tx, m)
		if err != nil {
			return err
		}
		key, err := o.keys.Judge(who, shown)
		refused = err
		switch {
		case errors.Is(err, relying.ErrCopied):
			_, err = tx.Exec(ctx, `update staff_passkeys set ended_at = @now where id = @id`, pgx.NamedArgs{"id": id, "now": now})
			return err
		case err != nil:
			return nil
		}
		_, err = tx.Exec(ctx, `update staff_passkeys set record = @record, used_at = @now where id = @id`, pgx.NamedArgs{"id": id, "record": key, "now": now})
		return err
	})
	switch {
	case err != nil:
		return 0, fmt.Errorf("use a passkey of member %d: %w", m.ID, err)
	case refused != nil:
		return 0, o.passkeyRefused(ctx, m, refused)
	}
	return id, nil
}

// passkeyRefused writes a refusal down and gives it back.
func (o *Office) passkeyRefused(ctx context.Context, m Member, why error) error {
	if err := o.record(ctx, m, "staff.sign_in_refused", "passkey"); err != nil {
		return err
	}
	return why
}
