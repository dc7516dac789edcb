package accounts

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"
)

// SealingKey is one key that numbers are sealed under. ID stands in every sealed value, so that each is opened by the key it was
// sealed with for as long as that key is in the configuration.
type SealingKey struct {
	ID  string // 1 to 32 letters, digits, dots or dashes
	Key []byte // 32 bytes
}

// derivedID names the key derived from the site secret: the one that seals where the configuration has none.
const derivedID = "secret"

// sealVersion begins every sealed value: version, length of the key's id, id, nonce, sealed text.
const sealVersion = 1

// fingerLength is how many bytes of the HMAC are kept: two of a billion numbers meet once in 10^20 sites.
const fingerLength = 16

// ErrSealed means that a sealed value cannot be opened: its key is not in the configuration, or it was altered.
var ErrSealed = errors.New("a sealed value cannot be opened")

// sealer seals by the first of its keys and opens by all.
type sealer struct {
	first string
	keys  map[string]key
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9.-]{1,32}$`)

// SealWith sets the keys of the configuration: the first seals, all open, and so does the key derived from the site secret. It is
// called once, before the register is used. ErrInvalid for a key that is not 32 bytes, or an id that is not one or comes twice.
func (r *Register) SealWith(keys ...SealingKey) error {
	s := sealer{keys: map[string]key{}}
	for _, k := range append(slices.Clip(keys), SealingKey{ID: derivedID, Key: r.subkey("sealed numbers")}) {
		aead, err := chacha20poly1305.NewX(k.Key)
		if err != nil {
			return fmt.Errorf("sealing key %q has %d bytes and not 32: %w", k.ID, len(k.Key), ErrInvalid)
		}
		if _, twice := s.keys[k.ID]; twice || !idForm.MatchString(k.ID) {
			return fmt.Errorf("sealing key %q has an id that is none, comes twice or is %q: %w", k.ID, derivedID, ErrInvalid)
		}
		mac := hmac.New(sha256.New, k.Key)
		mac.Write([]byte("samedoor nonces of veiled texts"))
		if s.keys[k.ID] = (key{aead, mac.Sum(nil)}); s.first == "" {
			s.first = k.ID
		}
	}
	r.sealer = s
	return nil
}

// CheckSealingKeys says whether SealWith would take these keys.
func CheckSealingKeys(keys []SealingKey) error { return (&Register{}).SealWith(keys...) }

// Seal makes of a number what may be stored. kind says what it is ("mobile", "nino", "passport"): a value sealed as one kind does not
// open as another. The same number never seals to the same bytes twice. The empty text is nil.
func (r *Register) Seal(kind, plain string) []byte {
	if plain == "" {
		return nil
	}
	head := r.sealedFirst()
	aead := r.sealer.keys[r.sealer.first]
	out := make([]byte, len(head)+aead.NonceSize(), len(head)+aead.NonceSize()+len(plain)+aead.Overhead())
	copy(out, head)
	_, _ = rand.Read(out[len(head):]) // never fails
	return aead.Seal(out, out[len(head):], []byte(plain), bound(head, kind))
}

// Unseal opens what Seal made. ErrSealed where it cannot; nothing is the empty text.
func (r *Register) Unseal(kind string, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	head, rest, ok := sealedHead(sealed)
	if !ok {
		return "", fmt.Errorf("%s: not a sealed value: %w", kind, ErrSealed)
	}
	aead, ok := r.sealer.keys[string(head[2:])]
	if !ok {
		return "", fmt.Errorf("%s: sealed under key %q, which is not in the configuration: %w", kind, head[2:], ErrSealed)
	}
	if len(rest) < aead.NonceSize() {
		return "", fmt.Errorf("%s: cut short: %w", kind, ErrSealed)
	}
	plain, err := aead.Open(nil, rest[:aead.NonceSize()], rest[aead.NonceSize():], bound(head, kind))
	if err != nil {
		return "", fmt.Errorf("%s: altered, or of another kind: %w", kind, ErrSealed)
	}
	return string(plain), nil
}

// Finger is what a sealed number is looked up by: equal for equal numbers of a kind, and telling nothing to who has not the site
// secret. It does not depend on the sealing keys, so that it outlives their rotation. The empty text has none: nil.
func (r *Register) Finger(kind, plain string) []byte {
	if plain == "" {
		return nil
	}
	mac := hmac.New(sha256.New, r.fingers)
	mac.Write([]byte(kind))
	mac.Write([]byte{0})
	mac.Write([]byte(plain))
	return mac.Sum(nil)[:fingerLength]
}

// The kinds of number that are sealed in more than one place. A mobile and a landline are both phones.
const (
	Phone = "phone"
	Email = "email"
	NINO  = "nino"
	NHS   = "nhs"

	TextBody = "text body" // what a text says
)

// sealKind is what a contact point of a kind is sealed as.
func sealKind(contact string) string {
	if contact == Email {
		return Email
	}
	return Phone
}

// sealedText is a number as it stands in a row: sealed, or in the clear where the release before wrote it.
type sealedText struct {
	clear  string
	sealed []byte
}

func (r *Register) open(kind string, t sealedText) (string, error) {
	if t.sealed == nil {
		return t.clear, nil
	}
	return r.Unseal(kind, t.sealed)
}

// sealedHead splits a sealed value after its key's id.
func sealedHead(sealed []byte) (head, rest []byte, ok bool) {
	if len(sealed) < 2 || sealed[0] != sealVersion || len(sealed) < 2+int(sealed[1]) {
		return nil, nil, false
	}
	n := 2 + int(sealed[1])
	return sealed[:n], sealed[n:], true
}

// sealedFirst are the first bytes of everything sealed under the key that seals now.
func (r *Register) sealedFirst() []byte {
	return append([]byte{sealVersion, byte(len(r.sealer.first))}, r.sealer.first...)
}

// bound is what a sealed value is bound to beside its text: its head and its kind.
func bound(head []byte, kind string) []byte {
	return append(append([]byte("samedoor\x00"), head...), kind...)
}
