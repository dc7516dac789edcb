package accounts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// Keeper is one kind of thing that is kept of people under the account it came to. When two people are parted, what came to either
// while they were joined is somebody's to decide: it stays, or goes to the other.
type Keeper struct {
	Kind string // lang "accounts.placings.kinds.<kind>"
	// Since are those that came to an account from a moment on.
	Since func(ctx context.Context, tx pgx.Tx, account int64, from time.Time) ([]Came, error)
	// Move takes one to another account, with all that hangs on it.
	Move func(ctx context.Context, tx pgx.Tx, by audit.Actor, item, to int64) error
	// Parted does what cannot wait for a decision, where there is such a thing; nil does nothing.
	Parted func(ctx context.Context, tx pgx.Tx, kept, joined int64) error
}

// Came is one thing that came to an account.
type Came struct {
	Item  int64
	At    time.Time
	Facts map[string]string // what it is known by: a reference, a door; never a number or an answer
}

// Parted are two who were one person for a while.
type Parted struct {
	Kept, Joined int64
	Left         int // things that came meanwhile, to be decided on
}

// Part undoes a joining: both people are again as they were, each with what was theirs, and are remembered as not the same. What came to
// either meanwhile stays for now where it is, until it is decided on: see Placings and PlaceTx. Problems 'why-required' on "join". ErrUndone
// when it was undone already; ErrNotFound.
func (r *Register) Part(ctx context.Context, by audit.Actor, join int64, why string) (p Parted, problems services.Problems, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		p, problems, err = r.PartTx(ctx, tx, by, join, why)
		return err
	})
	return p, problems, err
}

// PartTx is Part inside the caller's transaction.
func (r *Register) PartTx(ctx context.Context, tx pgx.Tx, by audit.Actor, join int64, why string) (Parted, services.Problems, error) {
	if why == "" {
		return Parted{}, joinProblem(joinNoWhy), nil
	}
	j, err := r.lockJoin(ctx, tx, by, join)
	if err != nil {
		return Parted{}, nil, fmt.Errorf("part join %d: %w", join, err)
	}
	left, err := r.gather(ctx, tx, j)
	if err == nil {
		err = undo(ctx, tx, by, j, why)
	}
	for _, k := range r.Keepers {
		if err == nil && k.Parted != nil {
			err = k.Parted(ctx, tx, j.kept, j.joined)
		}
	}
	if err != nil {
		return Parted{}, nil, fmt.Errorf("part join %d: %w", join, err)
	}
	return Parted{Kept: j.kept, Joined: j.joined, Left: left}, nil, nil
}

// joined is one standing joining.
type joined struct{ id, kept, joined int64 }

// lockJoin takes a joining and the whole person, for somebody who may see them.
func (r *Register) lockJoin(ctx context.Context, tx pgx.Tx, by audit.Actor, join int64) (j joined, err error) {
	if by.Role != audit.Staff && by.Role != audit.System {
		return j, ErrNotAllowed
	}
	var undone bool
	read := func(lock string) error {
		return tx.QueryRow(ctx, `select id, kept, joined, undone_at is not null from account_joins where id = @join`+lock,
			pgx.NamedArgs{"join": join}).Scan(&j.id, &j.kept, &j.joined, &undone)
	}
	if err = read(""); errors.Is(err, pgx.ErrNoRows) {
		return j, ErrNotFound
	}
	if err == nil { // the accounts before the joining, as Join does
		_, err = r.lockPerson(ctx, tx, by, j.joined)
	}
	if err == nil {
		err = read(" for update")
	}
	if err == nil && undone {
		err = ErrUndone
	}
	return j, err
}

