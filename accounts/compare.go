package accounts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/audit"
)

// queueCompare asks, in the transaction that made or changed an account, for it to be compared with the others. Whoever is comparing it
// just now is waited for, so that the change is not passed over.
func queueCompare(b *pgx.Batch, id int64) {
	b.Queue(`insert into comparisons (account_id) values (@id) on conflict (account_id) do update set asked_at = now()`, pgx.NamedArgs{"id": id})
}

// CompareArgs compares what is new or changed with everybody else, and joins whom nothing speaks against. Its worker is safe to run twice.
type CompareArgs struct{}

// Kind names the job.
func (CompareArgs) Kind() string { return "accounts.compare" }

// InsertOpts: two at once would only wait for each other.
func (CompareArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: compareEvery}}
}

// How often it is looked for what is new, and how long one run may take of a job's minute.
const (
	compareEvery = 30 * time.Second
	compareFor   = 25 * time.Second
)

// Comparer is the worker of CompareArgs.
type Comparer struct {
	river.WorkerDefaults[CompareArgs]
	Register *Register
}

// Work compares until nothing is left, or its time is over: the next run goes on.
func (c *Comparer) Work(ctx context.Context, _ *river.Job[CompareArgs]) error {
	_, err := c.Register.Compare(ctx, time.Now().Add(compareFor))
	return err
}

// Comparing are the times at which it is done.
func Comparing() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(compareEvery), func() (river.JobArgs, *river.InsertOpts) { return CompareArgs{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true})
}

// Compare looks at accounts that are new or changed, the latest first, until a time, and answers how many. Whoever may be the same person
// is put down for somebody to decide, and whom nothing speaks against is joined. One that cannot be compared is tried again in an hour, and
// keeps no other from it.
func (r *Register) Compare(ctx context.Context, until time.Time) (n int, err error) {
	var failed error
	for time.Now().Before(until) && ctx.Err() == nil {
		id, err := r.compareNext(ctx)
		if id == 0 {
			failed = errors.Join(failed, err)
			break
		}
		if n++; err == nil {
			continue
		}
		failed = errors.Join(failed, fmt.Errorf("compare account %d: %w", id, err))
		if _, err := r.db.Exec(ctx, `update comparisons set asked_at = now() + interval '1 hour' where account_id = $1`, id); err != nil {
			return n, errors.Join(failed, err)
		}
	}
	return n, errors.Join(failed, r.joinSure(ctx))
}

// compareNext compares one account; id is 0 where none is left.
func (r *Register) compareNext(ctx context.Context) (id int64, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			delete from comparisons where account_id = (
				select account_id from comparisons where asked_at <= now() order by asked_at desc, account_id desc limit 1 for update skip locked)
			returning account_id`).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("what is to be compared: %w", err)
		}
		return r.compare(ctx, tx, id)
	})
	return id, err
}

// compare puts down who else may be the person of an account.
func (r *Register) compare(ctx context.Context, tx pgx.Tx, id int64) error {
	p, err := r.readPerson(ctx, tx, id)
	if err != nil {
		return err
	}
	found, err := r.nearAll(ctx, tx, match.Prepare(p.record()), &pgx.Batch{})
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(f Found) bool { return f.ID == p.ID || !f.asks() })
	sure := 0
	for _, f := range found {
		if f.joins() {
			sure++
		}
	}
	for _, f := range found {
		said, err := saidNotSame(ctx, tx, append([]int64{p.ID}, p.Joined...), append([]int64{f.ID}, f.Joined...))
		if err != nil {
			return err
		}
		if said {
			continue
		}
		// two who fit equally well: somebody has to say which
		if err := suspect(ctx, tx, p.Account, f, sure == 1 && f.joins() && !p.Restricted && p.DiedOn == nil); err != nil {
			return err
		}
	}
	return nil
}

// askFrom is from which score somebody is asked, though a family would explain as well what fits: the queue can wait, and nobody is kept on
// the line by it.
const askFrom = 0.5

// asks says that somebody has to look whether the two are one person. Another first name in one household is asked about only of two born on
// one day: twins, or a name misheard.
func (f Found) asks() bool {
	if f.Band == match.Ask || f.Band == match.Link {
		return true
	}
	family := slices.Contains(f.Against, "accounts.differs.given_name") && !slices.Contains(f.Because, "accounts.fits.date_of_birth")
	return f.Score >= askFrom && !family
}

// joins says that the two are one person as surely as anybody can say without asking.
func (f Found) joins() bool {
	return f.Band == match.Link && len(f.Against) == 0 && !f.Restricted && f.DiedOn == nil
}

// suspect puts a pair down. One that was decided stays so, but that nobody could tell is asked again when more is known of either.
func suspect(ctx context.Context, tx pgx.Tx, p Account, f Found, sure bool) error {
	low, high := p, f.Account
	if low.ID > high.ID {
		low, high = high, low
	}
	_, err := tx.Exec(ctx, `
		insert into duplicates (low, high, score, because, against, terms, sure)
		select @low, @high, @score, @because, @against, @terms,
		       @sure and (select created_door not in ('phone', 'counter') from accounts where id = @high) -- there staff have seen who is like them
		on conflict (low, high) do update set score = excluded.score, because = excluded.because, against = excluded.against, terms = excluded.terms, sure = excluded.sure,
		       state = 'waiting', decided_at = null, by_role = null, by_id = null, agency_id = null, why = '',
		       found_at = case when duplicates.state = 'waiting' then duplicates.found_at else now() end
		where duplicates.state = 'waiting' or duplicates.state = 'cannot-tell' and duplicates.known <> @known`,
		pgx.NamedArgs{"low": low.ID, "high": high.ID, "score": f.Score, "because": list(f.Because), "against": list(f.Against), "terms": weighed(f.Terms), "sure": sure,
			"known": []int64{low.Rev, high.Rev}})
	if err != nil {
		return fmt.Errorf("accounts %d and %d may be one person: %w", low.ID, high.ID, err)
	}
	return nil
}

func list(all []string) []string {
	if all == nil {
		return []string{}
	}
	return all
}

// joinSure joins the pairs that nothing speaks against. What is found against one as it is joined leaves it to somebody to decide.
func (r *Register) joinSure(ctx context.Context) error {
	rows, _ := r.db.Query(ctx, `select id, low, high, score, because from duplicates where state = 'waiting' and sure order by id limit 500`)
	type pair struct {
		ID, Low, High int64
		Score         float64
		Because       []string
	}
	pairs, err := pgx.CollectRows(rows, pgx.RowToStructByPos[pair])
	if err != nil {
		return fmt.Errorf("pairs to join: %w", err)
	}
	for _, p := range pairs {
		_, problems, err := r.Join(ctx, audit.TheSystem, p.Low, p.High, Grounds{Why: "merge.by_program", Score: p.Score, Terms: p.Because})
		if err == nil && len(problems) > 0 {
			_, err = r.db.Exec(ctx, `update duplicates set sure = false where id = $1`, p.ID)
		}
		if err != nil {
			return fmt.Errorf("join pair %d: %w", p.ID, err)
		}
	}
	return nil
}
