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

// blanks are what an application tells and its person's own record does not know at all, ready to be put there.
type blanks struct {
	account, rev int64
	whole        accounts.Details
}

// blanks finds what is to be put into the person's own record, so that they can be reached: an account may have begun as a name on the
// phone. What the record says already is never changed by an application.
func (o *Office) blanks(r recipient) (blanks, bool) {
	told := person(r.draft, o.today())
	if r.draft.Service.ForSomebodyElse(r.draft.Values()) || contradicts(told, r.account.Account) {
		return blanks{}, false
	}
	whole, more := filled(r.account.Account, told)
	return blanks{account: r.account.ID, rev: r.account.Rev, whole: whole}, more
}

// fillIn fills them. A record somebody changes at this moment is left to them. What the record refuses is for the desk: see checkDetails.
func (o *Office) fillIn(ctx context.Context, by audit.Actor, x blanks) error {
	if _, err := o.register.Update(ctx, by, x.account, x.rev, x.whole); err != nil && !errors.Is(err, accounts.ErrStale) {
		return fmt.Errorf("complete account %d: %w", x.account, err)
	}
	return nil
}

// filled is the record with its blanks filled; more is false when nothing was blank that is told.
func filled(a accounts.Account, told accounts.Details) (whole accounts.Details, more bool) {
	whole = accounts.Details{FullName: a.FullName, DateOfBirth: a.DateOfBirth, Address: a.Address, Mobile: a.Mobile, Landline: a.Landline,
		Email: a.Email, NINO: a.NINO, NHS: a.NHS, Needs: a.Needs}
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
func (o *Office) checkDetails(b *pgx.Batch, r recipient) {
	d, a := r.draft, r.account
	if d.Service.ForSomebodyElse(d.Values()) {
		return
	}
	told := person(d, o.today())
	differ := told.Mobile != "" && a.Mobile != told.Mobile || told.FullName != "" && a.FullName != told.FullName ||
		told.DateOfBirth != nil && (a.DateOfBirth == nil || *a.DateOfBirth != *told.DateOfBirth) ||
		told.Address != nil && (a.Address == nil || !samePlace(*told.Address, *a.Address))
	if differ {
		o.queueTask(b, r.agency, r.task("check-details", nil))
	}
}

func samePlace(a, b services.PostAddress) bool {
	return same(services.Value{Address: &a}, services.Value{Address: &b})
}
