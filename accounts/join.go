package accounts

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// Grounds are why two accounts are held to be one person.
type Grounds struct {
	Why    string   // in somebody's words, or a lang key; due
	Score  float64  // of Near, where it found them
	Terms  []string // lang keys of what fits and what contradicts
	Anyway bool     // what speaks against it was seen, and it is done all the same: counts only for who is cleared
}

// What keeps two accounts from being joined: codes of a Problem on "join", worded by Sentence.
const (
	joinNoWhy    = "why-required"
	joinSame     = "one-person"
	joinTwoNINOs = "two-ninos"
	joinTwoNHS   = "two-nhs"
	joinDied     = "died"
	joinNotSame  = "not-same"
)

// Join links two accounts of one person: other's person belongs to keep's from now on. Nothing of either is moved or changed, and both
// stay findable: see Part, which undoes it. Problems on "join" when they contradict each other (two National Insurance or NHS numbers, one
// has died and the other not, or somebody said that they are not the same), which only who is cleared may set aside (Grounds.Anyway);
// when they are one person already; and when no reason is given. ErrNotFound for accounts the actor may not see.
func (r *Register) Join(ctx context.Context, by audit.Actor, keep, other int64, g Grounds) (join int64, problems services.Problems, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		join, problems, err = r.JoinTx(ctx, tx, by, keep, other, g)
		return err
	})
	return join, problems, err
}

// JoinTx is Join inside the caller's transaction.
func (r *Register) JoinTx(ctx context.Context, tx pgx.Tx, by audit.Actor, keep, other int64, g Grounds) (int64, services.Problems, error) {
	if g.Why == "" {
		return 0, joinProblem(joinNoWhy), nil
	}
	a, b, err := r.lockTwo(ctx, tx, by, keep, other)
	if err != nil {
		return 0, nil, fmt.Errorf("join accounts %d and %d: %w", keep, other, err)
	}
	if a.ID == b.ID {
		return 0, joinProblem(joinSame), nil
	}
	against, err := r.contradictions(ctx, tx, a, b)
	if err == nil && len(against) > 0 && g.Anyway {
		var cleared bool
		if cleared, err = r.cleared(ctx, tx, by); cleared && by.Role == audit.Staff {
			against = nil
		}
	}
	if err != nil || len(against) > 0 {
		return 0, against, err
	}
	id, err := writeLink(ctx, tx, by, a, b, g)
	if err != nil {
		return 0, nil, fmt.Errorf("join accounts %d and %d: %w", keep, other, err)
	}
	return id, nil, settle(ctx, tx, by, a, b, g.Why, id)
}

func joinProblem(code string) services.Problems {
	return services.Problems{{Question: "join", Code: code}}
}

// lockTwo takes the rows of two people's accounts, in one order everywhere, for somebody who may see both, and reads them as they are then.
func (r *Register) lockTwo(ctx context.Context, tx pgx.Tx, by audit.Actor, keep, other int64) (a, b locked, err error) {
	if by.Role != audit.Staff && by.Role != audit.System {
		return a, b, ErrNotAllowed
	}
	_, err = tx.Exec(ctx, `
		select id from accounts where id = any(person_of(@a) || person_of(@b)) order by id for no key update`,
		pgx.NamedArgs{"a": keep, "b": other})
	if err != nil {
		return a, b, err
	}
	if a, err = r.lockPerson(ctx, tx, by, keep); err != nil {
		return a, b, err
	}
	b, err = r.lockPerson(ctx, tx, by, other)
	return a, b, err
}

// contradictions are what keeps two people from being one.
func (r *Register) contradictions(ctx context.Context, tx pgx.Tx, a, b locked) (against services.Problems, err error) {
	for _, number := range []struct{ code, a, b string }{{joinTwoNINOs, root(a.shown.NINO), root(b.shown.NINO)}, {joinTwoNHS, a.shown.NHS, b.shown.NHS}} {
		if number.a != "" && number.b != "" && number.a != number.b {
			against = append(against, joinProblem(number.code)...)
		}
	}
	if (a.shown.DiedOn == nil) != (b.shown.DiedOn == nil) {
		against = append(against, joinProblem(joinDied)...)
	}
	said, err := saidNotSame(ctx, tx, a.members, b.members)
	if said {
		against = append(against, joinProblem(joinNotSame)...)
	}
	return against, err
}

