// Package web is the door by browser, used alone: what one page asks, and what a posted page means as input. It makes models,
// not HTML, and has no server.
package web

import (
	"net/url"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Page is one thing asked on one page.
type Page struct {
	Question string
	Section  string // its section's name, over the heading
	Ask      string
	Hint     string
	Why      string
	Body     []string
	More     []services.More   // to be opened
	Instead  services.DoorRule // what this door does instead of asking; "" where it asks
	Answered bool              // there is something that putting it off would lose
	MayPark  bool              // it can be put off
	Form     form.Form
}

// AskInput is what a page is made from.
type AskInput struct {
	Service  *services.Service
	Lang     lang.Lang
	Question *services.Question
	Answers  services.Answers
	Today    services.Day
	Typed    *services.Input // refused and shown again
	Problems services.Problems
	Row      int // a list's row to change, -1 for none
}

// Ask makes the page of a question.
func Ask(in AskInput) Page {
	q, v := in.Question, in.Answers[in.Question.ID]
	w := in.Service.Words(in.Lang, q, in.Answers)
	_, answered := in.Answers[q.ID]
	return Page{
		Question: q.ID, Instead: instead(q), Answered: answered && !v.Parked, More: w.More,
		MayPark: mayPark(q.Kind) && (!answered || v.Parked || v.Unknown),
		Section: in.Service.Word(in.Lang, "sections."+in.Question.Section, in.Answers),
		Ask:     w.Ask, Hint: w.Hint, Why: w.Why, Body: w.Body,
		Form: form.Of(form.State{Service: in.Service, Lang: in.Lang, Question: in.Question, Answers: in.Answers,
			Today: in.Today, Typed: in.Typed, Problems: in.Problems, Row: in.Row, Own: !in.Service.ForSomebodyElse(in.Answers)}),
	}
}

// instead is what happens to a question that is not asked here. A file that comes later is asked: the answer is that it comes.
func instead(q *services.Question) services.DoorRule {
	if q.Asks(channels.Web) {
		return ""
	}
	return q.Doors[channels.Web]
}

// mayPark says whether a question of this kind can be put off. What is only read, agreed to or signed comes last anyway.
func mayPark(k services.Kind) bool {
	return k != services.Info && k != services.Declaration && k != services.Signature
}

// Read takes the answer out of a posted page.
func Read(q *services.Question, posted url.Values) services.Input { return form.Read(q, posted) }
