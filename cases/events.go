package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// AddEventTx appends an event to a draft (and its case) inside the caller's transaction. data are small facts for the wording, never
// an answer. An event about a letter (data "letter") is there once, however often it is told.
func (o *Office) AddEventTx(ctx context.Context, tx pgx.Tx, by audit.Actor, draft int64, kind string, data map[string]any) error {
	return o.event(ctx, tx, by, draft, 0, kind, data)
}

// event is AddEventTx where the case may be known already; 0 looks it up.
func (o *Office) event(ctx context.Context, tx pgx.Tx, by audit.Actor, draft, id int64, kind string, data map[string]any) error {
	_, err := o.eventOnce(ctx, tx, by, draft, id, kind, data)
	return err
}

// eventOnce says whether the event is new.
func (o *Office) eventOnce(ctx context.Context, tx pgx.Tx, by audit.Actor, draft, id int64, kind string, data map[string]any) (bool, error) {
	tag, err := tx.Exec(ctx, insertEvent, o.eventArgs(by, draft, id, kind, data))
	if err != nil {
		return false, fmt.Errorf("event %s of draft %d: %w", kind, draft, err)
	}
	return tag.RowsAffected() == 1, nil
}

// queueEvent is event as part of a batch.
func (o *Office) queueEvent(b *pgx.Batch, by audit.Actor, draft, id int64, kind string, data map[string]any) {
	b.Queue(insertEvent, o.eventArgs(by, draft, id, kind, data))
}

const insertEvent = `
	insert into events (draft_id, case_id, kind, data, actor_role, actor_id, on_behalf, caller_id, door, at)
	values (@draft, coalesce(nullif(@case, 0::bigint), (select id from cases where draft_id = @draft)), @kind, @data, @role, @by,
	        nullif(@for::bigint, 0), nullif(@caller::bigint, 0), @door, @now)
	on conflict do nothing`

func (o *Office) eventArgs(by audit.Actor, draft, id int64, kind string, data map[string]any) pgx.NamedArgs {
	if data == nil {
		data = map[string]any{}
	}
	return pgx.NamedArgs{"draft": draft, "case": id, "kind": kind, "data": data, "role": by.Role, "by": by.ID,
		"for": by.For, "caller": by.Caller, "door": by.Door, "now": o.now()}
}

// Timeline are the events of a draft and of the case it became, oldest first. Nobody's right to it is checked: it is for who has read
// the draft already.
func (o *Office) Timeline(ctx context.Context, draft int64) ([]Event, error) {
	rows, err := o.db.Query(ctx, timelineQuery, pgx.NamedArgs{"draft": draft})
	if err != nil {
		return nil, fmt.Errorf("timeline of draft %d: %w", draft, err)
	}
	events, err := pgx.CollectRows(rows, scanEvent)
	if err != nil {
		return nil, fmt.Errorf("timeline of draft %d: %w", draft, err)
	}
	return events, nil
}

const timelineQuery = `
	select e.id, e.kind, e.data, e.actor_role, e.actor_id, coalesce(s.display_name, h.full_name, ''),
	       coalesce(p.full_name, ''), coalesce(h.full_name, ''), e.door, e.at
	from events e
	left join staff s on e.actor_role = 'staff' and s.id = e.actor_id
	left join accounts h on h.id = case when e.actor_role = 'helper' then e.actor_id else e.caller_id end
	left join accounts p on p.id = e.on_behalf
	where e.draft_id = @draft
	order by e.id`

func scanEvent(row pgx.CollectableRow) (e Event, err error) {
	err = row.Scan(&e.ID, &e.Kind, &e.Data, &e.Role, &e.By, &e.Name, &e.For, &e.Helper, &e.Door, &e.At)
	return e, err
}

// atOnce is how long a button pressed twice is pressed once.
const atOnce = time.Minute

// lately says whether the same event is there already from the last minute: a button pressed twice is pressed once. The caller has
// locked the draft.
func (o *Office) lately(ctx context.Context, tx pgx.Tx, draft int64, kind string) (found bool, err error) {
	return o.within(ctx, tx, draft, kind, atOnce)
}

// within is lately for a time of its own.
func (o *Office) within(ctx context.Context, tx pgx.Tx, draft int64, kind string, last time.Duration) (found bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select from events where draft_id = @draft and kind = @kind and at > @since)`,
		pgx.NamedArgs{"draft": draft, "kind": kind, "since": o.now().Add(-last)}).Scan(&found)
	if err != nil {
		return false, fmt.Errorf("latest %s of draft %d: %w", kind, draft, err)
	}
	return found, nil
}
