package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// found is whose case it will be, and who else it may be.
type found struct {
	account int64
	read    func(ctx context.Context, tx pgx.Tx) (accounts.Held, error) // gives it, held, once the batch is sent: see recipient
	near    []accounts.Found                                            // may be the same person: somebody has to look
}

// subject is whose case a draft of nobody becomes: of the only one who surely fits, else of a new one. What is to be read and written for
// it is left in the batch.
func (o *Office) subject(ctx context.Context, tx pgx.Tx, b *pgx.Batch, by audit.Actor, d Draft) (found, services.Problems, error) {
	who := person(d, o.today())
	near, err := o.register.NearTx(ctx, tx, who)
	if err != nil {
		return found{}, nil, fmt.Errorf("submit draft %d: %w", d.ID, err)
	}
	if id, ok := theSame(who, near); ok {
		o.queueEvent(b, by, d.ID, 0, "person-found", nil)
		return found{account: id, read: o.register.QueueHold(b, id)}, nil, nil
	}
	id, read, problems, err := o.register.QueueCreate(ctx, tx, b, by, who)
	if err != nil {
		return found{}, nil, fmt.Errorf("submit draft %d: %w", d.ID, err)
	}
	return found{account: id, read: read, near: near}, problems, nil
}

// theSame is the one account that surely is this person: exactly one fits that well, and nothing about it contradicts.
func theSame(who accounts.Details, near []accounts.Found) (int64, bool) {
	var fits []accounts.Found
	for _, f := range near {
		if f.Band == match.Link {
			fits = append(fits, f)
		}
	}
	if len(fits) != 1 || len(fits[0].Against) > 0 || contradicts(who, fits[0].Account) {
		return 0, false
	}
	return fits[0].ID, true
}

// contradicts says that two records cannot be of one living person: both tell the same thing, and differently.
func contradicts(who accounts.Details, a accounts.Account) bool {
	return a.DiedOn != nil || a.Restricted ||
		who.NINO != "" && a.NINO != "" && who.NINO != a.NINO ||
		who.DateOfBirth != nil && a.DateOfBirth != nil && *who.DateOfBirth != *a.DateOfBirth
}

// checkSamePerson asks a person to look where a new account may be somebody we have. The two are never merged by themselves.
func (o *Office) checkSamePerson(b *pgx.Batch, r recipient, near []accounts.Found) {
	var ids []int64
	for _, f := range near {
		if !f.Restricted {
			ids = append(ids, f.ID)
		}
	}
	if len(ids) > 0 {
		o.queueTask(b, r.agency, r.task("check-same-person", map[string]any{"accounts": ids}))
	}
}
