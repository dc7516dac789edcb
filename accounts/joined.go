package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Joined is one joining of two accounts, with how it ended.
type Joined struct {
	ID         int64
	Kept       int64
	KeptName   string // as each record says by itself
	Joined     int64
	JoinedName string
	At         time.Time
	Role       audit.Role
	Name       string // of the member of staff
	Why        string // in somebody's words, or a lang key
	Score      float64
	Terms      []string // lang keys
	UndoneAt   *time.Time
	UndoneName string
	UndoneWhy  string
	Left       int // things that came meanwhile and are still to be decided on
}

const joinedColumns = `
	select j.id, j.kept, k.full_name, j.joined, o.full_name, j.at, j.by_role, coalesce(s.display_name, ''), j.why, j.score, j.terms,
	       j.undone_at, coalesce(u.display_name, ''), coalesce(j.undone_why, ''),
	       (select count(*) from account_placings p where p.join_id = j.id and p.goes is null)
	from account_joins j
	join accounts k on k.id = j.kept
	join accounts o on o.id = j.joined
	left join staff s on j.by_role = 'staff' and s.id = j.by_id
	left join staff u on j.undone_role = 'staff' and u.id = j.undone_by
	where `

// Joins are all joinings of a person's accounts there ever were, newest first, also those that were undone. ErrNotFound where the actor
// may not see the person.
func (r *Register) Joins(ctx context.Context, by audit.Actor, account int64) (all []Joined, err error) {
	return r.joins(ctx, by, account, `(j.kept = any(person_of(@account)) or j.joined = any(person_of(@account))) order by j.id desc limit 100`)
}

// JoinRead is one joining, for who may see both accounts. ErrNotFound.
func (r *Register) JoinRead(ctx context.Context, by audit.Actor, join int64) (j Joined, err error) {
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if err := r.seesJoin(ctx, tx, by, join); err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, joinedColumns+`j.id = @join`, pgx.NamedArgs{"join": join})
		j, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Joined])
		return err
	})
	if err != nil {
		return Joined{}, fmt.Errorf("join %d: %w", join, err)
	}
	return j, nil
}

func (r *Register) joins(ctx context.Context, by audit.Actor, account int64, where string) (all []Joined, err error) {
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		p, err := r.readPerson(ctx, tx, account)
		if err != nil {
			return err
		}
		sees, err := r.sees(ctx, tx, by, account, p.Restricted)
		if err == nil && !sees {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, joinedColumns+where, pgx.NamedArgs{"account": account})
		all, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Joined])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("joins of account %d: %w", account, err)
	}
	return all, nil
}

// JoinedByProgram are the latest joinings that the program made by itself and that stand, for staff to look over. Those of restricted people
// are there only for who is cleared. limit is at most 200.
func (r *Register) JoinedByProgram(ctx context.Context, by audit.Actor, limit int) (all []Joined, err error) {
	if by.Role != audit.Staff {
		return nil, ErrNotAllowed
	}
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		cleared, err := r.cleared(ctx, tx, by)
		if err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, joinedColumns+`j.by_role = 'system' and j.undone_at is null and (@cleared or not person_hidden(o)) order by j.id desc limit @limit`,
			pgx.NamedArgs{"cleared": cleared, "limit": min(max(limit, 1), 200)})
		all, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Joined])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("joined by the program: %w", err)
	}
	return all, nil
}

// OwnRecords are the accounts of a person each as it stands alone, the head first: what is not filled from one into the other is seen
// beside it. ErrNotFound where the actor may not see the person; that they looked is the caller's to record.
func (r *Register) OwnRecords(ctx context.Context, by audit.Actor, account int64) (all []Account, err error) {
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		people := r.queueLoad(b, []int64{account})
		if err := tx.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
		p := whole(people, account)
		if p == nil {
			return ErrNotFound
		}
		sees, err := r.sees(ctx, tx, by, account, p.Restricted)
		if err == nil && !sees {
			err = ErrNotFound
		}
		for _, id := range append([]int64{p.ID}, p.Joined...) {
			all = append(all, people[id].Account)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("records of account %d: %w", account, err)
	}
	return all, nil
}
