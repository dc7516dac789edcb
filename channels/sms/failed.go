package sms

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/staff"
)

// Why a text was not sent, beside accounts.Refusal; worded by lang "reach.<why>".
const (
	whyStopped      = "stopped"      // they texted STOP
	whyOtherNumber  = "other-number" // the person has another number now
	whyCancelled    = "cancelled"    // what caused it took it back
	mostSendings    = 3              // a text that did not get through is sent at most this often in all
	letterAgainTime = 24 * time.Hour // one letter in place of texts a day is enough
)

// mayNot says why a message must not go out now; "" when it may. Called with the message locked; the account stays locked too, so
// that nothing changes until the attempt is on disk.
func (d *Desk) mayNot(ctx context.Context, tx pgx.Tx, m message) (string, error) {
	var stopped, cancelled bool
	err := tx.QueryRow(ctx, `
		with recursive chain (notice_id, retry_of) as (
			select notice_id, retry_of from sms_messages where id = @id
			union all
			select m.notice_id, m.retry_of from sms_messages m join chain c on m.id = c.retry_of)
		select exists (select from sms_conversations where phone = @phone and stopped_at is not null),
		       exists (select from chain c join notices n on n.id = c.notice_id where n.cancelled_at is not null)`,
		pgx.NamedArgs{"id": m.ID, "phone": m.Phone}).Scan(&stopped, &cancelled)
	switch {
	case err != nil:
		return "", fmt.Errorf("text %d: %w", m.ID, err)
	case cancelled:
		return whyCancelled, nil
	case stopped && m.Kind != kindStop:
		return whyStopped, nil
	case m.Account == 0:
		return "", nil
	}
	phone, _, why, err := d.c.Register.MayText(ctx, tx, m.Account)
	switch {
	case err != nil:
		return "", fmt.Errorf("text %d: %w", m.ID, err)
	case why == accounts.HasDied, why == accounts.NotSafe:
		return string(why), nil
	case m.reply(): // a reply goes back to where the question came from
		return "", nil
	case why != accounts.ReachOK:
		return string(why), nil
	case phone != m.Phone:
		return whyOtherNumber, nil
	}
	return "", nil
}

// suppressTx records that a message was not sent because it must not be.
func (d *Desk) suppressTx(ctx context.Context, tx pgx.Tx, m message, why string) error {
	_, err := tx.Exec(ctx, `update sms_messages set state = 'suppressed', done_at = @now where id = @id`,
		pgx.NamedArgs{"id": m.ID, "now": d.c.Now()})
	if err != nil {
		return fmt.Errorf("text %d: %w", m.ID, err)
	}
	data := map[string]any{"why": why, "kind": m.Kind}
	if why == string(accounts.HasDied) || why == whyCancelled {
		return d.eventTx(ctx, tx, m, "text-suppressed", data)
	}
	return d.giveUpTx(ctx, tx, m, "text-suppressed", data)
}

// failedTx is what follows from a text that was refused or did not arrive: later again, or another door. Called with the message locked.
func (d *Desk) failedTx(ctx context.Context, tx pgx.Tx, m message, code int) error {
	if wait, again := sendAgain(code); again {
		done, err := d.againTx(ctx, tx, m, wait)
		if err != nil || done {
			return err
		}
	}
	if deadNumber(code) && m.Account != 0 {
		if err := d.c.Register.MarkDeadContactTx(ctx, tx, m.Account, m.Phone); err != nil {
			return fmt.Errorf("text %d: %w", m.ID, err)
		}
	}
	return d.giveUpTx(ctx, tx, m, "text-failed", map[string]any{"code": code, "kind": m.Kind})
}

// sendAgain says whether, and after how long, a text that did not arrive is worth sending again: a handset may be switched on.
func sendAgain(code int) (time.Duration, bool) {
	switch code {
	case codeHandsetOff:
		return 30*time.Minute + rand.N(30*time.Minute), true
	case codeNoReason:
		return 5*time.Minute + rand.N(5*time.Minute), true
	}
	return 0, false
}

