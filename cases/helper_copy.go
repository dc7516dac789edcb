package cases

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
)

func noRows(err error) bool { return errors.Is(err, pgx.ErrNoRows) }

// copyToHelpers tells helpers that an application came, where the person has said that they get a copy and may see it. It says what came
// and when we received it, nothing that was answered.
func (o *Office) copyToHelpers(ctx context.Context, tx pgx.Tx, c Case, all []accounts.Mandate) error {
	told := map[int64]bool{}
	for _, m := range all {
		if m.Mail != "copy" || told[m.Helper] || !m.Allows(accounts.ToSee, matter(c.Service, c.Draft), o.today()) {
			continue
		}
		told[m.Helper] = true
		words := map[lang.Lang]map[string]string{}
		for _, l := range lang.All {
			words[l] = map[string]string{"person": m.PersonName, "service": c.Service.Word(l, "name", nil), "reference": ShowReference(c.Reference)}
		}
		if _, err := o.register.TellTx(ctx, tx, accounts.Notice{Account: m.Helper, Agency: c.Agency, Kind: "helpers.copy-you", About: c.ID, Words: words}); err != nil {
			return err
		}
	}
	return nil
}
