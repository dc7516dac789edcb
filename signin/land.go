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
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/relying"
	"github.com/samedoor/samedoor/services"
)

// EnterByOneLogin signs in the person whose login it is. found is false where it is nobody's yet: then the browser's user must show
// which record is theirs (JoinOneLogin), be matched by a proven identity (JoinByIdentity), or begin one (NewByOneLogin).
func (g *Gate) EnterByOneLogin(ctx context.Context, login Login, device string) (in Session, found bool, err error) {
	err = pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		id, account, err := g.findLoginTx(ctx, tx, login)
		if err != nil || id == 0 {
			return err
		}
		found = true
		in, err = g.enterLoginTx(ctx, tx, id, account, login, device)
		return err
	})
	return in, found, err
}

// findLoginTx finds whose login it is, 0 where nobody's. Nobody signs in as a person who has died.
func (g *Gate) findLoginTx(ctx context.Context, tx pgx.Tx, login Login) (id, account int64, err error) {
	var died bool
	err = tx.QueryRow(ctx, `
		select c.id, c.account_id, a.died_on is not null from account_credentials c join accounts a on a.id = head_of(c.account_id)
		where c.kind = 'onelogin' and c.handle = @handle and c.ended_at is null for update of c`,
		pgx.NamedArgs{"handle": g.subject(login)}).Scan(&id, &account, &died)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return 0, 0, nil
	case err != nil:
		return 0, 0, fmt.Errorf("find a login: %w", err)
	case died:
		return 0, 0, relying.Refuse(RefusedOther, "the owner of credential %d has died", id)
	}
	return id, account, nil
}

func (g *Gate) subject(login Login) []byte {
	return g.handleOf("one login", g.c.OneLogin.Issuer, login.Subject)
}

func (g *Gate) enterLoginTx(ctx context.Context, tx pgx.Tx, id, account int64, login Login, device string) (Session, error) {
	now := g.c.Now()
	if _, err := tx.Exec(ctx, `update account_credentials set last_used_at = @now where id = @id`, pgx.NamedArgs{"id": id, "now": now}); err != nil {
		return Session{}, fmt.Errorf("use login %d: %w", id, err)
	}
	in, err := g.BeginTx(ctx, tx, Entering{Account: account, Method: ByOneLogin, Credential: id, Device: device,
		Login: g.handleOf("one login session", g.c.OneLogin.Issuer, login.SID), IDToken: g.c.Register.Seal("account_sessions.id_token", login.IDToken)}, now)
	if err != nil || login.Identity == nil {
		return in, err
	}
	return in, g.proveTx(ctx, tx, in.Account, *login.Identity)
}

// JoinOneLogin makes a login a way into the record of a person who has just shown, by another key, that it is theirs, and signs them in
// by it. One they had before is kept as history and opens nothing any more: whoever deletes their login and makes another comes
// back as somebody else. ErrTaken where it is another person's; a *relying.Refused where an identity that came with it is somebody else's.
func (g *Gate) JoinOneLogin(ctx context.Context, account int64, login Login, device string) (in Session, err error) {
	err = pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		in, err = g.joinTx(ctx, tx, account, login, device)
		return err
	})
	return in, err
}

func (g *Gate) joinTx(ctx context.Context, tx pgx.Tx, account int64, login Login, device string) (Session, error) {
	id, owner, err := g.findLoginTx(ctx, tx, login)
	if err != nil {
		return Session{}, err
	}
	if id == 0 {
		if id, err = g.attachLoginTx(ctx, tx, account, login); err != nil {
			return Session{}, err
		}
		return g.enterLoginTx(ctx, tx, id, account, login, device)
	}
	all, err := accounts.PersonTx(ctx, tx, account)
	if err != nil {
		return Session{}, err
	}
	if !slices.Contains(all, owner) {
		return Session{}, ErrTaken
	}
	return g.enterLoginTx(ctx, tx, id, owner, login, device)
}

// attachLoginTx ends the login of before and writes the new one.
func (g *Gate) attachLoginTx(ctx context.Context, tx pgx.Tx, account int64, login Login) (int64, error) {
	now := g.c.Now()
	var old int64
	err := tx.QueryRow(ctx, `
		select id from account_credentials
		where account_id = any(person_of(@account)) and kind = 'onelogin' and ended_at is null`, pgx.NamedArgs{"account": account}).Scan(&old)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, fmt.Errorf("login of before of account %d: %w", account, err)
	}
	if old != 0 {
		if _, err := endCredentialsTx(ctx, tx, account, old, 0, "replaced", now); err != nil {
			return 0, err
		}
	}
	return g.attachTx(ctx, tx, citizen(account), account, OneLogin, "", g.subject(login), g.c.OneLogin.Issuer+" "+login.Subject, now)
}

// JoinByIdentity looks for the one record that a proven identity is about, and makes the login a way into it. found is false where
// there is none, or more than one, or the likeness would be for a person to judge: nothing says which. An email is never looked at.
func (g *Gate) JoinByIdentity(ctx context.Context, login Login, device string) (in Session, found bool, err error) {
	if login.Identity == nil {
		return Session{}, false, ErrNotProven
	}
	err = pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		near, err := g.c.Register.NearTx(ctx, tx, login.Identity.details())
		if err != nil {
			return err
		}
		only, ok, err := surelyTx(ctx, tx, near)
		if err != nil || !ok {
			return err
		}
		found = true
		in, err = g.joinTx(ctx, tx, only, login, device)
		return err
	})
	return in, found, err
}

