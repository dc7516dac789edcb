package cases

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// soon is how long something that must not wait may take.
const soon = 10 * time.Second

// A file comes, or a letter is dispatched, while a caseworker works the case: each has locked one of draft and case and writes an
// event, which names both.
func TestACaseAndItsDraftAreWorkedAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(t, b.account(t, nil).ID, walking())
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	must(t, pgx.BeginFunc(ctx, b.db, func(tx pgx.Tx) error {
		if _, err := b.office.ReadDraftTx(ctx, tx, c.Draft, true); err != nil {
			return err
		}
		return b.office.Take(ctx, b.worker, c.ID)
	}))
	must(t, pgx.BeginFunc(ctx, b.db, func(tx pgx.Tx) error {
		if _, err := b.office.lockCase(ctx, tx, b.worker, c.ID, 0); err != nil {
			return err
		}
		_, err := b.office.AddDocument(ctx, b.agent, c.Draft, "", "letter", "a.png", strings.NewReader(png))
		return err
	}))
}

// A text that must not be sent writes its event while it holds the account; an application that is being sent in holds the draft.
func TestAnEventDoesNotWaitForTheDraft(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, b.account(t, nil).ID)
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	must(t, pgx.BeginFunc(ctx, b.db, func(submitting pgx.Tx) error {
		if _, err := b.office.ReadDraftTx(ctx, submitting, d.ID, true); err != nil {
			return err
		}
		return pgx.BeginFunc(ctx, b.db, func(sending pgx.Tx) error {
			return b.office.AddEventTx(ctx, sending, audit.TheSystem, d.ID, "text-suppressed", nil)
		})
	}))
}

// A death is recorded while the person's application is being sent: one waits for the other, and never each for the other.
func TestADeathWaitsForWhoHasTheDraft(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	d := b.start(t, b.agent, a.ID)
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	died := make(chan error, 1)
	must(t, pgx.BeginFunc(ctx, b.db, func(submitting pgx.Tx) error {
		if _, err := b.office.ReadDraftTx(ctx, submitting, d.ID, true); err != nil {
			return err
		}
		go func() { died <- b.office.RecordDeath(ctx, b.agent, a.ID, services.Day{Y: 2026, M: 11, D: 18}) }()
		b.waits(ctx)
		_, err := b.register.HoldTx(ctx, submitting, a.ID)
		return err
	}))
	must(t, <-died)
}

// waits returns once a statement of another connection waits for a lock.
func (b *bundle) waits(ctx context.Context) {
	b.Helper()
	for ctx.Err() == nil {
		var n int
		must(b, b.db.QueryRow(ctx, `
			select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).Scan(&n))
		if n > 0 {
			return
		}
	}
	b.Fatal("nobody waits")
}
