package signin

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/relying"
)

// mostPasskeys is how many one person may have at a time.
const mostPasskeys = 20

// AskNewPasskey asks the browser of somebody who is signed in for a new passkey; those they have are left out.
func (g *Gate) AskNewPasskey(ctx context.Context, account int64) (relying.Question, error) {
	if g.keys == nil {
		return relying.Question{}, ErrNotFound
	}
	o, err := g.ownerOf(ctx, account)
	if err != nil {
		return relying.Question{}, err
	}
	return g.keys.AskNew(o)
}

// AddPasskey judges a browser's answer to AskNewPasskey, and keeps the passkey under a name. ErrPasskey for whatever is wrong with it.
func (g *Gate) AddPasskey(ctx context.Context, account int64, kept json.RawMessage, answer, name string) error {
	made, err := relying.ReadMade(kept, answer)
	if err != nil {
		return err
	}
	o, err := g.ownerOf(ctx, account)
	if err != nil {
		return err
	}
	if len(o.Keys) >= mostPasskeys {
		return fmt.Errorf("%w: account %d has enough", ErrPasskey, account)
	}
	key, err := g.keys.JudgeMade(o, made)
	if err != nil {
		return err
	}
	record, err := json.Marshal(key)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		_, err := g.attachTx(ctx, tx, citizen(account), account, Passkey, relying.TidyName(name), key.ID, string(record), g.c.Now())
		return err
	})
}

// ownerOf is a person as passkeys know them, whichever of their accounts is asked for.
func (g *Gate) ownerOf(ctx context.Context, account int64) (o relying.Owner, err error) {
	err = pgx.BeginTxFunc(ctx, g.c.DB, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		head, err := accounts.HeadTx(ctx, tx, account)
		if err != nil {
			return err
		}
		a, err := g.c.Register.ReadTx(ctx, tx, head)
		if err != nil {
			return err
		}
		o.Username, o.Name, o.Handle = a.FullName, a.FullName, g.handleOf("passkey owner", fmt.Sprint(head))
		o.Keys, err = g.keysTx(ctx, tx, head)
		return err
	})
	if err != nil {
		return relying.Owner{}, fmt.Errorf("passkeys of account %d: %w", account, err)
	}
	return o, nil
}

func (g *Gate) keysTx(ctx context.Context, tx pgx.Tx, account int64) ([]relying.Key, error) {
	rows, _ := tx.Query(ctx, `
		select record from account_credentials
		where account_id = any(person_of(@account)) and kind = 'passkey' and ended_at is null`, pgx.NamedArgs{"account": account})
	sealed, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return nil, err
	}
	var keys []relying.Key
	for _, s := range sealed {
		k, err := g.openKey(s)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func (g *Gate) openKey(sealed []byte) (k relying.Key, err error) {
	text, err := g.c.Register.Unseal("account_credentials.record", sealed)
	if err == nil {
		err = json.Unmarshal([]byte(text), &k)
	}
	return k, err
}
