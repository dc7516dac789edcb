package demodata

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// begin answers true when the town is there. What a killed load left behind is taken away; a database of real agencies is refused.
func (c Config) begin(ctx context.Context) (done bool, err error) {
	var real, begun bool
	err = c.DB.QueryRow(ctx, `
		select exists (select 1 from agencies), exists (select 1 from audit_log where verb = 'demo.begun'), exists (select 1 from audit_log where verb = 'demo.loaded')`).
		Scan(&real, &begun, &done)
	if err != nil || done {
		return done, err
	}
	if real && !begun {
		return false, ErrReal
	}
	if begun {
		c.Say("the last loading was broken off: beginning again")
		if err := c.clear(ctx); err != nil {
			return false, err
		}
	}
	return false, c.mark(ctx, "demo.begun")
}

func (c Config) mark(ctx context.Context, verb string) error {
	_, err := c.DB.Exec(ctx, `insert into audit_log (actor_role, door, verb) values ('system', 'none', $1)`, verb)
	return err
}

// clear empties every table that loading fills, the logs too: only the owner of the tables can.
func (c Config) clear(ctx context.Context) error {
	err := pgx.BeginFunc(ctx, c.DB, func(tx pgx.Tx) error {
		if err := keeping(ctx, tx, "disable"); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			truncate agencies, staff, accounts, drafts, cases, letters, letter_batches, sms_messages, sms_conversations, sms_statuses,
				contacts, notices, access_codes, attempts, audit_log, audit_waiting, audit_leaves, audit_hashes, audit_heads, river_job
				restart identity cascade`)
		if err != nil {
			return err
		}
		return keeping(ctx, tx, "enable")
	})
	if err != nil {
		return fmt.Errorf("taking away a broken-off load: %w", err)
	}
	return nil
}

// keeping puts aside the triggers that keep the log, or sets them again.
func keeping(ctx context.Context, tx pgx.Tx, set string) error {
	for _, t := range []string{"audit_log", "audit_leaves", "audit_hashes", "audit_heads"} {
		if _, err := tx.Exec(ctx, `alter table `+t+` `+set+` trigger user`); err != nil {
			return err
		}
	}
	return nil
}

// aged moves what is dated by the database's clock to where it belongs in each story: the last step of a life that had begun by then.
var aged = []string{
	`update letters l set requested_at = s.story, rendered_at = s.story + interval '1 minute',
		dispatched_at = case when dispatched_at is not null then least(now(), s.story + interval '1 day') end,
		delivered_at = case when delivered_at is not null then least(now(), s.story + interval '2 days') end
	 from (select distinct on (l.id) l.id, p.story from letters l join past p on p.draft = l.draft_id and p.since <= l.requested_at
		order by l.id, p.since desc) s where s.id = l.id`,
	`update sms_messages m set made_at = n.made_at, sent_at = n.made_at + interval '3 seconds', done_at = n.made_at + interval '8 seconds'
	 from notices n where n.id = m.notice_id`,
	`update events e set at = case when e.kind = 'letter-delivered' then l.delivered_at else l.dispatched_at end from letters l
	 where e.at >= @began and e.kind in ('letter-dispatched', 'letter-delivered') and l.id = (e.data->>'letter')::bigint and l.dispatched_at is not null`,
	`update events e set at = n.at from (select draft_id, kind, max(made_at) + interval '8 seconds' as at from notices group by 1, 2) n
	 where e.at >= @began and e.kind like 'text-%' and n.draft_id = e.draft_id and n.kind = e.data->>'kind'`,
	`update contacts c set began_at = s.story, ended_at = s.story + interval '14 minutes'
	 from (select distinct on (c.id) c.id, p.story from contacts c join past p on p.draft = c.draft_id order by c.id, p.since) s where s.id = c.id`,
	`update accounts a set created_at = s.story from (select account, min(story) as story from past group by 1) s where s.account = a.id`,
	`update audit_log a set at = s.story
	 from (select distinct on (a.id) a.id, p.story from audit_log a join past p on (p.draft = a.draft_id or p.account = a.account_id) and p.since <= a.at
		order by a.id, p.since desc) s where s.id = a.id`,
}

// finish dates the histories and marks the town as loaded, in one transaction. The triggers that keep logs from being edited are put
// aside for it; only the owner of the tables can do that, and only a database that was empty is ever loaded.
func (c Config) finish(ctx context.Context, began time.Time, lived []past) error {
	err := pgx.BeginFunc(ctx, c.DB, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `create temporary table past (draft bigint, account bigint, since timestamptz, story timestamptz) on commit drop`)
		if err != nil {
			return err
		}
		_, err = tx.CopyFrom(ctx, pgx.Identifier{"past"}, []string{"draft", "account", "since", "story"},
			pgx.CopyFromSlice(len(lived), func(i int) ([]any, error) {
				p := lived[i]
				return []any{p.draft, p.account, p.since, p.story}, nil
			}))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `analyze past`); err != nil {
			return err
		}
		for _, t := range []string{"events", "audit_log"} {
			if _, err := tx.Exec(ctx, `alter table `+t+` disable trigger user`); err != nil {
				return err
			}
		}
		for _, move := range aged {
			if _, err := tx.Exec(ctx, move, pgx.NamedArgs{"began": began}); err != nil {
				return err
			}
		}
		for _, t := range []string{"events", "audit_log"} {
			if _, err := tx.Exec(ctx, `alter table `+t+` enable trigger user`); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `insert into audit_log (actor_role, door, verb) values ('system', 'none', 'demo.loaded')`)
		return err
	})
	if err != nil {
		return fmt.Errorf("dating the demonstration: %w", err)
	}
	return nil
}
