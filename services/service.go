// Package services is the definition of what a citizen can ask for. A service is defined once, as data, and every door is
// derived from it: which question comes next, what an answer means, what is wrong with it and how all of it is worded.
//
// The package is pure: no clock, no database (but for publish.go), no HTML. Doors ask and read; what an answer means is
// decided here and nowhere else.
package services

import (
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

// Kind is the type of a question.
type Kind string

// The question types.
const (
	Text        Kind = "text"      // one line
	LongText    Kind = "long-text" // several lines, bounded by Max characters
	Name        Kind = "name"      // one full name, every character allowed, no title
	YesNo       Kind = "yes-no"    // Choice is "yes" or "no"
	Choice      Kind = "choice"    // one of Options
	Choices     Kind = "choices"   // several of Options; one of them may be exclusive ("none of these")
	Date        Kind = "date"      // a whole day
	Number      Kind = "number"    // whole number, Min..Max
	Phone       Kind = "phone"     // UK number; kept as E.164
	Email       Kind = "email"
	Postcode    Kind = "postcode"
	Address     Kind = "address" // UK address, or no fixed address
	NINO        Kind = "nino"
	File        Kind = "file"        // up to Max files; "I can't upload" always allows going on
	List        Kind = "list"        // rows of Fields, added one at a time
	Declaration Kind = "declaration" // agreed to, with the wording's version
	Info        Kind = "info"        // a page to read; answered by going on
)

// Question is one thing asked.
type Question struct {
	ID       string
	Kind     Kind
	Section  string
	When     *Cond // asked only when it holds; refers to earlier questions only
	Optional bool  // may be left blank (Value.Skipped)
	Max      int   // characters (text kinds, Other), files (File), rows (List), the highest Number; 0 takes the kind's own
	Min      int   // characters (text kinds), rows (List), the lowest Number
	Past     bool  // Date: not in the future
	Future   bool  // Date: not in the past
	Options  []Option
	Other    string     // Choice(s): the option code that takes "say what" text into Value.Other
	Fields   []Question // List: simple questions (text, long-text, choice, yes-no, date) asked for each row
	Doors    map[channels.Kind]DoorRule
	Private  bool     // never repeated back by text to somebody unproven
	Accept   []string // File: kinds of document, codes worded in the wording's evidence
	Pos      Pos

	key         string // its place in the wording: "medicines", or of a field "medicines/dose"
	at          int    // its place among the steps
	conditional bool   // some option has a When
}

// Option is one choice.
type Option struct {
	Code      string
	Exclusive bool  // choosing it excludes every other ("none of these")
	When      *Cond // offered only when it holds
}

// Kinds are all question types.
var Kinds = []Kind{Text, LongText, Name, YesNo, Choice, Choices, Date, Number, Phone, Email, Postcode, Address, NINO, File, List, Declaration, Info}

// DoorRule says what a door does instead of asking.
type DoorRule string

// What a door may do instead of asking. Later: the answer "later" is offered, the thing comes by another door.
const (
	Later DoorRule = "later" // not askable here; the answer "I'll send it another way" is what this door offers
	Skip  DoorRule = "skip"  // this door leaves it to another door and goes on only when it was answered there
)

// Stop is an ending other than submission: not eligible, or somebody else's to deal with.
type Stop struct {
	ID   string
	When *Cond
	Pos  Pos
}

// Route is a way of being entitled. The first whose condition holds is the case's route.
type Route struct {
	Code      string
	Automatic bool   // eligible without further assessment
	Criterion string // the criterion a decision on this route weighs first
	When      *Cond
}

// Criterion is one ground a decision weighs; its words and its law stand in the wording.
type Criterion struct {
	Code     string
	Assessed bool // subject to assessment; an automatic route that fails must be weighed under at least one of these
}

// Person says which answers are about the person the service is for.
type Person struct {
	Name, BirthName, DateOfBirth, Address, Mobile, Phone, Email, NINO string // question ids; "" where not asked
}

// Service is one version of a definition. It is immutable once loaded and safe to share.
type Service struct {
	ID         string
	Version    int
	Hash       [32]byte // SHA-256 over the definition's files
	Files      map[string]string
	Sections   []string
	Steps      []Step // questions and stops in order
	Routes     []Route
	Criteria   []Criterion
	Person     Person
	FeePence   int
	Target     int      // working days within which we aim to decide
	Deadline   int      // working days by which we must decide
	AwardYears int      // the longest an award may last
	Them       *Cond    // when it holds, the wording's "them" variants are used (the application is for somebody else)
	Demo       bool     // accepts the documented example of a NINO, which the real grammar refuses; see Library
	Evidence   []string // every kind of document some question accepts, in order of first use

	words map[lang.Lang]*words
	byID  map[string]*Question
	named map[string]*Cond
	names map[string]map[string][]string // by Question.key and option: what it may be called, folded
}

// Step is one thing in the order of a service: exactly one of its fields is set.
type Step struct {
	Question *Question
	Stop     *Stop
}

// Pos is where in a definition something stands, for messages.
type Pos struct {
	File      string
	Line, Col int
}

// Question finds a question by its id; nil where there is none.
func (s *Service) Question(id string) *Question { return s.byID[id] }
