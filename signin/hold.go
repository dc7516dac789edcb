package signin

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Rest is how long a new phone number or address waits before a code is sent to it. Whoever had the old one has heard by then: a text at
// once, a letter by the second post.
const Rest = 72 * time.Hour

// stopLife is how long the code in such a notice stops what was done. A letter may lie.
const stopLife = 28 * 24 * time.Hour

// Changed is told by accounts that details were changed. A number or address that is new rests, and its predecessor is told, with a code
// that stops it. What staff saw in person does not rest, and ends the rest of what does.
func (g *Gate) Changed(ctx context.Context, tx pgx.Tx, by audit.Actor, was, now accounts.Account) error {
	if was.Mobile != now.Mobile {
		if err := g.mobileChanged(ctx, tx, by, was, now); err != nil {
			return err
		}
	}
	if at := g.addressFinger(now.Address); string(at) != string(g.addressFinger(was.Address)) {
		return g.addressChanged(ctx, tx, by, was, now)
	}
	return nil
}

// inPerson: across a counter, with somebody who was proven there.
func inPerson(by audit.Actor) bool {
	return by.Role == audit.Staff && by.Door == channels.Counter && by.Proven && by.Caller == 0
}

func (g *Gate) mobileChanged(ctx context.Context, tx pgx.Tx, by audit.Actor, was, now accounts.Account) error {
	if inPerson(by) || now.Mobile == "" {
		return g.liftTx(ctx, tx, now.ID, "mobile")
	}
	id, err := g.holdTx(ctx, tx, by, now.ID, "mobile", g.c.Register.Finger(accounts.Phone, now.Mobile))
	if err != nil {
		return err
	}
	n := accounts.Notice{Account: now.ID, Agency: by.Agency, Kind: "signin.mobile-added", About: id, Door: "letter"}
	if was.Mobile != "" {
		n.Kind, n.Door, n.Phone = "signin.mobile-changed", "text", was.Mobile
	}
	return g.warnTx(ctx, tx, n)
}

func (g *Gate) addressChanged(ctx context.Context, tx pgx.Tx, by audit.Actor, was, now accounts.Account) error {
	if inPerson(by) || now.Address == nil || len(now.Address.Lines) == 0 || was.Address == nil {
		return g.liftTx(ctx, tx, now.ID, "address")
	}
	id, err := g.holdTx(ctx, tx, by, now.ID, "address", g.addressFinger(now.Address))
	if err != nil {
		return err
	}
	if now.Mobile != "" && now.Mobile == was.Mobile {
		n := accounts.Notice{Account: now.ID, Agency: by.Agency, Kind: "signin.address-changed", About: id, Door: "text"}
		if err := g.warnTx(ctx, tx, n); err != nil {
			return err
		}
	}
	if len(was.Address.Lines) == 0 {
		return nil
	}
	return g.warnTx(ctx, tx, accounts.Notice{Account: now.ID, Agency: by.Agency, Kind: "signin.moved", About: id, Door: "letter",
		Address: envelope(was.FullName, *was.Address)})
}

// envelope is where a letter went before: name, lines, postcode.
func envelope(name string, a services.PostAddress) []string {
	out := append([]string{name}, a.Lines...)
	if a.Postcode != "" {
		out = append(out, a.Postcode)
	}
	return out
}

func (g *Gate) holdTx(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, kind string, finger []byte) (id int64, err error) {
	now := g.c.Now()
	err = tx.QueryRow(ctx, `
		insert into account_holds (account_id, kind, finger, agency_id, begun_at, until)
		values (@account, @kind, @finger, nullif(@agency::bigint, 0), @now, @until) returning id`,
		pgx.NamedArgs{"account": account, "kind": kind, "finger": finger, "agency": by.Agency, "now": now, "until": now.Add(Rest)}).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("let a new %s of account %d rest: %w", kind, account, err)
	}
	return id, nil
}

// warnTx sends a notice with a code that stops what it tells of.
func (g *Gate) warnTx(ctx context.Context, tx pgx.Tx, n accounts.Notice) error {
	now := g.c.Now()
	code, err := g.c.Register.NewAccountCodeTx(ctx, tx, accounts.StopCode, n.Account, n.Door, now.Add(stopLife), now)
	if err != nil {
		return err
	}
	n.Words = map[lang.Lang]map[string]string{}
	for _, l := range []lang.Lang{lang.En, lang.Cy} {
		n.Words[l] = map[string]string{"rest": lang.Moment(l, now.Add(Rest).In(lang.London)), "stop": g.c.Public + "/stop", "stopcode": g.c.Register.CodeText(code.ID)}
	}
	_, err = g.c.Register.TellTx(ctx, tx, n)
	return err
}

// liftTx ends the rest of a person's numbers or addresses: they were seen in person, or are gone.
func (g *Gate) liftTx(ctx context.Context, tx pgx.Tx, account int64, kind string) error {
	_, err := tx.Exec(ctx, `
		update account_holds set lifted_at = @now where account_id = any(person_of(@account)) and kind = @kind and lifted_at is null`,
		pgx.NamedArgs{"account": account, "kind": kind, "now": g.c.Now()})
	if err != nil {
		return fmt.Errorf("lift the rest of account %d: %w", account, err)
	}
	return nil
}

// forever is until when something rests that was stopped: until it is shown in person.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// restsTx says until when a number or address of a person rests; the zero time where it does not.
func (g *Gate) restsTx(ctx context.Context, tx pgx.Tx, account int64, kind string, finger []byte) (time.Time, error) {
	var until *time.Time
	err := tx.QueryRow(ctx, `
		select max(case when stopped_at is null then until else @forever end) from account_holds
		where account_id = any(person_of(@account)) and kind = @kind and finger = @finger and lifted_at is null
		  and (until > @now or stopped_at is not null)`,
		pgx.NamedArgs{"account": account, "kind": kind, "finger": finger, "now": g.c.Now(), "forever": forever}).Scan(&until)
	if err != nil {
		return time.Time{}, fmt.Errorf("what rests of account %d: %w", account, err)
	}
	if until == nil {
		return time.Time{}, nil
	}
	return *until, nil
}

// addressFinger is what an address is known by: the same address written a little otherwise is the same.
func (g *Gate) addressFinger(a *services.PostAddress) []byte {
	if a == nil {
		return nil
	}
	text := strings.ToLower(strings.Join(append(append([]string{}, a.Lines...), a.Postcode), " "))
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '.' }), " ")
	return g.c.Register.Finger("address", text)
}
