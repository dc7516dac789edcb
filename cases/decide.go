package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// The outcomes of a decision.
const (
	Award  = "award"
	Refuse = "refuse"
)

// reviewDays is how long a review may be asked for where the agency has set nothing: calendar days.
const reviewDays = 28

// Decide awards or refuses: state, decision, event, letter and, where safe, a text in one transaction. Problems when a refusal lacks criterion,
// evidence or reasons, when an automatic route is refused without weighing an assessed criterion, or when award dates are missing; they are
// worded by lang "cases.problems.<code>". ErrStale when somebody moved the case meanwhile, ErrMove when it is not to be decided.
func (o *Office) Decide(ctx context.Context, by audit.Actor, in DecideInput) (problems services.Problems, err error) {
	if err := staffOnly(by); err != nil {
		return nil, err
	}
	in.Evidence, in.Reasons = strings.TrimSpace(in.Evidence), strings.TrimSpace(in.Reasons)
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		c, err := o.lockCase(ctx, tx, by, in.Case, in.Rev)
		if err != nil {
			return err
		}
		if !c.Service.Decides() { // there is nothing to weigh: Finish
			return ErrMove
		}
		need := Need{}
		if _, err := step(c.State, Awarded, byDecide); err == nil { // what cannot be decided now says so
			if need, err = o.decisionNeedTx(ctx, tx, c); err != nil {
				return err
			}
		}
		if problems = undecided(c, in, need); len(problems) > 0 {
			return nil
		}
		return o.decideTx(ctx, tx, by, c, in)
	})
	return problems, err
}

func (o *Office) decideTx(ctx context.Context, tx pgx.Tx, by audit.Actor, c Case, in DecideInput) error {
	to, kind := Awarded, "award"
	if in.Outcome == Refuse {
		to, kind = Refused, "refusal"
	}
	c, err := o.moveTx(ctx, tx, by, c, to, byDecide, nil)
	if err != nil {
		return err
	}
	agency, err := staff.AgencyTx(ctx, tx, c.Agency)
	if err != nil {
		return fmt.Errorf("decide case %d: %w", c.ID, err)
	}
	decision, err := o.insertDecision(ctx, tx, by, c, in, agency)
	if err != nil {
		return err
	}
	d, err := o.ReadDraftTx(ctx, tx, c.Draft, false)
	if err != nil {
		return err
	}
	l := letter{kind: kind, about: decision.ID, write: writeAward(decision)}
	if to == Refused {
		l.write = writeRefusal(decision)
	}
	return o.inform(ctx, tx, by, d, l, "decided")
}

func (o *Office) insertDecision(ctx context.Context, tx pgx.Tx, by audit.Actor, c Case, in DecideInput, agency staff.Agency) (Decision, error) {
	last := o.today().Time().AddDate(0, 0, reviewWindow(agency))
	d := Decision{Outcome: in.Outcome, Criteria: in.Criteria, Evidence: in.Evidence, Reasons: in.Reasons, ReviewUntil: &last, By: by.ID, At: o.now()}
	if d.Criteria == nil {
		d.Criteria = []string{} // an award by no criterion in particular
	}
	if in.Outcome == Award {
		d.AwardFrom, d.AwardUntil = midnight(in.AwardFrom), midnight(in.AwardUntil)
	}
	err := tx.QueryRow(ctx, `
		with decided as (update cases set decided_at = @now where id = @case)
		insert into decisions (case_id, outcome, criteria, evidence, reasons, award_from, award_until, review_until, decided_by, decided_at)
		values (@case, @outcome, @criteria, @evidence, @reasons, @from, @until, @review, @by, @now)
		returning id`,
		pgx.NamedArgs{"case": c.ID, "outcome": d.Outcome, "criteria": d.Criteria, "evidence": d.Evidence, "reasons": d.Reasons,
			"from": d.AwardFrom, "until": d.AwardUntil, "review": d.ReviewUntil, "by": by.ID, "now": d.At}).Scan(&d.ID)
	if err != nil {
		return Decision{}, fmt.Errorf("decide case %d: %w", c.ID, err)
	}
	return d, nil
}

func midnight(d *services.Day) *time.Time {
	t := d.Time()
	return &t
}

// undecided says what a decision lacks. The database refuses an unreasoned refusal as well. Nothing is given to who may be somebody else;
// but nobody is kept waiting for a refusal by what they could not prove.
func undecided(c Case, in DecideInput, need Need) services.Problems {
	var wrong services.Problems
	lacks := func(is bool, field, code string) {
		if is {
			wrong = append(wrong, services.Problem{Field: field, Code: code})
		}
	}
	unknown := func(code string) bool { return criterion(c.Service, code) == nil }
	lacks(slices.ContainsFunc(in.Criteria, unknown), "criteria", "criterion-unknown")
	switch in.Outcome {
	case Award:
		lacks(!need.Met(), "outcome", IdentityNeeded)
		return append(wrong, wrongDates(c.Service, in)...)
	case Refuse:
		lacks(len(in.Criteria) == 0, "criteria", "criterion-required")
		lacks(len(in.Criteria) > 0 && c.Automatic && !weighedAssessed(c.Service, in.Criteria), "criteria", "assessed-required")
		lacks(in.Evidence == "", "evidence", "evidence-required")
		lacks(in.Reasons == "", "reasons", "reasons-required")
		return wrong
	}
	lacks(true, "outcome", "outcome-required")
	return wrong
}

// wrongDates checks an award's days: both given, in order, and no longer than the service lets an award last.
func wrongDates(s *services.Service, in DecideInput) services.Problems {
	switch {
	case in.AwardFrom == nil:
		return services.Problems{{Field: "award-from", Code: "award-from-required"}}
	case in.AwardUntil == nil:
		return services.Problems{{Field: "award-until", Code: "award-until-required"}}
	}
	from, until := in.AwardFrom.Time(), in.AwardUntil.Time()
	switch {
	case until.Before(from):
		return services.Problems{{Field: "award-until", Code: "award-ends-first"}}
	case s.AwardYears > 0 && until.After(from.AddDate(s.AwardYears, 0, 0)):
		return services.Problems{{Field: "award-until", Code: "award-too-long", Vars: map[string]any{"years": s.AwardYears}}}
	}
	return nil
}

// weighedAssessed says whether a claim that failed the automatic way was then tried under an assessed criterion. The law asks for that
// wherever the service has one.
func weighedAssessed(s *services.Service, weighed []string) bool {
	if !slices.ContainsFunc(s.Criteria, func(c services.Criterion) bool { return c.Assessed }) {
		return true
	}
	return slices.ContainsFunc(weighed, func(code string) bool {
		c := criterion(s, code)
		return c != nil && c.Assessed
	})
}

func criterion(s *services.Service, code string) *services.Criterion {
	for i := range s.Criteria {
		if s.Criteria[i].Code == code {
			return &s.Criteria[i]
		}
	}
	return nil
}