// surelyTx gives the one account of those near that is the person themselves, by accounts' own rule for linking without asking anybody. A
// second person who may be them makes it unsure; a second account of the same person does not.
func surelyTx(ctx context.Context, tx pgx.Tx, near []accounts.Found) (int64, bool, error) {
	if len(near) == 0 || near[0].Score < surelySame || len(near[0].Against) > 0 || near[0].DiedOn != nil {
		return 0, false, nil
	}
	same, err := accounts.PersonTx(ctx, tx, near[0].ID)
	if err != nil {
		return 0, false, err
	}
	for _, other := range near[1:] {
		if other.Score >= maybeSame && !slices.Contains(same, other.ID) {
			return 0, false, nil
		}
	}
	return near[0].ID, true, nil
}

// The scores of accounts.Found from which it is the same person, and from which it may be.
const (
	surelySame = 0.9
	maybeSame  = 0.5
)

func (i Identity) details() accounts.Details {
	d := accounts.Details{FullName: i.FullName, DateOfBirth: &i.Born, Needs: accounts.Needs{Written: lang.En, Spoken: "en", Format: accounts.Standard,
		SafeCall: accounts.Unasked, SafeText: accounts.Unasked, SafeEmail: accounts.Unasked, SafeWrite: accounts.Unasked, MayAnnounce: true}}
	if len(i.Previous) > 0 {
		d.Previous = i.Previous[0]
	}
	if i.Postcode != "" {
		d.Address = &services.PostAddress{Postcode: i.Postcode}
	}
	return d
}

// NewByOneLogin begins a record for somebody who says there is none, with a proven identity where there is one, else by the name and date
// of birth they give. Whether somebody like them is on record is not told: accounts' review finds and links the two.
func (g *Gate) NewByOneLogin(ctx context.Context, login Login, name string, born services.Day, l lang.Lang, device string) (in Session, wrong services.Problems, err error) {
	d := Identity{FullName: name, Born: born}.details()
	if login.Identity != nil {
		d = login.Identity.details()
		d.Address = nil // a postcode alone is no address a letter could be sent to
	}
	d.Needs.Written, d.Needs.Spoken = l, string(l)
	err = pgx.BeginFunc(ctx, g.c.DB, func(tx pgx.Tx) error {
		id, _, err := g.findLoginTx(ctx, tx, login)
		if err != nil {
			return err
		}
		if id != 0 { // pressed twice
			return ErrTaken
		}
		by := audit.Actor{Role: audit.Citizen, Door: citizen(0).Door}
		a, problems, err := g.c.Register.CreateTx(ctx, tx, by, d)
		if wrong = problems; err != nil || len(problems) > 0 {
			return err
		}
		in, err = g.joinTx(ctx, tx, a.ID, login, device)
		return err
	})
	return in, wrong, err
}

// proveTx adds what One Login proved to the person's evidence. An identity that contradicts the record is refused: somebody proved
// themselves in another's browser.
func (g *Gate) proveTx(ctx context.Context, tx pgx.Tx, account int64, i Identity) error {
	a, err := g.c.Register.ReadTx(ctx, tx, account)
	if err != nil {
		return err
	}
	if a.DateOfBirth != nil && *a.DateOfBirth != i.Born || !sharesName(append(a.Previous, a.FullName), append(i.Previous, i.FullName)) {
		return relying.Refuse(RefusedOther, "the identity is not that of account %d", account)
	}
	worth, ok := proof.From(proof.P2)
	if !ok {
		return fmt.Errorf("what a P2 identity is worth: %w", ErrNotFound)
	}
	_, err = g.c.Register.AddProofTx(ctx, tx, citizen(account), account, accounts.Evidence{Kind: accounts.OneLogin, Method: string(proof.P2), Worth: worth})
	return err
}

// idToken gives the hint One Login wants when a person leaves, and "" where they came another way.
func (g *Gate) idToken(ctx context.Context, session int64, now time.Time) (string, error) {
	var sealed []byte
	err := g.c.DB.QueryRow(ctx, `
		select id_token from account_sessions where id = @id and ended_at is null and begun_at > @most`,
		pgx.NamedArgs{"id": session, "most": now.Add(-Most)}).Scan(&sealed)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("id token of sign-in %d: %w", session, err)
	}
	return g.c.Register.Unseal("account_sessions.id_token", sealed)
}

// LeaveOneLogin is the address at which somebody who came by One Login signs out there too; "" for everybody else, and where it does
// not answer. It is asked for before the sign-in is ended.
func (g *Gate) LeaveOneLogin(ctx context.Context, session int64) (string, error) {
	if g.oneLogin == nil || session == 0 {
		return "", nil
	}
	token, err := g.idToken(ctx, session, g.c.Now())
	if err != nil || token == "" {
		return "", err
	}
	to, err := g.oneLogin.party.Leave(ctx, token, g.c.Public+LeftPath)
	var refused *relying.Refused
	if errors.As(err, &refused) {
		return "", nil
	}
	return to, err
}
