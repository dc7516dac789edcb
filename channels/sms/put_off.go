package sms

import (
	"context"
	"errors"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// next is where this door stands: what is to be asked, and of what was put off first what it can ask itself.
func (t *turn) next(d cases.Draft) services.Next {
	a := d.Values()
	next := d.Service.Next(a, t.today())
	if next.Question == nil || next.Question.Asks(channels.SMS) || !a[next.Question.ID].Parked {
		return next
	}
	for _, place := range d.Service.Map(a, t.today()) {
		if place.State == services.Parked && place.Question.Asks(channels.SMS) {
			return services.Next{Question: place.Question}
		}
	}
	return next
}

// leaveOut goes past the questions that this door does not ask: each is put off, they are told what happens instead, and it happens.
func (t *turn) leaveOut(ctx context.Context, d cases.Draft) (cases.Draft, error) {
	for {
		q := t.next(d).Question
		if q == nil || q.Asks(channels.SMS) || d.Answers[q.ID].Value.Parked {
			return d, nil
		}
		t.say = append(t.say, Ask(t.asking(d, q)).Body)
		if err := t.instead(ctx, q); err != nil {
			return d, err
		}
		out, err := t.park(ctx, d, q, "park")
		if err != nil {
			return d, err
		}
		if !out.Draft.Answers[q.ID].Value.Parked { // somebody closed it, or answered it, this moment
			return d, nil
		}
		d = out.Draft
	}
}

// instead does what a question's rule says: somebody rings, or the form is posted.
func (t *turn) instead(ctx context.Context, q *services.Question) error {
	switch q.Doors[channels.SMS] {
	case services.Call:
		if err := t.d.taskTx(ctx, t.tx, "sms-call", t.c.Draft, t.c.Account, map[string]any{"question": q.ID}); err != nil {
			return err
		}
		return t.willRing(ctx)
	case services.Form:
		return t.postForm(ctx, q)
	case services.Link, services.Skip, services.Later:
	}
	return nil
}

// postForm posts the printed form with what is still to be answered, and says so. Where it cannot be posted, a person sees to it.
func (t *turn) postForm(ctx context.Context, q *services.Question) error {
	if make := t.d.c.Forms; make != nil {
		byHand, err := t.d.c.Office.PostFormTx(ctx, t.tx, t.actor(), t.c.Draft, make)
		var unreachable cases.Unreachable
		switch {
		case err == nil && !byHand:
			t.add("form_coming")
			return nil
		case err == nil: // somebody makes it in the format they need: that is a task already
			return t.willRing(ctx)
		case !errors.As(err, &unreachable):
			return err
		}
	}
	if err := t.d.taskTx(ctx, t.tx, "sms-form", t.c.Draft, t.c.Account, map[string]any{"question": q.ID}); err != nil {
		return err
	}
	return t.willRing(ctx)
}

// elsewhere is the end of what can be done by text: what is left is asked at another door. What may be left out may be left out here.
func (t *turn) elsewhere(ctx context.Context, d cases.Draft, q *services.Question) error {
	body := Ask(t.asking(d, q)).Body
	if q.Optional {
		t.say = append(t.say, lines(body, t.asking(d, q).say("skip")))
		t.c.Memory.Stage, t.c.Asked, t.c.AskedRev = stageAsk, q.ID, d.Answers[q.ID].Rev
		return nil
	}
	t.say = append(t.say, body)
	t.c.Memory.Stage = stageIdle
	return t.ring(ctx)
}

// later leaves the question asked until the end. What is only read, agreed to or signed comes at the end anyway, and a thing that can be
// sent another way is sent another way; after that, LATER means another day.
func (t *turn) later(ctx context.Context) error {
	d, err := t.draft(ctx)
	if err != nil {
		return err
	}
	q := t.current(d)
	if q == nil {
		return t.moved(ctx)
	}
	switch _, problems := d.Service.Parse(q, nil, Read(t.in.Body, t.c.Lang), d.Values(), t.today()); {
	case q.Kind == services.File && len(problems) == 0:
		return t.answer(ctx)
	case q.Kind == services.Info, q.Kind == services.Declaration, q.Kind == services.Signature, d.Answers[q.ID].Value.Parked:
		t.pause()
		return nil
	}
	return t.putOff(ctx, d, q, "park", "put_off")
}

// notKnown puts a question off whose answer is needed and not known; the second time a person helps.
func (t *turn) notKnown(ctx context.Context, d cases.Draft, q *services.Question) error {
	if d.Answers[q.ID].Value.Parked {
		t.add("sorry_needed")
		return t.handOver(ctx, q.ID)
	}
	return t.putOff(ctx, d, q, "unknown", "put_off_needed")
}

func (t *turn) putOff(ctx context.Context, d cases.Draft, q *services.Question, how, said string) error {
	out, err := t.park(ctx, d, q, how)
	switch {
	case errors.Is(err, cases.ErrClosed):
		return t.moved(ctx)
	case err != nil:
		return err
	case !out.Draft.Answers[q.ID].Value.Parked:
		return t.moved(ctx)
	}
	t.add(said)
	return t.present(ctx)
}

// park puts a question off for every door.
func (t *turn) park(ctx context.Context, d cases.Draft, q *services.Question, how string) (cases.Outcome, error) {
	return t.d.c.Office.AnswerTx(ctx, t.tx, t.actor(), cases.AnswerInput{Draft: d.ID, Question: q.ID,
		Input: services.Input{Fields: map[string][]string{how: {"yes"}}, Lang: t.c.Lang}, SeenRev: d.Answers[q.ID].Rev})
}
