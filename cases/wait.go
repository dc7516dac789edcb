package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Wait is an application or case that waits until it is sure enough who somebody is.
type Wait struct {
	ID     int64
	Draft  int64
	Wanted string // a level or profile of package proof
	Way    string // one of Ways
	Pauses bool   // its deadline waits too
	Began  time.Time
	Until  time.Time // the last day, midnight UTC
	Result string    // "" while it waits, then one of Results
}

// Ways are how somebody is going to prove who they are, and Results how waiting for it ended; worded by lang "proof.ways.<code>" and
// "events.identity-<result>".
var (
	Ways    = [...]string{"in-person", "post-office", "letter", "vouch"}
	Results = [...]string{Met, RanOut, GivenUp}
)

// How waiting ends.
const (
	Met     = "met"
	RanOut  = "ran-out"
	GivenUp = "ended"
)

// WaitForIdentity has an application or case wait until its person is proven as surely as its service needs, for as long as the service
// lets it (16 days where it says nothing). Problems, worded by lang "cases.problems.<code>": identity-enough where nothing is wanting,
// identity-way where the way is none of Ways, no-person while it is nobody's. Asked again it answers the wait there is. ErrClosed where
// the case is decided or the draft abandoned.
func (o *Office) WaitForIdentity(ctx context.Context, by audit.Actor, draft int64, way string) (w Wait, problems services.Problems, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		w, problems, err = o.WaitForIdentityTx(ctx, tx, by, draft, way)
		return err
	})
	return w, problems, err
}

// WaitForIdentityTx is WaitForIdentity inside the caller's transaction.
func (o *Office) WaitForIdentityTx(ctx context.Context, tx pgx.Tx, by audit.Actor, draft int64, way string) (Wait, services.Problems, error) {
	d, err := o.draftFor(ctx, tx, by, draft, true)
	if err != nil {
		return Wait{}, nil, err
	}
	if over, err := o.over(ctx, tx, d); err != nil || over {
		return Wait{}, nil, errors.Join(err, closedIf(over))
	}
	if w, waits, err := waitTx(ctx, tx, d.ID); err != nil || waits {
		return w, nil, err
	}
	need, err := o.needTx(ctx, tx, d)
	switch {
	case err != nil:
		return Wait{}, nil, err
	case d.Account == 0:
		return Wait{}, services.Problems{{Field: "way", Code: "no-person"}}, nil
	case need.Met():
		return Wait{}, services.Problems{{Field: "way", Code: "identity-enough"}}, nil
	case !slices.Contains(Ways[:], way):
		return Wait{}, services.Problems{{Field: "way", Code: "identity-way"}}, nil
	}
	w := Wait{Draft: d.ID, Wanted: need.Wanted, Way: way, Pauses: d.identity.Pauses, Began: o.now(),
		Until: dayOf(o.now().In(lang.London)).add(d.identity.WaitDays).time()}
	return w, nil, o.beginWait(ctx, tx, by, d, &w)
}

func closedIf(over bool) error {
	if over {
		return ErrClosed
	}
	return nil
}

// over says whether there is nothing left to wait for: the draft was abandoned, or its case decided.
func (o *Office) over(ctx context.Context, tx pgx.Tx, d Draft) (bool, error) {
	if d.Case == 0 {
		return d.closed(), nil
	}
	var state State
	err := tx.QueryRow(ctx, `select state from cases where id = @case for no key update`, pgx.NamedArgs{"case": d.Case}).Scan(&state)
	if err != nil {
		return false, fmt.Errorf("state of case %d: %w", d.Case, err)
	}
	return !state.Open(), nil
}

func (o *Office) beginWait(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft, w *Wait) error {
	err := tx.QueryRow(ctx, `
		insert into identity_waits (draft_id, wanted, way, pauses, began_at, until, door, actor_role, actor_id)
		values (@draft, @wanted, @way, @pauses, @now, @until, @door, @role, @by) returning id`,
		pgx.NamedArgs{"draft": w.Draft, "wanted": w.Wanted, "way": w.Way, "pauses": w.Pauses, "now": w.Began, "until": w.Until,
			"door": by.Door, "role": by.Role, "by": by.ID}).Scan(&w.ID)
	if err != nil {
		return fmt.Errorf("wait for identity on draft %d: %w", d.ID, err)
	}
	err = o.event(ctx, tx, by, d.ID, d.Case, "identity-waiting", map[string]any{"way": w.Way, "until": w.Until.Format(time.DateOnly)})
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "draft.identity-waiting", Account: d.Account, Draft: d.ID, Case: d.Case})
}

// Need is how sure it must be who a draft is of before it is through, and how sure it is.
func (o *Office) Need(ctx context.Context, by audit.Actor, draft int64) (n Need, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.draftFor(ctx, tx, by, draft, false)
		if err == nil {
			n, err = o.needTx(ctx, tx, d)
		}
		return err
	})
	return n, err
}

