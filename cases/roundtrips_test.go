package cases

import (
	"context"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/pgtest"
)

// trips counts the round trips to the database: statements sent alone, and batches.
type trips struct {
	sync.Mutex
	all []string
}

func (c *trips) add(sql string) {
	c.Lock()
	defer c.Unlock()
	c.all = append(c.all, sql)
}

func (c *trips) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	c.add(q.SQL)
	return ctx
}

func (c *trips) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *trips) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	c.add("batch")
	return ctx
}

func (c *trips) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (c *trips) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// counted runs what is to be counted, with nothing else on the pool.
func (c *trips) counted(t *testing.T, what string, most int, do func() error) {
	t.Helper()
	c.Lock()
	c.all = nil
	c.Unlock()
	must(t, do())
	t.Logf("%s: %d round trips", what, len(c.all))
	if len(c.all) > most {
		t.Errorf("%s takes %d round trips, want at most %d:", what, len(c.all), most)
		for _, sql := range c.all {
			t.Log(sql)
		}
	}
}

func setupCounted(t *testing.T) (*bundle, *trips) {
	t.Helper()
	c := &trips{}
	config := pgtest.New(t).Config()
	config.ConnConfig.Tracer = c
	db, err := pgxpool.NewWithConfig(t.Context(), config)
	must(t, err)
	t.Cleanup(db.Close)
	b := setupOn(t, db)
	b.T = t
	return b, c
}

// What a verb costs is mostly how often it goes to the database. The bounds are what each needs today, begin and commit among them, and one
// more for submits: now and then River tells its workers in a statement of its own.
func TestHowOftenTheDatabaseIsAsked(t *testing.T) {
	t.Parallel()
	b, c := setupCounted(t)
	ready := func(account int64, told map[string]string) int64 {
		d := b.start(t, b.agent, account)
		in := walking()
		for question, v := range told {
			in[question] = value(v)
		}
		b.fill(t, b.agent, d.ID, in)
		return d.ID
	}
	submit := func(draft int64) func() error {
		return func() error {
			_, problems, err := b.office.Submit(t.Context(), b.agent, draft)
			if len(problems) > 0 {
				t.Errorf("problems %v", problems)
			}
			return err
		}
	}
	c.counted(t, "submit of somebody new, texted", 12, submit(ready(0, nil)))
	c.counted(t, "submit of somebody found", 9, submit(ready(0, nil)))
	known := b.account(t, nil).ID
	c.counted(t, "submit of somebody whose record is filled first", 18, submit(ready(known, nil)))
	c.counted(t, "submit of somebody with an account", 8, submit(ready(known, nil)))
	unsafe := b.account(t, func(d *accounts.Details) { d.Needs.SafeText = accounts.No })
	c.counted(t, "submit of somebody written to, whose record is filled first", 21, submit(ready(unsafe.ID, nil)))
	c.counted(t, "submit of somebody written to", 11, submit(ready(unsafe.ID, nil)))

	d := b.start(t, b.agent, 0)
	c.counted(t, "answer", 4, func() error {
		_, err := b.office.Answer(t.Context(), b.agent, AnswerInput{Draft: d.ID, Question: "applying-for", Input: value("self")})
		return err
	})
	c.counted(t, "draft found by staff", 4, func() error { _, err := b.office.FindDraft(t.Context(), b.agent, d.Reference); return err })
	c.counted(t, "draft found by a citizen", 1, func() error {
		_, err := b.office.FindDraft(t.Context(), audit.Actor{Role: audit.Citizen, Door: channels.Web}, d.Reference)
		return err
	})
	of := b.submitted(t, b.account(t, nil).ID, walking())
	c.counted(t, "open", 4, func() error { _, err := b.office.Open(t.Context(), b.worker, of.ID); return err })
	c.counted(t, "working list", 4, func() error { _, _, err := b.office.Worklist(t.Context(), b.worker, Filter{}); return err })
}
