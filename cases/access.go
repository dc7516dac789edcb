package cases

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// may says whether an actor may have to do with a draft or case of an agency that belongs to an account (0: to nobody yet). What
// an actor may not have to do with does not exist for them: verbs answer ErrNotFound. A citizen without an id is one whose session
// the door has checked in another way, such as the draft's own cookie.
func may(by audit.Actor, agency, account int64) bool {
	switch by.Role {
	case audit.Staff:
		return by.Agency != 0 && by.Agency == agency
	case audit.Citizen:
		return by.ID == 0 || by.ID == account
	case audit.Helper: // their mandate is asked about besides: see helping
		return by.ID != 0 && by.For != 0 && account != 0
	case audit.System:
		return true
	}
	return false
}

// visible is may with two things more: a draft or case of a restricted person (own staff, a confidential address) is there only for staff
// who are cleared, and for a helper only by a mandate to see it. It answers nil or ErrNotFound.
func (o *Office) visible(ctx context.Context, tx pgx.Tx, by audit.Actor, agency, account int64, restricted bool, about accounts.Matter) error {
	if !may(by, agency, account) {
		return ErrNotFound
	}
	if by.Role == audit.Helper {
		return o.helping(ctx, tx, by, account, accounts.ToSee, about)
	}
	if !restricted || by.Role != audit.Staff {
		return nil
	}
	cleared, err := o.cleared(ctx, tx, by)
	if err == nil && !cleared {
		err = ErrNotFound
	}
	return err
}

func (o *Office) cleared(ctx context.Context, tx pgx.Tx, by audit.Actor) (bool, error) {
	if o.register.Cleared == nil {
		return false, nil
	}
	return o.register.Cleared(ctx, tx, by)
}

// staffOnly refuses everybody else, for verbs of the desk.
func staffOnly(by audit.Actor) error {
	if by.Role != audit.Staff || by.ID == 0 {
		return ErrNotAllowed
	}
	return nil
}
