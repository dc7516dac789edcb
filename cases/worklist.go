package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// openStates stands as text, not as a parameter: only so can the partial indexes of the working list be used.
const openStates = `c.state in ('received', 'waiting', 'assessing', 'review')`

// Worklist is an agency's open cases, nearest deadline first, whatever door they came through; next is the zero Cursor at the end.
func (o *Office) Worklist(ctx context.Context, by audit.Actor, f Filter) (rows []Row, next Cursor, err error) {
	if err := staffOnly(by); err != nil {
		return nil, Cursor{}, err
	}
	if f.Limit < 1 || f.Limit > 100 {
		f.Limit = 100
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		rows, next, err = o.worklistTx(ctx, tx, by, f)
		return err
	})
	return rows, next, err
}

func (o *Office) worklistTx(ctx context.Context, tx pgx.Tx, by audit.Actor, f Filter) (rows []Row, next Cursor, err error) {
	cleared, err := o.cleared(ctx, tx, by)
	if err != nil {
		return nil, Cursor{}, err
	}
	found, err := tx.Query(ctx, worklistQuery(f), pgx.NamedArgs{"agency": by.Agency, "me": by.ID, "state": f.State,
		"deadline": f.After.Deadline, "after": f.After.ID, "limit": f.Limit + 1, "cleared": cleared})
	if err != nil {
		return nil, Cursor{}, fmt.Errorf("working list: %w", err)
	}
	read, err := pgx.CollectRows(found, func(row pgx.CollectableRow) (r listed, err error) {
		err = row.Scan(append(r.fields(), &r.tasks)...)
		return r, err
	})
	if err != nil {
		return nil, Cursor{}, fmt.Errorf("working list: %w", err)
	}
	if len(read) > f.Limit {
		read = read[:f.Limit]
		end := read[f.Limit-1]
		next = Cursor{Deadline: end.Deadline, ID: end.ID}
	}
	rows, err = o.wholeRows(ctx, read)
	return rows, next, err
}

type listed struct {
	caseRow
	tasks int
}

// worklistQuery finds the page first and only then looks up names and counts tasks, for that page's rows alone.
func worklistQuery(f Filter) string {
	where := `c.agency_id = @agency and ` + shown
	switch {
	case f.State == "":
		where += ` and ` + openStates
	default:
		where += ` and c.state = @state`
	}
	if f.Mine {
		where += ` and c.assignee = @me`
	}
	if f.Unassigned {
		where += ` and c.assignee is null`
	}
	if f.After != (Cursor{}) {
		where += ` and (c.deadline, c.id) > (@deadline::date, @after)`
	}
	return `
	with page as materialized (select c.* from cases c join accounts a on a.id = c.account_id where ` + where + ` order by c.deadline, c.id limit @limit)
	select ` + caseColumns + `, (select count(*) from tasks t where t.case_id = c.id and t.done_at is null)
	from page c
	join accounts a on a.id = c.account_id
	left join staff s on s.id = c.assignee
	order by c.deadline, c.id`
}

func (o *Office) wholeRows(ctx context.Context, read []listed) ([]Row, error) {
	rows := make([]Row, 0, len(read))
	known := map[string]*services.Service{}
	for _, r := range read {
		key := fmt.Sprint(r.service, r.version)
		if known[key] == nil {
			s, err := o.named(ctx, r.service, r.version)
			if err != nil {
				return nil, fmt.Errorf("working list: %w", err)
			}
			known[key] = s
		}
		r.Service = known[key]
		rows = append(rows, Row{Case: r.Case, Tasks: r.tasks})
	}
	return rows, nil
}
