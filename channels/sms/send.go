package sms

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
)

// How long things are waited for.
const (
	settleTime = 90 * time.Second // after which a message not found at Twilio was not taken there; a call lasts 10 s at most
	lookAgain  = 15 * time.Second // until an unknown outcome is looked for
	giveUp     = 24 * time.Hour   // after which a text refused for now is too late to be of use
	mending    = 5 * time.Minute  // until wrong credentials are tried again
)

// message is an outbound row.
type message struct {
	ID                   int64
	Phone, Kind, Body    string
	State, SID           string
	Account, Draft, Code int64
	Tries                int
	Attempt              *time.Time
	Made                 time.Time

	way accounts.Way // of a message that is to be sent now
}

// reply is true of what answers a citizen's text; everything else comes of a notice.
func (m message) reply() bool {
	return m.Kind == kindReply || m.Kind == kindStop || m.Kind == kindReference
}

const selectMessage = `
	select id, phone, kind, body, state, coalesce(sid, ''), coalesce(account_id, 0), coalesce(draft_id, 0), coalesce(code_id, 0),
	       tries, attempt_at, made_at
	from sms_messages where direction = 'out' and `

func (d *Desk) scanMessage(row pgx.Row) (m message, err error) {
	err = row.Scan(&m.ID, &m.Phone, &m.Kind, &m.Body, &m.State, &m.SID, &m.Account, &m.Draft, &m.Code, &m.Tries, &m.Attempt, &m.Made)
	if err != nil {
		return m, err
	}
	m.Phone, m.Body, err = d.opened(m.Phone, m.Body)
	return m, err
}

// send brings a message to Twilio once, however often it runs and wherever it is killed. That a call is being made is on disk before
// it is made; a message found so was cut off, and is looked for at Twilio before it may be sent again.
func (d *Desk) send(ctx context.Context, id int64) error {
	m, err := d.begin(ctx, id)
	if err != nil {
		return err
	}
	switch m.State {
	case "sending":
		return d.call(ctx, m)
	case "unknown":
		return d.lookFor(ctx, m)
	}
	return nil // sent before, or not to be sent
}

// begin decides what is to be done with a message, and commits that: state "sending" is to be sent now by us, "unknown" to be looked
// for, anything else is finished with. Whether the person may be texted is asked anew: it may have changed since the text was queued.
func (d *Desk) begin(ctx context.Context, id int64) (m message, err error) {
	err = pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error {
		m, err = d.scanMessage(tx.QueryRow(ctx, selectMessage+`id = @id for update`, pgx.NamedArgs{"id": id}))
		if errors.Is(err, pgx.ErrNoRows) {
			return river.JobCancel(fmt.Errorf("text %d is not there", id))
		}
		if err != nil {
			return fmt.Errorf("send text %d: %w", id, err)
		}
		switch m.State {
		case "queued":
		case "sending":
			m.State = "unknown"
			return nil
		default:
			return nil
		}
		way, why, err := d.wayTx(ctx, tx, m)
		if err != nil {
			return err
		}
		if why != "" {
			m.State = "suppressed"
			return d.suppressTx(ctx, tx, m, why)
		}
		if wait := way.From().Sub(d.c.Now()); wait > 0 { // they are at rest
			m.State = "resting"
			return river.JobSnooze(wait)
		}
		m.way = way
		now := d.c.Now().Truncate(time.Microsecond) // as the database keeps it
		m.State, m.Attempt = "sending", &now
		return setTx(ctx, tx, m, `state = 'sending', attempt_at = @attempt`)
	})
	return m, err
}

// call makes the call. Nothing is locked meanwhile.
func (d *Desk) call(ctx context.Context, m message) error {
	sid, err := d.c.Sender.Send(ctx, m.way, d.codeIn(m.Body, m.Code))
	if err == nil {
		return d.sent(ctx, m, sid)
	}
	var failed *SendError
	if !errors.As(err, &failed) {
		failed = &SendError{Outcome: Unknown, Err: err}
	}
	switch failed.Outcome {
	case Refused:
		return d.refused(ctx, m, failed.Code)
	case Retry:
		return d.later(ctx, m, failed)
	case Unknown:
		slog.WarnContext(ctx, "text: outcome unknown", "message", m.ID, "status", failed.Status, "code", failed.Code)
		if err := d.set(ctx, m, `state = 'unknown'`); err != nil {
			return err
		}
		return river.JobSnooze(lookAgain)
	}
	return err
}

