package cases

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Start begins a draft; it has a reference from its first moment. ErrNotFound when the agency does not offer the service, is not the
// actor's, or the account is not the citizen's own; ErrNotOpen on a day on which it may not be begun.
func (o *Office) Start(ctx context.Context, by audit.Actor, in StartInput) (d Draft, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err = o.startTx(ctx, tx, by, in)
		return err
	})
	return d, err
}

func (o *Office) startTx(ctx context.Context, tx pgx.Tx, by audit.Actor, in StartInput) (Draft, error) {
	s, ok := o.library.Current(in.Service)
	if !ok || !may(by, in.Agency, in.Account) {
		return Draft{}, ErrNotFound
	}
	if err := o.mayBegin(ctx, tx, by, in.Account, s); err != nil {
		return Draft{}, err
	}
	if !s.Effect.Allows(o.today()) {
		return Draft{}, ErrNotOpen
	}
	agency, err := staff.AgencyTx(ctx, tx, in.Agency)
	if err != nil {
		return Draft{}, fmt.Errorf("start %s: %w", in.Service, err)
	}
	if !slices.Contains(agency.Services, in.Service) {
		return Draft{}, ErrNotFound
	}
	d := Draft{Agency: in.Agency, Service: s, Account: in.Account, Lang: in.Lang, State: "open", StartedDoor: by.Door, TouchedDoor: by.Door}
	if d.Lang == "" {
		d.Lang = lang.En
	}
	if err := o.insertDraft(ctx, tx, &d); err != nil {
		return Draft{}, err
	}
	if err := o.event(ctx, tx, by, d.ID, d.Case, "started", nil); err != nil {
		return Draft{}, err
	}
	if err := audit.Record(ctx, tx, by, audit.Entry{Verb: "draft.started", Account: d.Account, Draft: d.ID}); err != nil {
		return Draft{}, err
	}
	if !in.Prefill || in.Account == 0 {
		return o.ReadDraftTx(ctx, tx, d.ID, false)
	}
	return o.prefill(ctx, tx, by, d)
}

// insertDraft tries another reference while the one drawn is taken: with 29^7 of them that is rare.
func (o *Office) insertDraft(ctx context.Context, tx pgx.Tx, d *Draft) error {
	for range 10 {
		rows, err := tx.Query(ctx, `
			insert into drafts (reference, agency_id, service, version, account_id, lang, started_door, started_at, touched_at, touched_door)
			values (@reference, @agency, @service, @version, head_of(nullif(@account, 0::bigint)), @lang, @door, @now, @now, @door)
			on conflict (reference) do nothing
			returning id`,
			pgx.NamedArgs{"reference": Reference(rand.IntN), "agency": d.Agency, "service": d.Service.ID, "version": d.Service.Version,
				"account": d.Account, "lang": d.Lang, "door": d.StartedDoor, "now": o.now()})
		if err != nil {
			return fmt.Errorf("start %s: %w", d.Service.ID, err)
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return fmt.Errorf("start %s: %w", d.Service.ID, err)
		}
		if len(ids) == 1 {
			d.ID = ids[0]
			return nil
		}
	}
	return fmt.Errorf("start %s: no free reference", d.Service.ID)
}

// prefill answers what the account record already tells, as the system: nobody said it through this door. Should the application
// turn out to be for somebody else, Answer takes these answers back. A helper is not told where to find somebody who is guarded.
func (o *Office) prefill(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft) (Draft, error) {
	a, err := o.register.ReadTx(ctx, tx, d.Account)
	if err != nil {
		return Draft{}, fmt.Errorf("start for account %d: %w", d.Account, err)
	}
	if d, err = o.ReadDraftTx(ctx, tx, d.ID, false); err != nil {
		return Draft{}, err
	}
	if throughHelper(by) && a.Guarded() {
		a = withoutContacts(a)
	}
	w := o.newWriting(d, audit.TheSystem)
	for _, k := range told(d.Service, a) {
		w.answer(k.question, k.value)
	}
	w.refreshKeys()
	return w.save(ctx, tx)
}

type toldAnswer struct {
	question string
	value    services.Value
}

// told are the answers an account record gives to a service's questions about the person.
func told(s *services.Service, a accounts.Account) []toldAnswer {
	var out []toldAnswer
	tell := func(question string, known bool, v services.Value) {
		if known && question != "" && s.Question(question) != nil {
			out = append(out, toldAnswer{question, v})
		}
	}
	p := s.Person
	tell(p.Name, a.FullName != "", services.Value{Text: a.FullName})
	tell(p.DateOfBirth, a.DateOfBirth != nil, services.Value{Date: a.DateOfBirth})
	tell(p.Address, a.Address != nil, services.Value{Address: a.Address})
	tell(p.Mobile, a.Mobile != "", services.Value{Text: a.Mobile})
	tell(p.Phone, a.Landline != "", services.Value{Text: a.Landline})
	tell(p.Email, a.Email != "", services.Value{Text: a.Email})
	tell(p.NINO, a.NINO != "", services.Value{Text: a.NINO})
	return out
}

// SetLang changes the language a draft is taken in.
func (o *Office) SetLang(ctx context.Context, by audit.Actor, draft int64, l lang.Lang) error {
	return pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		d, err := o.draftFor(ctx, tx, by, draft, true)
		if err != nil || d.Lang == l {
			return err
		}
		if _, err := tx.Exec(ctx, `update drafts set lang = @lang where id = @draft`, pgx.NamedArgs{"lang": l, "draft": draft}); err != nil {
			return fmt.Errorf("language of draft %d: %w", draft, err)
		}
		if err := o.event(ctx, tx, by, d.ID, d.Case, "language-changed", map[string]any{"lang": l}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "draft.language-changed", Account: d.Account, Draft: d.ID, Case: d.Case})
	})
}
