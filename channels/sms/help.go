package sms

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/staff"
)

// helpOnce is how long one task for a person stands for all calls for help of a conversation.
const helpOnce = 24 * time.Hour

// help says what can be done here and whom to ring.
func (t *turn) help(ctx context.Context) error {
	if t.optOut == "HELP" {
		return nil // the network has answered
	}
	agency, known, err := t.agency(ctx)
	if err != nil {
		return err
	}
	switch {
	case !known:
		t.add("help_nobody")
		return nil
	case t.c.proven(t.now) && t.c.Memory.Stage == stageAsk:
		t.add("help", "agency", agency.Name(t.c.Lang))
	default:
		t.add("help_idle", "agency", agency.Name(t.c.Lang))
	}
	t.number(agency)
	return nil
}

// person is somebody who wants to speak to a person.
func (t *turn) person(ctx context.Context) error {
	if !t.c.proven(t.now) {
		return t.ring(ctx)
	}
	return t.handOver(ctx, t.c.Asked)
}

// handOver asks a member of staff to help with a question. That somebody will ring is only said where they may.
func (t *turn) handOver(ctx context.Context, question string) error {
	if t.c.Draft != 0 {
		if err := t.task(ctx, question); err != nil {
			return err
		}
	}
	if err := t.willRing(ctx); err != nil {
		return err
	}
	if t.c.Memory.Stage == stageAsk {
		t.add("still")
	}
	return nil
}

// willRing says that somebody will ring, where they may; else which number to ring.
func (t *turn) willRing(ctx context.Context) error {
	a, err := t.d.c.Register.ReadTx(ctx, t.tx, t.c.Account)
	if err != nil {
		return err
	}
	if t.c.Draft != 0 && mayRing(a) {
		t.add("rings")
		return nil
	}
	return t.ring(ctx)
}

// mayRing is false where a call is not safe, cannot be heard, or has no number.
func mayRing(a accounts.Account) bool {
	return a.Needs.SafeCall != accounts.No && a.Needs.Relay == "" && (a.Mobile != "" || a.Landline != "")
}

// task asks for a person, once a day.
func (t *turn) task(ctx context.Context, question string) error {
	if !t.needsHelp() {
		return nil
	}
	return t.d.taskTx(ctx, t.tx, "sms-help", t.c.Draft, t.c.Account, map[string]any{"question": question})
}

// needsHelp is true the first time in a day.
func (t *turn) needsHelp() bool {
	if t.now.Sub(t.c.Memory.Helped) < helpOnce {
		return false
	}
	t.c.Memory.Helped = t.now
	return true
}

// ring says which number to ring.
func (t *turn) ring(ctx context.Context) error {
	agency, known, err := t.agency(ctx)
	if err == nil && known {
		t.number(agency)
	}
	return err
}

func (t *turn) number(a staff.Agency) {
	switch hours := a.Hours(t.c.Lang); {
	case a.Settings.Phone == "":
	case hours == "":
		t.add("ring", "phone", a.Settings.Phone)
	default:
		t.add("ring_hours", "phone", a.Settings.Phone, "hours", hours)
	}
}

// agency is whose this conversation is: the draft's, else that of the last notice to this phone, else the one whose number was texted.
func (t *turn) agency(ctx context.Context) (a staff.Agency, known bool, err error) {
	var id int64
	err = t.tx.QueryRow(ctx, `
		select coalesce(
			(select agency_id from drafts where id = @draft),
			(select d.agency_id from notices n join drafts d on d.id = n.draft_id where n.phone = any(@phones) order by n.id desc limit 1),
			(select id from agencies where settings ->> 'textNumber' = @our order by id limit 1),
			0)`, pgx.NamedArgs{"draft": t.c.Draft, "phones": t.d.veils(t.c.Phone), "our": t.in.Our}).Scan(&id)
	if err != nil {
		return a, false, fmt.Errorf("agency of a text: %w", err)
	}
	if id == 0 {
		return a, false, nil
	}
	a, err = staff.AgencyTx(ctx, t.tx, id)
	if errors.Is(err, staff.ErrNotFound) {
		return a, false, nil
	}
	return a, err == nil, err
}
