package accounts

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// Pair is two people who may be one. What agencies have of them is no part of it.
type Pair struct {
	ID        int64
	A, B      Account // as they stand now: A the one that was there first
	MadeA     Made
	MadeB     Made
	Score     float64
	Because   []string // lang keys
	Against   []string
	Terms     []Weighed // the evidence field by field
	State     Sameness
	FoundAt   time.Time
	DecidedAt *time.Time
	Why       string
}

// Weighed is what one field says for one person, or below nothing against: a match.Term as it is kept.
type Weighed struct {
	Key  string  `json:"key"` // lang key
	Bits float64 `json:"bits"`
}

func weighed(terms []match.Term) []Weighed {
	out := []Weighed{}
	for _, t := range terms {
		out = append(out, Weighed{t.Key(), t.Bits})
	}
	return out
}

// Made is when and through which door an account began.
type Made struct {
	At   time.Time
	Door channels.Kind
}

// Sameness is what was decided of two people.
type Sameness string

// What can be decided. NotSame is for ever; CannotTell is asked again when more is known of either.
const (
	Waiting    Sameness = "waiting"
	Same       Sameness = "same"
	NotSame    Sameness = "not-same"
	CannotTell Sameness = "cannot-tell"
)

// Waiting are the pairs that wait for somebody to decide, the one that has waited longest first, and how many there are. Those with a
// restricted person are there only for who is cleared. limit is at most 200.
func (r *Register) Waiting(ctx context.Context, by audit.Actor, limit int) (pairs []Pair, all int, err error) {
	if by.Role != audit.Staff {
		return nil, 0, ErrNotAllowed
	}
	err = pgx.BeginTxFunc(ctx, r.db, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		cleared, err := r.cleared(ctx, tx, by)
		if err != nil {
			return err
		}
		const waiting = `d.state = 'waiting' and (@cleared or not person_hidden(a) and not person_hidden(b))`
		args := pgx.NamedArgs{"cleared": cleared, "limit": min(max(limit, 1), 200)}
		if pairs, err = r.pairs(ctx, tx, waiting+` order by d.found_at, d.id limit @limit`, args); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `select count(*) `+pairTables+` where `+waiting, args).Scan(&all)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("pairs that wait: %w", err)
	}
	return pairs, all, nil
}

// Compared is one pair side by side, for somebody to decide. That both were looked at is recorded. ErrNotFound where the actor may not see
// both.
func (r *Register) Compared(ctx context.Context, by audit.Actor, pair int64) (p Pair, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		if p, err = r.pair(ctx, tx, by, pair); err != nil {
			return err
		}
		for _, one := range []int64{p.A.ID, p.B.ID} {
			if err := audit.Record(ctx, tx, by, audit.Entry{Verb: "account.compared", Account: one}); err != nil {
				return err
			}
		}
		return nil
	})
	return p, err
}

// pair reads a pair for somebody who may see both.
func (r *Register) pair(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64) (Pair, error) {
	if by.Role != audit.Staff {
		return Pair{}, ErrNotAllowed
	}
	found, err := r.pairs(ctx, tx, `d.id = @id`, pgx.NamedArgs{"id": id})
	if err != nil {
		return Pair{}, fmt.Errorf("pair %d: %w", id, err)
	}
	if len(found) == 0 {
		return Pair{}, ErrNotFound
	}
	for _, a := range []Account{found[0].A, found[0].B} {
		sees, err := r.sees(ctx, tx, by, a.ID, a.Restricted)
		if err == nil && !sees {
			err = ErrNotFound
		}
		if err != nil {
			return Pair{}, err
		}
	}
	return found[0], nil
}

const pairTables = `from duplicates d join accounts a on a.id = d.low join accounts b on b.id = d.high`

func (r *Register) pairs(ctx context.Context, tx pgx.Tx, where string, args pgx.NamedArgs) ([]Pair, error) {
	rows, _ := tx.Query(ctx, `
		select d.id, d.low, d.high, a.created_at, a.created_door, b.created_at, b.created_door, d.score, d.because, d.against, d.terms, d.state,
		       d.found_at, d.decided_at, d.why `+pairTables+` where `+where, args)
	pairs, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p Pair, err error) {
		err = row.Scan(&p.ID, &p.A.ID, &p.B.ID, &p.MadeA.At, &p.MadeA.Door, &p.MadeB.At, &p.MadeB.Door, &p.Score, &p.Because, &p.Against, &p.Terms, &p.State,
			&p.FoundAt, &p.DecidedAt, &p.Why)
		return p, err
	})
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, p := range pairs {
		ids = append(ids, p.A.ID, p.B.ID)
	}
	b := &pgx.Batch{}
	people := r.queueLoad(b, ids)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return nil, err
	}
	for i, p := range pairs {
		pairs[i].A, pairs[i].B = whole(people, p.A.ID).Account, whole(people, p.B.ID).Account
	}
	return pairs, nil
}

