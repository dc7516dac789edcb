package sms

import (
	"strings"
	"unicode/utf8"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// askSegments is what one question may cost; a list of choices that costs more is shown in parts.
const askSegments = 4

// AskInput is what a question is asked from.
type AskInput struct {
	Service  *services.Service
	Lang     lang.Lang
	Question *services.Question
	Answers  services.Answers
	Today    services.Day
	Page     int    // part of a long list of choices, from 0
	Narrow   string // of a long list, only the choices that begin so
	Link     string // where it can be answered online
}

// Asked is a question as a text. Askable is false where this door must leave it to another; the body then says what happens instead.
type Asked struct {
	Body    string
	More    bool // there are choices on further pages: MORE shows them
	Askable bool
}

// Ask words a question as one text: the question, its choices with what to reply for each, and how to reply.
func Ask(in AskInput) Asked {
	q := in.Question
	if !q.Asks(channels.SMS) {
		return Asked{Body: Clip(Tidy(in.Lang, in.elsewhere()), maxCharacters)}
	}
	w := in.Service.Words(in.Lang, q, in.Answers)
	var out Asked
	switch q.Kind {
	case services.List, services.Somebody:
		out = in.askRows(w)
	case services.Declaration, services.Signature:
		out = in.askDeclaration(w)
	case services.Info:
		out.Body = in.read(w, lines(w.SMS, in.say("info")))
	default:
		out = in.askOne(q, w)
		out.Body = in.read(w, out.Body)
	}
	out.Body, out.Askable = Clip(Tidy(in.Lang, out.Body), maxCharacters), true
	return out
}

func (in AskInput) say(key string, vars ...any) string {
	return lang.T(in.Lang, "sms.ask."+key, vars...)
}

// elsewhere says what happens instead of asking, by the rule of the definition.
func (in AskInput) elsewhere() string {
	what := in.Service.Words(in.Lang, in.Question, in.Answers).Label
	return in.say("elsewhere_"+string(in.Question.Doors[channels.SMS]), "label", what, "link", in.Link)
}

// read puts what is to be read first above how it is asked: all of it where that costs no more than a question may, else the way to it.
// Where the service has worded a text of its own, that says enough.
func (in AskInput) read(w services.Wording, asked string) string {
	if len(w.Body) == 0 || w.SMS != w.Ask {
		return asked
	}
	ask, how, _ := strings.Cut(asked, "\n")
	whole := lines(append(append([]string{ask}, w.Body...), how)...)
	if Segments(Tidy(in.Lang, whole)) <= askSegments {
		return whole
	}
	return lines(ask, in.say("full", "link", in.Link), how)
}

// askOne asks one question, or one field of a list. q.Optional adds how to leave it out, q.Unknown how to say that it is not known.
func (in AskInput) askOne(q *services.Question, w services.Wording) Asked {
	if q.Kind == services.Choice || q.Kind == services.Choices {
		return in.askChoice(q, w)
	}
	return Asked{Body: lines(w.SMS, strings.TrimSpace(in.how(q, w)+" "+in.without(q)))}
}

// how says how to reply, where the service has not said it itself.
func (in AskInput) how(q *services.Question, w services.Wording) string {
	switch q.Kind {
	case services.YesNo:
		return in.say("yes_no", "yes", strings.ToUpper(w.Options["yes"]), "no", strings.ToUpper(w.Options["no"]))
	case services.Address:
		if q.Abroad {
			return in.say("abroad")
		}
		return in.say("nofixed")
	case services.File:
		if q.Photo && q.Doors[channels.SMS] == "" {
			return in.say("photo")
		}
		return in.say("later")
	}
	key := map[services.Kind]string{services.Month: "month", services.Time: "time", services.Money: "money", services.Bank: "bank"}[q.Kind]
	if q.Kind == services.Date {
		key = map[services.Precision]string{services.ToDay: "date", services.ToMonth: "date_month", services.ToYear: "date_year"}[q.Precision]
	}
	if key == "" || w.SMS != w.Ask {
		return ""
	}
	return in.say(key)
}

// without says how to go on without an answer.
func (in AskInput) without(q *services.Question) string {
	var how []string
	if q.Optional {
		how = append(how, in.say("skip"))
	}
	if q.Unknown {
		how = append(how, in.say("unknown"))
	}
	return strings.Join(how, " ")
}

// askDeclaration says what is agreed to, or signed. Where the service has no short form, the whole is said; where there is one, the whole
// is a link away.
func (in AskInput) askDeclaration(w services.Wording) Asked {
	agree := in.say("agree")
	if in.Question.Kind == services.Signature {
		agree = in.say("sign")
	}
	whole := lines(append(append([]string{w.Ask}, w.Body...), agree)...)
	if w.SMS == w.Ask && utf8.RuneCountInString(whole) <= maxCharacters {
		return Asked{Body: whole}
	}
	return Asked{Body: lines(w.SMS, in.say("full", "link", in.Link), agree)}
}

// lines joins what is not empty.
func lines(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n")
}
