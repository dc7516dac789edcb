package sms

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Phone is a number we have talked with.
type Phone struct {
	Number string
	Name   string // whoever the last message belonged to; "" where nobody is known
	Last   string // the last message; a code in it is not shown
}

// Phones are the numbers last talked with, newest first: for the demonstration's handset.
func (d *Desk) Phones(ctx context.Context, limit int) ([]Phone, error) {
	rows, err := d.c.DB.Query(ctx, `
		select m.phone, coalesce(a.full_name, ''), m.body
		from (select distinct on (phone) phone, account_id, body, id from sms_messages order by phone, id desc) m
		left join accounts a on a.id = m.account_id
		order by m.id desc limit $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("phones: %w", err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Phone])
	if err != nil {
		return nil, fmt.Errorf("phones: %w", err)
	}
	for i := range found {
		p := &found[i]
		if p.Number, p.Last, err = d.opened(p.Number, p.Last); err != nil {
			return nil, fmt.Errorf("phones: %w", err)
		}
		p.Last = hideCode(p.Last)
	}
	return found, nil
}
