package signin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
)

// Recover is for somebody who has lost every way to sign in, or fears that another has one. Staff do it when they have proven, in this
// conversation, whom they talk with (ErrNotProven). Every credential, sign-in and code ends at once; a new code goes by door ('letter',
// 'text', or ” for none); the other contact point is told, and can stop it. A refusal says why the code cannot go: then nothing is done.
func (g *Gate) Recover(ctx context.Context, by audit.Actor, account int64, door string) (why accounts.Refusal, until time.Time, err error) {
	if by.Role != audit.Staff || !by.Proven || by.Caller != 0 { // a helper on the line is not the person
		return "", time.Time{}, ErrNotProven
	}
	err = pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		if err := g.recoverTx(ctx, tx, by, account); err != nil || door == "" {
			return err
		}
		if inPerson(by) {
			if err := g.liftAllTx(ctx, tx, account); err != nil {
				return err
			}
		}
		if why, until, err = g.sendTx(ctx, tx, by, account, door); err == nil && why != "" {
			err = errUndone
		}
		return err
	})
	if err != nil && !errors.Is(err, errUndone) {
		return "", time.Time{}, fmt.Errorf("recover account %d: %w", account, err)
	}
	return why, until, nil
}

func (g *Gate) recoverTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64) error {
	a, err := g.c.Register.HoldTx(ctx, tx, account)
	if err != nil {
		return err
	}
	if err := g.endAllTx(ctx, tx, account, "recovery", time.Time{}); err != nil {
		return err
	}
	id, err := g.holdTx(ctx, tx, by, account, "recovery", nil)
	if err != nil {
		return err
	}
	// both doors: the code itself goes by one of them, and whoever holds one of them alone must not be the only one to hear
	for _, door := range []string{"letter", "text"} {
		if door == "text" && a.Mobile == "" {
			continue
		}
		if err := g.warnTx(ctx, tx, accounts.Notice{Account: account, Agency: by.Agency, Kind: "signin.recovered", About: id, Door: door}); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "sign_in.recovered", Account: account})
}

// endAllTx ends a person's credentials that were made since (the zero time: all), every sign-in and every code.
func (g *Gate) endAllTx(ctx context.Context, tx pgx.Tx, account int64, why string, since time.Time) error {
	now := g.c.Now()
	_, err := tx.Exec(ctx, `
		update account_credentials set ended_at = @now, ended_why = @why
		where account_id = any(person_of(@account)) and ended_at is null and made_at >= @since`,
		pgx.NamedArgs{"account": account, "why": why, "now": now, "since": since})
	if err != nil {
		return fmt.Errorf("end credentials of account %d: %w", account, err)
	}
	if _, err := endTx(ctx, tx, account, 0, why, now); err != nil {
		return err
	}
	return g.c.Register.RevokeAccountCodesTx(ctx, tx, account, now)
}

// liftAllTx: somebody proven in person says that number and address are theirs.
func (g *Gate) liftAllTx(ctx context.Context, tx pgx.Tx, account int64) error {
	for _, kind := range []string{"mobile", "address"} {
		if err := g.liftTx(ctx, tx, account, kind); err != nil {
			return err
		}
	}
	return nil
}

// Stop ends what a notice told of, for whoever has its code (accounts.UseStopCode): numbers and addresses that rest are not used to sign
// in until they are shown in person, what was registered since is ended, every browser is signed out, and staff have a task.
func (g *Gate) Stop(ctx context.Context, c accounts.Code) error {
	return pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `
			update account_holds set stopped_at = @now
			where account_id = any(person_of(@account)) and lifted_at is null and stopped_at is null and begun_at > @since
			returning begun_at, coalesce(agency_id, 0)`,
			pgx.NamedArgs{"account": c.Account, "now": g.c.Now(), "since": g.c.Now().Add(-stopLife)})
		stopped, err := pgx.CollectRows(rows, pgx.RowToStructByPos[hold])
		if err != nil {
			return fmt.Errorf("stop changes of account %d: %w", c.Account, err)
		}
		if len(stopped) > 0 {
			first := slices.MinFunc(stopped, func(a, b hold) int { return a.Begun.Compare(b.Begun) })
			if err := g.endAllTx(ctx, tx, c.Account, "stopped", first.Begun); err != nil {
				return err
			}
			if err := g.taskTx(ctx, tx, c.Account, stopped); err != nil {
				return err
			}
		}
		return accounts.MarkStoppedTx(ctx, tx, c, g.c.Now())
	})
}

type hold struct {
	Begun  time.Time
	Agency int64
}

// taskTx tells the agencies whose members made the changes. A change that no agency made has nobody to tell: its owner is asked to ring.
func (g *Gate) taskTx(ctx context.Context, tx pgx.Tx, account int64, stopped []hold) error {
	var told []int64
	for _, h := range stopped {
		if g.c.Office == nil || h.Agency == 0 || slices.Contains(told, h.Agency) {
			continue
		}
		told = append(told, h.Agency)
		if _, err := g.c.Office.AddTaskTx(ctx, tx, cases.Task{Agency: h.Agency, Account: account, Kind: "sign-in-stopped"}); err != nil {
			return err
		}
	}
	return nil
}
