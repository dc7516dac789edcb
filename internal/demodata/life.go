package demodata

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// life is one citizen and their application.
type life struct {
	Config
	town  Town
	i     int
	rnd   *rand.Rand
	who   accounts.Details
	where staff.Agency
	story story
	plan  map[string][]services.Input // what they answer, where it was worked out before
	draft cases.Draft

	Office *cases.Office // by this life's clock
	now    time.Time
	past   []past
}

// past says that what was really done from since on happened, in this life, at story.
type past struct {
	draft, account int64
	since, story   time.Time
}

// at moves this life's clock to so many days ago, in office hours, and not to a weekend.
func (l *life) at(days int) {
	t := l.Now.AddDate(0, 0, -days)
	if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, -2)
	}
	t = time.Date(t.Year(), t.Month(), t.Day(), 9+l.rnd.IntN(7), l.rnd.IntN(60), 0, 0, t.Location())
	if t.After(l.Now) {
		t = l.Now.Add(-time.Minute)
	}
	l.now = t
	l.past = append(l.past, past{since: time.Now(), story: t})
}

// span is how long ago an application with this fate was begun, sent, taken up and decided, in days.
func (l *life) span(fate string) (begun, sent, taken, decided int) {
	switch fate {
	case "open":
		begun = 1 + l.rnd.IntN(25)
	case "received", "died":
		begun = 4 + l.rnd.IntN(18)
		sent = max(begun-l.rnd.IntN(4), 1)
	case "waiting", "assessing":
		begun = 16 + l.rnd.IntN(70)
		sent, taken = begun-l.rnd.IntN(5), begun-8
	default:
		begun = 45 + l.rnd.IntN(250)
		sent, taken = begun-l.rnd.IntN(6), begun-10
	}
	return begun, sent, taken, taken - 20
}

// fates are how far applications have come, as often as they occur among a hundred.
var fates = []struct {
	name  string
	until int
}{{"open", 16}, {"received", 38}, {"waiting", 46}, {"assessing", 60}, {"awarded", 86}, {"refused", 94}, {"withdrawn", 97}, {"died", 98}, {"review", 100}}

// doors are where applications begin, as often as in one council's year (facts: 63 % by themselves, 37 % keyed by an adviser, a few at the counter).
func (l *life) door() channels.Kind {
	switch x := l.rnd.IntN(100); {
	case x < 55:
		return channels.Web
	case x < 88:
		return channels.Phone
	}
	return channels.Counter
}

func (l *life) live(ctx context.Context) error {
	l.where = l.town.Agencies[0]
	if l.rnd.IntN(4) == 0 {
		l.where = l.town.Agencies[1]
	}
	l.who = person(l.i, l.rnd, l.where.Settings.Address[len(l.where.Settings.Address)-2])
	door, fate := l.door(), l.fate()
	l.story = stories[l.rnd.IntN(len(stories))]
	if fate == "refused" || fate == "review" { // nobody is refused who is eligible without an assessment
		l.story = assessed[l.rnd.IntN(len(assessed))]
	}
	return l.run(ctx, door, fate)
}

// run lives the life from the first question to its fate.
func (l *life) run(ctx context.Context, door channels.Kind, fate string) error {
	begun, sent, taken, decided := l.span(fate)
	if first := l.Service.Effect.From; first != (services.Day{}) { // nobody asked before there was anything to ask for
		if late := begun - int(l.Now.Sub(first.Time()).Hours()/24) + 3; late > 0 {
			begun, sent, taken, decided = max(begun-late, 1), max(sent-late, 1), max(taken-late, 1), max(decided-late, 1)
		}
	}
	l.at(begun)
	finish, err := l.apply(ctx, door, fate, sent)
	defer l.remember()
	if err != nil {
		return err
	}
	if fate == "open" {
		return nil
	}
	if finish.Role == audit.Staff {
		if err := l.Office.MarkRead(ctx, finish, l.draft.ID, cases.EverySection, l.draft.Rev); err != nil {
			return err
		}
	}
	made, problems, err := l.Office.Submit(ctx, finish, l.draft.ID)
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("submit: %v", problems)
	}
	if err != nil {
		return err
	}
	l.draft.Account = made.Account
	l.at(taken)
	return l.work(ctx, made, fate, decided)
}

// remember says whose past it was, once that is known.
func (l *life) remember() {
	for i := range l.past {
		l.past[i].draft, l.past[i].account = l.draft.ID, l.draft.Account
	}
}

func (l *life) fate() string {
	x := l.rnd.IntN(100)
	for _, f := range fates {
		if x < f.until {
			return f.name
		}
	}
	return "received"
}

