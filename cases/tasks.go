package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
)

// taskDays is by when a task without a day of its own is to be done, in working days.
const taskDays = 2

// AddTaskTx adds a task for staff inside the caller's transaction and answers its id. Without a due day it is due in 2 working days of the
// agency's nation; without an assignee it is for whoever has the case.
func (o *Office) AddTaskTx(ctx context.Context, tx pgx.Tx, t Task) (int64, error) {
	if t.Due.IsZero() {
		agency, err := staff.AgencyTx(ctx, tx, t.Agency)
		if err != nil {
			return 0, fmt.Errorf("task %s: %w", t.Kind, err)
		}
		t.Due = o.workingDays(agency, taskDays)
	}
	var id int64
	if err := tx.QueryRow(ctx, insertTask, o.taskArgs(t)).Scan(&id); err != nil {
		return 0, fmt.Errorf("task %s: %w", t.Kind, err)
	}
	return id, nil
}

// queueTask is AddTaskTx as part of a batch, where the agency is known already.
func (o *Office) queueTask(b *pgx.Batch, agency staff.Agency, t Task) {
	if t.Due.IsZero() {
		t.Due = o.workingDays(agency, taskDays)
	}
	b.Queue(insertTask, o.taskArgs(t))
}

const insertTask = `
	insert into tasks (agency_id, case_id, draft_id, account_id, kind, data, due, assignee, made_at)
	values (@agency, nullif(@case, 0::bigint), nullif(@draft, 0::bigint), nullif(@account, 0::bigint), @kind, @data, @due,
	        coalesce(nullif(@assignee, 0::bigint), (select assignee from cases where id = @case)), @now)
	returning id`

func (o *Office) taskArgs(t Task) pgx.NamedArgs {
	if t.Data == nil {
		t.Data = map[string]any{}
	}
	return pgx.NamedArgs{"agency": t.Agency, "case": t.Case, "draft": t.Draft, "account": t.Account, "kind": t.Kind, "data": t.Data,
		"due": t.Due, "assignee": t.Assignee, "now": o.now()}
}

func (o *Office) workingDays(a staff.Agency, n int) time.Time {
	return AddWorkingDays(a.Nation, o.now().In(lang.London), n)
}

// Tasks are an agency's open tasks, most urgent first; mine only those of the actor. limit is at most 200. Those about restricted people are
// for who is cleared.
func (o *Office) Tasks(ctx context.Context, by audit.Actor, mine bool, limit int) (tasks []Task, err error) {
	if err := staffOnly(by); err != nil {
		return nil, err
	}
	if limit < 1 || limit > 200 {
		limit = 200
	}
	where := `t.agency_id = @agency and t.done_at is null and ` + shown
	if mine {
		where += ` and t.assignee = @me`
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		cleared, err := o.cleared(ctx, tx, by)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, taskQuery+where+` order by t.due, t.id limit @limit`,
			pgx.NamedArgs{"agency": by.Agency, "me": by.ID, "limit": limit, "cleared": cleared})
		if err != nil {
			return err
		}
		tasks, err = pgx.CollectRows(rows, scanTask)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("tasks: %w", err)
	}
	return tasks, nil
}

const taskQuery = `
	select t.id, t.agency_id, coalesce(t.case_id, 0), coalesce(t.draft_id, 0), coalesce(t.account_id, 0), coalesce(d.reference, ''),
	       coalesce(person_name(a), ''), t.kind, t.data, t.due, coalesce(t.assignee, 0), coalesce(s.display_name, ''), t.made_at
	from tasks t
	left join cases c on c.id = t.case_id
	left join drafts d on d.id = coalesce(t.draft_id, c.draft_id)
	left join accounts a on a.id = coalesce(t.account_id, c.account_id, d.account_id)
	left join staff s on s.id = t.assignee
	where `

func scanTask(row pgx.CollectableRow) (t Task, err error) {
	err = row.Scan(&t.ID, &t.Agency, &t.Case, &t.Draft, &t.Account, &t.Reference, &t.AccountName, &t.Kind, &t.Data, &t.Due,
		&t.Assignee, &t.AssigneeName, &t.MadeAt)
	return t, err
}

// DoneTask closes a task. Closing it again is nothing; another agency's answers ErrNotFound.
func (o *Office) DoneTask(ctx context.Context, by audit.Actor, id int64) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, taskQuery+`t.id = @task and t.agency_id = @agency for update of t`, pgx.NamedArgs{"task": id, "agency": by.Agency})
		if err != nil {
			return fmt.Errorf("task %d: %w", id, err)
		}
		found, err := pgx.CollectRows(rows, scanTask)
		if err != nil {
			return fmt.Errorf("task %d: %w", id, err)
		}
		if len(found) == 0 {
			return ErrNotFound
		}
		return o.finish(ctx, tx, by, found[0])
	})
}

func (o *Office) finish(ctx context.Context, tx pgx.Tx, by audit.Actor, t Task) error {
	tag, err := tx.Exec(ctx, `update tasks set done_at = @now, done_by = @by where id = @task and done_at is null`,
		pgx.NamedArgs{"task": t.ID, "by": by.ID, "now": o.now()})
	if err != nil {
		return fmt.Errorf("task %d done: %w", t.ID, err)
	}
	if tag.RowsAffected() == 0 {
		return nil
	}
	if t.Draft == 0 && t.Case != 0 {
		if err := tx.QueryRow(ctx, `select draft_id from cases where id = @case`, pgx.NamedArgs{"case": t.Case}).Scan(&t.Draft); err != nil {
			return fmt.Errorf("task %d done: %w", t.ID, err)
		}
	}
	if t.Draft != 0 {
		if err := o.event(ctx, tx, by, t.Draft, t.Case, "task-done", map[string]any{"task": t.Kind}); err != nil {
			return err
		}
		if err := o.madeByHand(ctx, tx, t); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "task.done", Account: t.Account, Draft: t.Draft, Case: t.Case})
}