func (o *Office) needTx(ctx context.Context, tx pgx.Tx, d Draft) (n Need, err error) {
	i := o.Identity(d.Service)
	n.Wanted = proof.Higher(i.Decision, proof.Higher(i.Answer, i.Disclosure))
	if n.Wanted != "" && d.Account != 0 {
		n.Standing, err = accounts.StandingTx(ctx, tx, d.Account, o.now())
	}
	return n, err
}

// Waiting is the wait of a draft or its case, and false where it does not wait. Nobody's right to it is checked: it is for who has read
// the draft already.
func (o *Office) Waiting(ctx context.Context, draft int64) (w Wait, waits bool, err error) {
	return waitTx(ctx, o.db, draft)
}

// WaitingTx is Waiting inside the caller's transaction.
func (o *Office) WaitingTx(ctx context.Context, tx pgx.Tx, draft int64) (w Wait, waits bool, err error) {
	return waitTx(ctx, tx, draft)
}

// querier is a transaction, or the pool where none is needed.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

const waitColumns = `id, draft_id, wanted, way, pauses, began_at, until, coalesce(result, '')`

func waitTx(ctx context.Context, db querier, draft int64) (Wait, bool, error) {
	rows, err := db.Query(ctx, `select `+waitColumns+` from identity_waits where draft_id = @draft and ended_at is null`,
		pgx.NamedArgs{"draft": draft})
	if err != nil {
		return Wait{}, false, fmt.Errorf("wait of draft %d: %w", draft, err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Wait])
	if err != nil || len(found) == 0 {
		return Wait{}, false, err
	}
	return found[0], true, nil
}

// EndWait gives up waiting, with the reason in by.Why where there is one. Nothing that was told is lost. Where nothing waits it is nothing.
func (o *Office) EndWait(ctx context.Context, by audit.Actor, draft int64) error {
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.draftFor(ctx, tx, by, draft, true)
		if err != nil {
			return err
		}
		w, waits, err := waitTx(ctx, tx, d.ID)
		if err != nil || !waits {
			return err
		}
		return o.endWait(ctx, tx, by, d, w, GivenUp)
	})
}

// endWait ends a wait: the deadline that waited with it moves on by as long, an event tells it, and somebody is set to go on.
func (o *Office) endWait(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft, w Wait, result string) error {
	_, err := tx.Exec(ctx, `update identity_waits set ended_at = @now, result = @result where id = @id and ended_at is null`,
		pgx.NamedArgs{"id": w.ID, "now": o.now(), "result": result})
	if err != nil {
		return fmt.Errorf("end wait %d: %w", w.ID, err)
	}
	if w.Pauses && d.Case != 0 {
		if err := o.moveDeadline(ctx, tx, d, w); err != nil {
			return err
		}
	}
	if err := o.event(ctx, tx, by, d.ID, d.Case, "identity-"+result, nil); err != nil {
		return err
	}
	if result != GivenUp {
		_, err = o.AddTaskTx(ctx, tx, Task{Agency: d.Agency, Case: d.Case, Draft: d.ID, Account: d.Account, Kind: "identity-" + result})
	}
	return err
}

// moveDeadline gives a case the days back that it waited, as its service counts days.
func (o *Office) moveDeadline(ctx context.Context, tx pgx.Tx, d Draft, w Wait) error {
	agency, err := staff.AgencyTx(ctx, tx, d.Agency)
	if err != nil {
		return fmt.Errorf("move the deadline of case %d: %w", d.Case, err)
	}
	var deadline, target time.Time
	err = tx.QueryRow(ctx, `select deadline, target from cases where id = @case for no key update`, pgx.NamedArgs{"case": d.Case}).Scan(&deadline, &target)
	if err != nil {
		return fmt.Errorf("move the deadline of case %d: %w", d.Case, err)
	}
	from, to := dayOf(w.Began.In(lang.London)), dayOf(o.now().In(lang.London))
	later := func(t time.Time) time.Time {
		if d.Service.Calendar == services.CalendarDays {
			return t.AddDate(0, 0, int(to.time().Sub(from.time()).Hours()/24))
		}
		n := 0
		for day := from; day.time().Before(to.time()); {
			if day = day.add(1); !day.weekend() && !holiday(agency.Nation, day) {
				n++
			}
		}
		return AddWorkingDays(agency.Nation, t, n)
	}
	_, err = tx.Exec(ctx, `update cases set deadline = @deadline, target = @target, rev = rev + 1 where id = @case`,
		pgx.NamedArgs{"case": d.Case, "deadline": later(deadline), "target": later(target)})
	if err != nil {
		return fmt.Errorf("move the deadline of case %d: %w", d.Case, err)
	}
	return nil
}