// apply begins at one door and, for every third, goes on at another; it answers who was the last to answer.
func (l *life) apply(ctx context.Context, door channels.Kind, fate string, sent int) (audit.Actor, error) {
	agent := l.town.member(l.where.ID, staff.Agent).Actor(door)
	agent.Proven = true // whoever rings or comes in was asked who they are
	citizen := audit.Actor{Role: audit.Citizen, Door: channels.Web}
	now, then := citizen, agent
	then.Door = channels.Phone
	in := cases.StartInput{Agency: l.where.ID, Service: l.Service.ID, Lang: l.who.Needs.Written}
	if door != channels.Web {
		now, then = agent, citizen
		account, contact, err := l.call(ctx, agent)
		if err != nil {
			return now, err
		}
		then.ID, in.Account, in.Prefill = account.ID, account.ID, true
		defer func() {
			_ = l.Contacts.About(ctx, agent, contact, account.ID, l.draft.ID)
			_, _ = l.Contacts.End(ctx, agent, contact, phone.Ending{Outcome: outcome(fate)})
		}()
	}
	var err error
	if l.draft, err = l.Office.Start(ctx, now, in); err != nil {
		return now, err
	}
	stop := -1 // the question after which the other door takes over
	if l.rnd.IntN(3) == 0 {
		stop = 6 + l.rnd.IntN(8)
	}
	if fate == "open" {
		stop = 3 + l.rnd.IntN(12)
	}
	if err := l.answer(ctx, now, stop); err != nil || stop < 0 {
		return now, err
	}
	if err := l.handOver(ctx, agent, door); err != nil || fate == "open" {
		return now, err
	}
	l.at(sent)
	return then, l.answer(ctx, then, -1)
}

func outcome(fate string) string {
	if fate == "open" {
		return "link-texted"
	}
	return "submitted"
}

// call finds nobody and makes the account, as an agent does while somebody is on the line.
func (l *life) call(ctx context.Context, agent audit.Actor) (accounts.Account, int64, error) {
	contact, problems, err := l.Contacts.Begin(ctx, agent, phone.Contact{Door: agent.Door, Reason: phone.Reasons[l.rnd.IntN(8)]})
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("contact: %v", problems)
	}
	if err != nil {
		return accounts.Account{}, 0, err
	}
	account, problems, err := l.Register.Create(ctx, agent, l.who)
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("account: %v", problems)
	}
	if err != nil {
		return account, 0, err
	}
	return account, contact.ID, l.Contacts.About(ctx, agent, contact.ID, account.ID, 0)
}

// answer answers what is asked, most questions of them (all for -1).
func (l *life) answer(ctx context.Context, by audit.Actor, most int) error {
	today := services.DayOf(l.now)
	for n := 0; n != most; n++ {
		next := l.Service.Next(l.draft.Values(), today)
		if next.Question == nil {
			return nil
		}
		inputs := l.plan[next.Question.ID]
		if inputs == nil && next.Question.Kind == services.List {
			inputs = rows(next.Question, today, l.rnd)
		} else if inputs == nil {
			inputs = []services.Input{l.story.answer(next.Question, l.who, today, l.rnd)}
		}
		for _, in := range inputs {
			out, err := l.Office.Answer(ctx, by, cases.AnswerInput{Draft: l.draft.ID, Question: next.Question.ID, Input: in,
				SeenRev: l.draft.Answers[next.Question.ID].Rev})
			if err == nil && len(out.Problems) > 0 {
				err = fmt.Errorf("question %s: %v", next.Question.ID, out.Problems)
			}
			if err != nil {
				return err
			}
			l.draft = out.Draft
		}
	}
	return nil
}

// handOver lets somebody carry on at another door, by text or by letter. Whoever cannot be reached rings again.
func (l *life) handOver(ctx context.Context, agent audit.Actor, door channels.Kind) error {
	if door == channels.Web || l.draft.Account == 0 {
		return nil
	}
	verb := l.Office.TextLink
	if l.who.Mobile == "" || l.rnd.IntN(3) == 0 {
		verb = l.Office.PostLetter
	}
	var unreachable cases.Unreachable
	if err := verb(ctx, agent, l.draft.ID); err != nil && !errors.As(err, &unreachable) {
		return err
	}
	return nil
}

