package accounts

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

// A veiled text is sealed like a number, but stands in a column of text, and the same text is veiled to the same characters: what is
// looked up and compared by it still can be. It tells who has the database which rows are of one phone, and not which phone.

const veilMark = "~" // begins no phone number, and no text we write; a text that does begin so is veiled like any other

// Veil makes of a text what may be stored, under the first key. The empty text stays empty.
func (r *Register) Veil(kind, plain string) string {
	if plain == "" {
		return ""
	}
	return r.veil(r.sealer.first, kind, plain)
}

// Veils are what a text may stand as: under each key there is, and as the release before wrote it. It is matched by any of them.
func (r *Register) Veils(kind, plain string) []string {
	all := []string{plain}
	if plain != "" {
		for id := range r.sealer.keys {
			all = append(all, r.veil(id, kind, plain))
		}
	}
	return all
}

func (r *Register) veil(id, kind, plain string) string {
	key := r.sealer.keys[id]
	mac := hmac.New(sha256.New, key.nonces)
	mac.Write([]byte(kind))
	mac.Write([]byte{0})
	mac.Write([]byte(plain))
	nonce := mac.Sum(nil)[:key.NonceSize()] // a nonce comes again only with the very same text
	sealed := key.Seal(nonce, nonce, []byte(plain), bound([]byte(veilMark+id), kind))
	return veilMark + id + "." + base64.RawStdEncoding.EncodeToString(sealed)
}

// Unveil opens what Veil made, and leaves what stands in the clear. ErrSealed where it cannot.
func (r *Register) Unveil(kind, stored string) (string, error) {
	id, rest, ok := strings.Cut(strings.TrimPrefix(stored, veilMark), ".")
	if !ok || !strings.HasPrefix(stored, veilMark) || !idForm.MatchString(id) {
		return stored, nil
	}
	key, ok := r.sealer.keys[id]
	if !ok {
		return "", fmt.Errorf("%s: veiled under key %q, which is not in the configuration: %w", kind, id, ErrSealed)
	}
	sealed, err := base64.RawStdEncoding.DecodeString(rest)
	if err != nil || len(sealed) < key.NonceSize() {
		return "", fmt.Errorf("%s: not a veiled text: %w", kind, ErrSealed)
	}
	plain, err := key.Open(nil, sealed[:key.NonceSize()], sealed[key.NonceSize():], bound([]byte(veilMark+id), kind))
	if err != nil {
		return "", fmt.Errorf("%s: altered, or of another kind: %w", kind, ErrSealed)
	}
	return string(plain), nil
}

// key is one key, and what nonces of veiled texts are derived with.
type key struct {
	cipher.AEAD
	nonces []byte
}

// veiledFirst begins every text that is veiled under the first key.
func (r *Register) veiledFirst() string { return veilMark + r.sealer.first + "." }
