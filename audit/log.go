package audit

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/note"
)

// origin names the log in its heads and its verifier key.
const origin = "samedoor-audit"

// Log puts what was recorded into a hash tree, signs its head and proves what stands in it.
type Log struct {
	db       *pgxpool.Pool
	signer   note.Signer
	verifier string
	now      func() time.Time
}

// Open makes a Log. seed is the 32 bytes of its ed25519 key: whoever has them can sign heads.
func Open(db *pgxpool.Pool, seed []byte) (*Log, error) {
	if len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("the key of the audit log has %d bytes, not %d", len(seed), ed25519.SeedSize)
	}
	verifier, err := note.NewEd25519VerifierKey(origin, ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
	if err != nil {
		return nil, fmt.Errorf("key of the audit log: %w", err)
	}
	// A note's private key is written with the same hash as its public one.
	hash := strings.Split(verifier, "+")[1]
	const ed25519Key = 1
	signer, err := note.NewSigner("PRIVATE+KEY+" + origin + "+" + hash + "+" + base64.StdEncoding.EncodeToString(append([]byte{ed25519Key}, seed...)))
	if err != nil {
		return nil, fmt.Errorf("key of the audit log: %w", err)
	}
	return &Log{db: db, signer: signer, verifier: verifier, now: time.Now}, nil
}

// OpenToCheck makes a Log that only checks and puts in order, and cannot sign, from the key that VerifierKey gave.
func OpenToCheck(db *pgxpool.Pool, verifier string) (*Log, error) {
	if _, err := note.NewVerifier(verifier); err != nil {
		return nil, fmt.Errorf("verifier key: %w", err)
	}
	return &Log{db: db, verifier: verifier, now: time.Now}, nil
}

// VerifierKey is what somebody else checks heads with. It is no secret, and worth keeping where the database's owner cannot reach.
func (l *Log) VerifierKey() string { return l.verifier }

// ErrNotYet means that an entry is not in the tree, or not under a signed head, yet; ErrNotFound that there is no such entry;
// ErrHead that something is no signed head of this log; ErrBusy that another keeps the log to themselves just now.
var (
	ErrNotYet   = errors.New("the entry is not under a signed head yet")
	ErrNotFound = errors.New("there is no such entry in the log")
	ErrBusy     = errors.New("another is at work on the audit log")
	ErrHead     = errors.New("this is not a signed head of this log")
)

// Fault is what is wrong with the log: the first place in the tree, counted from 0, that is not as it was.
type Fault struct {
	Index int64
	What  string
}

// Error names the place. It is for operators, not for citizens.
func (f Fault) Error() string {
	return fmt.Sprintf("the audit log was altered: the first bad index is %d: %s", f.Index, f.What)
}
