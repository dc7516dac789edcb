package sms

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// sweep gives every message that should be under way a job, where it has none: after a job was thrown away, or a restore. A job that
// is there stays the only one. Reports that no job derived a state from are derived now.
func (d *Desk) sweep(ctx context.Context) error {
	return pgx.BeginFunc(ctx, d.c.DB, func(tx pgx.Tx) error {
		ids, err := d.stuck(ctx, tx)
		if err != nil {
			return fmt.Errorf("sweep texts: %w", err)
		}
		for _, id := range ids {
			if err := d.enqueueTx(ctx, tx, SendArgs{Message: id}, nil); err != nil {
				return err
			}
		}
		sids, err := unsettled(ctx, tx)
		if err != nil {
			return fmt.Errorf("sweep reports: %w", err)
		}
		for _, sid := range sids {
			if err := d.enqueueTx(ctx, tx, StatusArgs{SID: sid}, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// stuck are messages that are not at Twilio five minutes after they were made, or after their last attempt.
func (d *Desk) stuck(ctx context.Context, tx pgx.Tx) ([]int64, error) {
	rows, err := tx.Query(ctx, `
		select m.id from sms_messages m
		where m.direction = 'out' and m.state in ('queued', 'sending', 'unknown')
		  and coalesce(m.attempt_at, m.made_at) < @now::timestamptz - interval '5 minutes'
		  -- sent again later on purpose: its own job waits for that
		  and not exists (select from river_job j where j.kind = 'sms-send' and j.finalized_at is null
		                  and j.args @> jsonb_build_object('message', m.id))
		order by m.id limit 1000`, pgx.NamedArgs{"now": d.c.Now()})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// unsettled are messages known only as sent that were reported further.
func unsettled(ctx context.Context, tx pgx.Tx) ([]string, error) {
	rows, err := tx.Query(ctx, `
		select distinct m.sid from sms_messages m join sms_statuses s on s.sid = m.sid
		where m.direction = 'out' and m.state = 'sent' and m.sent_at > now() - interval '7 days'
		  and s.status in ('delivered', 'undelivered', 'failed', 'canceled', 'read', 'partially_delivered')
		  and s.at < now() - interval '5 minutes'
		limit 1000`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
