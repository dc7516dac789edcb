package sms

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// A report may overtake the answer of the very call that made the message.
const (
	reportAgain = 3 * time.Second  // until a report without a message is looked at again
	reportLost  = 15 * time.Minute // after which it is of no message of ours
)

// settle works a report: the message's state is derived from all of them.
func (d *Desk) settle(ctx context.Context, sid string, came time.Time) error {
	var known bool
	err := pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `select exists (select from sms_messages where direction = 'out' and sid = @sid)`,
			pgx.NamedArgs{"sid": sid}).Scan(&known)
		if err != nil || !known {
			return err
		}
		return d.settleTx(ctx, tx, sid)
	})
	if err != nil {
		return fmt.Errorf("report of %s: %w", sid, err)
	}
	if !known && d.c.Now().Sub(came) < reportLost {
		return river.JobSnooze(reportAgain)
	}
	return nil
}

// settleTx derives a message's state. Reports come in any order and more than once: the furthest one ever reported is the state, so it
// never goes back. Delivered is furthest, for a long text may report both an error and that.
func (d *Desk) settleTx(ctx context.Context, tx pgx.Tx, sid string) error {
	best, code, err := furthest(ctx, tx, sid)
	if err != nil || best == "" {
		return err
	}
	if code == codeOptedOut {
		var phone string
		if err := tx.QueryRow(ctx, `select phone from sms_messages where sid = @sid`, pgx.NamedArgs{"sid": sid}).Scan(&phone); err != nil {
			return err
		}
		if phone, err = d.number(phone); err != nil {
			return err
		}
		if err := d.lockStopped(ctx, tx, message{Phone: phone}, code); err != nil {
			return err
		}
	}
	m, err := d.scanMessage(tx.QueryRow(ctx, selectMessage+`sid = @sid for update`, pgx.NamedArgs{"sid": sid}))
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if rank(best) <= rank(m.State) {
		return nil
	}
	_, err = tx.Exec(ctx, `
		update sms_messages set state = @state, error_code = @code, done_at = case when @final then @now::timestamptz else done_at end
		where id = @id`, pgx.NamedArgs{"id": m.ID, "state": best, "code": code, "final": rank(best) > rank("sent"), "now": d.c.Now()})
	if err != nil {
		return err
	}
	return d.becameTx(ctx, tx, m, best, code)
}

// becameTx is what a new state means. A notice delivered shows on the timeline, once; replies of a conversation would drown it.
func (d *Desk) becameTx(ctx context.Context, tx pgx.Tx, m message, state string, code int) error {
	switch state {
	case "delivered":
		if m.reply() {
			return nil
		}
		if m.Draft == 0 {
			return d.saidTx(ctx, tx, m)
		}
		return d.eventTx(ctx, tx, m, "text-delivered", map[string]any{"kind": m.Kind})
	case "undelivered", "failed", "canceled":
		return d.failedTx(ctx, tx, m, code)
	}
	return nil
}

func furthest(ctx context.Context, tx pgx.Tx, sid string) (best string, code int, err error) {
	rows, err := tx.Query(ctx, `select status, error_code from sms_statuses where sid = @sid order by at, status`, pgx.NamedArgs{"sid": sid})
	if err != nil {
		return "", 0, err
	}
	var status string
	var reported int
	_, err = pgx.ForEachRow(rows, []any{&status, &reported}, func() error {
		if state := ours(status); rank(state) > rank(best) {
			best, code = state, reported
		}
		return nil
	})
	return best, code, err
}

// ours is our state for one of Twilio's; "" for those before it left Twilio, which tell nothing new.
func ours(status string) string {
	switch status {
	case "sent":
		return "sent"
	case "delivered", "read", "partially_delivered":
		return "delivered"
	case "undelivered", "failed", "canceled":
		return status
	}
	return ""
}

// rank orders states by how much is known; a message only moves up.
func rank(state string) int {
	switch state {
	case "sent":
		return 1
	case "canceled":
		return 2
	case "failed":
		return 3
	case "undelivered":
		return 4
	case "delivered":
		return 5
	}
	return 0
}
