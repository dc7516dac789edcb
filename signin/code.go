package signin

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// textLife is how long a texted code lets its owner in: long enough to find one's glasses.
const textLife = 30 * time.Minute

// textsMost is how many codes to sign in are texted to one person in a day.
const textsMost = 5

// The refusals of a code to sign in, beside those of accounts. Each is worded by lang "reach.<refusal>".
const (
	Resting accounts.Refusal = "contact-resting" // the number or address is new; see Rest
	Stopped accounts.Refusal = "contact-stopped" // its predecessor's owner said it was not them
)

// EnterByCode signs in who has just used a code (accounts.UseCode), and adds what having had it shows: that letters to the address, or
// texts to the number, reach them.
func (g *Gate) EnterByCode(ctx context.Context, c accounts.Code, device string) (in Session, err error) {
	e := Entering{Account: c.Account, Method: methodOf(c), Device: device}
	err = pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		if c.Purpose == accounts.SignInCode {
			if err := g.c.Register.ProvenByCodeTx(ctx, tx, citizen(c.Account), c); err != nil {
				return err
			}
		}
		in, err = g.BeginTx(ctx, tx, e, g.c.Now())
		return err
	})
	return in, err
}

// methodOf is what a code shows of who types it: one to sign in says which door it came by, any other is of one application.
func methodOf(c accounts.Code) Method {
	switch {
	case c.Purpose != accounts.SignInCode:
		return ByCode
	case c.SentBy == "text":
		return ByText
	}
	return ByLetter
}

// SendCode sends a code to sign in to the address or the mobile on record, for staff to whom somebody says they have none. It needs no
// proof of who asks: it goes to whose record it is. A refusal says why it cannot go, and until when where it rests.
func (g *Gate) SendCode(ctx context.Context, by audit.Actor, account int64, door string) (why accounts.Refusal, until time.Time, err error) {
	err = pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		why, until, err = g.sendTx(ctx, tx, by, account, door)
		return err
	})
	return why, until, err
}

func (g *Gate) sendTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, door string) (accounts.Refusal, time.Time, error) {
	switch door {
	case "letter":
		return g.postTx(ctx, tx, by, account)
	case "text":
		return g.textTx(ctx, tx, by, account)
	}
	return "", time.Time{}, fmt.Errorf("send a code by %q: %w", door, accounts.ErrInvalid)
}

func (g *Gate) postTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64) (accounts.Refusal, time.Time, error) {
	a, err := g.c.Register.HoldTx(ctx, tx, account)
	if err != nil {
		return "", time.Time{}, err
	}
	if why, until, err := g.restingTx(ctx, tx, account, "address", g.addressFinger(a.Address)); err != nil || why != "" {
		return why, until, err
	}
	_, why, err := g.c.Register.PostCodeTx(ctx, tx, by, account)
	return why, time.Time{}, err
}

func (g *Gate) textTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64) (accounts.Refusal, time.Time, error) {
	a, err := g.c.Register.HoldTx(ctx, tx, account)
	if err != nil {
		return "", time.Time{}, err
	}
	now := g.c.Now()
	way := a.Reach(accounts.Purpose{Kind: "sign-in", Only: accounts.Text, AtOnce: true}, now)
	switch {
	case way.Door() != accounts.Text:
		return way.Why(), time.Time{}, nil
	case way.Instead(): // what lets somebody in goes to themselves, or not at all
		return accounts.NoMobile, time.Time{}, nil
	case a.DateOfBirth == nil:
		return accounts.NoBirth, time.Time{}, nil
	}
	if why, until, err := g.restingTx(ctx, tx, account, "mobile", g.c.Register.Finger(accounts.Phone, way.Phone())); err != nil || why != "" {
		return why, until, err
	}
	var lately int
	err = tx.QueryRow(ctx, `
		select count(*) from access_codes
		where account_id = any(person_of(@account)) and purpose = 'sign-in' and sent_by = 'text' and made_at > @since`,
		pgx.NamedArgs{"account": account, "since": now.Add(-24 * time.Hour)}).Scan(&lately)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("texts to account %d: %w", account, err)
	}
	if lately >= textsMost {
		return accounts.TooManyCodes, time.Time{}, nil
	}
	code, err := g.c.Register.NewAccountCodeTx(ctx, tx, accounts.SignInCode, account, "text", now.Add(textLife), now)
	if err != nil {
		return "", time.Time{}, err
	}
	_, err = g.c.Register.TellTx(ctx, tx, accounts.Notice{Account: account, Agency: by.Agency, Kind: "signin.code", About: code.ID, Code: code.ID, Door: "text"})
	if err != nil {
		return "", time.Time{}, err
	}
	return "", time.Time{}, audit.Record(ctx, tx, by, audit.Entry{Verb: "sign_in.code_texted", Account: account})
}

func (g *Gate) restingTx(ctx context.Context, tx pgx.Tx, account int64, kind string, finger []byte) (accounts.Refusal, time.Time, error) {
	until, err := g.restsTx(ctx, tx, account, kind, finger)
	switch {
	case err != nil || until.IsZero():
		return "", time.Time{}, err
	case until.Equal(forever):
		return Stopped, time.Time{}, nil
	}
	return Resting, until, nil
}

// whoHas gives the one living person who has that mobile and date of birth; ok is false where there is none, or more than one.
func (g *Gate) whoHas(ctx context.Context, phone string, born services.Day) (account int64, ok bool, err error) {
	found, err := g.c.Register.ByPhone(ctx, phone)
	if err != nil {
		return 0, false, err
	}
	heads := map[int64]int64{}
	err = pgx.BeginTxFunc(ctx, g.c.DB, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		for _, a := range found {
			if a.Mobile != phone || a.DiedOn != nil || a.DateOfBirth == nil || *a.DateOfBirth != born {
				continue
			}
			head, err := accounts.HeadTx(ctx, tx, a.ID)
			if err != nil {
				return err
			}
			heads[head] = a.ID
		}
		return nil
	})
	if err != nil || len(heads) != 1 {
		return 0, false, err
	}
	for _, account = range heads {
	}
	return account, true, nil
}
