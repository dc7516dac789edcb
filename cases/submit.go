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
// again, also at the same moment, answers the same case. Problems when questions are unanswered, and not-read-back when the desk sends
// what it has not read back: see MarkRead. What the answers tell and the person's record does not know yet is put there first.
func (o *Office) Submit(ctx context.Context, by audit.Actor, draft int64) (c Case, problems services.Problems, err error) {
	s := submitting{office: o, by: by, complete: true}
	if err := s.run(ctx, draft); err != nil {
		return Case{}, nil, err
	}
	if s.blanks == nil {
		return s.c, s.problems, nil
	}
	// The record has a lock and a transaction of its own. Nothing is written yet; then once more from the beginning.
	if err := o.fillIn(ctx, by, *s.blanks); err != nil {
		return Case{}, nil, err
	}
	s = submitting{office: o, by: by}
	if err := s.run(ctx, draft); err != nil {
		return Case{}, nil, err
	}
	return s.c, s.problems, nil
}

// SubmitTx is Submit inside the caller's transaction. ErrClosed where the person has died. The codes given out before stay good: they lead to what became of the draft.
func (o *Office) SubmitTx(ctx context.Context, tx pgx.Tx, by audit.Actor, draft int64) (Case, services.Problems, error) {
	s := submitting{office: o, by: by}
	if err := s.tx(ctx, tx, draft); err != nil {
		return Case{}, nil, err
	}
	return s.c, s.problems, nil
}

// submitting is one draft on its way to a case. What was read once is handed on, and what can wait is written at the end together: each
// trip to the database is time in which the person waits and the draft is locked.
type submitting struct {
	office   *Office
	by       audit.Actor
	complete bool // stop where the person's record has blanks that the answers fill

	c        Case
	problems services.Problems
	blanks   *blanks
	readBack []ReadBack
}

func (s *submitting) run(ctx context.Context, draft int64) error {
	return pgx.BeginFunc(ctx, s.office.db, func(tx pgx.Tx) error { return s.tx(ctx, tx, draft) })
}

func (s *submitting) tx(ctx context.Context, tx pgx.Tx, draft int64) error {
	o := s.office
	d, agency, err := s.read(ctx, tx, draft)
	if err != nil {
		return err
	}
	if d.Case != 0 {
		s.c, err = o.readCase(ctx, tx, `c.id = @case`, pgx.NamedArgs{"case": d.Case})
		return err
	}
	if d.closed() {
		return ErrClosed
	}
	if s.problems = s.check(d); len(s.problems) > 0 {
		return nil
	}
	if s.problems, err = o.callerMaySend(ctx, tx, s.by, d); err != nil || len(s.problems) > 0 {
		return err
	}
	r, b := recipient{draft: d, agency: agency}, &pgx.Batch{}
	if d.Account == 0 {
		return s.ofNobody(ctx, tx, b, r)
	}
	if r.account, err = o.register.HoldTx(ctx, tx, d.filed); err != nil {
		return fmt.Errorf("submit draft %d: %w", d.ID, err)
	}
	if s.complete && !throughHelper(s.by) { // a helper's number must not become where the person's letters and texts go
		if x, some := o.blanks(r); some {
			s.blanks = &x
			return nil
		}
	}
	held := func(context.Context, pgx.Tx) (accounts.Held, error) { return r.account, nil }
	return s.write(ctx, tx, b, r, found{account: d.Account, read: held})
}

// check says what keeps a draft from being sent. The desk reads back first what it keyed for somebody.
func (s *submitting) check(d Draft) services.Problems {
	wrong := d.Service.Check(d.Values(), s.office.today())
	if len(wrong) == 0 && spokenFor(s.by) {
		return unreadProblems(d, s.readBack, s.office.today())
	}
	return wrong
}

// ofNobody submits a draft that belongs to no account yet.
func (s *submitting) ofNobody(ctx context.Context, tx pgx.Tx, b *pgx.Batch, r recipient) error {
	who, problems, err := s.office.subject(ctx, tx, b, s.by, r.draft)
	if s.problems = problems; err != nil || len(problems) > 0 {
		return err
	}
	r.draft.Account, r.draft.filed = who.account, who.account
	return s.write(ctx, tx, b, r, who)
}

