package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/internal/attempts"
	"github.com/samedoor/samedoor/services"
)

// Asking is somebody who wants a code: by text with their number, by letter with name and postcode, always with their date of birth.
type Asking struct {
	Door     string // 'letter', 'text'
	Mobile   string `json:",omitempty"` // E.164
	Name     string `json:",omitempty"`
	Postcode string `json:",omitempty"`
	Born     services.Day
}

// How often a code may be asked for: from one place, and about one person or number.
var (
	asksByRemote = attempts.Try{What: "ask-remote", Max: 20, Window: time.Hour}
	asksBySame   = attempts.Try{What: "ask-same", Max: 4, Window: time.Hour}
)

// AskForCode takes what somebody says about themselves. Whether anybody on record is like that is found out later, by a job: the answer
// is the same, and takes as long, for those who are and those who are not. ErrThrottled counts whoever is asked about, on record or not.
func (g *Gate) AskForCode(ctx context.Context, a Asking, remote string) error {
	if a.Door != "letter" && a.Door != "text" {
		return fmt.Errorf("ask for a code by %q: %w", a.Door, accounts.ErrInvalid)
	}
	now := g.c.Now()
	place, same := asksByRemote, asksBySame
	place.Subject, same.Subject = remote, a.subject()
	if ok, err := g.tries.Take(ctx, now, place, same); err != nil || !ok {
		if err == nil {
			err = ErrThrottled
		}
		return err
	}
	details, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		var id int64
		err := tx.QueryRow(ctx, `insert into sign_in_asks (door, details, made_at) values (@door, @details, @now) returning id`,
			pgx.NamedArgs{"door": a.Door, "details": g.c.Register.Seal("sign_in_asks.details", string(details)), "now": now}).Scan(&id)
		if err != nil {
			return fmt.Errorf("ask for a code: %w", err)
		}
		if _, err := g.c.Jobs.InsertTx(ctx, tx, AskArgs{Ask: id}, nil); err != nil {
			return fmt.Errorf("ask for a code: %w", err)
		}
		return nil
	})
}

// subject is who is asked about, written one way.
func (a Asking) subject() string {
	return strings.Join([]string{a.Mobile, strings.Join(words(a.Name), " "), strings.ToUpper(strings.ReplaceAll(a.Postcode, " ", "")),
		fmt.Sprint(a.Born.Y, a.Born.M, a.Born.D)}, "|")
}

// AskArgs asks to find out who wants a code, and to send it.
type AskArgs struct {
	Ask int64 `json:"ask"`
}

// Kind is the job's stable name.
func (AskArgs) Kind() string { return "sign-in-ask" }

type asker struct {
	river.WorkerDefaults[AskArgs]
	gate *Gate
}

// Work sends the code once; done again it does nothing. While the number or address rests, so does the job.
func (w *asker) Work(ctx context.Context, job *river.Job[AskArgs]) error {
	until, err := w.gate.answerAsk(ctx, job.Args.Ask)
	if err == nil && !until.IsZero() {
		return river.JobSnooze(max(until.Sub(w.gate.c.Now()), time.Minute))
	}
	return err
}

// Register adds the workers of this package.
func (g *Gate) Register(w *river.Workers) { river.AddWorker(w, &asker{gate: g}) }

// answerAsk sends a code to the one person who was asked about, if there is one. until says when to look again.
func (g *Gate) answerAsk(ctx context.Context, id int64) (until time.Time, err error) {
	a, err := g.readAsk(ctx, id)
	if err != nil || a.Door == "" {
		return time.Time{}, err
	}
	account, found, err := g.whoAsks(ctx, a)
	if err != nil {
		return time.Time{}, fmt.Errorf("answer ask %d: %w", id, err)
	}
	err = pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		// closed first, so that of two workers one sends
		tag, err := tx.Exec(ctx, `update sign_in_asks set details = null, done_at = @now where id = @id and done_at is null`,
			pgx.NamedArgs{"id": id, "now": g.c.Now()})
		if err != nil || tag.RowsAffected() == 0 || !found {
			return err
		}
		_, until, err = g.sendTx(ctx, tx, audit.TheSystem, account, a.Door)
		if err == nil && !until.IsZero() {
			err = errUndone
		}
		return err
	})
	if err != nil && !errors.Is(err, errUndone) && !errors.Is(err, accounts.ErrNotFound) {
		return time.Time{}, fmt.Errorf("answer ask %d: %w", id, err)
	}
	return until, nil
}

// errUndone undoes a transaction that found it may not go on; it is no failure.
var errUndone = errors.New("undone")

// readAsk gives what was asked; without a door where it is answered already.
func (g *Gate) readAsk(ctx context.Context, id int64) (a Asking, err error) {
	var sealed []byte
	err = g.c.DB.QueryRow(ctx, `select details from sign_in_asks where id = @id and done_at is null`, pgx.NamedArgs{"id": id}).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return Asking{}, nil
	}
	if err != nil {
		return Asking{}, fmt.Errorf("ask %d: %w", id, err)
	}
	text, err := g.c.Register.Unseal("sign_in_asks.details", sealed)
	if err == nil {
		err = json.Unmarshal([]byte(text), &a)
	}
	return a, err
}

// whoAsks finds the one person who was described. By letter it is accounts' own rule for linking without asking anybody: the whole name,
// date of birth and postcode agree, and nobody else is like that.
func (g *Gate) whoAsks(ctx context.Context, a Asking) (account int64, found bool, err error) {
	if a.Door == "text" {
		return g.whoHas(ctx, a.Mobile, a.Born)
	}
	near, err := g.c.Register.Near(ctx, Identity{FullName: a.Name, Born: a.Born, Postcode: a.Postcode}.details())
	if err != nil {
		return 0, false, err
	}
	err = pgx.BeginTxFunc(ctx, g.c.DB, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		account, found, err = surelyTx(ctx, tx, near)
		return err
	})
	return account, found, err
}

// SealedColumns are those of this package's tables, for accounts.Rekey.
func SealedColumns() []accounts.SealedColumn {
	return []accounts.SealedColumn{
		{Table: "account_credentials", Sealed: "record", Kind: `'account_credentials.record'`},
		{Table: "account_sessions", Sealed: "id_token", Kind: `'account_sessions.id_token'`},
		{Table: "sign_in_asks", Sealed: "details", Kind: `'sign_in_asks.details'`},
	}
}
