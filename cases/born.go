package cases

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
)

// Opens says whether a code that is given to a would open d: it goes with a date of birth, the account's or the one the draft tells.
func (d Draft) Opens(a accounts.Account) bool { return a.DateOfBirth != nil || d.born() != nil }

func (d Draft) born() *services.Day { return d.Answers[d.Service.Person.DateOfBirth].Value.Date }

// BornOf is the date of birth answered in a draft, nil where it is not answered: what opens a draft that is nobody's account yet
// and was saved with a code. It fits accounts.Register.BornOf.
func (o *Office) BornOf(ctx context.Context, tx pgx.Tx, draft int64) (*services.Day, error) {
	d, err := o.ReadDraftTx(ctx, tx, draft, false)
	if err != nil {
		return nil, err
	}
	return d.born(), nil
}
