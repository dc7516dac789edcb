// Package web is the door by browser, used alone: what one page asks, and what a posted page means as input. It makes models,
// not HTML, and has no server.
package web

import (
	"net/url"

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
	Form     form.Form
	Final    bool // nothing more is asked after it
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
	w := in.Service.Words(in.Lang, in.Question, in.Answers)
	return Page{
		Question: in.Question.ID,
		Section:  in.Service.Word(in.Lang, "sections."+in.Question.Section, in.Answers),
		Ask:      w.Ask, Hint: w.Hint, Why: w.Why, Body: w.Body,
		Form: form.Of(form.State{Service: in.Service, Lang: in.Lang, Question: in.Question, Answers: in.Answers,
			Today: in.Today, Typed: in.Typed, Problems: in.Problems, Row: in.Row, Own: !in.Service.ForSomebodyElse(in.Answers)}),
	}
}

// Read takes the answer out of a posted page.
func Read(q *services.Question, posted url.Values) services.Input { return form.Read(q, posted) }
