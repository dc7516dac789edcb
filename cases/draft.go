package cases

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/staff"
)

// Draft reads a draft and records that a member of staff or a helper looked. Staff of another agency, and citizens whose it is
// not, get ErrNotFound.
func (o *Office) Draft(ctx context.Context, by audit.Actor, id int64) (Draft, error) {
	return o.view(ctx, by, theDraft, pgx.NamedArgs{"draft": id})
}

// view reads the draft whose id an expression of SQL gives, for somebody to look at.
func (o *Office) view(ctx context.Context, by audit.Actor, which string, args pgx.NamedArgs) (d Draft, err error) {
	if by.Role == audit.Citizen || by.Role == audit.System { // nothing to record, so nothing that must be in one transaction
		if d, err = o.readDraft(ctx, o.db, which, args, false); err != nil {
			return Draft{}, err
		}
		if !may(by, d.Agency, d.Account) {
			return Draft{}, ErrNotFound
		}
		return d, nil
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if d, err = o.readDraft(ctx, tx, which, args, false); err != nil {
			return err
		}
		if err := o.visible(ctx, tx, by, d.Agency, d.Account, d.restricted, matter(d.Service, d.ID)); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "draft.viewed", Account: d.Account, Draft: d.ID, Case: d.Case})
	})
	if err != nil {
		return Draft{}, err
	}
	return d, nil
}

// draftFor is ReadDraftTx for an actor: what is not theirs is not there.
func (o *Office) draftFor(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64, lock bool) (Draft, error) {
	d, err := o.ReadDraftTx(ctx, tx, id, lock)
	if err != nil {
		return Draft{}, err
	}
	if err := o.visible(ctx, tx, by, d.Agency, d.Account, d.restricted, matter(d.Service, d.ID)); err != nil {
		return Draft{}, err
	}
	if lock { // it is to be changed
		if err := o.helping(ctx, tx, by, d.Account, accounts.ToAct, matter(d.Service, d.ID)); err != nil {
			return Draft{}, err
		}
	}
	return d, nil
}

// ReadDraftTx reads a draft, locked for writing when lock is set; nobody's right to it is checked. ErrNotFound.
func (o *Office) ReadDraftTx(ctx context.Context, tx pgx.Tx, id int64, lock bool) (Draft, error) {
	return o.readDraft(ctx, tx, theDraft, pgx.NamedArgs{"draft": id}, lock)
}

// batcher is a transaction, or the pool where none is needed.
type batcher interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

func (o *Office) readDraft(ctx context.Context, db batcher, which string, args pgx.NamedArgs, lock bool) (Draft, error) {
	b, q := &pgx.Batch{}, draftQuery{office: o}
	q.queue(b, which, args, lock)
	if err := db.SendBatch(ctx, b).Close(); err != nil {
		return Draft{}, draftError(q.d.ID, err)
	}
	return q.draft(ctx, db)
}

// What says which draft is meant, in SQL.
const (
	theDraft   = `@draft`
	referredTo = `(select id from drafts where reference = @reference)`
)

// draftQuery reads a draft in one round trip, alone or in a batch with other things. The statements run one after the other, so
// that answers and case are read after the lock was got: what the one before us wrote is seen.
type draftQuery struct {
	office  *Office
	d       Draft
	service string
	version int
}

func (q *draftQuery) queue(b *pgx.Batch, which string, args pgx.NamedArgs, lock bool) {
	sql := `
		select id, reference, agency_id, service, version, coalesce((select person_id(a) from accounts a where a.id = account_id), 0),
		       coalesce(account_id, 0), lang, rather, state, started_door, started_at, touched_at, touched_door, rev,
		       coalesce((select person_hidden(a) from accounts a where a.id = account_id), false),
		       coalesce((select person_hidden(a) from accounts a where a.id = account_id), false) or exists (
		           select from account_needs n where n.account_id = any(person_of(drafts.account_id))
		           and ('no' in (n.safe_call, n.safe_text, n.safe_email, n.safe_write) or not n.may_announce))
		from drafts where id = ` + which
	if lock {
		sql += ` for no key update` // rows that only name the draft, as every event does, need not wait
	}
	b.Queue(sql, args).QueryRow(func(row pgx.Row) error {
		d := &q.d
		return row.Scan(&d.ID, &d.Reference, &d.Agency, &q.service, &q.version, &d.Account, &d.filed, &d.Lang, &d.Rather, &d.State, &d.StartedDoor,
			&d.StartedAt, &d.TouchedAt, &d.TouchedDoor, &d.Rev, &d.restricted, &d.guarded)
	})
	// The newest row of a question is its answer.
	b.Queue(`
		select distinct on (a.question) a.question, a.value, a.sealed, a.rev, a.actor_role, a.actor_id, coalesce(s.display_name, h.full_name, ''),
		       coalesce(a.on_behalf, 0), coalesce(h.full_name, ''), coalesce(p.full_name, ''), a.door, a.given_at
		from answers a
		left join staff s on a.actor_role = 'staff' and s.id = a.actor_id
		left join accounts h on h.id = case when a.actor_role = 'helper' then a.actor_id else a.caller_id end
		left join accounts p on p.id = a.on_behalf
		where a.draft_id = `+which+`
		order by a.question, a.rev desc`, args).Query(q.readAnswers)
	b.Queue(`select id from cases where draft_id = `+which, args).Query(func(rows pgx.Rows) error {
		found, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if len(found) == 1 {
			q.d.Case = found[0]
		}
		return err
	})
}

// readAnswers leaves out what was taken back: an answer without a value.
func (q *draftQuery) readAnswers(rows pgx.Rows) error {
	q.d.Answers = map[string]Answer{}
	var a Answer
	var sealed []byte
	_, err := pgx.ForEachRow(rows, []any{&a.Question, &a.Value, &sealed, &a.Rev, &a.Role, &a.By, &a.Name, &a.For, &a.Helper, &a.Person, &a.Door, &a.At}, func() error {
		if err := UnsealAnswer(q.office.register, q.d.ID, a.Rev, sealed, &a.Value); err != nil {
			return err
		}
		if !same(a.Value, noValue) {
			q.d.Answers[a.Question] = a
		}
		a = Answer{}
		return nil
	})
	return err
}

// queueAgency reads the draft's agency too.
func queueAgency(b *pgx.Batch, draft int64, into *staff.Agency) {
	staff.QueueAgency(b, `a.id = (select agency_id from drafts where id = @draft)`, pgx.NamedArgs{"draft": draft}, into)
}

func (q *draftQuery) draft(ctx context.Context, db batcher) (Draft, error) {
	s, err := q.office.library.Get(ctx, q.service, q.version)
	if err != nil {
		return Draft{}, fmt.Errorf("read draft %d: %w", q.d.ID, err)
	}
	q.d.Service = s
	return q.office.sured(ctx, db, q.d)
}

func draftError(id int64, err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound
	}
	return fmt.Errorf("read draft %d: %w", id, err)
}
