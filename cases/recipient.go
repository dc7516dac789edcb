package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/staff"
)

// recipient is who is told something about a draft. Their account stays as it is until the transaction ends: what is decided about
// texting and writing holds.
type recipient struct {
	draft   Draft
	account accounts.Held
	agency  staff.Agency // of the draft
	notice  int64        // number drawn for a text to come; 0 for none
}

// recipient reads who a draft belongs to, once for everything that will be told them.
func (o *Office) recipient(ctx context.Context, tx pgx.Tx, d Draft) (recipient, error) {
	r := recipient{draft: d}
	b := &pgx.Batch{}
	account := o.register.QueueHold(b, d.filed)
	queueAgency(b, d.ID, &r.agency)
	err := tx.SendBatch(ctx, b).Close()
	if err == nil {
		r.account, err = account(ctx, tx)
	}
	if err != nil {
		return recipient{}, fmt.Errorf("whose draft %d is: %w", d.ID, err)
	}
	return r, nil
}

// reach says how this person is told something about the draft; by is who causes it: somebody who just asked for it themselves, online, on the
// phone or across the counter, is not kept waiting for the morning.
func (o *Office) reach(r recipient, by audit.Actor, kind string, only accounts.Door) accounts.Way {
	return r.account.Reach(accounts.Purpose{Kind: kind, Only: only, Lang: r.draft.Lang, Rather: r.draft.Rather, AtOnce: awake(by, kind)}, o.now())
}

// awake says that the person is there and awake: they do it themselves, or staff do it while they listen.
func awake(by audit.Actor, kind string) bool {
	if by.Role == audit.System {
		return false
	}
	return kind == "continue" || kind == "submitted"
}

// task is one about the draft, its case and its person.
func (r recipient) task(kind string, data map[string]any) Task {
	return Task{Agency: r.draft.Agency, Case: r.draft.Case, Draft: r.draft.ID, Account: r.draft.filed, Kind: kind, Data: data}
}

// entry is what an audit line about the draft, its case and its person says.
func (r recipient) entry(verb string) audit.Entry {
	return audit.Entry{Verb: verb, Account: r.account.ID, Draft: r.draft.ID, Case: r.draft.Case}
}

// send writes what was gathered in a batch; nothing gathered is nothing to do.
func (r recipient) send(ctx context.Context, tx pgx.Tx, b *pgx.Batch) error {
	if b.Len() == 0 {
		return nil
	}
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("tell about draft %d: %w", r.draft.ID, err)
	}
	return nil
}
