package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/relying"
)

// AskPasskey asks a browser for any passkey of this site: nobody says first who they are, so nothing can be learnt from asking.
func (g *Gate) AskPasskey() (relying.Question, error) {
	if g.keys == nil {
		return relying.Question{}, ErrNotFound
	}
	return g.keys.AskAny()
}

// UsePasskey judges a browser's answer to AskPasskey and signs its owner in. ErrPasskey for whatever is wrong with it. A passkey whose
// counter went backwards may have been copied: it is refused, marked, and its owner told.
func (g *Gate) UsePasskey(ctx context.Context, kept json.RawMessage, answer, device string) (Session, error) {
	shown, err := relying.ReadShown(kept, answer)
	if err != nil {
		return Session{}, err
	}
	var in Session
	var refused error
	err = pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		in, refused, err = g.usePasskeyTx(ctx, tx, shown, device)
		return err
	})
	if err == nil {
		err = refused
	}
	return in, err
}

// usePasskeyTx answers refused for what is to be written down and refused all the same.
func (g *Gate) usePasskeyTx(ctx context.Context, tx pgx.Tx, shown relying.Shown, device string) (in Session, refused, err error) {
	id, account, err := g.lockPasskey(ctx, tx, shown.ID)
	if err != nil {
		return Session{}, nil, err
	}
	keys, err := g.keysTx(ctx, tx, account)
	if err != nil {
		return Session{}, nil, err
	}
	// the handle was made of the account that stood for the person then; a link made or undone since must not lock them out
	owner := func(handle []byte) (relying.Owner, error) {
		of, err := g.ownerByHandle(ctx, tx, account, handle)
		return relying.Owner{Handle: of, Keys: keys}, err
	}
	key, err := g.keys.JudgeAny(owner, shown)
	switch {
	case errors.Is(err, relying.ErrCopied):
		return Session{}, fmt.Errorf("credential %d: %w", id, err), g.suspectTx(ctx, tx, account, id)
	case err != nil:
		return Session{}, nil, err
	}
	record, err := json.Marshal(key)
	if err != nil {
		return Session{}, nil, err
	}
	now := g.c.Now()
	_, err = tx.Exec(ctx, `update account_credentials set record = @record, last_used_at = @now where id = @id`,
		pgx.NamedArgs{"id": id, "record": g.c.Register.Seal("account_credentials.record", string(record)), "now": now})
	if err != nil {
		return Session{}, nil, fmt.Errorf("use passkey %d: %w", id, err)
	}
	in, err = g.BeginTx(ctx, tx, Entering{Account: account, Method: ByPasskey, Credential: id, Device: device}, now)
	return in, nil, err
}

func (g *Gate) lockPasskey(ctx context.Context, tx pgx.Tx, handle []byte) (id, account int64, err error) {
	var died bool
	err = tx.QueryRow(ctx, `
		select c.id, c.account_id, a.died_on is not null from account_credentials c join accounts a on a.id = head_of(c.account_id)
		where c.kind = 'passkey' and c.handle = @handle and c.ended_at is null and not c.suspect for update of c`,
		pgx.NamedArgs{"handle": handle}).Scan(&id, &account, &died)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && died {
		return 0, 0, fmt.Errorf("%w: not known here", ErrPasskey)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("find a passkey: %w", err)
	}
	return id, account, nil
}

// ownerByHandle is the handle itself where it is one of the person's accounts'.
func (g *Gate) ownerByHandle(ctx context.Context, tx pgx.Tx, account int64, handle []byte) ([]byte, error) {
	all, err := accounts.PersonTx(ctx, tx, account)
	if err != nil {
		return nil, err
	}
	for _, id := range append(all, account) {
		if own := g.handleOf("passkey owner", fmt.Sprint(id)); bytes.Equal(own, handle) {
			return own, nil
		}
	}
	return nil, fmt.Errorf("%w: the handle is not its owner's", ErrPasskey)
}

func (g *Gate) suspectTx(ctx context.Context, tx pgx.Tx, account, id int64) error {
	if _, err := tx.Exec(ctx, `update account_credentials set suspect = true where id = @id`, pgx.NamedArgs{"id": id}); err != nil {
		return fmt.Errorf("suspect passkey %d: %w", id, err)
	}
	if _, err := g.c.Register.TellTx(ctx, tx, accounts.Notice{Account: account, Kind: "signin.suspect", About: id}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, citizen(account), audit.Entry{Verb: "sign_in.passkey_suspect", Account: account})
}
