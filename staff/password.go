package staff

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// OWASP's second argon2id recommendation (19 MiB, 2 passes, 1 lane): 38 ms on the machine it was measured on.
const (
	argonMemory  = 19 * 1024 // KiB
	argonPasses  = 2
	argonLanes   = 1
	argonKey     = 32
	argonSalt    = 16
	leastLength  = 10
	mostLength   = 1000 // bytes: nobody types more, and hashing more is work for whoever sends it
	hashesAtOnce = 2
)

// hashing bounds how many hashes are made at once, so that a flood of sign-ins cannot take all memory and both cores.
var hashing = make(chan struct{}, hashesAtOnce)

// nobody is the hash that a sign-in under an unknown name is compared with: it costs the same and fits no password.
var nobody = encode([]byte("no such member.."), make([]byte, argonKey))

// hashPassword makes a new salted hash in the usual $argon2id$ form.
func hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSalt)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	sum, err := derive(ctx, password, salt)
	if err != nil {
		return "", err
	}
	return encode(salt, sum), nil
}

func encode(salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// passwordFits says whether password made hash.
func passwordFits(ctx context.Context, hash, password string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		return false, fmt.Errorf("a stored password hash has %d parts", len(parts))
	}
	b64 := base64.RawStdEncoding
	salt, err := b64.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("salt of a stored password hash: %w", err)
	}
	want, err := b64.DecodeString(parts[5])
	if err != nil {
		return false, fmt.Errorf("stored password hash: %w", err)
	}
	if len(password) > mostLength {
		password, want = "", make([]byte, argonKey) // the same work, and never right
	}
	got, err := derive(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

// derive hashes the composed form, so that a ŵ typed as one character or as two is the same password.
func derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, argonPasses, argonMemory, argonLanes, argonKey), nil
}

// weak says whether a new password is one that would be guessed.
func weak(username, password string) bool {
	if utf8.RuneCountInString(password) < leastLength || len(password) > mostLength {
		return true
	}
	first, _ := utf8.DecodeRuneInString(password)
	return strings.EqualFold(password, username) || strings.Trim(password, string(first)) == ""
}
