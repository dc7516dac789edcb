// Package paper is the door by post: a form is printed, filled in with a pen, and comes back. It asks (ask.go) and reads (read.go) like
// every other door. What it printed is kept as data, so that a form which comes back months later is read by the layout that printed it.
package paper

import (
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Scope is how much of a service a form asks.
type Scope string

// The scopes.
const (
	Left  Scope = "left"  // what is not answered yet and may still be asked
	Whole Scope = "whole" // every question, of somebody's draft
	Blank Scope = "blank" // every question, of nobody's: a serial and no case
)

// Asking is what a form is made from.
type Asking struct {
	Service   *services.Service
	Lang      lang.Lang
	Format    sheet.Format
	Scope     Scope
	Answers   services.Answers // of the draft; they name the person in the wording, and are put in where Scope is Left
	Today     services.Day
	Agency    staff.Agency
	Serial    string   // of this print: eight characters, as a case reference
	Reference string   // of the draft; "" on a blank form
	Name      string   // of the person it is for, in the greeting; may be empty
	Address   []string // in the window of the first page; empty where the form is handed over
	Public    string   // address of the web site, for what is answered there
}

// answers are what the form counts as answered.
func (a Asking) answers() services.Answers {
	if a.Scope == Left {
		return a.Answers
	}
	return nil
}
