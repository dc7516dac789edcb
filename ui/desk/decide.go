package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// decideView is a decision as keyed, shown again as it was.
type decideView struct {
	frame
	file     cases.File
	sections []section
	typed    url.Values
	problems services.Problems
	stale    bool
	sure     sureness
}

// DecideForm shows the decision to be made, beside what was said. The award is begun as it most likely ends.
func (p *Pages) DecideForm(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.openCase(r)
	if err != nil {
		return err
	}
	today := p.today()
	until := services.DayOf(today.Time().AddDate(max(1, c.Service.AwardYears), 0, -1))
	typed := url.Values{"rev": {number(c.Rev)}}
	putDay(typed, "from-", today)
	putDay(typed, "until-", until)
	for _, route := range c.Service.Routes {
		if route.Code == c.Route && route.Criterion != "" {
			typed.Set("criteria", route.Criterion)
		}
	}
	return p.showDecide(w, r, v, http.StatusOK, c.ID, decideView{typed: typed})
}

func putDay(to url.Values, prefix string, d services.Day) {
	to.Set(prefix+"day", strconv.Itoa(d.D))
	to.Set(prefix+"month", strconv.Itoa(int(d.M)))
	to.Set(prefix+"year", strconv.Itoa(d.Y))
}

// Decide makes the decision: the letter and, where it is safe, the text follow by themselves. A refusal lacking anything is shown
// again with everything that was keyed.
func (p *Pages) Decide(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.openCase(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	in := cases.DecideInput{Case: c.ID, Rev: wanted(typed.Get("rev")), Outcome: typed.Get("outcome"), Criteria: typed["criteria"],
		Evidence: typed.Get("evidence"), Reasons: typed.Get("reasons")}
	var wrong services.Problems
	if in.Outcome == cases.Award {
		wrong = awardDays(typed, &in)
	}
	if len(wrong) == 0 {
		wrong, err = p.Office.Decide(r.Context(), v.atWork(), in)
	}
	again := decideView{typed: typed, problems: wrong}
	switch {
	case stale(err):
		again.stale = true
		return p.showDecide(w, r, v, http.StatusConflict, c.ID, again)
	case err != nil:
		return err
	case len(wrong) > 0:
		return p.showDecide(w, r, v, http.StatusUnprocessableEntity, c.ID, again)
	}
	p.tell(r, "desk.decide."+in.Outcome+"_done")
	return session.To(w, r, casePath(c.Reference))
}

// awardDays reads the days of an award; what is not a real day is asked for again.
func awardDays(typed url.Values, in *cases.DecideInput) (wrong services.Problems) {
	var ok bool
	if in.AwardFrom, ok = dayOf(typed, "from-"); !ok {
		wrong = append(wrong, services.Problem{Field: "award-from", Code: "award-from-required"})
	}
	if in.AwardUntil, ok = dayOf(typed, "until-"); !ok {
		wrong = append(wrong, services.Problem{Field: "award-until", Code: "award-until-required"})
	}
	return wrong
}

func dayOf(typed url.Values, prefix string) (*services.Day, bool) {
	return readDay(typed.Get(prefix+"day"), typed.Get(prefix+"month"), typed.Get(prefix+"year"))
}

func (p *Pages) showDecide(w http.ResponseWriter, r *http.Request, v visit, status int, id int64, d decideView) (err error) {
	if d.file, err = p.Office.Open(r.Context(), v.atWork(), id); err != nil {
		return err
	}
	if d.sure, err = p.sureness(r, v.atWork(), d.file.Draft, d.file.Case.State.Open()); err != nil {
		return err
	}
	d.sections = said(p.sections(mapping{visit: v.working(), d: d.file.Draft, notes: d.file.Notes}))
	d.frame = p.frame(r, v, "cases", v.T("decide.title")+" "+showRef(d.file.Case.Reference))
	d.frame.path = casePath(d.file.Case.Reference, "decide")
	if d.stale {
		d.typed.Set("rev", number(d.file.Case.Rev))
		d.frame.problems = []govuk.ErrorSummaryItem{{Text: v.T("case.stale")}}
	}
	for _, one := range d.problems {
		d.frame.problems = append(d.frame.problems, problem(d.sentence(one), decideAnchors[one.Field]))
	}
	return session.Show(w, r, status, decidePage(d))
}

// decideAnchors are the ids of the fields a problem with a decision is about.
var decideAnchors = map[string]string{"outcome": "outcome", "criteria": "criteria", "evidence": "evidence", "reasons": "reasons",
	"award-from": anchor("from-day"), "award-until": anchor("until-day")}

func (d decideView) sentence(p services.Problem) string {
	vars := make([]any, 0, 2*len(p.Vars))
	for name, value := range p.Vars {
		vars = append(vars, name, value)
	}
	return lang.T(d.lang, "cases.problems."+p.Code, vars...)
}

// wrong is the sentence about a field, "" where it is right.
func (d decideView) wrong(field string) string {
	for _, p := range d.problems {
		if p.Field == field {
			return d.sentence(p)
		}
	}
	return ""
}

// criteria are the service's; each shows, once chosen, the sentence that a refusal by it says to the person.
func (d decideView) criteria() []govuk.CheckboxesItem {
	var items []govuk.CheckboxesItem
	for _, c := range d.file.Case.Service.Criteria {
		text := d.file.Case.Service.Word(d.lang, "criteria."+c.Code+".name", nil)
		if c.Assessed {
			text += " " + d.T("decide.assessed")
		}
		items = append(items, govuk.CheckboxesItem{Value: c.Code, Text: text, Checked: slices.Contains(d.typed["criteria"], c.Code),
			Conditional: letterSays(d.file.Case.Service.Word(d.lang, "criteria."+c.Code+".refuse", nil))})
	}
	return items
}
