package cases

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/rivertype"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// RecordDeath records that somebody died, stops every queued letter and text to them, and gives their open cases, of every agency, to a
// person to close. Codes open nothing any more.
func (o *Office) RecordDeath(ctx context.Context, by audit.Actor, account int64, on services.Day) error {
	if err := staffOnly(by); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if err := lockDrafts(ctx, tx, account); err != nil {
			return err
		}
		if err := o.register.RecordDeathTx(ctx, tx, by, account, on); err != nil {
			return fmt.Errorf("death of account %d: %w", account, err)
		}
		if err := o.stopPost(ctx, tx, account); err != nil {
			return err
		}
		if err := o.stopTexts(ctx, tx, account); err != nil {
			return err
		}
		return o.closeAfter(ctx, tx, by, account)
	})
}

// lockDrafts takes the drafts before the account, as sending one in does: neither then waits for the other.
func lockDrafts(ctx context.Context, tx pgx.Tx, account int64) error {
	_, err := tx.Exec(ctx, `select id from drafts where account_id = any(person_of(@account)) order by id for no key update`, pgx.NamedArgs{"account": account})
	if err != nil {
		return fmt.Errorf("drafts of account %d: %w", account, err)
	}
	return nil
}

// stopPost stops letters and says so on the timeline of each.
func (o *Office) stopPost(ctx context.Context, tx pgx.Tx, account int64) error {
	stopped, err := o.post.StopTx(ctx, tx, account, "has-died")
	if err != nil {
		return fmt.Errorf("stop letters to account %d: %w", account, err)
	}
	rows, err := tx.Query(ctx, `select id, draft_id, kind from letters where id = any(@letters) and draft_id is not null order by id`, pgx.NamedArgs{"letters": stopped})
	if err != nil {
		return fmt.Errorf("stop letters to account %d: %w", account, err)
	}
	type one struct {
		ID, Draft int64
		Kind      string
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[one])
	if err != nil {
		return fmt.Errorf("stop letters to account %d: %w", account, err)
	}
	for _, l := range found {
		if err := o.event(ctx, tx, audit.TheSystem, l.Draft, 0, "letter-stopped", map[string]any{"letter": l.ID, "kind": l.Kind}); err != nil {
			return err
		}
	}
	return nil
}

// stopTexts cancels the jobs of texts that have not begun; what a job already took up is looked at again before it is sent.
func (o *Office) stopTexts(ctx context.Context, tx pgx.Tx, account int64) error {
	rows, err := tx.Query(ctx, `
		update notices set cancelled_at = @now where account_id = any(person_of(@account)) and cancelled_at is null
		returning coalesce(job_id, 0)`, pgx.NamedArgs{"account": account, "now": o.now()})
	if err != nil {
		return fmt.Errorf("stop texts to account %d: %w", account, err)
	}
	jobs, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return fmt.Errorf("stop texts to account %d: %w", account, err)
	}
	for _, id := range jobs {
		if _, err := o.jobs.JobCancelTx(ctx, tx, id); err != nil && !errors.Is(err, rivertype.ErrNotFound) {
			return fmt.Errorf("stop texts to account %d: %w", account, err)
		}
	}
	return nil
}

// closeAfter leaves the event on everything the person had, and a task where something is still open.
func (o *Office) closeAfter(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64) error {
	rows, err := tx.Query(ctx, `
		select d.id, d.agency_id, coalesce(c.id, 0), d.state <> 'submitted', coalesce(c.state, '')
		from drafts d left join cases c on c.draft_id = d.id
		where d.account_id = any(person_of(@account)) order by d.id`, pgx.NamedArgs{"account": account})
	if err != nil {
		return fmt.Errorf("cases of account %d: %w", account, err)
	}
	type one struct {
		Draft, Agency, Case int64
		Open                bool
		State               State
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[one])
	if err != nil {
		return fmt.Errorf("cases of account %d: %w", account, err)
	}
	for _, d := range all {
		if err := accounts.RevokeCodesTx(ctx, tx, d.Draft); err != nil {
			return fmt.Errorf("codes of draft %d: %w", d.Draft, err)
		}
		if err := o.event(ctx, tx, by, d.Draft, d.Case, "death-recorded", nil); err != nil {
			return err
		}
		if d.Case == 0 || !d.State.Open() {
			continue
		}
		task := Task{Agency: d.Agency, Case: d.Case, Draft: d.Draft, Account: account, Kind: "close-after-death"}
		if _, err := o.AddTaskTx(ctx, tx, task); err != nil {
			return err
		}
	}
	return o.abandonDrafts(ctx, tx, account)
}

// abandonDrafts ends what was never sent: nobody will finish it.
func (o *Office) abandonDrafts(ctx context.Context, tx pgx.Tx, account int64) error {
	_, err := tx.Exec(ctx, `update drafts set state = 'abandoned' where account_id = any(person_of(@account)) and state in ('open', 'stopped')`, pgx.NamedArgs{"account": account})
	if err != nil {
		return fmt.Errorf("drafts of account %d: %w", account, err)
	}
	return nil
}
