package cases

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/staff"
)

// decisionLetters are the kinds of letters from which the time to ask for a review runs.
var decisionLetters = []string{"award", "refusal"}

// told starts the clock of a decision anew on the day it leaves for its person in the format they can read: braille may come weeks after
// the decision, and nobody's time runs out meanwhile. It is never made shorter.
func (o *Office) told(ctx context.Context, tx pgx.Tx, d Draft, kind string) error {
	if d.Case == 0 || !slices.Contains(decisionLetters, kind) {
		return nil
	}
	agency, err := staff.AgencyTx(ctx, tx, d.Agency)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into decision_clocks (decision_id, review_until, at)
		select d.id, @until, @now from decisions d
		where d.id = (select max(id) from decisions where case_id = @case) and d.review_until < @until
		  and not exists (select from decision_clocks c where c.decision_id = d.id and c.review_until >= @until)`,
		pgx.NamedArgs{"case": d.Case, "now": o.now(), "until": o.today().Time().AddDate(0, 0, reviewWindow(agency))})
	if err != nil {
		return fmt.Errorf("clock of case %d: %w", d.Case, err)
	}
	return nil
}

// reviewWindow is how many days an agency gives to ask for a review.
func reviewWindow(a staff.Agency) int {
	if a.Settings.ReviewDays == 0 {
		return reviewDays
	}
	return a.Settings.ReviewDays
}

// madeByHand is what follows from a letter that a person made and sent: it was told, and the clock starts.
func (o *Office) madeByHand(ctx context.Context, tx pgx.Tx, t Task) error {
	kind, _ := t.Data["kind"].(string)
	if t.Kind != "letter-by-hand" || t.Draft == 0 {
		return nil
	}
	d, err := o.ReadDraftTx(ctx, tx, t.Draft, false)
	if err != nil {
		return err
	}
	return o.told(ctx, tx, d, kind)
}
