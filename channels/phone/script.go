// Package phone is the doors where a member of staff sits between: a call, a visit. It makes what they say and key, and keeps the
// record of the conversation: who rang or came, why, and how it ended.
package phone

import (
	"net/url"

	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Script is one question as the agent's screen shows it.
type Script struct {
	Question string
	Section  string
	Say      string          // read out
	SayBody  []string        // read out as well: declarations are read whole
	Probes   []string        // may be asked further
	More     []services.More // may be told when they ask
	ReadBack string          // how to say the answer back, once there is one
	Label    string
	Why      string
	Hint     string
	Form     form.Form
}

// AskInput is what a script is made from. Lang is the language the caller speaks.
type AskInput struct {
	Service  *services.Service
	Lang     lang.Lang
	Question *services.Question
	Answers  services.Answers
	Today    services.Day
	Typed    *services.Input // refused, or typed earlier and not yet saved
	Problems services.Problems
	Row      int
}

// Ask makes the script of a question.
func Ask(in AskInput) Script {
	w := in.Service.Words(in.Lang, in.Question, in.Answers)
	s := Script{
		Question: in.Question.ID,
		Section:  in.Service.Word(in.Lang, "sections."+in.Question.Section, in.Answers),
		Say:      w.Say, Probes: w.Probes, Label: w.Label, Why: w.Why, Hint: w.Hint, SayBody: w.Body, More: w.More,
		Form: form.Of(form.State{Service: in.Service, Lang: in.Lang, Question: in.Question, Answers: in.Answers,
			Today: in.Today, Typed: in.Typed, Problems: in.Problems, Row: in.Row}),
	}
	if v, ok := in.Answers[in.Question.ID]; ok && w.ReadBack != "" && in.Question.Complete(v) {
		s.ReadBack = lang.Fill(w.ReadBack, "answer", lang.List(in.Lang, in.Service.Show(in.Lang, in.Question, v, in.Answers)))
	}
	return s
}

// Read takes the answer out of what was keyed.
func Read(q *services.Question, posted url.Values) services.Input { return form.Read(q, posted) }