// sent records that Twilio has the message, and whatever it has reported of it already.
func (d *Desk) sent(ctx context.Context, m message, sid string) error {
	return pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error {
		m.SID = sid
		if err := setTx(ctx, tx, m, `state = 'sent', sid = @sid, sent_at = @now, error_code = 0`, "now", d.c.Now()); err != nil {
			return err
		}
		return d.settleTx(ctx, tx, sid)
	})
}

// later puts a message back that was refused for now. It was never taken, so sending again is safe.
func (d *Desk) later(ctx context.Context, m message, failed *SendError) error {
	if d.c.Now().Sub(m.Made) > giveUp {
		return d.refused(ctx, m, failed.Code)
	}
	if err := d.set(ctx, m, `state = 'queued', attempt_at = null, tries = tries + 1, error_code = @code`, "code", failed.Code); err != nil {
		return err
	}
	if failed.Code == codeCredentials || failed.Status == 401 || failed.Status == 403 {
		slog.ErrorContext(ctx, "text: Twilio does not take our credentials; no text goes out until an operator mends them", "message", m.ID, "code", failed.Code)
		return river.JobSnooze(mending)
	}
	return river.JobSnooze(pause(m.Tries))
}

// pause grows from 1–2 s to 2–4 min, with jitter so that a crowd does not come back all at once.
func pause(tries int) time.Duration {
	base := time.Second << min(tries, 7)
	return base + rand.N(base)
}

// refused records that Twilio will not take the message.
func (d *Desk) refused(ctx context.Context, m message, code int) error {
	return pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error {
		if err := d.lockStopped(ctx, tx, m, code); err != nil {
			return err
		}
		if err := setTx(ctx, tx, m, `state = 'failed', error_code = @code, done_at = @now`, "code", code, "now", d.c.Now()); err != nil {
			return err
		}
		return d.failedTx(ctx, tx, m, code)
	})
}

// lookFor asks Twilio whether it has a message whose call was cut off. Found: it is that one. Not found for settleTime: it was never
// taken, and goes out again.
func (d *Desk) lookFor(ctx context.Context, m message) error {
	began := m.Made
	if m.Attempt != nil {
		began = *m.Attempt
	}
	sids, err := d.c.Sender.Find(ctx, m.Phone, d.codeIn(m.Body, m.Code), began)
	if err != nil {
		return fmt.Errorf("look for text %d: %w", m.ID, err)
	}
	sid, err := d.unclaimed(ctx, sids)
	if err != nil {
		return fmt.Errorf("look for text %d: %w", m.ID, err)
	}
	if sid != "" {
		slog.InfoContext(ctx, "text: found at Twilio, not sent again", "message", m.ID)
		return d.sent(ctx, m, sid)
	}
	if waited := d.c.Now().Sub(began); waited < settleTime {
		return river.JobSnooze(min(lookAgain, settleTime-waited))
	}
	if err := d.set(ctx, m, `state = 'queued', attempt_at = null`); err != nil {
		return err
	}
	return river.JobSnooze(0)
}

// unclaimed is the oldest of some SIDs that no message of ours has: two messages may rightly have the same body.
func (d *Desk) unclaimed(ctx context.Context, sids []string) (string, error) {
	if len(sids) == 0 {
		return "", nil
	}
	rows, err := d.c.DB.Query(ctx, `
		select s.sid from unnest(@sids::text[]) with ordinality s (sid, n)
		where not exists (select from sms_messages m where m.sid = s.sid)
		order by s.n desc limit 1`, pgx.NamedArgs{"sids": sids})
	if err != nil {
		return "", err
	}
	free, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(free) == 0 {
		return "", err
	}
	return free[0], nil
}

// set is setTx in its own transaction.
func (d *Desk) set(ctx context.Context, m message, what string, vars ...any) error {
	return pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error { return setTx(ctx, tx, m, what, vars...) })
}

// errOvertaken: another worker has taken the message on since we read it. Its job decides; ours runs again and sees.
var errOvertaken = errors.New("another worker has the text")

// setTx changes a message, but only out of the very attempt that m was read in.
func setTx(ctx context.Context, tx pgx.Tx, m message, what string, vars ...any) error {
	args := pgx.NamedArgs{"id": m.ID, "sid": m.SID, "attempt": m.Attempt}
	for i := 0; i+1 < len(vars); i += 2 {
		args[vars[i].(string)] = vars[i+1]
	}
	tag, err := tx.Exec(ctx, `update sms_messages set `+what+`
		where id = @id and state in ('queued', 'sending', 'unknown') and (state = 'queued' or attempt_at is not distinct from @attempt)`, args)
	if err != nil {
		return fmt.Errorf("text %d: %w", m.ID, err)
	}
	if tag.RowsAffected() == 0 {
		return fmt.Errorf("text %d: %w", m.ID, errOvertaken)
	}
	return nil
}
