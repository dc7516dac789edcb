package staff

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/jackc/pgx/v5"
)

const (
	mostPasskeys  = 10
	longestName   = 60
	recoveryLasts = 24 * time.Hour
)

// ErrPasskey means that a passkey was not accepted; never why.
var ErrPasskey = errors.New("the passkey was not accepted")

// relyingParty is us as browsers know us: by the host of the public address. A bare address has no name a passkey could be bound to: nil.
// This machine's own has one, localhost.
func relyingParty(public string) (*webauthn.WebAuthn, error) {
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
		origins = append(origins, u.Scheme+"://"+strings.TrimSuffix("localhost:"+u.Port(), ":"))
	}
	wait := webauthn.TimeoutConfig{Enforce: true, Timeout: 5 * time.Minute, TimeoutUVD: 5 * time.Minute}
	return webauthn.New(&webauthn.Config{RPID: host, RPDisplayName: "Samedoor", RPOrigins: origins, AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementDiscouraged, UserVerification: protocol.VerificationPreferred},
		Timeouts:               webauthn.TimeoutsConfig{Login: wait, Registration: wait}})
}

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

// Question is what a browser's passkeys are asked, and what of it stays with us until the answer. Both are JSON.
type Question struct {
	Options string
	Kept    json.RawMessage
}

// owner is a member as passkeys know them.
type owner struct {
	m    Member
	keys []webauthn.Credential
}

func (o owner) WebAuthnID() []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "samedoor staff %d", o.m.ID))
	return sum[:]
}
func (o owner) WebAuthnName() string                       { return o.m.Username }
func (o owner) WebAuthnDisplayName() string                { return o.m.DisplayName }
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

func keysOf(ctx context.Context, q interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}, m Member) (owner, error) {
	rows, _ := q.Query(ctx, `select record from staff_passkeys where staff_id = @member and ended_at is null`, pgx.NamedArgs{"member": m.ID})
	keys, err := pgx.CollectRows(rows, pgx.RowTo[webauthn.Credential])
	if err != nil {
		return owner{}, fmt.Errorf("passkeys of member %d: %w", m.ID, err)
	}
	return owner{m, keys}, nil
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
