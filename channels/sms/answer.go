package sms

import (
	"context"
	"errors"
	"slices"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func (t *turn) today() services.Day { return services.DayOf(t.now.In(lang.London)) }

// draft reads the draft, locked: after the conversation, as everywhere.
func (t *turn) draft(ctx context.Context) (cases.Draft, error) {
	return t.d.c.Office.ReadDraftTx(ctx, t.tx, t.c.Draft, true)
}

// latest goes to the draft they were last invited to carry on with: TEXT answers the newest invitation.
func (t *turn) latest(ctx context.Context) (err error) {
	if t.c.Draft, err = t.draftOf(ctx, t.c.Account); err != nil {
		return err
	}
	return t.present(ctx)
}

// present asks what is to be asked now, whatever was asked before.
func (t *turn) present(ctx context.Context) error {
	t.c.Asked, t.c.AskedRev, t.c.Misses = "", 0, 0
	t.c.Memory.Stage, t.c.Memory.Back, t.c.Memory.Page, t.c.Memory.Narrow = stageIdle, false, 0, ""
	if t.c.Draft == 0 {
		t.add("nothing")
		return t.ring(ctx)
	}
	d, err := t.draft(ctx)
	if err != nil {
		return err
	}
	if d.Case != 0 || d.State == "submitted" {
		t.add("already", "reference", cases.ShowReference(d.Reference))
		w, waits, err := t.d.c.Office.WaitingTx(ctx, t.tx, d.ID)
		if err != nil {
			return err
		}
		if waits {
			t.add("waits", "until", lang.Day(t.c.Lang, w.Until))
		}
		return t.ring(ctx)
	}
	if d.State == "abandoned" {
		t.add("closed")
		return t.ring(ctx)
	}
	if d, err = t.leaveOut(ctx, d); err != nil {
		return err
	}
	next := t.next(d)
	switch {
	case next.Question != nil && !next.Question.Asks(channels.SMS):
		return t.elsewhere(ctx, d, next.Question)
	case next.Question != nil:
		if d.Answers[next.Question.ID].Value.Parked {
			t.add("once_more")
		}
		return t.ask(ctx, d, next.Question)
	case next.Stop != nil:
		return t.ended(ctx, d, next.Stop)
	}
	t.c.Memory.Stage, t.c.AskedRev = stageCheck, d.Rev
	t.add("check", "link", t.d.link())
	return nil
}

// ask asks a question, and remembers of which answer it was asked: a reply counts only while that stands.
func (t *turn) ask(ctx context.Context, d cases.Draft, q *services.Question) error {
	if !q.Asks(channels.SMS) {
		return t.elsewhere(ctx, d, q)
	}
	asked := Ask(t.asking(d, q))
	t.say = append(t.say, asked.Body)
	t.c.Memory.Stage, t.c.Asked, t.c.AskedRev = stageAsk, q.ID, d.Answers[q.ID].Rev
	if !asked.More {
		t.c.Memory.Page = -1 // MORE begins again
	}
	return nil
}

// asking is what Ask makes a question from, as far as this conversation has got with it.
func (t *turn) asking(d cases.Draft, q *services.Question) AskInput {
	return AskInput{Service: d.Service, Lang: t.c.Lang, Question: q, Answers: d.Values(), Today: t.today(), Page: max(t.c.Memory.Page, 0),
		Narrow: t.c.Memory.Narrow, Link: t.d.link()}
}

// ended says that the service ends here, why, and what they can do instead; where that is long, the first of each.
func (t *turn) ended(ctx context.Context, d cases.Draft, stop *services.Stop) error {
	a := d.Values()
	title := d.Service.Word(t.c.Lang, "stops."+stop.ID+".title", a)
	body := d.Service.Paragraphs(t.c.Lang, "stops."+stop.ID+".body", a)
	instead := d.Service.Paragraphs(t.c.Lang, "stops."+stop.ID+".instead", a)
	said := lines(append(append([]string{title}, body...), instead...)...)
	if Segments(Tidy(t.c.Lang, said)) > askSegments {
		said = lines(append(append([]string{title}, body[:min(1, len(body))]...), instead[:min(1, len(instead))]...)...)
	}
	t.say = append(t.say, said)
	return t.ring(ctx)
}

// current is the question that was asked, when a reply may still be put against it: nobody has answered it since, and it is still
// what is to be asked, or what BACK went to.
func (t *turn) current(d cases.Draft) *services.Question {
	if d.State == "submitted" || d.Case != 0 || d.Answers[t.c.Asked].Rev != t.c.AskedRev {
		return nil
	}
	a := d.Values()
	if !t.c.Memory.Back {
		if q := t.next(d).Question; q != nil && q.ID == t.c.Asked {
			return q
		}
		return nil
	}
	path := d.Service.Path(a, t.today())
	if i := position(path, t.c.Asked); i >= 0 {
		return path[i]
	}
	return nil
}

func position(path []*services.Question, id string) int {
	return slices.IndexFunc(path, func(q *services.Question) bool { return q.ID == id })
}

// moved says that the question asked is no more, and asks the present one.
func (t *turn) moved(ctx context.Context) error {
	t.add("moved")
	return t.present(ctx)
}

// answer puts the message against the question that was asked.
func (t *turn) answer(ctx context.Context) error {
	d, err := t.draft(ctx)
	if err != nil {
		return err
	}
	q := t.current(d)
	if q == nil {
		return t.moved(ctx)
	}
	body, shown, err := t.narrow(ctx, d, q)
	if shown || err != nil {
		return err
	}
	if !q.Asks(channels.SMS) && !skips(d, q, body, t.today()) {
		return t.elsewhere(ctx, d, q)
	}
	return t.record(ctx, d, q, Read(body, t.c.Lang), "")
}

// record puts what came against the question and goes on, with a word on what was kept where there is one.
func (t *turn) record(ctx context.Context, d cases.Draft, q *services.Question, in services.Input, kept string) error {
	out, err := t.d.c.Office.AnswerTx(ctx, t.tx, t.actor(), cases.AnswerInput{Draft: d.ID, Question: q.ID, Input: in, SeenRev: t.c.AskedRev})
	switch {
	case errors.Is(err, cases.ErrClosed):
		return t.moved(ctx)
	case err != nil:
		return err
	case out.Conflict != nil:
		return t.moved(ctx)
	case len(out.Problems) > 0 && out.Problems[0].Code == "unknown-not-taken":
		return t.notKnown(ctx, d, q)
	case len(out.Problems) > 0:
		return t.missed(ctx, d, q, out.Problems)
	}
	if kept != "" {
		t.add(kept)
	}
	return t.present(ctx)
}

// missed asks again with the reason; the second time a person helps.
func (t *turn) missed(ctx context.Context, d cases.Draft, q *services.Question, problems services.Problems) error {
	if t.c.Misses++; t.c.Misses >= 2 {
		t.c.Misses = 0
		t.add("sorry")
		return t.handOver(ctx, q.ID)
	}
	if t.in.Kind == kindPicture && t.in.Body == "" {
		t.add("picture")
	} else {
		t.say = append(t.say, d.Service.Sentence(t.c.Lang, problems[0], d.Values()))
	}
	return t.ask(ctx, d, q)
}

// again says the last thing once more, in the language of now.
func (t *turn) again(ctx context.Context) error {
	if t.c.Memory.Stage != stageAsk || !t.c.Memory.Back {
		return t.present(ctx)
	}
	d, err := t.draft(ctx)
	if err != nil {
		return err
	}
	q := t.current(d)
	if q == nil {
		return t.present(ctx)
	}
	return t.ask(ctx, d, q)
}

// more shows the next part of a long list of choices. Where there is none, the word is an answer like any other: lists know it.
func (t *turn) more(ctx context.Context) error {
	d, err := t.draft(ctx)
	if err != nil {
		return err
	}
	q := t.current(d)
	if q == nil {
		return t.moved(ctx)
	}
	in := t.asking(d, q)
	in.Page = 0
	switch more := Ask(in).More; {
	case !more && in.Narrow != "": // all that begin so were shown: now all there are
		t.c.Memory.Narrow, t.c.Memory.Page = "", 0
	case !more: // there is but one page
		return t.answer(ctx)
	}
	t.c.Memory.Page++
	return t.ask(ctx, d, q)
}

// back asks the question before, whose answer stays until another is given.
func (t *turn) back(ctx context.Context) error {
	if t.c.Draft == 0 {
		return t.present(ctx)
	}
	d, err := t.draft(ctx)
	if err != nil {
		return err
	}
	if d.State == "submitted" || d.Case != 0 {
		return t.present(ctx)
	}
	path := d.Service.Path(d.Values(), t.today())
	at := position(path, t.c.Asked)
	if t.c.Memory.Stage != stageAsk || at < 0 {
		at = len(path)
		if next := t.next(d).Question; next != nil {
			at = position(path, next.ID)
		}
	}
	for at--; at >= 0 && !path[at].Asks(channels.SMS); at-- { // what this door does not ask is no place to go back to
	}
	if at < 0 {
		t.add("back_first")
		return t.present(ctx)
	}
	t.c.Misses, t.c.Memory.Page, t.c.Memory.Narrow, t.c.Memory.Back = 0, 0, "", true
	t.add("back")
	return t.ask(ctx, d, path[at])
}

// left counts the questions to come, as far as the answers so far tell, and asks the present one.
func (t *turn) left(ctx context.Context) error {
	if t.c.Draft == 0 {
		return t.present(ctx)
	}
	d, err := t.draft(ctx)
	if err != nil {
		return err
	}
	a, n := d.Values(), 0
	for _, q := range d.Service.Path(a, t.today()) {
		if v, ok := a[q.ID]; !ok || !q.Complete(v) {
			n++
		}
	}
	if n > 0 && d.Case == 0 {
		t.say = append(t.say, lang.N(t.c.Lang, "sms.left", n))
	}
	return t.again(ctx)
}

// send submits the application, as it stood when the person was asked to.
func (t *turn) send(ctx context.Context) error {
	d, err := t.draft(ctx)
	if err != nil {
		return err
	}
	if d.Case == 0 && d.Rev != t.c.AskedRev {
		t.add("changed")
		return t.present(ctx)
	}
	_, problems, err := t.d.c.Office.SubmitTx(ctx, t.tx, t.actor(), d.ID)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return t.notYet(ctx, d, problems[0])
	}
	t.c.Memory.Stage, t.kind = stageIdle, kindReference
	t.add("sent", "reference", cases.ShowReference(d.Reference))
	return nil
}