// work takes the case as far as its fate.
func (l *life) work(ctx context.Context, c cases.Case, fate string, decided int) error {
	worker := l.town.member(l.where.ID, staff.Caseworker).Actor(channels.None) // nobody is on the line
	if fate == "received" {
		return nil
	}
	if fate == "died" {
		return l.Office.RecordDeath(ctx, worker, c.Account, services.DayOf(l.now.AddDate(0, 0, -3)))
	}
	if err := l.Office.Take(ctx, worker, c.ID); err != nil {
		return err
	}
	if fate == "withdrawn" {
		return l.move(ctx, worker, c.ID, cases.Withdrawn)
	}
	if fate == "waiting" {
		rev, err := l.rev(ctx, worker, c.ID)
		if err != nil {
			return err
		}
		what := l.pick(asked)
		if l.plan != nil {
			what = asked[len(asked)-1]
		}
		return l.Office.AskEvidence(ctx, worker, c.ID, rev, what)
	}
	if err := l.move(ctx, worker, c.ID, cases.Assessing); err != nil || fate == "assessing" {
		return err
	}
	l.at(decided)
	if !c.Service.Decides() {
		if err := l.proves(ctx, worker, c.Account); err != nil {
			return err
		}
		rev, err := l.rev(ctx, worker, c.ID)
		if err != nil {
			return err
		}
		return l.Office.Finish(ctx, worker, c.ID, rev, "Everybody you chose has been told, and each has said that it is done.")
	}
	return l.decide(ctx, worker, c, fate)
}

var asked = []string{"A photo of your face on a plain background, taken in the last month.", "The page of your award letter that shows your points for moving around.",
	"A letter or bill from the last 12 months that shows your address."}

func (l *life) pick(from []string) string { return from[l.rnd.IntN(len(from))] }

func (l *life) rev(ctx context.Context, by audit.Actor, id int64) (int64, error) {
	f, err := l.Office.Open(ctx, by, id)
	return f.Case.Rev, err
}

func (l *life) move(ctx context.Context, by audit.Actor, id int64, to cases.State) error {
	rev, err := l.rev(ctx, by, id)
	if err != nil {
		return err
	}
	return l.Office.Move(ctx, by, id, rev, to, "")
}

func (l *life) decide(ctx context.Context, by audit.Actor, c cases.Case, fate string) error {
	rev, err := l.rev(ctx, by, c.ID)
	if err != nil {
		return err
	}
	years := c.Service.AwardYears
	if years == 0 {
		years = 3
	}
	from, until := services.DayOf(l.now), services.DayOf(l.now.AddDate(years, 0, -1))
	in := cases.DecideInput{Case: c.ID, Rev: rev, Outcome: "award", Evidence: "Award letter and answers in the application.",
		Reasons: "The evidence shows that the criterion is met.", AwardFrom: &from, AwardUntil: &until, Criteria: []string{l.criterion(c.Route)}}
	if fate != "awarded" {
		in.Outcome, in.AwardFrom, in.AwardUntil = "refuse", nil, nil
		in.Criteria = []string{l.criterion(c.Route)}
		in.Evidence = "The application, the telephone assessment and the letter from the physiotherapist."
		in.Reasons = "The physiotherapist writes that you walk 200 metres without stopping, at an ordinary pace and without pain. You told us the same on the telephone."
	}
	if l.plan != nil && in.Outcome == "refuse" {
		in.Criteria = weighed(c)
		in.Evidence, in.Reasons = "The application and the documents that were sent.", "What was sent does not show that the rules above are met. We asked for more and nothing came."
	}
	if in.Outcome == "award" {
		if err := l.proves(ctx, by, c.Account); err != nil {
			return err
		}
	}
	problems, err := l.Office.Decide(ctx, by, in)
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("decide: %v", problems)
	}
	if err != nil || fate != "review" {
		return err
	}
	return l.move(ctx, by, c.ID, cases.Review)
}

// papers are what people of the town show at the counter.
var papers = []proof.Worth{
	{Piece: proof.Piece{Strength: 4, Validity: 2}, Fraud: 1, Verification: 2},
	{Piece: proof.Piece{Strength: 3, Validity: 2}, Activity: 1, Fraud: 2, Verification: 2},
}

var paperNames = []string{"passport", "driving-licence"}

// proves has somebody shown who they are at the counter, surely enough for every service of the town.
func (l *life) proves(ctx context.Context, by audit.Actor, account int64) error {
	by.Door = channels.Counter
	n := l.i % len(papers)
	return pgx.BeginFunc(ctx, l.DB, func(tx pgx.Tx) error {
		_, err := l.Register.AddProofTx(ctx, tx, by, account, accounts.Evidence{Kind: accounts.DocumentSeen, Document: paperNames[n],
			Number: fmt.Sprintf("DEMO%06d", l.i), Worth: papers[n], Checks: []string{proof.Original, proof.Undamaged, proof.InDate, proof.Agrees,
				proof.Looked, proof.Trained, proof.FaceLike}, Expires: l.now.AddDate(5, 0, 0)})
		return err
	})
}

func (l *life) criterion(route string) string {
	for _, r := range l.Service.Routes {
		if r.Code == route {
			return r.Criterion
		}
	}
	return "walking"
}
