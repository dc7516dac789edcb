package staff

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/relying"
)

// AskNewPasskey asks a member's browser for a new passkey. ErrNotFound where passkeys cannot be used.
func (o *Office) AskNewPasskey(ctx context.Context, m Member) (relying.Question, error) {
	if o.keys == nil {
		return relying.Question{}, ErrNotFound
	}
	who, err := keysOf(ctx, o.db, m)
	if err != nil {
		return relying.Question{}, err
	}
	return o.keys.AskNew(who)
}

// AddPasskey judges a browser's answer to AskNewPasskey and keeps the passkey under a name. ErrPasskey for whatever is wrong with it. A
// leader's leave to register is used up.
func (o *Office) AddPasskey(ctx context.Context, m Member, kept json.RawMessage, answer, name string, now time.Time) (id int64, err error) {
	if o.keys == nil {
		return 0, ErrNotFound
	}
	made, err := relying.ReadMade(kept, answer)
	if err != nil {
		return 0, err
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update staff set passkey_until = null where id = $1`, m.ID); err != nil {
			return err
		}
		who, err := keysOf(ctx, tx, m)
		if err != nil {
			return err
		}
		if len(who.Keys) >= mostPasskeys {
			return fmt.Errorf("%w: member %d has enough", ErrPasskey, m.ID)
		}
		key, err := o.keys.JudgeMade(who, made)
		if err != nil {
			return err
		}
		err = tx.QueryRow(ctx, `
			insert into staff_passkeys (staff_id, name, handle, record, made_at) values (@member, @name, @handle, @record, @now) returning id`,
			pgx.NamedArgs{"member": m.ID, "name": relying.TidyName(name), "handle": key.ID, "record": key, "now": now}).Scan(&id)
		if errors.Is(plain(err), ErrTaken) {
			return fmt.Errorf("%w: it is another member's", ErrPasskey)
		}
		if err != nil {
			return fmt.Errorf("add a passkey of member %d: %w", m.ID, err)
		}
		return audit.Record(ctx, tx, m.Actor(channels.None), audit.Entry{Verb: "staff.passkey_added", Why: fmt.Sprintf("passkey %d", id)})
	})
	return id, err
}
