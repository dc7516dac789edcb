package staff

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/jackc/pgx/v5"
)

// AskPasskey asks a member's browser for one of their passkeys.
func (o *Office) AskPasskey(ctx context.Context, m Member) (Question, error) {
	if o.keys == nil {
		return Question{}, ErrNotFound
	}
	who, err := keysOf(ctx, o.db, m)
	if err != nil {
		return Question{}, err
	}
	options, kept, err := o.keys.BeginLogin(who)
	if err != nil {
		return Question{}, fmt.Errorf("ask member %d for a passkey: %w", m.ID, err)
	}
	return question(options.Response, kept)
}

// UsePasskey judges a browser's answer to AskPasskey. ErrPasskey for whatever is wrong with it. One whose counter went backwards may have
// been copied: it is refused, and ended.
func (o *Office) UsePasskey(ctx context.Context, m Member, kept json.RawMessage, answer string, now time.Time) (id int64, err error) {
	if o.keys == nil {
		return 0, ErrNotFound
	}
	var asked webauthn.SessionData
	if err := json.Unmarshal(kept, &asked); err != nil {
		return 0, fmt.Errorf("%w: nothing was asked", ErrPasskey)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return 0, o.passkeyRefused(ctx, m, err)
	}
	var refused error
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		// Two browsers with one passkey wait for each other, so that the counter is compared with the last.
		err := tx.QueryRow(ctx, `select id from staff_passkeys where staff_id = @member and handle = @handle and ended_at is null for update`,
			pgx.NamedArgs{"member": m.ID, "handle": parsed.RawID}).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			refused = errors.New("not a passkey of theirs")
			return nil
		}
		if err != nil {
			return err
		}
		who, err := keysOf(ctx, tx, m)
		if err != nil {
			return err
		}
		key, err := o.keys.ValidateLogin(who, asked, parsed)
		if err != nil {
			refused = err
			return nil
		}
		if key.Authenticator.CloneWarning {
			refused = errors.New("it may have been copied")
			_, err = tx.Exec(ctx, `update staff_passkeys set ended_at = @now where id = @id`, pgx.NamedArgs{"id": id, "now": now})
			return err
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

func (o *Office) passkeyRefused(ctx context.Context, m Member, why error) error {
	if err := o.record(ctx, m, "staff.sign_in_refused", "passkey"); err != nil {
		return err
	}
	return fmt.Errorf("%w: %w", ErrPasskey, why)
}
