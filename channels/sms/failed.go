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

// wayTx is the way a message goes now, or why it must not go out. Called with the message locked; the account stays locked too, so that
// nothing changes until the attempt is on disk.
func (d *Desk) wayTx(ctx context.Context, tx pgx.Tx, m message) (way accounts.Way, why string, err error) {
	var stopped, cancelled, atOnce, former bool
	err = tx.QueryRow(ctx, noticesOf+`
		select exists (select from sms_conversations where phone = any(@phones) and stopped_at is not null),
		       coalesce(bool_or(cancelled_at is not null), false), coalesce(bool_or(at_once), false), coalesce(bool_or(former), false)
		from of_message`, pgx.NamedArgs{"id": m.ID, "phones": d.veils(m.Phone)}).Scan(&stopped, &cancelled, &atOnce, &former)
	switch {
	case err != nil:
		return way, "", fmt.Errorf("text %d: %w", m.ID, err)
	case cancelled:
		return way, whyCancelled, nil
	case stopped && m.Kind != kindStop:
		return way, whyStopped, nil
	case m.reply():
		return d.wayBack(ctx, tx, m)
	case m.Account == 0: // a notice is always somebody's
		return way, string(accounts.NoMobile), nil
	}
	p := accounts.Purpose{Kind: m.Kind, Only: accounts.Text, AtOnce: atOnce}
	if former {
		p.Phone = m.Phone
	}
	if way, err = d.c.Register.ReachTx(ctx, tx, m.Account, p, d.c.Now()); err != nil {
		return way, "", fmt.Errorf("text %d: %w", m.ID, err)
	}
	if way.Door() == accounts.Text && way.Phone() != m.Phone {
		return way, whyOtherNumber, nil
	}
	return way, string(way.Why()), nil
}

// noticesOf are the notices a message says, through all its sendings.
const noticesOf = `
	with recursive chain (notice_id, retry_of) as (
		select notice_id, retry_of from sms_messages where id = @id
		union all
		select m.notice_id, m.retry_of from sms_messages m join chain c on m.id = c.retry_of),
	of_message as (select n.* from chain c join notices n on n.id = c.notice_id)`

// wayBack answers where the question came from, at any hour and whatever door somebody would rather have: they are at the phone. Only who
// has died, or said since that texts are not safe, is not answered.
func (d *Desk) wayBack(ctx context.Context, tx pgx.Tx, m message) (accounts.Way, string, error) {
	back := accounts.WayBack(m.Phone)
	if m.Account == 0 {
		return back, "", nil
	}
	way, err := d.c.Register.ReachTx(ctx, tx, m.Account, accounts.Purpose{Kind: m.Kind, Only: accounts.Text, AtOnce: true}, d.c.Now())
	if err != nil {
		return back, "", fmt.Errorf("text %d: %w", m.ID, err)
	}
	if why := way.Why(); why == accounts.HasDied || why == accounts.NotSafe {
		return accounts.Way{}, string(why), nil
	}
	return back, "", nil
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
		return d.unsaidTx(ctx, tx, m)
	}
	if err := d.eventTx(ctx, tx, m, event, data); err != nil {
		return err
	}
	if err := d.taskTx(ctx, tx, "text-failed", m.Draft, m.Account, data); err != nil {
		return err
	}
	if m.Kind != "continue" && m.Kind != "submitted" { // a letter goes with all others
		return nil
	}
	return d.enqueueTx(ctx, tx, LetterArgs{Message: m.ID}, nil)
}

// unsaidTx has a notice about an account told another way.
func (d *Desk) unsaidTx(ctx context.Context, tx pgx.Tx, m message) error {
	about, err := accountNotice(ctx, tx, m)
	if err != nil || about == 0 {
		return err
	}
	return d.enqueueTx(ctx, tx, accounts.TellArgs{Notice: about, Unsaid: true}, nil)
}

// saidTx says that a notice about an account arrived.
func (d *Desk) saidTx(ctx context.Context, tx pgx.Tx, m message) error {
	about, err := accountNotice(ctx, tx, m)
	if err != nil || about == 0 {
		return err
	}
	return d.c.Register.NoticeArrivedTx(ctx, tx, about)
}

// accountNotice is the notice about an account that a message says; 0 where it says another.
func accountNotice(ctx context.Context, tx pgx.Tx, m message) (about int64, err error) {
	err = tx.QueryRow(ctx, noticesOf+` select coalesce(max(account_notice_id), 0) from of_message`, pgx.NamedArgs{"id": m.ID}).Scan(&about)
	if err != nil {
		return 0, fmt.Errorf("text %d: %w", m.ID, err)
	}
	return about, nil
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
func (d *Desk) lockStopped(ctx context.Context, tx pgx.Tx, m message, code int) error {
	if code != codeOptedOut {
		return nil
	}
	if err := d.reveil(ctx, tx, m.Phone); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		insert into sms_conversations (phone, stopped_at) values (@phone, now())
		on conflict (phone) do update set stopped_at = coalesce(sms_conversations.stopped_at, excluded.stopped_at)`,
		pgx.NamedArgs{"phone": d.veil(m.Phone)})
	if err != nil {
		return fmt.Errorf("text %d: %w", m.ID, err)
	}
	return d.c.Register.StopTextsTx(ctx, tx, m.Phone)
}

// letterInstead posts the letter with a code. A letter that went out since the text was made does for it.
func (d *Desk) letterInstead(ctx context.Context, id int64) error {
	var m message
	err := pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) (err error) {
		m, err = d.scanMessage(tx.QueryRow(ctx, selectMessage+`id = @id`, pgx.NamedArgs{"id": id}))
		return err
	})
	if err != nil {
		return fmt.Errorf("letter instead of text %d: %w", id, err)
	}
	done, err := d.letterSince(ctx, m)
	if err != nil || done {
		return err
	}
	if m.Kind == "submitted" {
		return d.c.Office.WriteInstead(ctx, audit.TheSystem, m.Draft)
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