// againTx sends a text once more as a message of its own; false when that was done often enough. A reply is not: what it said is stale.
func (d *Desk) againTx(ctx context.Context, tx pgx.Tx, m message, wait time.Duration) (bool, error) {
	if m.reply() {
		return false, nil
	}
	rows, err := tx.Query(ctx, `
		with recursive before (id, retry_of) as (
			select id, retry_of from sms_messages where id = @id
			union all
			select m.id, m.retry_of from sms_messages m join before b on m.id = b.retry_of)
		insert into sms_messages (direction, phone, kind, retry_of, account_id, draft_id, code_id, body, segments, made_at)
		select 'out', phone, kind, id, account_id, draft_id, code_id, body, segments, @now
		from sms_messages where id = @id and (select count(*) from before) < @most
		on conflict do nothing
		returning id`, pgx.NamedArgs{"id": m.ID, "now": d.c.Now(), "most": mostSendings})
	if err != nil {
		return false, fmt.Errorf("text %d again: %w", m.ID, err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(ids) == 0 {
		return false, err
	}
	return true, d.enqueueTx(ctx, tx, SendArgs{Message: ids[0]}, &river.InsertOpts{ScheduledAt: d.c.Now().Add(wait)})
}

// giveUpTx tells the case and a person that a text will not arrive, and where it was to hand over, posts a letter in its place.
func (d *Desk) giveUpTx(ctx context.Context, tx pgx.Tx, m message, event string, data map[string]any) error {
	if m.Draft == 0 {
		return nil
	}
	if err := d.eventTx(ctx, tx, m, event, data); err != nil {
		return err
	}
	if err := d.taskTx(ctx, tx, "text-failed", m.Draft, m.Account, data); err != nil {
		return err
	}
	if m.Kind != "continue" {
		return nil
	}
	return d.enqueueTx(ctx, tx, LetterArgs{Message: m.ID}, nil)
}

func (d *Desk) eventTx(ctx context.Context, tx pgx.Tx, m message, kind string, data map[string]any) error {
	if m.Draft == 0 {
		return nil
	}
	return d.c.Office.AddEventTx(ctx, tx, audit.TheSystem, m.Draft, kind, data)
}

// taskTx asks the draft's agency for a person, by the next working day.
func (d *Desk) taskTx(ctx context.Context, tx pgx.Tx, kind string, draft, account int64, data map[string]any) error {
	dr, err := d.c.Office.ReadDraftTx(ctx, tx, draft, false)
	if err != nil {
		return err
	}
	agency, err := staff.AgencyTx(ctx, tx, dr.Agency)
	if err != nil {
		return err
	}
	_, err = d.c.Office.AddTaskTx(ctx, tx, cases.Task{Agency: dr.Agency, Case: dr.Case, Draft: draft, Account: account, Kind: kind, Data: data,
		Due: cases.AddWorkingDays(agency.Nation, d.c.Now(), 1)})
	return err
}

// lockStopped keeps a number that the network says has opted out: not all of them tell us when it happens. The conversation is locked
// before the message, as everywhere.
func lockStopped(ctx context.Context, tx pgx.Tx, m message, code int) error {
	if code != codeOptedOut {
		return nil
	}
	_, err := tx.Exec(ctx, `
		insert into sms_conversations (phone, stopped_at) values (@phone, now())
		on conflict (phone) do update set stopped_at = coalesce(sms_conversations.stopped_at, excluded.stopped_at)`,
		pgx.NamedArgs{"phone": m.Phone})
	if err != nil {
		return fmt.Errorf("text %d: %w", m.ID, err)
	}
	return nil
}

// letterInstead posts the letter with a code. A letter that went out since the text was made does for it.
func (d *Desk) letterInstead(ctx context.Context, id int64) error {
	var m message
	err := pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) (err error) {
		m, err = scanMessage(tx.QueryRow(ctx, selectMessage+`id = @id`, pgx.NamedArgs{"id": id}))
		return err
	})
	if err != nil {
		return fmt.Errorf("letter instead of text %d: %w", id, err)
	}
	done, err := d.letterSince(ctx, m)
	if err != nil || done {
		return err
	}
	err = d.c.Office.PostLetter(ctx, audit.TheSystem, m.Draft)
	var cannot cases.Unreachable
	if errors.As(err, &cannot) || errors.Is(err, cases.ErrClosed) || errors.Is(err, cases.ErrNotFound) {
		return nil // the task of the failed text is with a person already
	}
	return err
}

func (d *Desk) letterSince(ctx context.Context, m message) (bool, error) {
	events, err := d.c.Office.Timeline(ctx, m.Draft)
	if err != nil {
		return false, err
	}
	for _, e := range events {
		if (e.Kind == "letter-asked" || e.Kind == "letter-by-hand") && (e.At.After(m.Made) || d.c.Now().Sub(e.At) < letterAgainTime) {
			return true, nil
		}
	}
	return false, nil
}