// root is what of a National Insurance number is somebody's: the last letter says nothing about who.
func root(nino string) string { return nino[:min(8, len(nino))] }

// saidNotSame says whether somebody said of any of one person's accounts and any of the other's that they are not the same person.
func saidNotSame(ctx context.Context, tx pgx.Tx, a, b []int64) (said bool, err error) {
	err = tx.QueryRow(ctx, `
		select exists (
			select from duplicates
			where state = 'not-same' and (low = any(@a) and high = any(@b) or low = any(@b) and high = any(@a)))`, pgx.NamedArgs{"a": a, "b": b}).Scan(&said)
	if err != nil {
		return false, fmt.Errorf("whether two people were said not to be the same: %w", err)
	}
	return said, nil
}

// writeLink writes the link, and how both stood when it was made.
func writeLink(ctx context.Context, tx pgx.Tx, by audit.Actor, a, b locked, g Grounds) (id int64, err error) {
	if g.Terms == nil {
		g.Terms = []string{}
	}
	err = tx.QueryRow(ctx, `
		insert into account_joins (kept, joined, by_role, by_id, agency_id, door, why, score, terms, was)
		values (@kept, @joined, @role, @by, nullif(@agency::bigint, 0), @door, @why, @score, @terms, (`+stand+`))
		returning id`,
		pgx.NamedArgs{"kept": a.ID, "joined": b.ID, "role": by.Role, "by": by.ID, "agency": by.Agency, "door": by.Door, "why": g.Why,
			"score": g.Score, "terms": g.Terms, "ids": slices.Concat(a.members, b.members)}).Scan(&id)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		update accounts set linked = true, joined_to = case when id = @joined then @kept::bigint else joined_to end where id in (@kept, @joined)`,
		pgx.NamedArgs{"kept": a.ID, "joined": b.ID})
	if err != nil {
		return 0, err
	}
	for _, one := range []int64{a.ID, b.ID} {
		if err := audit.Record(ctx, tx, by, audit.Entry{Verb: "account.joined", Account: one, Why: g.Why}); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// stand is how accounts stand: which of their rows are in force, and what has no row of its own to be known by.
const stand = `
	select jsonb_object_agg(a.id, jsonb_build_object(
		'name', a.full_name, 'birth', a.date_of_birth, 'death', a.died_on, 'needs', to_jsonb(n),
		'names', (select coalesce(jsonb_agg(x.id), '[]') from account_names x where x.account_id = a.id and x.kind = 'current'),
		'addresses', (select coalesce(jsonb_agg(x.id), '[]') from account_addresses x where x.account_id = a.id and x.current),
		'contacts', (select coalesce(jsonb_agg(x.id), '[]') from account_contacts x where x.account_id = a.id and x.current)))
	from accounts a left join account_needs n on n.account_id = a.id
	where a.id = any(@ids)`

// settle answers every question whether two accounts of the one person are the same.
func settle(ctx context.Context, tx pgx.Tx, by audit.Actor, a, b locked, why string, join int64) error {
	_, err := tx.Exec(ctx, `
		insert into duplicates (low, high, score) values (least(@a::bigint, @b::bigint), greatest(@a::bigint, @b::bigint), 0)
		on conflict (low, high) do nothing`, pgx.NamedArgs{"a": a.ID, "b": b.ID})
	if err == nil {
		_, err = tx.Exec(ctx, `
			update duplicates set state = 'same', decided_at = now(), by_role = @role, by_id = @by, agency_id = nullif(@agency::bigint, 0),
			       why = @why, join_id = @join
			where low = any(@ids) and high = any(@ids) and state <> 'same'`,
			pgx.NamedArgs{"ids": slices.Concat(a.members, b.members), "role": by.Role, "by": by.ID, "agency": by.Agency, "why": why, "join": join})
	}
	if err != nil {
		return fmt.Errorf("settle pairs of account %d: %w", a.ID, err)
	}
	return nil
}

// ErrUndone means that the two were parted already.
var ErrUndone = errors.New("the accounts were parted already")
