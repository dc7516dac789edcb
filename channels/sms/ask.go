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
	Link     string // where it can be answered online
}

// Asked is a question as a text. Askable is false where this door must leave it to another; the body then says where to go.
type Asked struct {
	Body    string
	More    bool // there are choices on further pages: MORE shows them
	Askable bool
}

// Ask words a question as one text: the question, its choices with what to reply for each, and how to reply.
func Ask(in AskInput) Asked {
	q := in.Question
	if !q.Asks(channels.SMS) {
		return Asked{Body: lang.T(in.Lang, "sms.ask.elsewhere", "link", in.Link)}
	}
	w := in.Service.Words(in.Lang, q, in.Answers)
	var out Asked
	switch q.Kind {
	case services.List:
		out = in.askList(w)
	case services.Declaration:
		out = in.askDeclaration(w)
	case services.Info:
		out.Body = lines(append(append([]string{w.SMS}, w.Body...), lang.T(in.Lang, "sms.ask.info"))...)
	default:
		out = in.askOne(q, w)
	}
	out.Body, out.Askable = Clip(Tidy(in.Lang, out.Body), maxCharacters), true
	return out
}

// askOne asks one question, or one field of a list. q.Optional adds how to leave it out.
func (in AskInput) askOne(q *services.Question, w services.Wording) Asked {
	say := func(key string, vars ...any) string { return lang.T(in.Lang, "sms.ask."+key, vars...) }
	var how []string
	switch q.Kind {
	case services.YesNo:
		how = append(how, say("yes_no", "yes", strings.ToUpper(w.Options["yes"]), "no", strings.ToUpper(w.Options["no"])))
	case services.Choice, services.Choices:
		return in.askChoice(q, w)
	case services.Date:
		if w.SMS == w.Ask { // else the service has said how itself
			how = append(how, say("date"))
		}
	case services.Address:
		how = append(how, say("nofixed"))
	case services.File:
		how = append(how, say("later"))
	}
	if q.Optional {
		how = append(how, say("skip"))
	}
	return Asked{Body: lines(w.SMS, strings.Join(how, " "))}
}

// askChoice lists the choices. What does not fit askSegments waits for MORE; a number means the same on every page.
func (in AskInput) askChoice(q *services.Question, w services.Wording) Asked {
	offered := in.Service.Offered(q, in.Answers, in.Today)
	marks := in.Service.Marks(q, offered)
	var choices []string
	for i, o := range offered {
		choices = append(choices, marks[i]+" "+w.Options[o.Code])
	}
	list := choiceList{in: in, question: w.SMS, choices: choices, how: in.howToChoose(q, marks), other: -1}
	for i, o := range offered {
		if q.Other != "" && o.Code == q.Other {
			list.other, list.say = i, lang.T(in.Lang, "sms.ask.other", "n", marks[i])
		}
	}
	if q.Optional {
		list.skip = lang.T(in.Lang, "sms.ask.skip")
	}
	from, page := 0, 0
	for {
		to := list.fits(from)
		last := to == len(choices)
		if last || page == in.Page {
			return Asked{Body: list.part(from, to), More: !last}
		}
		from, page = to, page+1
	}
}

func (in AskInput) howToChoose(q *services.Question, marks []string) string {
	key := "sms.ask.choose_one"
	if q.Kind == services.Choices {
		key = "sms.ask.choose_several"
	}
	if len(marks) > 0 && marks[0] == "A" {
		key += "_letters"
	}
	return lang.T(in.Lang, key)
}

// choiceList is a question with its choices, to be told in as many parts as it takes.
type choiceList struct {
	in             AskInput
	question       string
	choices        []string
	how, say, skip string // how to choose, to say what as well, to leave it out
	other          int    // the choice that say is about
}

// fits is where the part that begins at from ends: at least one choice on.
func (c choiceList) fits(from int) int {
	for to := len(c.choices); to > from+1; to-- {
		if Segments(Tidy(c.in.Lang, c.part(from, to))) <= askSegments {
			return to
		}
	}
	return min(from+1, len(c.choices))
}

func (c choiceList) part(from, to int) string {
	var how []string
	if to < len(c.choices) {
		how = append(how, lang.T(c.in.Lang, "sms.ask.more"))
	}
	how = append(how, c.how)
	if from <= c.other && c.other < to {
		how = append(how, c.say)
	}
	return lines(c.question, strings.Join(c.choices[from:to], "\n"), strings.Join(append(how, c.skip), " "))
}

// askList asks what is pending in a list: a field of the row at hand, or whether there is another.
func (in AskInput) askList(w services.Wording) Asked {
	var v *services.Value
	if given, ok := in.Answers[in.Question.ID]; ok {
		v = &given
	}
	field, row, _ := in.Question.Pending(v)
	if field == nil {
		return Asked{Body: lines(w.SMS, lang.T(in.Lang, "sms.ask.another"))}
	}
	asked := in.askOne(field, w.Fields[field.ID])
	if row > 0 || field != &in.Question.Fields[0] {
		return asked
	}
	how := ""
	switch {
	case in.Question.Optional:
		how = lang.T(in.Lang, "sms.ask.skip")
	case in.Question.Min == 0:
		how = lang.T(in.Lang, "sms.ask.any")
	}
	asked.Body = lines(w.SMS, asked.Body, how)
	return asked
}

// askDeclaration says what is agreed to. Where the service has no short form, the whole is said; where there is one, the whole is a
// link away.
func (in AskInput) askDeclaration(w services.Wording) Asked {
	agree := lang.T(in.Lang, "sms.ask.agree")
	whole := lines(append(append([]string{w.Ask}, w.Body...), agree)...)
	if w.SMS == w.Ask && utf8.RuneCountInString(whole) <= maxCharacters {
		return Asked{Body: whole}
	}
	return Asked{Body: lines(w.SMS, lang.T(in.Lang, "sms.ask.full", "link", in.Link), agree)}
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
