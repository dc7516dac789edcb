package accounts

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts/match"
)

// What is learnt from.
const (
	commonFrom = 10     // people: a value that fewer have is not listed, so that the list tells of nobody
	learnMost  = 40_000 // people whose records the weights are learnt from
	readAtOnce = 1000
	keptModels = 5 // the newest, for who wants to see what changed
)

// Learnt says what Learn made.
type Learnt struct{ Version, People, LearntFrom int }

// Learn counts how common names, dates of birth and postcodes are among all people, learns the weights of matching from their records, nobody
// saying who is who, and keeps both as a new model, which every server takes up within ten minutes. tell is told what goes on; it may be nil.
func (r *Register) Learn(ctx context.Context, tell func(string)) (Learnt, error) {
	var out Learnt
	census, err := r.census(ctx)
	if err != nil {
		return out, fmt.Errorf("learn: %w", err)
	}
	people, err := r.sample(ctx)
	if err != nil {
		return out, fmt.Errorf("learn: %w", err)
	}
	model := match.Learn(people, tell)
	model.People = int(census.Have(match.Surname))
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) (err error) {
		out, err = keepModel(ctx, tx, model, census, len(people))
		return err
	})
	if err != nil {
		return out, fmt.Errorf("learn: %w", err)
	}
	r.weighing.at.Store(nil)
	return out, nil
}

// census counts the present name, date of birth and postcode of everybody, one after another.
func (r *Register) census(ctx context.Context) (*match.Census, error) {
	out := match.NewCensus()
	rows, err := r.db.Query(ctx, `
		select a.full_name, coalesce(to_char(a.date_of_birth, 'YYYY-MM-DD'), ''), coalesce(ad.postcode, '')
		from accounts a left join account_addresses ad on ad.account_id = a.id and ad.current
		where a.joined_to is null`)
	if err != nil {
		return nil, err
	}
	var full, born, postcode string
	_, err = pgx.ForEachRow(rows, []any{&full, &born, &postcode}, func() error {
		out.Add(match.Prepare(match.Record{Names: []match.Name{{Full: full}}, Born: []string{born}, Addresses: []match.Address{{Postcode: postcode}}}))
		return nil
	})
	return out, err
}

// sample reads people: all, or those born on as many days of the year as give enough, so that who stands twice is in it twice.
func (r *Register) sample(ctx context.Context) ([]*match.Person, error) {
	rows, err := r.db.Query(ctx, `
		select id from accounts
		where date_of_birth is null and (select count(*) from accounts) <= @most
		or extract(doy from date_of_birth) <= 366.0 * @most / greatest((select count(*) from accounts), 1)
		order by id limit @most`, pgx.NamedArgs{"most": learnMost})
	if err != nil {
		return nil, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, err
	}
	var out []*match.Person
	for from := 0; from < len(ids); from += readAtOnce {
		b := &pgx.Batch{}
		people := r.queueLoad(b, ids[from:min(from+readAtOnce, len(ids))])
		if err := r.db.SendBatch(ctx, b).Close(); err != nil {
			return nil, err
		}
		for _, id := range ids[from:min(from+readAtOnce, len(ids))] {
			if p := people[id]; p != nil {
				out = append(out, match.Prepare(p.record()))
			}
		}
	}
	return out, nil
}

func keepModel(ctx context.Context, tx pgx.Tx, model *match.Model, census *match.Census, from int) (Learnt, error) {
	out := Learnt{People: model.People, LearntFrom: from}
	text, err := json.Marshal(model)
	if err != nil {
		return out, err
	}
	err = tx.QueryRow(ctx, `insert into matching_models (people, learnt_from, model) values (@people, @from, @model) returning version`,
		pgx.NamedArgs{"people": model.People, "from": from, "model": text}).Scan(&out.Version)
	if err != nil {
		return out, err
	}
	var rows [][]any
	add := func(f match.Field, value string, people float64) {
		rows = append(rows, []any{out.Version, f.String(), value, int64(people)})
	}
	for _, f := range []match.Field{match.Given, match.Surname, match.Middle, match.Born, match.Postcode} {
		add(f, "", census.Have(f))
	}
	census.Common(commonFrom, add)
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"matching_values"}, []string{"version", "field", "value", "people"}, pgx.CopyFromRows(rows)); err != nil {
		return out, err
	}
	_, err = tx.Exec(ctx, `delete from matching_models where version <= @last`, pgx.NamedArgs{"last": out.Version - keptModels})
	return out, err
}

// LearnArgs asks for the weights of matching to be learnt anew.
type LearnArgs struct{}

// Kind is the job's name in the queue.
func (LearnArgs) Kind() string { return "accounts.learn" }

// InsertOpts lets one of them wait at a time.
func (LearnArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: time.Hour}}
}

// Learner works LearnArgs.
type Learner struct {
	river.WorkerDefaults[LearnArgs]
	Register *Register
}

// Timeout is long enough for millions of people.
func (*Learner) Timeout(*river.Job[LearnArgs]) time.Duration { return 20 * time.Minute }

// Work learns.
func (l *Learner) Work(ctx context.Context, _ *river.Job[LearnArgs]) error {
	_, err := l.Register.Learn(ctx, nil)
	return err
}

// Learning is the job that learns anew every week.
func Learning() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(7*24*time.Hour), func() (river.JobArgs, *river.InsertOpts) { return LearnArgs{}, nil }, nil)
}