// read reads the draft, locked, and its agency.
func (s *submitting) read(ctx context.Context, tx pgx.Tx, draft int64) (d Draft, agency staff.Agency, err error) {
	b, q := &pgx.Batch{}, draftQuery{office: s.office}
	q.queue(b, theDraft, pgx.NamedArgs{"draft": draft}, true)
	queueAgency(b, draft, &agency)
	if spokenFor(s.by) {
		b.Queue(readBacksQuery, pgx.NamedArgs{"draft": draft}).Query(collect(&s.readBack, pgx.RowToStructByPos[ReadBack]))
	}
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return Draft{}, agency, draftError(draft, err)
	}
	if d, err = q.draft(ctx, tx); err != nil {
		return Draft{}, agency, err
	}
	return d, agency, s.allowed(ctx, tx, d)
}

// allowed says whether the actor may send it in.
func (s *submitting) allowed(ctx context.Context, tx pgx.Tx, d Draft) error {
	about := matter(d.Service, d.ID)
	if err := s.office.visible(ctx, tx, s.by, d.Agency, d.Account, d.restricted, about); err != nil {
		return err
	}
	return s.office.helping(ctx, tx, s.by, d.Account, accounts.ToAct, about)
}

// write makes the case and says so to its person. The first batch holds what the rest needs to know, the last what can wait.
func (s *submitting) write(ctx context.Context, tx pgx.Tx, first *pgx.Batch, r recipient, who found) (err error) {
	o, by := s.office, s.by
	s.queueCase(first, r)
	var copies []accounts.Mandate
	accounts.QueueCopies(first, r.draft.Account, &copies)
	first.Queue(drawNotice).QueryRow(func(row pgx.Row) error { return row.Scan(&r.notice) })
	if err := r.send(ctx, tx, first); err != nil {
		return err
	}
	if r.account, err = who.read(ctx, tx); err != nil {
		return fmt.Errorf("submit draft %d: %w", r.draft.ID, err)
	}
	s.c.AccountName, s.c.restricted = r.account.FullName, r.account.Restricted
	r.draft.Case, r.draft.State = s.c.ID, "submitted"
	last := &pgx.Batch{}
	audit.Queue(last, by, r.entry("case.submitted"))
	o.checkSamePerson(last, r, who.near)
	o.checkDetails(last, r)
	if err := o.acknowledge(ctx, tx, last, by, r, s.c); err != nil {
		return err
	}
	if err := o.copyToHelpers(ctx, tx, s.c, copies); err != nil {
		return err
	}
	return r.send(ctx, tx, last)
}

// queueCase writes the case and its event.
func (s *submitting) queueCase(b *pgx.Batch, r recipient) {
	o, by, d := s.office, s.by, r.draft
	route, _ := d.Service.Route(d.Values(), o.today()) // none is for a caseworker to find
	s.c = Case{Draft: d.ID, Reference: d.Reference, Agency: d.Agency, Service: d.Service, Account: d.Account, State: Received,
		Route: route.Code, Automatic: route.Automatic, Door: by.Door}
	b.Queue(`
		insert into cases (draft_id, reference, agency_id, service, version, account_id, state, route, automatic, submitted_door, submitted_at,
		                   deadline, target)
		values (@draft, @reference, @agency, @service, @version, @account, 'received', @route, @automatic, @door, @now, @deadline, @target)
		returning id, rev, submitted_at, deadline, target`,
		pgx.NamedArgs{"draft": d.ID, "reference": d.Reference, "agency": d.Agency, "service": d.Service.ID, "version": d.Service.Version,
			"account": d.filed, "route": route.Code, "automatic": route.Automatic, "door": by.Door, "now": o.now(),
			"deadline": o.deadline(r.agency, d.Service, d.Service.Deadline), "target": o.deadline(r.agency, d.Service, d.Service.Target)}).
		QueryRow(func(row pgx.Row) error {
			return row.Scan(&s.c.ID, &s.c.Rev, &s.c.SubmittedAt, &s.c.Deadline, &s.c.Target)
		})
	b.Queue(`update drafts set state = 'submitted', account_id = @account, touched_at = @now, touched_door = @door where id = @draft`,
		pgx.NamedArgs{"draft": d.ID, "account": d.filed, "now": o.now(), "door": by.Door})
	o.queueEvent(b, by, d.ID, 0, "submitted", map[string]any{"door": by.Door, "declared": declarations(d, o.today())})
}
