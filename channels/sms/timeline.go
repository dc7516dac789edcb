package sms

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Message is one text, for timelines and the demonstration's handset. Codes are not shown in it.
type Message struct {
	ID       int64
	In       bool
	Phone    string
	Body     string
	State    string
	Segments int
	At       time.Time
}

// ByDraft are the texts of a draft, oldest first. What somebody texted before they proved who they are is not among them.
func (d *Desk) ByDraft(ctx context.Context, draft int64) ([]Message, error) {
	return d.messages(ctx, `where draft_id = @draft`, pgx.NamedArgs{"draft": draft})
}

// ByPhone are the newest 200 texts to and from a number, oldest first: what the demonstration's handset shows after a restart.
func (d *Desk) ByPhone(ctx context.Context, phone string) ([]Message, error) {
	return d.messages(ctx, `where phone = any(@phones)`, pgx.NamedArgs{"phones": d.veils(phone)})
}

func (d *Desk) messages(ctx context.Context, where string, args pgx.NamedArgs) ([]Message, error) {
	rows, err := d.c.DB.Query(ctx, `
		select * from (
			select id, direction = 'in', phone, body, state, segments, made_at
			from sms_messages `+where+` order by id desc limit 200) newest
		order by id`, args)
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	out, err := pgx.CollectRows(rows, d.scanShown)
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	return out, nil
}

// ByAccount are the texts to and from a person, newest first, before a time, at most limit: those of nobody's draft, such as a code, too.
func (d *Desk) ByAccount(ctx context.Context, account int64, before time.Time, limit int) ([]Message, error) {
	rows, err := d.c.DB.Query(ctx, `
		select id, direction = 'in', phone, body, state, segments, made_at
		from sms_messages where account_id = any(person_of(@account)) and made_at < @before order by made_at desc, id desc limit @limit`,
		pgx.NamedArgs{"account": account, "before": before, "limit": limit})
	if err != nil {
		return nil, fmt.Errorf("texts of account %d: %w", account, err)
	}
	out, err := pgx.CollectRows(rows, d.scanShown)
	if err != nil {
		return nil, fmt.Errorf("texts of account %d: %w", account, err)
	}
	return out, nil
}

func (d *Desk) scanShown(row pgx.CollectableRow) (m Message, err error) {
	if err = row.Scan(&m.ID, &m.In, &m.Phone, &m.Body, &m.State, &m.Segments, &m.At); err != nil {
		return m, err
	}
	m.Phone, m.Body, err = d.opened(m.Phone, m.Body)
	m.Body = hideCode(m.Body)
	return m, err
}
