package signin_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// authenticator is a passkey made of software: it signs what a browser would have it sign.
type authenticator struct {
	testing.TB
	key     *ecdsa.PrivateKey
	id      []byte
	owner   []byte // the user handle it was made with
	rp      string
	origin  string
	counter uint32
	flags   byte // present, verified
	counts  bool // a counter that stays at 0 says nothing, as with passkeys that are synchronised
}

const (
	present  = 0x01
	verified = 0x04
	attested = 0x40
)

func newAuthenticator(t testing.TB) *authenticator {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	id := make([]byte, 32)
	_, _ = rand.Read(id)
	return &authenticator{TB: t, key: key, id: id, rp: "samedoor.example.org", origin: public, flags: present | verified}
}

// options are what a page asks a passkey.
type options struct {
	Challenge string `json:"challenge"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	RPID string `json:"rpId"`
	User struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"user"`
	Exclude []struct {
		ID string `json:"id"`
	} `json:"excludeCredentials"`
	Allow     []any `json:"allowCredentials"`
	Selection struct {
		Verification string `json:"userVerification"`
		Resident     string `json:"residentKey"`
	} `json:"authenticatorSelection"`
	Attestation string `json:"attestation"`
}

func read(t testing.TB, text string) (o options) {
	t.Helper()
	must(t, json.Unmarshal([]byte(text), &o))
	return o
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a *authenticator) client(kind, challenge string) []byte {
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	must(a, err)
	return text
}

// data are the bytes an authenticator signs: whose page, what was done, how often.
func (a *authenticator) data(more byte) []byte {
	if a.counts {
		a.counter++
	}
	of := sha256.Sum256([]byte(a.rp))
	return binary.BigEndian.AppendUint32(append(of[:], a.flags|more), a.counter)
}

// create answers a page that asks for a new passkey: attestation "none".
func (a *authenticator) create(question string) string {
	a.Helper()
	o := read(a, question)
	var err error
	a.owner, err = base64.RawURLEncoding.DecodeString(o.User.ID)
	must(a, err)
	point, err := a.key.PublicKey.Bytes() // 4, then both coordinates
	must(a, err)
	cose, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
	must(a, err)
	data := append(a.data(attested), make([]byte, 16)...) // which make of authenticator: not told
	data = append(binary.BigEndian.AppendUint16(data, uint16(len(a.id))), a.id...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": append(data, cose...)})
	must(a, err)
	return a.answer(map[string]any{"clientDataJSON": b64(a.client("webauthn.create", o.Challenge)), "attestationObject": b64(object), "transports": []string{"internal"}})
}

// use answers a page that asks for any passkey.
func (a *authenticator) use(question string) string {
	a.Helper()
	client := a.client("webauthn.get", read(a, question).Challenge)
	data := a.data(0)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte(nil), data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	must(a, err)
	return a.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(a.owner)})
}

func (a *authenticator) answer(response map[string]any) string {
	text, err := json.Marshal(map[string]any{"id": b64(a.id), "rawId": b64(a.id), "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": map[string]any{}, "response": response})
	must(a, err)
	return string(text)
}
