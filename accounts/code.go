package accounts

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/lang"
)

// codeLetters are the 29 letters and digits that are not misread; twelve of them are 58 bits.
const (
	codeLetters = "23456789BCDFGHJKLMNPQRSTVWXYZ"
	codeLength  = 12
)

// Code is a code that lets a citizen open a draft or case; Text is derived, never stored.
type Code struct {
	ID      int64
	Account int64
	Draft   int64
	Purpose string // 'continue', 'see-case', 'sign-in', 'stop'
	SentBy  string // of a code to sign in: 'letter', 'text'
	Expires time.Time
}

// LogValue leaves out what ties a log line to a person.
func (c Code) LogValue() slog.Value {
	return slog.GroupValue(slog.Int64("code", c.ID), slog.String("purpose", c.Purpose))
}

// NewCodeTx makes a code for a draft, valid to the end of the day that many days from now in the United Kingdom (28 by letter,
// 7 by text). account is 0 where the draft has none yet; then BornOf says whose date of birth opens it.
func (r *Register) NewCodeTx(ctx context.Context, tx pgx.Tx, purpose string, account, draft int64, days int, now time.Time) (Code, error) {
	y, m, d := now.In(lang.London).Date()
	c := Code{Account: account, Draft: draft, Purpose: purpose, Expires: time.Date(y, m, d+days, 23, 59, 59, 0, lang.London)}
	err := tx.QueryRow(ctx, `
		insert into access_codes (purpose, account_id, draft_id, made_at, expires_at)
		values (@purpose, nullif(@account::bigint, 0), nullif(@draft::bigint, 0), @now, @expires) returning id`,
		pgx.NamedArgs{"purpose": purpose, "account": account, "draft": draft, "now": now, "expires": c.Expires}).Scan(&c.ID)
	if err != nil {
		return Code{}, fmt.Errorf("new code for draft %d: %w", draft, err)
	}
	_, err = tx.Exec(ctx, `update access_codes set digest = @digest where id = @id`,
		pgx.NamedArgs{"id": c.ID, "digest": r.digest(r.CodeText(c.ID))})
	if err != nil {
		return Code{}, fmt.Errorf("new code for draft %d: %w", draft, err)
	}
	return c, nil
}

// CodeTx reads a code that was made. ErrNotFound.
func (r *Register) CodeTx(ctx context.Context, tx pgx.Tx, id int64) (c Code, err error) {
	err = tx.QueryRow(ctx, `
		select id, coalesce(account_id, 0), coalesce(draft_id, 0), purpose, expires_at from access_codes where id = @id`, pgx.NamedArgs{"id": id}).
		Scan(&c.ID, &c.Account, &c.Draft, &c.Purpose, &c.Expires)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, ErrNotFound
	}
	if err != nil {
		return c, fmt.Errorf("code %d: %w", id, err)
	}
	return c, nil
}

// CodeText is the code with this id as it is printed: XXXX-XXXX-XXXX from the 29 letters and digits that are never misread.
// It is derived from the id and the site secret each time, so that no row, backup or job holds a code.
func (r *Register) CodeText(id int64) string {
	mac := hmac.New(sha256.New, r.subkey("code text"))
	_ = binary.Write(mac, binary.BigEndian, id)
	sum := mac.Sum(nil)
	var b strings.Builder
	for i := range codeLength {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		// two bytes a letter: the unevenness of 65536 modulo 29 is under a thousandth
		b.WriteByte(codeLetters[binary.BigEndian.Uint16(sum[2*i:])%uint16(len(codeLetters))])
	}
	return b.String()
}

// digest is what a code is looked up by; keyed, so that a stolen table cannot be searched for codes.
func (r *Register) digest(text string) []byte {
	mac := hmac.New(sha256.New, r.subkey("code digest"))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// lookalikes are characters no code has, and what they were read from.
var lookalikes = strings.NewReplacer("0", "Q", "O", "Q", "1", "L", "I", "L", "U", "V")

// readCode reads a code in any spelling: lower case, spaces or dashes anywhere or none, O and I for the letters they look like.
func readCode(typed string) (text string, ok bool) {
	s := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
	s = lookalikes.Replace(s)
	if len(s) != codeLength || strings.Trim(s, codeLetters) != "" {
		return "", false
	}
	return s[:4] + "-" + s[4:8] + "-" + s[8:], true
}

// QueueMoveCodes makes the codes of a draft another account's, as the draft becomes.
func QueueMoveCodes(b *pgx.Batch, draft, to int64) {
	b.Queue(`update access_codes set account_id = @to where draft_id = @draft and account_id is not null`, pgx.NamedArgs{"draft": draft, "to": to})
}

// RevokeCodesTx ends all codes of a draft.
func RevokeCodesTx(ctx context.Context, tx pgx.Tx, draft int64) error {
	_, err := tx.Exec(ctx, `update access_codes set revoked_at = now() where draft_id = @draft and revoked_at is null`,
		pgx.NamedArgs{"draft": draft})
	if err != nil {
		return fmt.Errorf("revoke codes of draft %d: %w", draft, err)
	}
	return nil
}
