package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"golang.org/x/crypto/argon2"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/internal/attempts"
)

// A pass-phrase is said aloud and typed by whoever hears it, so that capitals, accents and commas count for nothing. OWASP's second
// argon2id recommendation, as for staff: 19 MiB, two passes.
const (
	phraseLeast  = 6 // letters and digits
	phraseMost   = 200
	phraseSalt   = 16
	phraseKey    = 32
	phraseMemory = 19 * 1024
	phrasePasses = 2
	phraseTries  = 5
	phraseWindow = time.Hour
)

// saidAs is a phrase as it counts.
func saidAs(phrase string) string {
	return strings.Join(strings.FieldsFunc(match.Fold(phrase), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

func phraseLongEnough(phrase string) bool {
	n := utf8.RuneCountInString(strings.ReplaceAll(saidAs(phrase), " ", ""))
	return n >= phraseLeast && len(phrase) <= phraseMost
}

func hashPhrase(phrase string) (string, error) {
	if phrase == "" {
		return "", nil
	}
	salt := make([]byte, phraseSalt)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return b64.EncodeToString(salt) + "$" + b64.EncodeToString(derivePhrase(phrase, salt)), nil
}

func derivePhrase(phrase string, salt []byte) []byte {
	return argon2.IDKey([]byte(saidAs(phrase)), salt, phrasePasses, phraseMemory, 1, phraseKey)
}

func phraseFits(hash, said string) bool {
	salt, sum, ok := strings.Cut(hash, "$")
	b64 := base64.RawStdEncoding
	s, errSalt := b64.DecodeString(salt)
	want, errSum := b64.DecodeString(sum)
	return ok && errSalt == nil && errSum == nil && len(said) <= phraseMost && subtle.ConstantTimeCompare(derivePhrase(said, s), want) == 1
}

// TryPhrase says whether what a helper said are the words agreed on for a mandate. It never tells them. Staff only; after five wrong
// tries in an hour ErrThrottled. Each try is recorded with the person's record.
func (r *Register) TryPhrase(ctx context.Context, by audit.Actor, mandate int64, said string) (right bool, err error) {
	if by.Role != audit.Staff || by.ID == 0 {
		return false, fmt.Errorf("try the phrase of mandate %d: %w", mandate, ErrNotAllowed)
	}
	count := attempts.Try{What: "mandate-phrase", Subject: strconv.FormatInt(mandate, 10), Max: phraseTries, Window: phraseWindow}
	if err := r.try(ctx, r.now(), count); err != nil {
		return false, err
	}
	var hash string
	var account int64
	err = r.db.QueryRow(ctx, `select phrase, account_id from mandates where id = @id and ended_at is null and phrase <> ''`,
		pgx.NamedArgs{"id": mandate}).Scan(&hash, &account)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, ErrNotFound
	}
	if err != nil {
		return false, fmt.Errorf("phrase of mandate %d: %w", mandate, err)
	}
	right = phraseFits(hash, said) // outside any transaction: it takes a while on purpose
	verb := "mandate.phrase-wrong"
	if right {
		verb = "mandate.phrase-right"
		if err := r.tries.Forget(ctx, count); err != nil {
			return false, err
		}
	}
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		return audit.Record(ctx, tx, by, audit.Entry{Verb: verb, Account: account})
	})
	return right && err == nil, err
}

// SetPhrase agrees on other words with the helper; the person or staff may. ErrInvalid for words that are too short, ErrNotFound.
func (r *Register) SetPhrase(ctx context.Context, by audit.Actor, mandate int64, phrase string) error {
	if !phraseLongEnough(phrase) {
		return fmt.Errorf("phrase of mandate %d: %w", mandate, ErrInvalid)
	}
	hash, err := hashPhrase(phrase)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		m, err := r.mandateFor(ctx, tx, by, mandate)
		if err != nil || m.EndedAt != nil {
			return orNotFound(err)
		}
		if _, err := tx.Exec(ctx, `update mandates set phrase = @hash, rev = rev + 1 where id = @id`, pgx.NamedArgs{"id": mandate, "hash": hash}); err != nil {
			return fmt.Errorf("phrase of mandate %d: %w", mandate, err)
		}
		return r.mandateBecame(ctx, tx, by, m, "phrase-set", nil)
	})
}
