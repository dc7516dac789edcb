package fake

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// Authenticator is a passkey made of software: it answers what a page asks a browser's passkeys, as passkey.js would send it.
type Authenticator struct {
	RP, Origin string // the host it is bound to, and the page it is asked by
	Counter    uint32 // goes up with each use; one that goes back is a copy
	Absent     bool   // nobody touches it

	key *ecdsa.PrivateKey
	id  []byte
}

// NewAuthenticator makes one for a site.
func NewAuthenticator(rp, origin string) *Authenticator {
	a := &Authenticator{RP: rp, Origin: origin, id: make([]byte, 32)}
	a.key, _ = freshKey()
	_, _ = rand.Read(a.id) // never fails
	return a
}

// Copy is the same passkey once more, as a thief would have it.
func (a *Authenticator) Copy() *Authenticator { c := *a; return &c }

// Create answers a page that asks for a new passkey.
func (a *Authenticator) Create(options string) (string, error) {
	challenge, err := challengeOf(options)
	if err != nil {
		return "", err
	}
	point, err := a.key.PublicKey.Bytes() // 4, then both coordinates
	if err != nil {
		return "", err
	}
	cose, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	if err != nil {
		return "", err
	}
	const attested = 0x40
	data := append(a.data(attested), make([]byte, 16)...) // which make of authenticator: not told
	data = append(binary.BigEndian.AppendUint16(data, uint16(len(a.id))), a.id...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": append(data, cose...)})
	if err != nil {
		return "", err
	}
	return a.answer(map[string]any{"clientDataJSON": b64(a.client("webauthn.create", challenge)), "attestationObject": b64(object)})
}

// Use answers a page that asks for a passkey.
func (a *Authenticator) Use(options string) (string, error) {
	challenge, err := challengeOf(options)
	if err != nil {
		return "", err
	}
	client := a.client("webauthn.get", challenge)
	data := a.data(0)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte(nil), data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		return "", err
	}
	return a.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)})
}

func challengeOf(options string) (string, error) {
	var o struct {
		Challenge string `json:"challenge"`
	}
	if err := json.Unmarshal([]byte(options), &o); err != nil || o.Challenge == "" {
		return "", fmt.Errorf("nothing a passkey could answer: %.60q", options)
	}
	return o.Challenge, nil
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a *Authenticator) client(kind, challenge string) []byte {
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.Origin, "crossOrigin": false})
	if err != nil {
		panic(err) // texts always can
	}
	return text
}

// data are the bytes that are signed: whose page, what was done, how often.
func (a *Authenticator) data(more byte) []byte {
	const present, verified = 0x01, 0x04
	if !a.Absent {
		more |= present | verified
	}
	a.Counter++
	of := sha256.Sum256([]byte(a.RP))
	return binary.BigEndian.AppendUint32(append(of[:], more), a.Counter)
}

func (a *Authenticator) answer(response map[string]any) (string, error) {
	text, err := json.Marshal(map[string]any{"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response})
	return string(text), err
}
