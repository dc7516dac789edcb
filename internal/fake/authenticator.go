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
// What it is made of can be changed, for a forger's.
type Authenticator struct {
	RP, Origin string // the host it is bound to, and the page it is asked by
	Counter    uint32 // goes up with each use; one that goes back is a copy
	Still      bool   // its counter does not: it says nothing, as of passkeys that are synchronised
	Absent     bool   // nobody touches it
	Locked     bool   // nobody unlocks it

	Key   *ecdsa.PrivateKey
	ID    []byte
	Owner []byte // the handle it was made with
}

// NewAuthenticator makes one for a site.
func NewAuthenticator(rp, origin string) *Authenticator {
	a := &Authenticator{RP: rp, Origin: origin, ID: make([]byte, 32)}
	a.Key, _ = freshKey()
	_, _ = rand.Read(a.ID) // never fails
	return a
}

// Copy is the same passkey once more, as a thief would have it.
func (a *Authenticator) Copy() *Authenticator { c := *a; return &c }

// Create answers a page that asks for a new passkey.
func (a *Authenticator) Create(options string) (string, error) {
	o, err := read(options)
	if err != nil {
		return "", err
	}
	if a.Owner, err = base64.RawURLEncoding.DecodeString(o.User.ID); err != nil {
		return "", err
	}
	point, err := a.Key.PublicKey.Bytes() // 4, then both coordinates
	if err != nil {
		return "", err
	}
	cose, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	if err != nil {
		return "", err
	}
	const attested = 0x40
	data := append(a.data(attested), make([]byte, 16)...) // which make of authenticator: not told
	data = append(binary.BigEndian.AppendUint16(data, uint16(len(a.ID))), a.ID...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": append(data, cose...)})
	if err != nil {
		return "", err
	}
	return a.answer(map[string]any{"clientDataJSON": b64(a.client("webauthn.create", o.Challenge)), "attestationObject": b64(object), "transports": []string{"internal"}})
}

// Use answers a page that asks for a passkey.
func (a *Authenticator) Use(options string) (string, error) {
	o, err := read(options)
	if err != nil {
		return "", err
	}
	client := a.client("webauthn.get", o.Challenge)
	data := a.data(0)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte(nil), data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.Key, digest[:])
	if err != nil {
		return "", err
	}
	return a.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(a.Owner)})
}

// asked is what a passkey reads of a page's options.
type asked struct {
	Challenge string `json:"challenge"`
	User      struct {
		ID string `json:"id"`
	} `json:"user"`
}

func read(options string) (o asked, err error) {
	if err := json.Unmarshal([]byte(options), &o); err != nil || o.Challenge == "" {
		return asked{}, fmt.Errorf("nothing a passkey could answer: %.60q", options)
	}
	return o, nil
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
		more |= present
	}
	if !a.Locked {
		more |= verified
	}
	if !a.Still {
		a.Counter++
	}
	of := sha256.Sum256([]byte(a.RP))
	return binary.BigEndian.AppendUint32(append(of[:], more), a.Counter)
}

func (a *Authenticator) answer(response map[string]any) (string, error) {
	text, err := json.Marshal(map[string]any{"id": b64(a.ID), "rawId": b64(a.ID), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response})
	return string(text), err
}
