package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// surely is how well an account must fit to be taken for the same person without anybody asking.
const surely = 0.9

// found is whose case it will be, and who else it may be.
type found struct {
	account int64
	near    []accounts.Found // may be the same person: somebody has to look
}

// subject is whose case a draft becomes: the account it belongs to, else the only one that surely fits, else a new one.
func (o *Office) subject(ctx context.Context, tx pgx.Tx, by audit.Actor, d Draft) (found, services.Problems, error) {
	if d.Account != 0 {
		return found{account: d.Account}, nil, nil
	}
	who := person(d, o.today())
	near, err := o.register.NearTx(ctx, tx, who)
	if err != nil {
		return found{}, nil, fmt.Errorf("submit draft %d: %w", d.ID, err)
	}
	if id, ok := theSame(who, near); ok {
		return found{account: id}, nil, o.event(ctx, tx, by, d.ID, 0, "person-found", nil)
	}
	a, problems, err := o.register.CreateTx(ctx, tx, by, who)
	if err != nil {
		return found{}, nil, fmt.Errorf("submit draft %d: %w", d.ID, err)
	}
	return found{account: a.ID, near: near}, problems, nil
}

// theSame is the one account that surely is this person: exactly one fits that well, and nothing about it contradicts.
func theSame(who accounts.Details, near []accounts.Found) (int64, bool) {
	var fits []accounts.Found
	for _, f := range near {
		if f.Score >= surely {
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
func (o *Office) checkSamePerson(ctx context.Context, tx pgx.Tx, c Case, near []accounts.Found) error {
	var ids []int64
	for _, f := range near {
		if !f.Restricted {
			ids = append(ids, f.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := o.AddTaskTx(ctx, tx, Task{Agency: c.Agency, Case: c.ID, Draft: c.Draft, Account: c.Account, Kind: "check-same-person",
		Data: map[string]any{"accounts": ids}})
	return err
}
