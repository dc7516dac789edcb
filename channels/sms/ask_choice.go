package sms

import (
	"strings"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// askChoice lists the choices. What does not fit askSegments waits for MORE; a number means the same on every page. A long list is not
// told unasked: its choices are found by how they begin.
func (in AskInput) askChoice(q *services.Question, w services.Wording) Asked {
	offered := in.offered(q)
	marks := in.Service.Marks(q, offered)
	list := choiceList{in: in, question: w.SMS, how: in.howToChoose(q, marks), skip: in.without(q), other: -1}
	for i, o := range offered {
		if in.Narrow != "" && !begins(w.Options[o.Code], in.Narrow) && o.Code != q.Other {
			continue
		}
		if q.Other != "" && o.Code == q.Other {
			list.other, list.say = len(list.choices), in.say("other", "n", marks[i])
		}
		list.choices = append(list.choices, marks[i]+" "+w.Options[o.Code])
	}
	from, page := 0, 0
	if in.Narrow == "" && in.narrows(q) {
		if in.Page == 0 {
			return Asked{Body: lines(w.SMS, in.say("begin", "n", len(offered)), list.skip), More: true}
		}
		page = 1
	}
	for {
		to := list.fits(from)
		last := to == len(list.choices)
		if last || page == in.Page {
			return Asked{Body: list.part(from, to), More: !last}
		}
		from, page = to, page+1
	}
}

// offered are the choices of a question, or of a field, which are always all of them.
func (in AskInput) offered(q *services.Question) []services.Option {
	if in.Service.Question(q.ID) != q {
		return q.Options
	}
	return in.Service.Offered(q, in.Answers, in.Today)
}

// narrows says whether the choices of a question are found by typing how one begins.
func (in AskInput) narrows(q *services.Question) bool {
	return q.Kind == services.Choice && len(in.offered(q)) > services.LongList
}

// begins says whether any word of a choice, or the whole of it, begins so. Both are compared folded.
func begins(option, start string) bool {
	folded := fold(option)
	return strings.HasPrefix(folded, start) || strings.Contains(folded, " "+start)
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
