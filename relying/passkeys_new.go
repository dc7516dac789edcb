package relying

import (
	"encoding/json"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// AskNew asks a browser for a new passkey of its owner; those they have are left out.
func (p *Passkeys) AskNew(o Owner) (Question, error) {
	var have []protocol.CredentialDescriptor
	for _, k := range o.Keys {
		have = append(have, k.Descriptor())
	}
	options, kept, err := p.web.BeginRegistration(user{o}, webauthn.WithExclusions(have))
	if err != nil {
		return Question{}, fmt.Errorf("ask for a new passkey: %w", err)
	}
	return question(options.Response, kept)
}

// Made is a browser's answer to AskNew, read and not judged yet.
type Made struct {
	asked  webauthn.SessionData
	parsed *protocol.ParsedCredentialCreationData
}

// ReadMade reads an answer to AskNew. ErrPasskey where it is none.
func ReadMade(kept json.RawMessage, answer string) (m Made, err error) {
	if m.asked, err = readKept(kept); err != nil {
		return Made{}, err
	}
	if m.parsed, err = protocol.ParseCredentialCreationResponseBytes([]byte(answer)); err != nil {
		return Made{}, notAccepted(err)
	}
	return m, nil
}

// JudgeMade gives the key of a new passkey. ErrPasskey for whatever is wrong with it.
func (p *Passkeys) JudgeMade(o Owner, m Made) (Key, error) {
	key, err := p.web.CreateCredential(user{o}, m.asked, m.parsed)
	if err != nil {
		return Key{}, notAccepted(err)
	}
	return *key, nil
}

func readKept(kept json.RawMessage) (s webauthn.SessionData, err error) {
	if err := json.Unmarshal(kept, &s); err != nil {
		return s, fmt.Errorf("%w: nothing was asked", ErrPasskey)
	}
	return s, nil
}

func notAccepted(why error) error { return fmt.Errorf("%w: %w", ErrPasskey, why) }
