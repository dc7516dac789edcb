package accounts

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/internal/attempts"
	"github.com/samedoor/samedoor/services"
)

// InviteHelper is a person's own wish, online, that somebody they name may act for them. Nobody is looked up by that name: the person is
// given a code, valid 28 days, and hands it to the helper, so that nobody learns who has an account. Only the person themselves
// (ErrNotAllowed). text is the code, to be shown once.
func (r *Register) InviteHelper(ctx context.Context, by audit.Actor, n NewMandate) (m Mandate, text string, problems services.Problems, err error) {
	if by.Role != audit.Citizen || by.ID == 0 {
		return Mandate{}, "", nil, fmt.Errorf("invite a helper: %w", ErrNotAllowed)
	}
	n.Account, n.Helper, n.Evidence = by.ID, 0, AskedOnline
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		if n, problems, err = r.weighMandate(ctx, tx, by, n); err != nil || len(problems) > 0 {
			return err
		}
		if problems, err = r.tooMany(ctx, tx, by.ID); err != nil || len(problems) > 0 {
			return err
		}
		c, err := r.NewCodeTx(ctx, tx, "helper", 0, 0, inviteDays, r.now())
		if err != nil {
			return err
		}
		text = r.CodeText(c.ID)
		m, err = r.insertMandate(ctx, tx, by, n, c.ID, "invited")
		return err
	})
	return m, text, problems, err
}

// Invitation is the code of an invitation nobody has taken up, for the person whose it is, and till when it is good; good is false once it
// is not. ErrNotFound for anybody else.
func (r *Register) Invitation(ctx context.Context, by audit.Actor, id int64) (text string, until time.Time, good bool, err error) {
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		m, err := r.mandate(ctx, tx, id, false)
		if err != nil {
			return err
		}
		if mine, err := onePerson(ctx, tx, by.ID, m.Account); err != nil || !mine || by.Role != audit.Citizen {
			return orNotFound(err)
		}
		var code int64
		err = tx.QueryRow(ctx, `
			select c.id, c.expires_at from mandates m join access_codes c on c.id = m.code_id
			where m.id = @id and m.helper_id is null and m.ended_at is null and c.revoked_at is null and c.expires_at > @now`,
			pgx.NamedArgs{"id": id, "now": r.now()}).Scan(&code, &until)
		if err == nil {
			text, good = r.CodeText(code), true
		}
		return ignoreNone(err)
	})
	return text, until, good, err
}

// mostInvited is how many invitations of a person may be open at once.
const mostInvited = 10

func (r *Register) tooMany(ctx context.Context, tx pgx.Tx, person int64) (services.Problems, error) {
	var n int
	err := tx.QueryRow(ctx, `select count(*) from mandates where account_id = any(person_of(@person)) and helper_id is null and ended_at is null`,
		pgx.NamedArgs{"person": person}).Scan(&n)
	if err != nil {
		return nil, fmt.Errorf("invitations of account %d: %w", person, err)
	}
	if n >= mostInvited {
		return services.Problems{{Question: "helper", Code: "too-many"}}, nil
	}
	return nil, nil
}

// TakeUp makes the account that is signed in the helper a code was made for, and tells both. Every kind of wrong is ErrCode: a code nobody
// has, one taken up, one whose person has ended it or died. Throttled by account and by remote address.
func (r *Register) TakeUp(ctx context.Context, by audit.Actor, typed, remote string) (m Mandate, err error) {
	if by.Role != audit.Citizen || by.ID == 0 {
		return Mandate{}, fmt.Errorf("take up an invitation: %w", ErrNotAllowed)
	}
	byRemote := attempts.Try{What: "helper-code", Subject: remote, Max: triesByRemote, Window: triesWindow}
	byAccount := attempts.Try{What: "helper-code-account", Subject: fmt.Sprint(by.ID), Max: triesByCode, Window: triesWindow}
	if err := r.try(ctx, r.now(), byRemote, byAccount); err != nil {
		return Mandate{}, err
	}
	text, ok := readCode(typed)
	if !ok {
		return Mandate{}, ErrCode
	}
	err = pgx.BeginFunc(ctx, r.db, func(tx pgx.Tx) error {
		if m, err = r.invited(ctx, tx, text); err != nil {
			return err
		}
		if same, err := onePerson(ctx, tx, by.ID, m.Account); err != nil || same {
			return orCode(err)
		}
		if _, err := tx.Exec(ctx, `update mandates set helper_id = @helper, rev = rev + 1 where id = @id`, pgx.NamedArgs{"id": m.ID, "helper": by.ID}); err != nil {
			return fmt.Errorf("take up mandate %d: %w", m.ID, err)
		}
		if m, err = r.mandate(ctx, tx, m.ID, false); err != nil {
			return err
		}
		if err := r.mandateBecame(ctx, tx, by, m, "taken-up", nil); err != nil {
			return err
		}
		return r.tellBoth(ctx, tx, 0, m, "added")
	})
	if err != nil {
		return Mandate{}, err
	}
	for _, t := range []attempts.Try{byAccount} {
		if err := r.tries.Forget(ctx, t); err != nil {
			return Mandate{}, err
		}
	}
	return m, r.tries.ForgetOne(ctx, byRemote)
}

// invited finds the open invitation of a code and locks it.
func (r *Register) invited(ctx context.Context, tx pgx.Tx, text string) (Mandate, error) {
	var id int64
	err := tx.QueryRow(ctx, `
		select m.id from access_codes c
		join mandates m on m.code_id = c.id
		join accounts p on p.id = m.account_id
		where c.digest = @digest and c.purpose = 'helper' and c.revoked_at is null and c.expires_at > @now
		  and m.helper_id is null and m.ended_at is null and p.died_on is null
		for no key update of m`, pgx.NamedArgs{"digest": r.digest(text), "now": r.now()}).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return Mandate{}, ErrCode
	}
	if err != nil {
		return Mandate{}, fmt.Errorf("look up an invitation: %w", err)
	}
	return r.mandate(ctx, tx, id, false)
}

func orCode(err error) error {
	if err == nil {
		return ErrCode
	}
	return err
}
