package demodata

import (
	"context"
	"fmt"

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

// clear empties every table that loading fills. truncate does not fire the row triggers that keep the logs.
func (c Config) clear(ctx context.Context) error {
	_, err := c.DB.Exec(ctx, `
		truncate agencies, staff, accounts, drafts, cases, letters, letter_batches, sms_messages, sms_conversations, sms_statuses,
			contacts, notices, access_codes, attempts, audit_log, river_job restart identity cascade`)
	if err != nil {
		return fmt.Errorf("taking away a broken-off load: %w", err)
	}
	return nil
}

// aged are the tables whose times are moved into the past, with the way from a row to its draft.
var aged = []struct{ table, set, draft string }{
	{"drafts", "started_at = started_at - p.back, touched_at = touched_at - p.back", "t.id"},
	{"answers", "given_at = given_at - p.back", "t.draft_id"},
	{"events", "at = at - p.back", "t.draft_id"},
	{"cases", "submitted_at = submitted_at - p.back, decided_at = decided_at - p.back, deadline = deadline - p.days, target = target - p.days", "t.draft_id"},
	{"decisions", "decided_at = decided_at - p.back, award_from = award_from - p.days, award_until = award_until - p.days, review_until = review_until - p.days", "(select draft_id from cases where id = t.case_id)"},
	{"documents", "at = at - p.back", "t.draft_id"},
	{"tasks", "made_at = made_at - p.back, due = due - p.days", "coalesce(t.draft_id, (select draft_id from cases where id = t.case_id))"},
	{"letters", "requested_at = requested_at - p.back", "t.draft_id"},
	{"notices", "made_at = made_at - p.back", "t.draft_id"},
	{"access_codes", "made_at = made_at - p.back", "t.draft_id"},
}

// finish moves each application as far into the past as its state needs, and marks the town as loaded, in one transaction.
// The triggers that keep logs from being edited are put aside for it; only the owner of the tables can do that, and only a
// database that was empty is ever loaded.
func (c Config) finish(ctx context.Context) error {
	return pgx.BeginFunc(ctx, c.DB, func(tx pgx.Tx) error {
		for _, t := range []string{"answers", "events", "decisions"} {
			if _, err := tx.Exec(ctx, `alter table `+t+` disable trigger user`); err != nil {
				return fmt.Errorf("ageing the demonstration: %w", err)
			}
		}
		_, err := tx.Exec(ctx, `
			create temporary table past on commit drop as
			select id, days::int, days * interval '1 day' as back from (
				select d.id, case
					when c.state is null then 1 + d.id * 7 % 25
					when c.state in ('received') then d.id * 5 % 21
					when c.state in ('waiting', 'assessing') then 10 + d.id * 11 % 80
					else 30 + d.id * 13 % 300 end as days
				from drafts d left join cases c on c.draft_id = d.id) x`)
		if err != nil {
			return fmt.Errorf("ageing the demonstration: %w", err)
		}
		for _, a := range aged {
			_, err := tx.Exec(ctx, `update `+a.table+` t set `+a.set+` from past p where p.id = `+a.draft)
			if err != nil {
				return fmt.Errorf("ageing %s: %w", a.table, err)
			}
		}
		for _, t := range []string{"answers", "events", "decisions"} {
			if _, err := tx.Exec(ctx, `alter table `+t+` enable trigger user`); err != nil {
				return fmt.Errorf("ageing the demonstration: %w", err)
			}
		}
		_, err = tx.Exec(ctx, `insert into audit_log (actor_role, door, verb) values ('system', 'none', 'demo.loaded')`)
		return err
	})
}
