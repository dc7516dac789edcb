package relying

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Ask asks a browser for one of its owner's passkeys.
func (p *Passkeys) Ask(o Owner) (Question, error) {
	options, kept, err := p.web.BeginLogin(user{o})
	if err != nil {
		return Question{}, fmt.Errorf("ask for a passkey: %w", err)
	}
	return question(options.Response, kept)
}

// AskAny asks a browser for any passkey of this site: nobody says first who they are, so nothing can be learnt from asking.
func (p *Passkeys) AskAny() (Question, error) {
	options, kept, err := p.web.BeginDiscoverableLogin()
	if err != nil {
		return Question{}, fmt.Errorf("ask for any passkey: %w", err)
	}
	return question(options.Response, kept)
}

// Shown is a browser's answer to Ask or AskAny, read and not judged yet.
type Shown struct {
	ID []byte // of the passkey, as it says

	asked  webauthn.SessionData
	parsed *protocol.ParsedCredentialAssertionData
}

// ReadShown reads an answer to Ask or AskAny. ErrPasskey where it is none.
func ReadShown(kept json.RawMessage, answer string) (s Shown, err error) {
	if s.asked, err = readKept(kept); err != nil {
		return Shown{}, err
	}
	if s.parsed, err = protocol.ParseCredentialRequestResponseBytes([]byte(answer)); err != nil {
		return Shown{}, notAccepted(err)
	}
	s.ID = s.parsed.RawID
	return s, nil
}

// ErrCopied is ErrPasskey where the counter of a passkey went backwards: there may be two of it, and neither is to open anything.
var ErrCopied = fmt.Errorf("%w: it may have been copied", ErrPasskey)

// Judge gives the key of a passkey of o as it is now, to be kept. ErrPasskey for whatever is wrong with it, ErrCopied.
func (p *Passkeys) Judge(o Owner, s Shown) (Key, error) {
	return uncopied(p.web.ValidateLogin(user{o}, s.asked, s.parsed))
}

// JudgeAny is Judge for an answer to AskAny; owner says whose the passkey is that knows its owner by that handle.
func (p *Passkeys) JudgeAny(owner func(handle []byte) (Owner, error), s Shown) (Key, error) {
	find := func(_, handle []byte) (webauthn.User, error) {
		o, err := owner(handle)
		return user{o}, err
	}
	return uncopied(p.web.ValidateDiscoverableLogin(find, s.asked, s.parsed))
}

func uncopied(key *Key, err error) (Key, error) {
	switch {
	case errors.Is(err, ErrPasskey):
		return Key{}, err
	case err != nil:
		return Key{}, notAccepted(err)
	case key.Authenticator.CloneWarning:
		return Key{}, ErrCopied
	}
	return *key, nil
}