// notYet asks the question that keeps an application from being sent.
func (t *turn) notYet(ctx context.Context, d cases.Draft, p services.Problem) error {
	t.say = append(t.say, d.Service.Sentence(t.c.Lang, p, d.Values()))
	q := d.Service.Question(p.Question)
	if q == nil {
		return t.handOver(ctx, p.Question)
	}
	t.c.Memory.Back = true
	return t.ask(ctx, d, q)
}

// answersAsked says that the message is, word for word, a choice of the question asked, though it may be one of our words too: YES,
// HELP, LEFT, END.
func (t *turn) answersAsked(ctx context.Context) (bool, error) {
	if t.c.Memory.Stage != stageAsk || !t.c.proven(t.now) || keyword(t.in.Body).word == NoWord {
		return false, nil
	}
	d, err := t.draft(ctx)
	if err != nil {
		return false, err
	}
	q := t.current(d)
	if q == nil {
		return false, nil
	}
	a := d.Values()
	w, said := d.Service.Words(t.c.Lang, q, a), fold(t.in.Body)
	for _, o := range d.Service.Offered(q, a, t.today()) {
		if fold(w.Options[o.Code]) == said {
			return true, nil
		}
	}
	return q.Kind == services.YesNo && keyword(t.in.Body).word == WordResume, nil
}
