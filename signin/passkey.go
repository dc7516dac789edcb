package signin

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
)

// mostPasskeys is how many one person may have at a time.
const mostPasskeys = 20

// relyingParty is us as browsers and passkeys know us: by the host of the public address. A bare address has no name a passkey could be
// bound to: nil. This machine's own has one, localhost.
func relyingParty(public, name string) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(public)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("the public address %q has no host", public)
	}
	host, origins := u.Hostname(), []string{public}
	switch ip := net.ParseIP(host); {
	case ip != nil && !ip.IsLoopback():
		return nil, nil
	case ip != nil:
		host = "localhost"
		origins = append(origins, Named(public))
	}
	resident := true
	return webauthn.New(&webauthn.Config{RPID: host, RPDisplayName: name, RPOrigins: origins,
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{RequireResidentKey: &resident, ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired},
		Timeouts: webauthn.TimeoutsConfig{Login: patience, Registration: patience}})
}

// Named is the public address by a name, where it is this machine's by number: passkeys are bound to names.
func Named(public string) string {
	u, err := url.Parse(public)
	if err != nil {
		return public
	}
	if ip := net.ParseIP(u.Hostname()); ip != nil && ip.IsLoopback() {
		u.Host = strings.TrimSuffix("localhost:"+u.Port(), ":")
	}
	return u.String()
}

// Passkeys says whether passkeys can be used at the public address.
func (g *Gate) Passkeys() bool { return g.keys != nil }

// patience is how long a browser waits for a passkey: finding a telephone takes some people a while.
var patience = webauthn.TimeoutConfig{Enforce: true, Timeout: 10 * time.Minute, TimeoutUVD: 10 * time.Minute}

// owner is a person as passkeys know them: a handle that says nothing, and a name they recognise in their list of passkeys.
type owner struct {
	handle []byte
	name   string
	keys   []webauthn.Credential
}

func (o owner) WebAuthnID() []byte                         { return o.handle }
func (o owner) WebAuthnName() string                       { return o.name }
func (o owner) WebAuthnDisplayName() string                { return o.name }
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

// Question is what a browser's passkeys are asked, and what of it stays with us until the answer. Both are JSON.
type Question struct {
	Options string
	Kept    json.RawMessage
}

// AskNewPasskey asks the browser of somebody who is signed in for a new passkey; those they have are left out.
func (g *Gate) AskNewPasskey(ctx context.Context, account int64) (Question, error) {
	if g.keys == nil {
		return Question{}, ErrNotFound
	}
	o, err := g.ownerOf(ctx, account)
	if err != nil {
		return Question{}, err
	}
	var have []protocol.CredentialDescriptor
	for _, k := range o.keys {
		have = append(have, k.Descriptor())
	}
	options, kept, err := g.keys.BeginRegistration(o, webauthn.WithExclusions(have))
	if err != nil {
		return Question{}, fmt.Errorf("ask for a passkey of account %d: %w", account, err)
	}
	return question(options.Response, kept)
}

func question(options, kept any) (q Question, err error) {
	text, err := json.Marshal(options)
	if err != nil {
		return Question{}, err
	}
	q.Options = string(text)
	q.Kept, err = json.Marshal(kept)
	return q, err
}

// AddPasskey judges a browser's answer to AskNewPasskey, and keeps the passkey under a name. ErrPasskey for whatever is wrong with it.
func (g *Gate) AddPasskey(ctx context.Context, account int64, kept json.RawMessage, answer, name string) error {
	var session webauthn.SessionData
	if err := json.Unmarshal(kept, &session); err != nil {
		return fmt.Errorf("%w: nothing was asked", ErrPasskey)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrPasskey, err)
	}
	o, err := g.ownerOf(ctx, account)
	if err != nil {
		return err
	}
	if len(o.keys) >= mostPasskeys {
		return fmt.Errorf("%w: account %d has enough", ErrPasskey, account)
	}
	key, err := g.keys.CreateCredential(o, session, parsed)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrPasskey, err)
	}
	record, err := json.Marshal(key)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		_, err := g.attachTx(ctx, tx, citizen(account), account, Passkey, tidyName(name), key.ID, string(record), g.c.Now())
		return err
	})
}

// ownerOf is a person as passkeys know them, whichever of their accounts is asked for.
func (g *Gate) ownerOf(ctx context.Context, account int64) (o owner, err error) {
	err = pgx.BeginTxFunc(ctx, g.c.DB, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		head, err := accounts.HeadTx(ctx, tx, account)
		if err != nil {
			return err
		}
		a, err := g.c.Register.ReadTx(ctx, tx, head)
		if err != nil {
			return err
		}
		o.name, o.handle = a.FullName, g.handleOf("passkey owner", fmt.Sprint(head))
		o.keys, err = g.keysTx(ctx, tx, head)
		return err
	})
	if err != nil {
		return owner{}, fmt.Errorf("passkeys of account %d: %w", account, err)
	}
	return o, nil
}

func (g *Gate) keysTx(ctx context.Context, tx pgx.Tx, account int64) ([]webauthn.Credential, error) {
	rows, _ := tx.Query(ctx, `
		select record from account_credentials
		where account_id = any(person_of(@account)) and kind = 'passkey' and ended_at is null`, pgx.NamedArgs{"account": account})
	sealed, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return nil, err
	}
	var keys []webauthn.Credential
	for _, s := range sealed {
		k, err := g.openKey(s)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func (g *Gate) openKey(sealed []byte) (k webauthn.Credential, err error) {
	text, err := g.c.Register.Unseal("account_credentials.record", sealed)
	if err == nil {
		err = json.Unmarshal([]byte(text), &k)
	}
	return k, err
}
