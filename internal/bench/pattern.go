package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/driver"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// stories are the ways through the form that the town's people take.
var stories = []driver.Story{
	driver.Short,
	{"benefit": "pip", "pip-moving": "points-8"},
	{"benefit": "none", "main-reason": "walking", "walking-difficulty": "pain", "walking-time": "under-1", "lasting": "three-years",
		"uses-aids": "no", "takes-medication": "no", "had-treatment": "no", "sees-professional": "no",
		"condition":   "Osteoarthritis in both hips and the left knee, since 2011. Some days I cannot get down the stairs at all.",
		"pain-detail": "After a few steps the hip burns and I have to hold on to something until it lets go."},
	{"benefit": "none", "main-reason": "hidden", "hidden-risk": "none", "lasting": "three-years", "takes-medication": "no", "had-treatment": "no",
		"sees-professional": "no", "hidden-detail": "Crowds and noise make me panic. I have run into the road to get away.",
		"hidden-coping": "Headphones help a little. I only go with my sister."},
	{"benefit": "none", "main-reason": "arms", "arms-drives": "weekly", "arms-machines": "I cannot lift my arms to the slot or press the buttons."},
}

// pattern is one application as the verbs write it: every row, to be copied for others.
type pattern struct {
	answers  []answerRow // in the order given
	events   []eventRow
	route    string
	auto     bool
	decision *decisionRow
}

type answerRow struct {
	question string
	value    services.Value
}

type eventRow struct {
	kind, role, door string
	by               int64
	onCase           bool
	data             json.RawMessage
}

type decisionRow struct {
	criteria          []string
	evidence, reasons string
}

// patterns are open and decided applications, one of each for every story.
type patterns struct{ open, decided []pattern }

// drawPatterns lives each story through the verbs and reads what they wrote.
func drawPatterns(ctx context.Context, h *driver.House) (p patterns, err error) {
	for i, story := range stories {
		draft, c, err := live(ctx, h, story, -1-i)
		if err != nil {
			return p, fmt.Errorf("story %d: %w", i, err)
		}
		open, err := readPattern(ctx, h, draft)
		if err != nil {
			return p, err
		}
		open.route, open.auto = c.Route, c.Automatic
		p.open = append(p.open, open)
		if err := award(ctx, h, c); err != nil {
			return p, fmt.Errorf("story %d: %w", i, err)
		}
		decided, err := readPattern(ctx, h, draft)
		if err != nil {
			return p, err
		}
		decided.route, decided.auto = c.Route, c.Automatic
		decided.decision = &decisionRow{[]string{criterion(c)}, evidence, reasons}
		p.decided = append(p.decided, decided)
	}
	return p, nil
}

// live is one application by web, from beginning to end.
func live(ctx context.Context, h *driver.House, story driver.Story, n int) (int64, cases.Case, error) {
	by, today := audit.Actor{Role: audit.Citizen, Door: channels.Web}, services.DayOf(time.Now())
	who := driver.Somebody(1<<20 - n)
	d, err := h.Office.Start(ctx, by, cases.StartInput{Agency: h.Agency.ID, Service: h.Service.ID})
	if err != nil {
		return 0, cases.Case{}, err
	}
	for {
		next := h.Service.Next(d.Values(), today)
		if next.Question == nil {
			break
		}
		out, err := h.Office.Answer(ctx, by, cases.AnswerInput{Draft: d.ID, Question: next.Question.ID,
			Input: services.Input{Fields: story.Posts(next.Question, who, today)}})
		if err != nil || len(out.Problems) > 0 {
			return 0, cases.Case{}, fmt.Errorf("question %s: %v %w", next.Question.ID, out.Problems, err)
		}
		d = out.Draft
	}
	c, problems, err := h.Office.Submit(ctx, by, d.ID)
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("submit: %v", problems)
	}
	return d.ID, c, err
}

const (
	evidence = "Award letter and answers in the application."
	reasons  = "The evidence shows that the criterion is met."
)

func award(ctx context.Context, h *driver.House, c cases.Case) error {
	by := h.Actor(staff.Caseworker)
	if err := h.Office.Take(ctx, by, c.ID); err != nil {
		return err
	}
	f, err := h.Office.Open(ctx, by, c.ID)
	if err != nil {
		return err
	}
	if err := h.Office.Move(ctx, by, c.ID, f.Case.Rev, cases.Assessing, ""); err != nil {
		return err
	}
	err = pgx.BeginFunc(ctx, h.DB, func(tx pgx.Tx) error { // nothing is awarded to who has shown nothing
		_, err := h.Register.AddProofTx(ctx, tx, by, c.Account, accounts.Evidence{Kind: accounts.DocumentSeen, Document: "passport",
			Worth: proof.Worth{Piece: proof.Piece{Strength: 4, Validity: 2}, Fraud: 1, Verification: 2}})
		return err
	})
	if err != nil {
		return err
	}
	from, until := services.DayOf(time.Now()), services.DayOf(time.Now().AddDate(2, 0, 0))
	problems, err := h.Office.Decide(ctx, by, cases.DecideInput{Case: c.ID, Rev: f.Case.Rev + 1, Outcome: "award", Criteria: []string{criterion(c)},
		Evidence: evidence, Reasons: reasons, AwardFrom: &from, AwardUntil: &until})
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("decide: %v", problems)
	}
	return err
}

func criterion(c cases.Case) string {
	for _, r := range c.Service.Routes {
		if r.Code == c.Route {
			return r.Criterion
		}
	}
	return "walking"
}

func readPattern(ctx context.Context, h *driver.House, draft int64) (p pattern, err error) {
	rows, err := h.DB.Query(ctx, `select question, rev, value, sealed from answers where draft_id = $1 order by rev`, draft)
	if err != nil {
		return p, err
	}
	p.answers, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (a answerRow, err error) {
		var rev int64
		var sealed []byte
		if err := row.Scan(&a.question, &rev, &a.value, &sealed); err != nil {
			return a, err
		}
		return a, cases.UnsealAnswer(h.Register, draft, rev, sealed, &a.value)
	})
	if err != nil {
		return p, err
	}
	rows, err = h.DB.Query(ctx, `select kind, actor_role, door, actor_id, case_id is not null, data - 'letter' from events where draft_id = $1 order by id`, draft)
	if err != nil {
		return p, err
	}
	p.events, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (e eventRow, err error) {
		return e, row.Scan(&e.kind, &e.role, &e.door, &e.by, &e.onCase, &e.data)
	})
	return p, err
}

// values are the pattern's answers as this person gives them.
func (p pattern) values(s *services.Service, d accounts.Details) []answerRow {
	own := map[string]services.Value{s.Person.Name: {Text: d.FullName}, s.Person.DateOfBirth: {Date: d.DateOfBirth}, s.Person.Address: {Address: d.Address},
		s.Person.Mobile: {Text: e164(d.Mobile), Skipped: d.Mobile == ""}, s.Person.Email: {Text: d.Email, Skipped: d.Email == ""}}
	out := slices.Clone(p.answers)
	for i := range out {
		if v, ok := own[out[i].question]; ok {
			out[i].value = v
		}
	}
	return out
}

// e164 writes one of the town's mobiles as it is stored.
func e164(mobile string) string {
	if mobile == "" {
		return ""
	}
	return "+44" + mobile[1:5] + mobile[6:]
}
