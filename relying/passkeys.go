package relying

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// PasskeyConfig is how passkeys are used.
type PasskeyConfig struct {
	Public   string        // our address: they are bound to its host
	Name     string        // what they are saved under
	Alone    bool          // one is all that is shown: it says whose it is, and its owner has to unlock it
	Patience time.Duration // how long a browser waits for one
}

// Passkeys is us as browsers and passkeys know us.
type Passkeys struct{ web *webauthn.WebAuthn }

// NewPasskeys makes Passkeys. A public address that is a bare number has no name a passkey could be bound to: nil. This machine's own has
// one, localhost. The error is a plain sentence about the address.
func NewPasskeys(c PasskeyConfig) (*Passkeys, error) {
	u, err := url.Parse(c.Public)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("the public address %q has no host", c.Public)
	}
	host, origins := u.Hostname(), []string{c.Public}
	switch ip := net.ParseIP(host); {
	case ip != nil && !ip.IsLoopback():
		return nil, nil
	case ip != nil:
		host = "localhost"
		origins = append(origins, Named(c.Public))
	}
	needs := protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementDiscouraged, UserVerification: protocol.VerificationPreferred}
	if c.Alone {
		needs = protocol.AuthenticatorSelection{RequireResidentKey: &c.Alone, ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired}
	}
	wait := webauthn.TimeoutConfig{Enforce: true, Timeout: c.Patience, TimeoutUVD: c.Patience}
	web, err := webauthn.New(&webauthn.Config{RPID: host, RPDisplayName: c.Name, RPOrigins: origins, AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: needs, Timeouts: webauthn.TimeoutsConfig{Login: wait, Registration: wait}})
	if err != nil {
		return nil, err
	}
	return &Passkeys{web}, nil
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

// Key is a passkey's public half and what it last said of itself, kept as JSON.
type Key = webauthn.Credential

// Owner is somebody as passkeys know them: a handle that says nothing, names they recognise in a list of passkeys, and the keys they have.
type Owner struct {
	Handle         []byte
	Username, Name string
	Keys           []Key
}

// user is an Owner as the library has it.
type user struct{ o Owner }

func (u user) WebAuthnID() []byte          { return u.o.Handle }
func (u user) WebAuthnName() string        { return u.o.Username }
func (u user) WebAuthnDisplayName() string { return u.o.Name }
func (u user) WebAuthnCredentials() []Key  { return u.o.Keys }

// Question is what a browser's passkeys are asked, and what of it stays with us until the answer. Both are JSON.
type Question struct {
	Options string
	Kept    json.RawMessage
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

// longestName is of what somebody calls a passkey, in characters.
const longestName = 60

// TidyName is what somebody calls a passkey, on one line and not too long.
func TidyName(name string) string {
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	if utf8.RuneCountInString(name) > longestName {
		name = string([]rune(name)[:longestName])
	}
	return name
}
