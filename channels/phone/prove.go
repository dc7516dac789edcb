package phone

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// The ways in which who somebody is can be proven in a conversation; worded by lang "proof.how.<code>". What was proven stands on the
// contact as their code, or as those of the questions answered (accounts.AskBirth …).
const (
	ByQuestions = "questions"   // what we hold, asked by the system and checked by it
	ByText      = "text-code"   // six digits texted to a number long on record
	ByLetter    = "letter-code" // the code that was posted
	ByDocument  = "document"    // shown across the counter, the face compared
	ByVouch     = "vouch"       // somebody of standing beside them
	ByNewRecord = "new-record"  // the record was made in this conversation: there is nobody else to be wrong about
)

// lately is how long what any caller told is not asked of the next: a month.
const lately = 30 * 24 * time.Hour

// proving is a conversation as proof needs it, locked.
type proving struct {
	contact, account int64
	door             channels.Kind
	began            time.Time
	told             []string
	made             time.Time // the account
	proven           bool
}

// Proofs are the ways in which the person on the line can be proven now. ErrNotFound when the contact is not the member's own open one.
func (l *Log) Proofs(ctx context.Context, by audit.Actor, contact int64) (can []string, err error) {
	err = pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		p, err := proven(ctx, tx, by, contact)
		if err != nil || p.account == 0 {
			return err
		}
		kinds, err := l.askable(ctx, tx, p)
		if err != nil {
			return err
		}
		person, err := l.register.ReadTx(ctx, tx, p.account)
		if err != nil {
			return err
		}
		fresh, err := l.isNew(ctx, tx, p, person)
		if err != nil {
			return err
		}
		for _, w := range []struct {
			how string
			is  bool
		}{{ByNewRecord, fresh}, {ByDocument, p.door == channels.Counter}, {ByQuestions, len(kinds) >= fewestAsked}, {ByText, person.Mobile != ""},
			{ByLetter, person.Address != nil}, {ByVouch, p.door == channels.Counter}} {
			if w.is {
				can = append(can, w.how)
			}
		}
		return nil
	})
	return can, err
}

// proven reads and locks a conversation of the member's own.
func proven(ctx context.Context, tx pgx.Tx, by audit.Actor, contact int64) (p proving, err error) {
	p.contact = contact
	var made *time.Time
	err = tx.QueryRow(ctx, `
		select c.door, coalesce(c.caller_id, c.account_id, 0), c.began_at, c.told, c.proven_at is not null,
		       (select min(created_at) from accounts where id = any(person_of(coalesce(c.caller_id, c.account_id))))
		from contacts c -- whoever is on the line, a helper too
		where c.id = @contact and c.staff_id = @staff and c.ended_at is null
		for update of c`, pgx.NamedArgs{"contact": contact, "staff": by.ID}).Scan(&p.door, &p.account, &p.began, &p.told, &p.proven, &made)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, ErrNotFound
	}
	if err != nil {
		return p, fmt.Errorf("proofs in contact %d: %w", contact, err)
	}
	if made != nil {
		p.made = *made
	}
	return p, nil
}

// proveTx has a conversation proven.
func proveTx(ctx context.Context, tx pgx.Tx, by audit.Actor, p proving, how ...string) error {
	_, err := tx.Exec(ctx, `update contacts set proven_at = now(), proven_by = @how where id = @contact`,
		pgx.NamedArgs{"how": how, "contact": p.contact})
	if err != nil {
		return fmt.Errorf("prove in contact %d: %w", p.contact, err)
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "account.proven-by-staff", Account: p.account})
}

// Told notes what the person on the line said to be found by: none of it is asked of them again. Where there is no such open contact it
// is nothing.
func (l *Log) Told(ctx context.Context, by audit.Actor, contact int64, kinds []string) error {
	if len(kinds) == 0 || contact == 0 {
		return nil
	}
	_, err := l.db.Exec(ctx, `
		update contacts set told = array(select distinct unnest(told || @kinds::text[]) order by 1)
		where id = @contact and staff_id = @staff and ended_at is null and not told @> @kinds::text[]`,
		pgx.NamedArgs{"contact": contact, "staff": by.ID, "kinds": kinds})
	if err != nil {
		return fmt.Errorf("told in contact %d: %w", contact, err)
	}
	return nil
}

// isNew says whether the record was made in this conversation and nobody else is known who could be the same person: then there is
// nobody to be wrong about, as with an application begun online by somebody who has not signed in.
func (l *Log) isNew(ctx context.Context, tx pgx.Tx, p proving, person accounts.Account) (bool, error) {
	if p.made.Before(p.began) {
		return false, nil
	}
	near, err := l.register.NearTx(ctx, tx, accounts.Details{FullName: person.FullName, DateOfBirth: person.DateOfBirth, Address: person.Address,
		Mobile: person.Mobile, Landline: person.Landline, NINO: person.NINO})
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(near, func(f accounts.Found) bool { return f.ID != person.ID && f.Score >= maybeSame }), nil
}

// maybeSame is from where somebody may be the same person: see accounts.Found.
const maybeSame = 0.5

// ProveNew takes a record that was made in this conversation for the caller's own. Problems 'not-known' on "proof" where it is older, or
// somebody who may be the same is on record already.
func (l *Log) ProveNew(ctx context.Context, by audit.Actor, contact int64) (problems services.Problems, err error) {
	err = l.proving(ctx, by, contact, func(tx pgx.Tx, p proving) error {
		person, err := l.register.ReadTx(ctx, tx, p.account)
		if err != nil {
			return err
		}
		fresh, err := l.isNew(ctx, tx, p, person)
		if err != nil {
			return err
		}
		if !fresh {
			problems = wrong("proof", "not-known")
			return nil
		}
		return proveTx(ctx, tx, by, p, ByNewRecord)
	})
	return problems, err
}

// proving does one thing to a conversation that is about somebody. ErrNotFound where it is about nobody.
func (l *Log) proving(ctx context.Context, by audit.Actor, contact int64, do func(tx pgx.Tx, p proving) error) error {
	return pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		p, err := proven(ctx, tx, by, contact)
		if err == nil && p.account == 0 {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		return do(tx, p)
	})
}

// faceSeen is from which verification on a document or a vouch shows that the person at the counter is the one it is about.
const faceSeen = 2

// Show records a document shown across the counter (accounts.ShowTx), and has the conversation proven where the person's face was
// compared with it.
func (l *Log) Show(ctx context.Context, by audit.Actor, contact int64, s accounts.Shown) (worth proof.Worth, problems services.Problems, err error) {
	err = l.proving(ctx, by, contact, func(tx pgx.Tx, p proving) error {
		s.Contact, by.Door = p.contact, p.door
		if worth, problems, err = l.register.ShowTx(ctx, tx, by, p.account, s); err != nil || len(problems) > 0 || worth.Verification < faceSeen {
			return err
		}
		return proveTx(ctx, tx, by, p, ByDocument)
	})
	return worth, problems, err
}

// Vouch records that somebody of standing vouched (accounts.VouchTx), and has the conversation proven where they did so beside the person.
func (l *Log) Vouch(ctx context.Context, by audit.Actor, contact int64, v accounts.Vouching) (worth proof.Worth, problems services.Problems, err error) {
	err = l.proving(ctx, by, contact, func(tx pgx.Tx, p proving) error {
		v.Contact, by.Door = p.contact, p.door
		if worth, problems, err = l.register.VouchTx(ctx, tx, by, p.account, v); err != nil || len(problems) > 0 || v.Method != "together" {
			return err
		}
		return proveTx(ctx, tx, by, p, ByVouch)
	})
	return worth, problems, err
}
