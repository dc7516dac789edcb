package cases

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// matter is what a helper's mandate is asked about: a draft or case with its service.
func matter(s *services.Service, draft int64) accounts.Matter {
	return accounts.Matter{Draft: draft, Service: s.ID, Area: accounts.AreaOf(s)}
}

// helping says whether a helper may now do something about a draft or case of an account: nil, ErrNotAllowed where they may see it but do
// no more, ErrNotFound where it is not there for them. Everybody else passes. It is asked with each verb, so that a mandate that has ended
// has ended in open sessions too.
func (o *Office) helping(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, do accounts.Doing, about accounts.Matter) error {
	if by.Role != audit.Helper {
		return nil
	}
	if by.ID == 0 || by.For == 0 || account == 0 {
		return ErrNotFound
	}
	if by.For != account {
		same, err := samePerson(ctx, tx, by.For, account)
		if err != nil || !same {
			return orNotFound(err)
		}
	}
	return o.mandated(ctx, tx, by.ID, account, do, about)
}

func (o *Office) mandated(ctx context.Context, tx pgx.Tx, helper, person int64, do accounts.Doing, about accounts.Matter) error {
	all, err := o.register.MandatesTx(ctx, tx, helper, person)
	switch {
	case err != nil:
		return err
	case all.Allow(do, about):
		return nil
	case all.Allow(accounts.ToSee, about):
		return ErrNotAllowed
	}
	return ErrNotFound
}

func samePerson(ctx context.Context, tx pgx.Tx, one, other int64) (same bool, err error) {
	err = tx.QueryRow(ctx, `select coalesce(head_of(@one) = head_of(@other), false)`, pgx.NamedArgs{"one": one, "other": other}).Scan(&same)
	if err != nil {
		return false, fmt.Errorf("whether accounts %d and %d are one person: %w", one, other, err)
	}
	return same, nil
}

func orNotFound(err error) error {
	if err == nil {
		return ErrNotFound
	}
	return err
}

// mayBegin says whether a helper may begin something of a service for a person: not by a mandate for one application that is there already.
func (o *Office) mayBegin(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, s *services.Service) error {
	return o.helping(ctx, tx, by, account, accounts.ToAct, matter(s, 0))
}

// HelperMayNotSend is the problem of what a helper on the line wants sent who may not act; worded by lang "cases.problems".
const HelperMayNotSend = "helper-may-not-send"

// callerMaySend refuses to send in what a helper on the line asks to be sent, where their mandate is not to act. What they tell is taken
// down all the same: anybody may give information.
func (o *Office) callerMaySend(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft) (services.Problems, error) {
	if by.Role != audit.Staff || by.Caller == 0 || d.Account == 0 {
		return nil, nil
	}
	err := o.mandated(ctx, tx, by.Caller, d.Account, accounts.ToAct, matter(d.Service, d.ID))
	if errors.Is(err, ErrNotAllowed) || errors.Is(err, ErrNotFound) {
		return services.Problems{{Code: HelperMayNotSend}}, nil
	}
	return nil, err
}

// forHelper leaves of a list what a helper may see.
func (o *Office) forHelper(ctx context.Context, tx pgx.Tx, by audit.Actor, account int64, rows []DraftRow) ([]DraftRow, error) {
	if by.Role != audit.Helper {
		return rows, nil
	}
	all, err := o.register.MandatesTx(ctx, tx, by.ID, account)
	if err != nil {
		return nil, err
	}
	var out []DraftRow
	for _, row := range rows {
		s, err := o.named(ctx, row.Service, row.version)
		if err != nil {
			return nil, err
		}
		if all.Allow(accounts.ToSee, matter(s, row.ID)) {
			out = append(out, row)
		}
	}
	return out, nil
}

// throughHelper says that a helper acts, online or by speaking with staff.
func throughHelper(by audit.Actor) bool { return by.Role == audit.Helper || by.Caller != 0 }

// kept says that an answer is not for a helper: where and how somebody is reached who has said that it is not safe, or whose address is
// confidential. What the helper answered themselves they know.
func kept(by audit.Actor, d Draft, q *services.Question) bool {
	if !throughHelper(by) || !d.guarded {
		return false
	}
	switch q.Kind {
	case services.Address, services.Phone, services.Email, services.Postcode:
	default:
		return false
	}
	a, answered := d.Answers[q.ID]
	return answered && !(a.Role == audit.Helper && a.By == by.ID)
}

// withoutContacts is an account as it may fill a form a helper begins.
func withoutContacts(a accounts.Account) accounts.Account {
	a.Address, a.Mobile, a.Landline, a.Email, a.NINO = nil, "", "", "", ""
	return a
}