// Decision is what somebody says of a pair.
type Decision struct {
	Pair   int64
	Is     Sameness // Same, NotSame or CannotTell
	Keep   int64    // Same: the account whose record stands for both
	Why    string   // due
	Anyway bool     // see Grounds
}

// Decide says of two who wait whether they are one person; the same joins them. Problems on "join" as Join has them, and 'required' where
// nothing was chosen. ErrStale when it was decided meanwhile; ErrNotFound.
func (r *Register) Decide(ctx context.Context, by audit.Actor, d Decision) (problems services.Problems, err error) {
	if d.Is != Same && d.Is != NotSame && d.Is != CannotTell {
		problems = joinProblem("required")
	}
	if d.Why == "" {
		problems = append(problems, joinProblem(joinNoWhy)...)
	}
	if len(problems) > 0 {
		return problems, nil
	}
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		p, err := r.pair(ctx, tx, by, d.Pair)
		if err != nil {
			return err
		}
		if p.State == Same || p.State == NotSame && (d.Is != Same || !d.Anyway) { // a leader may join who was said not to be one
			return ErrStale
		}
		if d.Is != Same {
			return r.settleAsTwo(ctx, tx, by, p, d)
		}
		keep, other := p.A.ID, p.B.ID
		if d.Keep == other {
			keep, other = other, keep
		}
		_, problems, err = r.JoinTx(ctx, tx, by, keep, other, Grounds{Why: d.Why, Score: p.Score, Terms: append(p.Because, p.Against...), Anyway: d.Anyway})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("decide pair %d: %w", d.Pair, err)
	}
	return problems, nil
}

// settleAsTwo writes that two are not the same, or that nobody can tell, for every pair of their accounts that waits.
func (r *Register) settleAsTwo(ctx context.Context, tx pgx.Tx, by audit.Actor, p Pair, d Decision) error {
	a, b, err := r.lockTwo(ctx, tx, by, p.A.ID, p.B.ID)
	if err != nil {
		return err
	}
	tag, err := tx.Exec(ctx, `
		update duplicates set state = @is, decided_at = now(), by_role = @role, by_id = @by, agency_id = nullif(@agency::bigint, 0), why = @why,
		       known = case when low = any(@a) then array[@reva, @revb]::bigint[] else array[@revb, @reva]::bigint[] end
		where state in ('waiting', 'cannot-tell') and (low = any(@a) and high = any(@b) or low = any(@b) and high = any(@a))`,
		pgx.NamedArgs{"is": d.Is, "role": by.Role, "by": by.ID, "agency": by.Agency, "why": d.Why, "a": a.members, "b": b.members,
			"reva": a.shown.Rev, "revb": b.shown.Rev})
	if err == nil && tag.RowsAffected() == 0 {
		err = ErrStale
	}
	if err != nil {
		return err
	}
	for _, one := range []int64{a.ID, b.ID} {
		err = errors.Join(err, audit.Record(ctx, tx, by, audit.Entry{Verb: "account.told_apart", Account: one, Why: d.Why}))
	}
	return err
}

// Suspect puts two people side by side whom a member of staff takes for one, however little the program does. Problems 'one-person' on "join"
// where they are one already, 'not-same' where that was said of them. ErrNotFound where the actor may not see both.
func (r *Register) Suspect(ctx context.Context, by audit.Actor, a, b int64) (pair int64, problems services.Problems, err error) {
	if by.Role != audit.Staff {
		return 0, nil, ErrNotAllowed
	}
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		one, other, err := r.lockTwo(ctx, tx, by, a, b)
		if err != nil {
			return err
		}
		if one.ID == other.ID {
			problems = joinProblem(joinSame)
			return nil
		}
		said, err := saidNotSame(ctx, tx, one.members, other.members)
		if said && err == nil {
			if cleared, err2 := r.cleared(ctx, tx, by); !cleared || err2 != nil {
				problems = joinProblem(joinNotSame)
				return err2
			}
		}
		if err != nil {
			return err
		}
		weights, err := r.weights(ctx, tx)
		if err != nil {
			return err
		}
		if err := suspect(ctx, tx, one.shown.Account, weights.same(match.Prepare(one.shown.record()), other.shown), false); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `select id from duplicates where low = least(@a::bigint, @b::bigint) and high = greatest(@a::bigint, @b::bigint)`,
			pgx.NamedArgs{"a": one.ID, "b": other.ID}).Scan(&pair)
	})
	if err != nil {
		return 0, nil, fmt.Errorf("suspect accounts %d and %d: %w", a, b, err)
	}
	return pair, problems, nil
}