// undo takes the link away. Each of the two is linked still where it has others.
func undo(ctx context.Context, tx pgx.Tx, by audit.Actor, j joined, why string) error {
	b := &pgx.Batch{}
	b.Queue(`update accounts set joined_to = null where id = @joined`, pgx.NamedArgs{"joined": j.joined})
	b.Queue(`
		update accounts a set linked = a.joined_to is not null or exists (select from accounts x where x.joined_to = a.id)
		where a.id in (@kept, @joined)`, pgx.NamedArgs{"kept": j.kept, "joined": j.joined})
	b.Queue(`
		update account_joins set undone_at = now(), undone_role = @role, undone_by = @by, undone_agency = nullif(@agency::bigint, 0), undone_why = @why
		where id = @join`, pgx.NamedArgs{"join": j.id, "role": by.Role, "by": by.ID, "agency": by.Agency, "why": why})
	// a code to sign in that was given out meanwhile would lead to one of them only
	b.Queue(`
		update access_codes set revoked_at = now() where account_id in (@kept, @joined) and purpose = 'sign-in' and draft_id is null
		       and revoked_at is null and made_at >= (select at from account_joins where id = @join)`,
		pgx.NamedArgs{"join": j.id, "kept": j.kept, "joined": j.joined})
	b.Queue(`
		update duplicates set state = 'not-same', decided_at = now(), by_role = @role, by_id = @by, agency_id = nullif(@agency::bigint, 0), why = @why
		where low = least(@kept::bigint, @joined::bigint) and high = greatest(@kept::bigint, @joined::bigint)`,
		pgx.NamedArgs{"kept": j.kept, "joined": j.joined, "role": by.Role, "by": by.ID, "agency": by.Agency, "why": why})
	for _, one := range []int64{j.kept, j.joined} {
		audit.Queue(b, by, audit.Entry{Verb: "account.parted", Account: one, Why: why})
	}
	return tx.SendBatch(ctx, b).Close()
}

// stretch is an account of the person, from when on what came to it may have been the other side's, and the joining whose was tells
// how it stood then.
type stretch struct {
	Account int64
	From    time.Time
	Was     int64
	Other   int64 // the account it may go to
}

// stretches walks the tree from both ends of a joining: an account further off was joined to them later, or before.
func stretches(ctx context.Context, tx pgx.Tx, j joined) ([]stretch, error) {
	rows, _ := tx.Query(ctx, `
		with recursive reach (account, since, was, other, via) as (
			select one.account, j.at, j.id, one.other, j.id
			from account_joins j cross join lateral (values (j.kept, j.joined), (j.joined, j.kept)) one (account, other)
			where j.id = @join
			union all
			select case when e.kept = r.account then e.joined else e.kept end, greatest(r.since, e.at),
			       case when e.at > r.since then e.id else r.was end, r.other, e.id
			from reach r
			join account_joins e on (e.kept = r.account or e.joined = r.account) and e.undone_at is null and e.id not in (r.via, @join))
		select account, since, was, other from reach order by account`, pgx.NamedArgs{"join": j.id})
	return pgx.CollectRows(rows, pgx.RowToStructByPos[stretch])
}

// gather writes down what came to either side while they were joined, to be decided on.
func (r *Register) gather(ctx context.Context, tx pgx.Tx, j joined) (n int, err error) {
	all, err := stretches(ctx, tx, j)
	if err != nil {
		return 0, err
	}
	b := &pgx.Batch{}
	for _, s := range all {
		for _, k := range slices.Concat(r.ownKeepers(s), r.Keepers) {
			came, err := k.Since(ctx, tx, s.Account, s.From)
			if err != nil {
				return 0, fmt.Errorf("what came to account %d of %s: %w", s.Account, k.Kind, err)
			}
			for _, c := range came {
				n++
				queuePlacing(b, j.id, s, k.Kind, c)
			}
		}
	}
	return n, tx.SendBatch(ctx, b).Close()
}

func queuePlacing(b *pgx.Batch, join int64, s stretch, kind string, c Came) {
	if c.Facts == nil {
		c.Facts = map[string]string{}
	}
	b.Queue(`
		insert into account_placings (join_id, kind, item, account_id, other, at, facts, was)
		values (@join, @kind, @item, @account, @other, @at, @facts, @was)`,
		pgx.NamedArgs{"join": join, "kind": kind, "item": c.Item, "account": s.Account, "other": s.Other, "at": c.At, "facts": c.Facts, "was": s.Was})
}
