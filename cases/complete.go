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

// complete puts into the person's own record what the answers tell and the record does not know at all, so that they can be reached: an
// account may have begun as a name on the phone. What the record says already is never changed by an application.
func (o *Office) complete(ctx context.Context, by audit.Actor, draft int64) error {
	var a accounts.Account
	var d Draft
	err := pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) (err error) {
		if d, err = o.draftFor(ctx, tx, by, draft, false); err != nil || d.Account == 0 {
			return err
		}
		a, err = accounts.ReadTx(ctx, tx, d.Account)
		return err
	})
	if err != nil || d.Account == 0 || d.Case != 0 {
		return err
	}
	told := person(d, o.today())
	if d.Service.ForSomebodyElse(d.Values()) || contradicts(told, a) || len(d.Service.Check(d.Values(), o.today())) > 0 {
		return nil
	}
	whole, more := filled(a, told)
	if !more {
		return nil
	}
	// A record somebody changes at this moment is left to them. What the record refuses is for the desk: see check-details.
	if _, err := o.register.Update(ctx, by, a.ID, a.Rev, whole); err != nil && !errors.Is(err, accounts.ErrStale) {
		return fmt.Errorf("complete account %d: %w", a.ID, err)
	}
	return nil
}

// filled is the record with its blanks filled; more is false when nothing was blank that is told.
func filled(a accounts.Account, told accounts.Details) (whole accounts.Details, more bool) {
	whole = accounts.Details{FullName: a.FullName, DateOfBirth: a.DateOfBirth, Address: a.Address, Mobile: a.Mobile, Landline: a.Landline,
		Email: a.Email, NINO: a.NINO, Needs: a.Needs}
	text := func(has *string, told string) {
		if *has == "" && told != "" {
			*has, more = told, true
		}
	}
	text(&whole.Mobile, told.Mobile)
	text(&whole.Landline, told.Landline)
	text(&whole.Email, told.Email)
	text(&whole.NINO, told.NINO)
	if whole.Address == nil && told.Address != nil {
		whole.Address, more = told.Address, true
	}
	if whole.DateOfBirth == nil && told.DateOfBirth != nil {
		whole.DateOfBirth, more = told.DateOfBirth, true
	}
	return whole, more
}

// checkDetails asks a person to look where the application tells another name, day of birth, address or mobile than the record: post goes
// to where the record says until then.
func (o *Office) checkDetails(ctx context.Context, tx pgx.Tx, d Draft, a accounts.Account) error {
	if d.Service.ForSomebodyElse(d.Values()) {
		return nil
	}
	told := person(d, o.today())
	differ := told.Mobile != "" && a.Mobile != told.Mobile || told.FullName != "" && a.FullName != told.FullName ||
		told.DateOfBirth != nil && (a.DateOfBirth == nil || *a.DateOfBirth != *told.DateOfBirth) ||
		told.Address != nil && (a.Address == nil || !samePlace(*told.Address, *a.Address))
	if !differ {
		return nil
	}
	_, err := o.AddTaskTx(ctx, tx, Task{Agency: d.Agency, Case: d.Case, Draft: d.ID, Account: a.ID, Kind: "check-details"})
	return err
}

func samePlace(a, b services.PostAddress) bool {
	return same(services.Value{Address: &a}, services.Value{Address: &b})
}
