package sms

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

// turn is one message being answered: what comes in, and in say what goes out. It runs with the conversation locked.
type turn struct {
	d      *Desk
	tx     pgx.Tx
	c      conversation
	in     incoming
	people []accounts.Account // whose number this is
	optOut string             // what the network made of it already
	now    time.Time

	say  []string // parts of the reply; none for silence
	kind string   // of the reply, where not an ordinary one
}

// add says a sentence of lang's sms.talk.
func (t *turn) add(key string, vars ...any) {
	t.say = append(t.say, lang.T(t.c.Lang, "sms.talk."+key, vars...))
}

func (t *turn) actor() audit.Actor {
	return audit.Actor{Role: audit.Citizen, ID: t.c.Account, Door: channels.SMS}
}

// take decides what a message means: STOP before everything, then an answer where it fits the question asked, then our words.
func (t *turn) take(ctx context.Context) error {
	word := t.word()
	if t.optOut == "STOP" || word == WordStop {
		return t.stop(ctx)
	}
	if t.c.Stopped != nil {
		return t.stopped(ctx, word)
	}
	if len(t.people) > 0 && len(t.able()) == 0 {
		return t.quiet(ctx)
	}
	if done, err := t.picture(ctx); done || err != nil {
		return err
	}
	answers, err := t.answersAsked(ctx)
	if err != nil {
		return err
	}
	if answers {
		return t.answer(ctx)
	}
	return t.obey(ctx, word)
}

// word is the keyword a message is. A Welsh word that is also plausible English counts only in Welsh.
func (t *turn) word() Word {
	m := keyword(t.in.Body)
	if t.c.Fresh && m.lang == lang.Cy {
		t.c.Lang = lang.Cy
	}
	if m.lang == lang.Cy && t.c.Lang == lang.En {
		switch m.word {
		case WordLeft, WordBack, WordMore, WordPerson, WordEnd, WordResume:
			return NoWord
		}
	}
	return m.word
}

// obey does what a word says, or takes the message as an answer to whatever was said last.
func (t *turn) obey(ctx context.Context, word Word) error {
	switch word {
	case WordHelp:
		return t.help(ctx)
	case WordEnglish:
		return t.speak(ctx, lang.En)
	case WordWelsh:
		return t.speak(ctx, lang.Cy)
	case WordEnd:
		return t.end(ctx)
	case WordPerson:
		return t.person(ctx)
	case WordText, WordStart:
		return t.known(ctx, t.latest)
	case WordBack:
		return t.known(ctx, t.back)
	case WordLeft:
		return t.known(ctx, t.left)
	case WordMore:
		if t.c.Memory.Stage == stageAsk {
			return t.known(ctx, t.more)
		}
	case WordLater:
		if t.c.Memory.Stage == stageAsk {
			return t.known(ctx, t.later)
		}
	case WordHelpers:
		return t.known(ctx, t.helpers)
	case WordEndHelper:
		return t.known(ctx, t.endHelper)
	case WordPause:
		t.pause()
		return nil
	case WordSend:
		if t.c.Memory.Stage == stageCheck {
			return t.known(ctx, t.send)
		}
	}
	return t.reply(ctx)
}

// reply takes the message for an answer to what was said last.
func (t *turn) reply(ctx context.Context) error {
	switch t.c.Memory.Stage {
	case stageWho, stageBorn:
		return t.prove(ctx)
	case stageAsk:
		return t.known(ctx, t.answer)
	case stageCheck:
		return t.known(ctx, func(ctx context.Context) error {
			t.add("sorry")
			return t.present(ctx)
		})
	case stageIdle:
	}
	return t.help(ctx)
}

// known goes on with somebody who has proven who they are, else asks for that first. What was said meanwhile is not used: it may be
// about a question of days ago.
func (t *turn) known(ctx context.Context, next func(context.Context) error) error {
	if !t.c.proven(t.now) {
		return t.askWho(ctx)
	}
	return next(ctx)
}

// quiet is a text from a phone on which nobody may be texted: it is not even told so. A person looks into it.
func (t *turn) quiet(ctx context.Context) error {
	draft, err := t.draftOf(ctx, t.people[0].ID)
	if err != nil || draft == 0 || !t.needsHelp() {
		return err
	}
	return t.d.taskTx(ctx, t.tx, "sms-help", draft, t.people[0].ID, map[string]any{"question": "unsafe"})
}

// stop ends all texts to this number, and says so exactly once: not again, and not where the network has said it.
func (t *turn) stop(ctx context.Context) error {
	if t.c.Stopped != nil {
		return nil
	}
	t.c.Stopped = &t.now
	if err := t.d.c.Register.StopTextsTx(ctx, t.tx, t.c.Phone); err != nil {
		return err
	}
	if t.optOut == "" {
		t.kind = kindStop
		t.add("stop")
	}
	if t.c.Draft == 0 {
		return nil
	}
	return t.d.c.Office.AddEventTx(ctx, t.tx, t.actor(), t.c.Draft, "text-stopped", nil)
}

// stopped is anything that comes from a number that stopped texts: only START brings an answer. Whatever else they say goes to a person,
// where it is known whose it is.
func (t *turn) stopped(ctx context.Context, word Word) error {
	if word == WordStart || word == WordResume || t.optOut == "START" {
		t.c.Stopped = nil
		if err := t.d.c.Register.StartTextsTx(ctx, t.tx, t.c.Phone); err != nil {
			return err
		}
		t.add("start")
		if t.c.Draft == 0 {
			return nil
		}
		return t.d.c.Office.AddEventTx(ctx, t.tx, t.actor(), t.c.Draft, "text-started", nil)
	}
	if t.c.Draft == 0 {
		return nil
	}
	return t.task(ctx, "stopped")
}

// end is CANCEL or END: in the midst of questions it ends the questions and nothing else, otherwise it is STOP, as the networks take it.
func (t *turn) end(ctx context.Context) error {
	if t.c.Memory.Stage == stageIdle {
		return t.stop(ctx)
	}
	t.pause()
	return nil
}

// pause ends the questions for today. Any day TEXT goes on at the same place.
func (t *turn) pause() {
	t.c.Memory.Stage, t.c.Asked, t.c.Misses = stageIdle, "", 0
	t.add("paused")
}

// speak changes the language of the conversation and says the last thing again in it.
func (t *turn) speak(ctx context.Context, l lang.Lang) error {
	t.c.Lang = l
	t.add("switched")
	switch t.c.Memory.Stage {
	case stageWho, stageBorn:
		return t.askWho(ctx)
	case stageAsk, stageCheck:
		return t.known(ctx, t.again)
	case stageIdle:
		t.add("help_nobody")
	}
	return nil
}
