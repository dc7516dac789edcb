package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Dealing is an agency a person has to do with, and over what.
type Dealing struct {
	Agency   int64
	Services []string // ids, in order
	Open     bool     // something there is not ended
}

const dealings = `
	select d.agency_id, array_agg(distinct d.service order by d.service),
	       bool_or(d.state in ('open', 'stopped') or c.state in ('received', 'waiting', 'assessing', 'review', 'awarded'))
	from drafts d left join cases c on c.draft_id = d.id
	where d.account_id = any(person_of(@account)) group by d.agency_id order by d.agency_id`

// Dealings are the agencies a person has to do with. Somebody else's answers ErrNotFound.
func (o *Office) Dealings(ctx context.Context, by audit.Actor, account int64) ([]Dealing, error) {
	if by.Role == audit.Staff || !may(by, 0, account) {
		return nil, ErrNotFound
	}
	rows, _ := o.db.Query(ctx, dealings, pgx.NamedArgs{"account": account})
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Dealing])
	if err != nil {
		return nil, fmt.Errorf("dealings of account %d: %w", account, err)
	}
	return all, nil
}

// Informed are the agencies that are told of a new address or number: those a person has something open with, and those they asked to.
func (o *Office) Informed(ctx context.Context, by audit.Actor, account int64) (told []staff.Agency, err error) {
	if by.Role == audit.Staff || !may(by, 0, account) {
		return nil, ErrNotFound
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		told, err = o.informedTx(ctx, tx, account)
		return err
	})
	return told, err
}

func (o *Office) informedTx(ctx context.Context, tx pgx.Tx, account int64) (told []staff.Agency, err error) {
	rows, _ := tx.Query(ctx, dealings, pgx.NamedArgs{"account": account})
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Dealing])
	if err != nil {
		return nil, fmt.Errorf("dealings of account %d: %w", account, err)
	}
	asked, err := o.register.ConsentingTx(ctx, tx, account, accounts.Address, o.now())
	if err != nil {
		return nil, err
	}
	seen := map[int64]bool{}
	for _, d := range all {
		if d.Open {
			asked = append([]int64{d.Agency}, asked...)
		}
	}
	for _, id := range asked {
		if seen[id] {
			continue
		}
		seen[id] = true
		a, err := staff.AgencyTx(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		told = append(told, a)
	}
	return told, nil
}

// ChangeDetails changes how a person is reached, for themselves, and in the same transaction gives each agency that is to know a task. It
// answers which those are. What can be wrong is what accounts.Update says.
func (o *Office) ChangeDetails(ctx context.Context, by audit.Actor, account, rev int64, d accounts.Details) (told []staff.Agency, problems services.Problems, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if problems, err = o.register.UpdateTx(ctx, tx, by, account, rev, d); err != nil || len(problems) > 0 {
			return err
		}
		if told, err = o.informedTx(ctx, tx, account); err != nil {
			return err
		}
		for _, a := range told {
			if _, err := o.AddTaskTx(ctx, tx, Task{Agency: a.ID, Account: account, Kind: "details-changed"}); err != nil {
				return err
			}
		}
		return nil
	})
	return told, problems, err
}

// RecordDays is how long a person may wait for a copy of what is held on them: calendar days.
const RecordDays = 28

// AskRecord asks for a copy of what is held on a person, on paper: a task of an agency, due in 28 days. Asked again while one is open is
// that one. due is when it must be there.
func (o *Office) AskRecord(ctx context.Context, by audit.Actor, account, agency int64) (due time.Time, err error) {
	if by.Role == audit.Staff && by.Agency != agency || by.Role != audit.Staff && !may(by, 0, account) {
		return due, ErrNotFound
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			with held as (select id from accounts where id = @account for update)
			select coalesce((select max(t.due) from tasks t where t.account_id = any(person_of(@account)) and t.agency_id = @agency
			                 and t.kind = 'record-asked' and t.done_at is null), 'epoch') from held`,
			pgx.NamedArgs{"account": account, "agency": agency}).Scan(&due)
		if err != nil {
			return fmt.Errorf("ask for the record of account %d: %w", account, err)
		}
		if due.Unix() > 0 {
			return nil
		}
		due = o.today().Time().AddDate(0, 0, RecordDays)
		if _, err := o.AddTaskTx(ctx, tx, Task{Agency: agency, Account: account, Kind: "record-asked", Due: due}); err != nil {
			return err
		}
		if _, err := o.register.TellTx(ctx, tx, accounts.Notice{Account: account, Agency: agency, Kind: "record-asked"}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.record_asked", Account: account})
	})
	return due, err
}
