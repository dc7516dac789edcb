package cases

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func TestWhatADecisionLacks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	assessed, automatic := b.submitted(t, a.ID, walking()), b.submitted(t, a.ID, pip())
	for name, c := range map[string]struct {
		of     Case
		change func(in *DecideInput)
		award  bool
		want   string
	}{
		"nothing chosen":             {assessed, func(in *DecideInput) { in.Outcome = "" }, false, "outcome-required"},
		"no criterion":               {assessed, func(in *DecideInput) { in.Criteria = nil }, false, "criterion-required"},
		"no evidence, no reasons":    {assessed, func(in *DecideInput) { in.Evidence, in.Reasons = " ", "\n" }, false, "evidence-required reasons-required"},
		"no such criterion":          {assessed, func(in *DecideInput) { in.Criteria = []string{"luck"} }, false, "criterion-unknown"},
		"automatic, not assessed":    {automatic, func(in *DecideInput) { in.Criteria = []string{"pip"} }, false, "assessed-required"},
		"automatic, nothing":         {automatic, func(in *DecideInput) { in.Criteria = nil }, false, "criterion-required"},
		"award without days":         {assessed, func(in *DecideInput) { in.AwardFrom, in.AwardUntil = nil, nil }, true, "award-from-required"},
		"award without end":          {assessed, func(in *DecideInput) { in.AwardUntil = nil }, true, "award-until-required"},
		"award that ends first":      {assessed, func(in *DecideInput) { in.AwardUntil = &services.Day{Y: 2026, M: 11, D: 30} }, true, "award-ends-first"},
		"award of more than 3 years": {assessed, func(in *DecideInput) { in.AwardUntil = &services.Day{Y: 2029, M: 12, D: 2} }, true, "award-too-long"},
	} {
		in := refusal(c.of)
		if c.award {
			in = award(c.of)
		}
		c.change(&in)
		problems, err := b.office.Decide(t.Context(), b.worker, in)
		if err != nil || codes(problems) != c.want {
			t.Errorf("%s: %q %v, want %q", name, codes(problems), err, c.want)
		}
		for _, p := range problems {
			for _, l := range lang.All {
				if said := lang.T(l, "cases.problems."+p.Code, facts(l, p.Vars)...); strings.ContainsAny(said, "{}[]") {
					t.Errorf("%s in %s is said %q", p.Code, l, said)
				}
			}
		}
	}
	if n := b.count(t, `select count(*) from decisions`) + b.count(t, `select count(*) from letters`); n != 0 || b.state(assessed.ID) != Received {
		t.Errorf("something was decided: %d rows, state %s", n, b.state(assessed.ID))
	}
	in := refusal(automatic)
	in.Criteria = []string{"pip", "walking"}
	if problems, err := b.office.Decide(t.Context(), b.worker, in); err != nil || len(problems) > 0 {
		t.Errorf("refusing an automatic claim tried under an assessed criterion: %v %v", problems, err)
	}
}

func TestARefusalIsWhole(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	c := b.submitted(t, a.ID, walking())
	problems, err := b.office.Decide(t.Context(), b.worker, refusal(c))
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v %v", problems, err)
	}
	f, err := b.office.Open(t.Context(), b.worker, c.ID)
	must(t, err)
	if f.Case.State != Refused || f.Case.DecidedAt == nil || f.Case.Rev != c.Rev+1 || len(f.Decisions) != 1 || len(f.Letters) != 1 || f.Letters[0].Kind != "refusal" {
		t.Fatalf("file %+v", f)
	}
	d := f.Decisions[0]
	if d.ReviewUntil.Format(time.DateOnly) != "2026-12-18" || d.Name != "Sam" || d.AwardFrom != nil {
		t.Errorf("decision %+v", d)
	}
	if n := b.count(t, `select count(*) from notices where kind = 'decided'`); n != 1 {
		t.Errorf("%d texts, want 1", n)
	}
	if got := b.kinds(t, c.Draft); got != "started declared submitted texted refused letter-asked texted" {
		t.Errorf("events %q", got)
	}
	if _, err := b.office.Decide(t.Context(), b.worker, refusal(c)); !errors.Is(err, ErrStale) {
		t.Errorf("deciding again on the old page: %v, want ErrStale", err)
	}
	if _, err := b.office.Decide(t.Context(), b.worker, award(f.Case)); !errors.Is(err, ErrMove) {
		t.Errorf("deciding what is decided: %v, want ErrMove", err)
	}
	must(t, b.office.Move(t.Context(), b.worker, c.ID, f.Case.Rev, Review, "She sent a new letter"))
	f, err = b.office.Open(t.Context(), b.worker, c.ID)
	must(t, err)
	if problems, err := b.office.Decide(t.Context(), b.agent, award(f.Case)); err != nil || len(problems) > 0 {
		t.Fatalf("after the review: %v %v", problems, err)
	}
	if n := b.count(t, `select count(*) from letters where kind = 'award'`); n != 1 {
		t.Errorf("%d award letters", n)
	}
}

func TestADecisionThatCannotBeWrittenIsATask(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(d *accounts.Details)
		task   string
		texts  int
	}{
		"braille":           {func(d *accounts.Details) { d.Needs.Format = accounts.Braille }, "letter-by-hand", 1},
		"not safe to write": {func(d *accounts.Details) { d.Needs.SafeWrite = accounts.No }, "unreachable", 0},
		"not safe to text":  {func(d *accounts.Details) { d.Needs.SafeText = accounts.No }, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			cs := b.submitted(t, b.account(t, c.change).ID, walking())
			problems, err := b.office.Decide(t.Context(), b.worker, refusal(cs))
			if err != nil || len(problems) > 0 {
				t.Fatalf("%v %v", problems, err)
			}
			tasks, err := b.office.Tasks(t.Context(), b.worker, false, 0)
			must(t, err)
			got := ""
			for _, x := range tasks {
				got += x.Kind
			}
			if texts := b.count(t, `select count(*) from notices where kind = 'decided'`); got != c.task || texts != c.texts {
				t.Errorf("task %q and %d texts, want %q and %d", got, texts, c.task, c.texts)
			}
		})
	}
}

// Nobody writes a decision without its letter: the letter is broken, so there is no decision.
func TestADecisionWithoutItsLetterIsNone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(t, b.account(t, nil).ID, walking())
	b.breakOn("letters")
	if _, err := b.office.Decide(t.Context(), b.worker, refusal(c)); err == nil {
		t.Fatal("decided without a letter")
	}
	if b.state(c.ID) != Received || b.count(t, `select count(*) from decisions`)+b.count(t, `select count(*) from events where kind = 'refused'`) != 0 {
		t.Errorf("half a decision is left: %s", b.state(c.ID))
	}
}
