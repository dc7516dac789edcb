package accounts

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// stoppedFinger is what a number on the list of those that replied STOP is known by.
func (r *Register) stoppedFinger(phone string) []byte { return r.Finger(Phone, phone) }

// StopTextsTx puts a phone on the list of those that replied STOP: until START, nobody is texted on it, whoever it belongs to.
func (r *Register) StopTextsTx(ctx context.Context, tx pgx.Tx, phone string) error {
	_, err := tx.Exec(ctx, `insert into stopped_phones (finger) values (@finger) on conflict do nothing`, pgx.NamedArgs{"finger": r.stoppedFinger(phone)})
	if err != nil {
		return fmt.Errorf("stop texts to a phone: %w", err)
	}
	return nil
}

// StartTextsTx takes a phone off the list.
func (r *Register) StartTextsTx(ctx context.Context, tx pgx.Tx, phone string) error {
	if _, err := tx.Exec(ctx, `delete from stopped_phones where finger = @finger`, pgx.NamedArgs{"finger": r.stoppedFinger(phone)}); err != nil {
		return fmt.Errorf("start texts to a phone: %w", err)
	}
	return nil
}

// queueStopped reads which of a person's mobiles are on the list, by their fingers.
func (r *Register) queueStopped(b *pgx.Batch, account int64) *[][]byte {
	var stopped [][]byte
	b.Queue(`
		select coalesce(array_agg(s.finger), '{}') from account_contacts c join stopped_phones s on s.finger = c.finger
		where c.account_id = any(person_of(@id)) and c.kind = 'mobile' and c.current`, pgx.NamedArgs{"id": account}).
		QueryRow(func(row pgx.Row) error { return row.Scan(&stopped) })
	return &stopped
}

// isStopped says whether the number a person is texted at is among those.
func (r *Register) isStopped(stopped [][]byte, a Account) bool {
	if len(stopped) == 0 || a.Mobile == "" {
		return false
	}
	finger := r.stoppedFinger(a.Mobile)
	return slices.ContainsFunc(stopped, func(f []byte) bool { return bytes.Equal(f, finger) })
}
