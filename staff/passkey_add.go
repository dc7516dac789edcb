package staff

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
)

// AskNewPasskey asks a member's browser for a new passkey. ErrNotFound where passkeys cannot be used.
func (o *Office) AskNewPasskey(ctx context.Context, m Member) (Question, error) {
	if o.keys == nil {
		return Question{}, ErrNotFound
	}
	who, err := keysOf(ctx, o.db, m)
	if err != nil {
		return Question{}, err
	}
	var have []protocol.CredentialDescriptor
	for _, k := range who.keys {
		have = append(have, k.Descriptor())
	}
	options, kept, err := o.keys.BeginRegistration(who, webauthn.WithExclusions(have))
	if err != nil {
		return Question{}, fmt.Errorf("ask for a passkey of member %d: %w", m.ID, err)
	}
	return question(options.Response, kept)
}

// AddPasskey judges a browser's answer to AskNewPasskey and keeps the passkey under a name. ErrPasskey for whatever is wrong with it. A
// leader's leave to register is used up.
func (o *Office) AddPasskey(ctx context.Context, m Member, kept json.RawMessage, answer, name string, now time.Time) (id int64, err error) {
	if o.keys == nil {
		return 0, ErrNotFound
	}
	var asked webauthn.SessionData
	if err := json.Unmarshal(kept, &asked); err != nil {
		return 0, fmt.Errorf("%w: nothing was asked", ErrPasskey)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrPasskey, err)
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update staff set passkey_until = null where id = $1`, m.ID); err != nil {
			return err
		}
		who, err := keysOf(ctx, tx, m)
		if err != nil {
			return err
		}
		if len(who.keys) >= mostPasskeys {
			return fmt.Errorf("%w: member %d has enough", ErrPasskey, m.ID)
		}
		key, err := o.keys.CreateCredential(who, asked, parsed)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrPasskey, err)
		}
		err = tx.QueryRow(ctx, `
			insert into staff_passkeys (staff_id, name, handle, record, made_at) values (@member, @name, @handle, @record, @now) returning id`,
			pgx.NamedArgs{"member": m.ID, "name": tidyName(name), "handle": key.ID, "record": key, "now": now}).Scan(&id)
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

func tidyName(name string) string {
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	if utf8.RuneCountInString(name) > longestName {
		name = string([]rune(name)[:longestName])
	}
	return name
}
