// Package attempts counts tries at anything that can be guessed (staff passwords, citizens' codes) and says when it is enough.
// It alone writes the table attempts. A try is counted before it is judged, so that a hundred at the same moment count as a hundred.
package attempts

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Try is one thing a try is counted against.
type Try struct {
	What    string        // 'staff-name', 'code-remote' …
	Subject string        // user name, account, remote address: only a keyed hash of it is stored
	Max     int           // tries allowed within Window
	Window  time.Duration // sliding
}

// Counter counts tries.
type Counter struct {
	db  *pgxpool.Pool
	key []byte
}

// New makes a Counter; secret keys the hashes of subjects.
func New(db *pgxpool.Pool, secret []byte) *Counter {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("samedoor attempts"))
	return &Counter{db: db, key: mac.Sum(nil)}
}

// Take counts one try against all of tries and commits that at once, whatever comes of the try. It answers false, and counts
// nothing, where any of them is used up. Give back what turned out well with Forget.
func (c *Counter) Take(ctx context.Context, now time.Time, tries ...Try) (ok bool, err error) {
	err = pgx.BeginFunc(ctx, c.db, func(tx pgx.Tx) error {
		if err := c.lock(ctx, tx, tries); err != nil {
			return err
		}
		for _, t := range tries {
			n, err := c.count(ctx, tx, t, now)
			if err != nil || n >= t.Max {
				return err
			}
		}
		ok = true
		for _, t := range tries {
			if err := c.add(ctx, tx, t, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("count a try: %w", err)
	}
	return ok, nil
}

// lock makes tries at the same subjects wait for each other; always in the same order, so that none waits for ever.
func (c *Counter) lock(ctx context.Context, tx pgx.Tx, tries []Try) error {
	locks := make([]int64, len(tries))
	for i, t := range tries {
		locks[i] = int64(binary.BigEndian.Uint64(c.subject(t)))
	}
	slices.Sort(locks)
	for _, l := range locks {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, l); err != nil {
			return err
		}
	}
	return nil
}

func (c *Counter) count(ctx context.Context, tx pgx.Tx, t Try, now time.Time) (n int, err error) {
	err = tx.QueryRow(ctx, `
		select count(*) from attempts where what = @what and subject = @subject and at > @since`,
		pgx.NamedArgs{"what": t.What, "subject": c.subject(t), "since": now.Add(-t.Window)}).Scan(&n)
	return n, err
}

func (c *Counter) add(ctx context.Context, tx pgx.Tx, t Try, now time.Time) error {
	_, err := tx.Exec(ctx, `insert into attempts (what, subject, at) values (@what, @subject, @at)`,
		pgx.NamedArgs{"what": t.What, "subject": c.subject(t), "at": now})
	return err
}

// Forget takes back every counted try at t: it was the right person after all.
func (c *Counter) Forget(ctx context.Context, t Try) error {
	_, err := c.db.Exec(ctx, `delete from attempts where what = @what and subject = @subject`,
		pgx.NamedArgs{"what": t.What, "subject": c.subject(t)})
	if err != nil {
		return fmt.Errorf("forget tries: %w", err)
	}
	return nil
}

// ForgetOne takes back the newest counted try at t only: what a good try leaves on a shared address.
func (c *Counter) ForgetOne(ctx context.Context, t Try) error {
	_, err := c.db.Exec(ctx, `
		delete from attempts where id = (
			select id from attempts where what = @what and subject = @subject order by at desc, id desc limit 1)`,
		pgx.NamedArgs{"what": t.What, "subject": c.subject(t)})
	if err != nil {
		return fmt.Errorf("forget a try: %w", err)
	}
	return nil
}

// Sweep deletes tries older than before, in every subject: call it once a day with a time well past the longest window.
func Sweep(ctx context.Context, db *pgxpool.Pool, before time.Time) (deleted int64, err error) {
	tag, err := db.Exec(ctx, `delete from attempts where at < @before`, pgx.NamedArgs{"before": before})
	if err != nil {
		return 0, fmt.Errorf("sweep tries: %w", err)
	}
	return tag.RowsAffected(), nil
}

func (c *Counter) subject(t Try) []byte {
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte(t.What + "\x00" + t.Subject))
	return mac.Sum(nil)
}
