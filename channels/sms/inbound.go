package sms

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// incoming is a message of a citizen.
type incoming struct {
	ID                int64
	Phone, Our, Body  string
	Kind              string
	At                time.Time
	Done              bool
	EarlierUnanswered bool
}

// earlierWait is how long a message waits for one that came before it from the same phone.
const earlierWait = time.Minute

// dialable is a number that can be answered; short codes and names that text us are stored and left alone.
var dialable = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// inbound answers one message, once however often it runs: what was done is marked on the message in the transaction that does it.
func (d *Desk) inbound(ctx context.Context, id int64, optOut string) error {
	phone, err := d.phoneOf(ctx, id)
	if errors.Is(err, pgx.ErrNoRows) {
		return river.JobCancel(fmt.Errorf("text %d is not there", id))
	}
	if err != nil {
		return fmt.Errorf("answer text %d: %w", id, err)
	}
	if err := d.collect(ctx, id, phone); err != nil { // before the transaction: nothing leaves the building inside one
		return err
	}
	people, err := d.c.Register.ByPhone(ctx, phone) // before the transaction: it takes a connection of its own
	if err != nil {
		return fmt.Errorf("answer text %d: %w", id, err)
	}
	return pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error {
		now := d.c.Now()
		c, err := d.lockConversation(ctx, tx, phone, now)
		if err != nil {
			return err
		}
		in, err := d.lockIncoming(ctx, tx, id, now)
		if err != nil || in.Done {
			return err
		}
		if in.EarlierUnanswered {
			return river.JobSnooze(time.Second)
		}
		t := &turn{d: d, tx: tx, c: c, in: in, people: people, optOut: optOut, now: now}
		if err := t.take(ctx); err != nil {
			return fmt.Errorf("answer text %d: %w", id, err)
		}
		return t.finish(ctx)
	})
}

func (d *Desk) phoneOf(ctx context.Context, id int64) (phone string, err error) {
	err = d.c.DB.QueryRow(ctx, `select phone from sms_messages where id = @id and direction = 'in'`, pgx.NamedArgs{"id": id}).Scan(&phone)
	if err != nil {
		return "", err
	}
	return d.number(phone)
}

func (d *Desk) lockIncoming(ctx context.Context, tx pgx.Tx, id int64, now time.Time) (in incoming, err error) {
	err = tx.QueryRow(ctx, `
		select id, phone, our, body, kind, made_at, done_at is not null,
		       exists (select from sms_messages e where e.phone = m.phone and e.direction = 'in' and e.done_at is null and e.id < m.id
		               and e.made_at > @since)
		from sms_messages m where id = @id for update`, pgx.NamedArgs{"id": id, "since": now.Add(-earlierWait)}).
		Scan(&in.ID, &in.Phone, &in.Our, &in.Body, &in.Kind, &in.At, &in.Done, &in.EarlierUnanswered)
	if err != nil {
		return in, err
	}
	in.Phone, in.Body, err = d.opened(in.Phone, in.Body)
	return in, err
}

// finish saves the conversation, marks the message as answered and queues the reply.
func (t *turn) finish(ctx context.Context) error {
	if err := t.c.save(ctx, t.tx, t.now); err != nil {
		return err
	}
	account, draft := int64(0), int64(0)
	if t.c.proven(t.now) { // what an unproven sender said is nobody's
		account, draft = t.c.Account, t.c.Draft
	}
	_, err := t.tx.Exec(ctx, `
		update sms_messages set done_at = @now, account_id = nullif(@account::bigint, 0), draft_id = nullif(@draft::bigint, 0) where id = @id`,
		pgx.NamedArgs{"id": t.in.ID, "now": t.now, "account": account, "draft": draft})
	if err != nil {
		return fmt.Errorf("text %d: %w", t.in.ID, err)
	}
	body := lines(t.say...)
	if body == "" || !dialable.MatchString(t.c.Phone) {
		return nil
	}
	if t.kind == "" {
		t.kind = kindReply
	}
	many, err := t.tooMany(ctx, body)
	if err != nil {
		return err
	}
	if many && t.kind != kindStop {
		slog.WarnContext(ctx, "text: not answered, too many this hour", "message", t.in.ID)
		return nil
	}
	_, err = t.d.queueTx(ctx, t.tx, outgoing{Phone: t.c.Phone, Kind: t.kind, Lang: t.c.Lang, Body: body, Account: account, Draft: draft, ReplyTo: t.in.ID})
	return err
}

// Networks block a number that takes some 20 identical texts or 100 texts an hour; two machines answering each other make that soon.
const (
	mostIdentical = 15
	mostAnHour    = 80
)

func (t *turn) tooMany(ctx context.Context, body string) (bool, error) {
	var all, identical int
	err := t.tx.QueryRow(ctx, `
		select count(*), count(*) filter (where body = any(@bodies)) from sms_messages
		where phone = any(@phones) and direction = 'out' and made_at > @since`,
		pgx.NamedArgs{"phones": t.d.veils(t.c.Phone), "bodies": t.d.c.Register.Veils(bodyKind, Tidy(t.c.Lang, body)), "since": t.now.Add(-time.Hour)}).Scan(&all, &identical)
	if err != nil {
		return false, fmt.Errorf("text %d: %w", t.in.ID, err)
	}
	return all >= mostAnHour || identical >= mostIdentical, nil
}
