package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Submit makes the draft a case: account found or made, route and deadline, event, acknowledgement, all in one transaction. Submitting
// again, also at the same moment, answers the same case. Problems when questions are unanswered. What the answers tell and the person's
// record does not know yet is put there first.
func (o *Office) Submit(ctx context.Context, by audit.Actor, draft int64) (c Case, problems services.Problems, err error) {
	if err := o.complete(ctx, by, draft); err != nil {
		return Case{}, nil, err
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		c, problems, err = o.SubmitTx(ctx, tx, by, draft)
		return err
	})
	if err != nil {
		return Case{}, nil, err
	}
	return c, problems, nil
}

// SubmitTx is Submit inside the caller's transaction. ErrClosed where the person has died. The codes given out before stay good: they lead to what became of the draft.
func (o *Office) SubmitTx(ctx context.Context, tx pgx.Tx, by audit.Actor, draft int64) (Case, services.Problems, error) {
	d, err := o.draftFor(ctx, tx, by, draft, true)
	if err != nil {
		return Case{}, nil, err
	}
	if d.Case != 0 {
		c, err := o.readCase(ctx, tx, `c.id = @case`, pgx.NamedArgs{"case": d.Case})
		return c, nil, err
	}
	if d.closed() {
		return Case{}, nil, ErrClosed
	}
	if problems := d.Service.Check(d.Values(), o.today()); len(problems) > 0 {
		return Case{}, problems, nil
	}
	who, problems, err := o.subject(ctx, tx, by, d)
	if err != nil || len(problems) > 0 {
		return Case{}, problems, err
	}
	d.Account = who.account
	agency, err := staff.AgencyTx(ctx, tx, d.Agency)
	if err != nil {
		return Case{}, nil, fmt.Errorf("submit draft %d: %w", d.ID, err)
	}
	c, err := o.insertCase(ctx, tx, by, d, agency)
	if err != nil {
		return Case{}, nil, err
	}
	d.Case, d.State = c.ID, "submitted"
	if err := o.checkSamePerson(ctx, tx, c, who.near); err != nil {
		return Case{}, nil, err
	}
	a, err := accounts.ReadTx(ctx, tx, d.Account)
	if err != nil {
		return Case{}, nil, fmt.Errorf("submit draft %d: %w", d.ID, err)
	}
	if err := o.checkDetails(ctx, tx, d, a); err != nil {
		return Case{}, nil, err
	}
	return c, nil, o.acknowledge(ctx, tx, by, d, c, a)
}

// insertCase writes the case, its event and its audit line.
func (o *Office) insertCase(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft, agency staff.Agency) (Case, error) {
	route, _ := d.Service.Route(d.Values(), o.today()) // none is for a caseworker to find
	b := &pgx.Batch{}
	b.Queue(`
		insert into cases (draft_id, reference, agency_id, service, version, account_id, state, route, automatic, submitted_door, submitted_at,
		                   deadline, target)
		values (@draft, @reference, @agency, @service, @version, @account, 'received', @route, @automatic, @door, @now, @deadline, @target)`,
		pgx.NamedArgs{"draft": d.ID, "reference": d.Reference, "agency": d.Agency, "service": d.Service.ID, "version": d.Service.Version,
			"account": d.Account, "route": route.Code, "automatic": route.Automatic, "door": by.Door, "now": o.now(),
			"deadline": o.workingDays(agency, d.Service.Deadline), "target": o.workingDays(agency, d.Service.Target)})
	b.Queue(`update drafts set state = 'submitted', account_id = @account, touched_at = @now, touched_door = @door where id = @draft`,
		pgx.NamedArgs{"draft": d.ID, "account": d.Account, "now": o.now(), "door": by.Door})
	o.queueEvent(b, by, d.ID, 0, "submitted", map[string]any{"door": by.Door})
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return Case{}, fmt.Errorf("submit draft %d: %w", d.ID, err)
	}
	c, err := o.readCase(ctx, tx, `c.draft_id = @draft`, pgx.NamedArgs{"draft": d.ID})
	if err != nil {
		return Case{}, err
	}
	return c, audit.Record(ctx, tx, by, audit.Entry{Verb: "case.submitted", Account: c.Account, Draft: d.ID, Case: c.ID})
}
