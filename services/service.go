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
	Date        Kind = "date"      // a day; with Precision its day, or its day and month, may be left out
	Month       Kind = "month"     // a month of a year
	Time        Kind = "time"      // a time of day, kept as '14:30'
	Number      Kind = "number"    // Min..Max, with at most Decimals places
	Money       Kind = "money"     // pounds, Min..Max; kept as '1250.00'
	Phone       Kind = "phone"     // UK number; kept as E.164
	Email       Kind = "email"
	WebAddress  Kind = "web-address"
	Postcode    Kind = "postcode"
	Address     Kind = "address" // UK address, or no fixed address; with Abroad one in another country
	NINO        Kind = "nino"
	NHSNumber   Kind = "nhs-number"  // ten digits, the last a check modulo 11
	UTR         Kind = "utr"         // Unique Taxpayer Reference: ten digits, the first a check modulo 11
	Vehicle     Kind = "vehicle"     // a UK registration mark, kept without a space
	Bank        Kind = "bank"        // holder, sort code, account number, roll number; the modulus check is not made
	File        Kind = "file"        // up to Max files; "I can't upload" always allows going on
	Somebody    Kind = "person"      // somebody's details: Fields, asked once
	List        Kind = "list"        // rows of Fields, added one at a time
	Declaration Kind = "declaration" // agreed to, with the wording's version
	Signature   Kind = "signature"   // a declaration signed with a name: typed, spoken to an agent, or in ink
	Info        Kind = "info"        // a page to read; answered by going on
)

// Question is one thing asked.
type Question struct {
	ID        string
	Kind      Kind
	Section   string
	When      *Cond     // asked only when it holds; refers to earlier questions only
	Optional  bool      // may be left blank (Value.Skipped)
	Max       int       // characters (text kinds, Other), files (File), rows (List), the highest Number or pounds; 0 takes the kind's own
	Min       int       // characters (text kinds), rows (List), the lowest Number or pounds
	Words     int       // LongText: at most so many words; 0 does not count them
	Decimals  int       // Number: places after the point, 0 to 4
	Past      bool      // Date, Month: not in the future
	Future    bool      // Date, Month: not in the past
	Precision Precision // Date: what may be left out
	Unknown   bool      // "I don't know" is an answer (Value.Unknown); elsewhere it only puts the question off (Value.Parked)
	Abroad    bool      // Address: may be in another country
	Photo     bool      // File: a picture, taken with the telephone or sent by MMS
	Proof     bool      // answered and shown only once it is proven who the person is
	Options   []Option
	Other     string     // Choice(s): the option code that takes "say what" text into Value.Other
	Fields    []Question // List, Somebody: simple questions, see fieldKinds
	Doors     map[channels.Kind]DoorRule
	Private   bool     // never repeated back by text to somebody unproven
	Accept    []string // File: kinds of document, codes worded in the wording's evidence
	Pos       Pos

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
var Kinds = []Kind{Text, LongText, Name, YesNo, Choice, Choices, Date, Month, Time, Number, Money, Phone, Email, WebAddress, Postcode, Address,
	NINO, NHSNumber, UTR, Vehicle, Bank, File, Somebody, List, Declaration, Signature, Info}

// Precision is how much of a date somebody must know.
type Precision string

// The precisions of a date.
const (
	ToDay   Precision = ""      // all of it
	ToMonth Precision = "month" // the day may be left out: Day.D is 0
	ToYear  Precision = "year"  // the day, or the day and the month may be left out: Day.M is 0
)

// DoorRule says what a door does instead of asking.
type DoorRule string

// What a door may do instead of asking. Later: the answer "later" is offered, the thing comes by another door.
const (
	Later DoorRule = "later" // not askable here; the answer "I'll send it another way" is what this door offers
	Skip  DoorRule = "skip"  // this door leaves it to another door and goes on only when it was answered there
	Link  DoorRule = "link"  // as skip; the way to answer is a link to the web page
	Call  DoorRule = "call"  // as skip; somebody rings them
	Form  DoorRule = "form"  // as skip; the printed form is posted
)

// Asks says whether door k asks q at all. Where it does not, Doors says what happens instead.
func (q *Question) Asks(k channels.Kind) bool { r := q.Doors[k]; return r == "" || r == Later }

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
	Identity   Identity // how sure it must be of who somebody is
	FeePence   int
	Target     int      // days of Calendar within which we aim to decide
	Deadline   int      // days of Calendar by which we must decide
	Calendar   Calendar // which days count
	Effect     Effect   // when this version may be begun
	Backdated  Period   // how far back a claim may reach
	Early      Period   // how long before it is due it may be made
	Tasks      bool     // long enough for a task list
	Events     []string // the life events it belongs to, see LifeEvents
	AwardYears int      // the longest an award may last
	Them       *Cond    // when it holds, the wording's "them" variants are used (the application is for somebody else)
	Demo       bool     // accepts the documented example of a NINO, which the real grammar refuses; see Library
	Evidence   []string // every kind of document some question accepts, in order of first use

	words map[lang.Lang]*words
	byID  map[string]*Question
	named map[string]*Cond
	terms []term                         // the words it is found by
	names map[string]map[string][]string // by Question.key and option: what it may be called, folded
}

// Calendar says which days a deadline counts.
type Calendar string

// The calendars of deadlines.
const (
	WorkingDays  Calendar = "working-days"
	SchoolDays   Calendar = "school-days"
	CalendarDays Calendar = "days"
)

// Effect is when a version may be begun: from the first day to the last, both counted. A zero day leaves that side open.
type Effect struct{ From, Until Day }

// Period is a length of time as laws write it.
type Period struct{ Months, Weeks, Days int }

// LifeEvents are what brings people to a service, as the front page sorts them; worded by lang "find.event.<code>".
var LifeEvents = []string{"disability", "caring", "older", "money", "work", "child", "school", "driving", "moving", "death", "home", "organisation"}

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
