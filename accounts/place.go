package accounts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Placing is one thing that came while two people were joined, for somebody to say whose it is.
type Placing struct {
	Join    int64
	Kind    string // lang "accounts.placings.kinds.<kind>"
	Item    int64
	Account int64 // where it is
	Other   int64 // where it may go
	At      time.Time
	Facts   map[string]string
	Goes    *bool // nil until decided

	was int64
}

// Placings are what came while two people were joined that were parted since, oldest first. ErrNotFound.
func (r *Register) Placings(ctx context.Context, by audit.Actor, join int64) (all []Placing, err error) {
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if err := r.seesJoin(ctx, tx, by, join); err != nil {
			return err
		}
		all, err = placings(ctx, tx, `join_id = @join order by at, kind, item, account_id`, pgx.NamedArgs{"join": join})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("placings of join %d: %w", join, err)
	}
	return all, nil
}

func placings(ctx context.Context, tx pgx.Tx, where string, args pgx.NamedArgs) ([]Placing, error) {
	rows, _ := tx.Query(ctx, `select join_id, kind, item, account_id, other, at, facts, goes, was from account_placings where `+where, args)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p Placing, err error) {
		err = row.Scan(&p.Join, &p.Kind, &p.Item, &p.Account, &p.Other, &p.At, &p.Facts, &p.Goes, &p.was)
		return p, err
	})
}

// seesJoin answers nil for who may see both accounts of a joining, else ErrNotFound.
func (r *Register) seesJoin(ctx context.Context, tx pgx.Tx, by audit.Actor, join int64) error {
	var kept, other int64
	err := tx.QueryRow(ctx, `select kept, joined from account_joins where id = @join`, pgx.NamedArgs{"join": join}).Scan(&kept, &other)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	for _, one := range []int64{kept, other} {
		p, err := r.readPerson(ctx, tx, one)
		if err != nil {
			return err
		}
		sees, err := r.sees(ctx, tx, by, one, p.Restricted)
		if err != nil {
			return err
		}
		if !sees {
			return ErrNotFound
		}
	}
	return nil
}

// PlaceTx decides about one thing: it stays where it is, or goes to the other. left is how many are still to be decided. Deciding again
// the same is nothing; ErrStale when it was decided otherwise; ErrNotFound.
func (r *Register) PlaceTx(ctx context.Context, tx pgx.Tx, by audit.Actor, p Placing, goes bool) (left int, err error) {
	if by.Role != audit.Staff {
		return 0, ErrNotAllowed
	}
	if err := r.seesJoin(ctx, tx, by, p.Join); err != nil {
		return 0, fmt.Errorf("place %s %d: %w", p.Kind, p.Item, err)
	}
	args := pgx.NamedArgs{"join": p.Join, "kind": p.Kind, "item": p.Item, "account": p.Account}
	found, err := placings(ctx, tx, `join_id = @join and kind = @kind and item = @item and account_id = @account for update`, args)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("place %s %d: %w", p.Kind, p.Item, err)
	}
	p = found[0]
	if p.Goes != nil && *p.Goes != goes {
		return 0, ErrStale
	}
	if p.Goes == nil {
		if err := r.decide(ctx, tx, by, p, goes); err != nil {
			return 0, fmt.Errorf("place %s %d: %w", p.Kind, p.Item, err)
		}
	}
	err = tx.QueryRow(ctx, `select count(*) from account_placings where join_id = @join and goes is null`, args).Scan(&left)
	return left, err
}

func (r *Register) decide(ctx context.Context, tx pgx.Tx, by audit.Actor, p Placing, goes bool) error {
	if goes {
		s := stretch{Account: p.Account, Was: p.was, Other: p.Other}
		keepers := slices.Concat(r.ownKeepers(s), r.Keepers)
		i := slices.IndexFunc(keepers, func(k Keeper) bool { return k.Kind == p.Kind })
		if i < 0 {
			return fmt.Errorf("nobody keeps %q: %w", p.Kind, ErrNotFound)
		}
		if err := keepers[i].Move(ctx, tx, by, p.Item, p.Other); err != nil {
			return err
		}
	}
	verb, whose := "account.kept_after_parting", []int64{p.Account}
	if goes {
		verb, whose = "account.moved_after_parting", []int64{p.Account, p.Other}
	}
	b := &pgx.Batch{}
	b.Queue(`
		update account_placings set goes = @goes, decided_at = now(), decided_by = @by
		where join_id = @join and kind = @kind and item = @item and account_id = @account`,
		pgx.NamedArgs{"join": p.Join, "kind": p.Kind, "item": p.Item, "account": p.Account, "goes": goes, "by": by.ID})
	for _, one := range whose {
		audit.Queue(b, by, audit.Entry{Verb: verb, Account: one})
	}
	return tx.SendBatch(ctx, b).Close()
}

// RowsKept is a Keeper of rows of a table of the caller's own, which have an id and an account_id: at is the column of when they came,
// and which narrows them ("" for all).
func RowsKept(kind, table, at, which string) Keeper {
	if which == "" {
		which = "true"
	}
	return Keeper{Kind: kind,
		Since: func(ctx context.Context, tx pgx.Tx, account int64, from time.Time) ([]Came, error) {
			rows, _ := tx.Query(ctx, `select id, `+at+` from `+table+` where account_id = @account and `+at+` > @from and `+which+` order by id`,
				pgx.NamedArgs{"account": account, "from": from})
			return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Came, err error) {
				err = row.Scan(&c.Item, &c.At)
				return c, err
			})
		},
		Move: func(ctx context.Context, tx pgx.Tx, _ audit.Actor, item, to int64) error {
			_, err := tx.Exec(ctx, `update `+table+` set account_id = @to where id = @id`, pgx.NamedArgs{"id": item, "to": to})
			return err
		}}
}
