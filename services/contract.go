package services

import (
	"io/fs"

	"github.com/samedoor/samedoor/lang"
)

// Cond is a condition as data.
type Cond struct {
	All, Any []Cond
	Not      *Cond
	Named    string // a condition of the service's `conditions:`
	Question string
	Is       string   // the choice made, or the text
	In       []string // the choice is one of these
	Includes string   // several choices include this one
	Answered *bool
	AgeUnder int // with Question a date: the age today is under this many years
	AgeFrom  int // at least this many years
	Pos      Pos
}

// Next is where a draft stands: the first reachable question without an answer, else a stop, else ready to submit.
// Computed from the answers alone, so resuming through any door is free.
type Next struct {
	Question *Question
	Stop     *Stop
	Ready    bool
}

type words struct{}

// Load reads a definition from dir of fsys: service.yaml, en.yaml, cy.yaml. The error is a Mistakes with file:line:column.
func Load(fsys fs.FS, dir string) (*Service, error) { panic("contract") }

// Next gives the next step for these answers on this day.
func (s *Service) Next(a Answers, today Day) Next { panic("contract") }

// Path is every question that is reachable with these answers, in order, answered or not, up to the first stop.
func (s *Service) Path(a Answers, today Day) []*Question { panic("contract") }

// Parse decides what an input means. prev is the question's present answer (lists grow from it). The value is only good
// when there are no problems.
func (s *Service) Parse(q *Question, prev *Value, in Input, a Answers, today Day) (Value, Problems) {
	panic("contract")
}

// Pending is what a list asks next: a field of its last, unfinished row, or (another=true) whether there is more.
func (q *Question) Pending(v *Value) (field *Question, row int, another bool) { panic("contract") }

// Complete says whether v answers q: a list needs to be Done, everything else needs a value.
func (q *Question) Complete(v Value) bool { panic("contract") }

// Check looks at the whole before submission: every reachable question answered and still valid, no stop.
func (s *Service) Check(a Answers, today Day) Problems { panic("contract") }

// Route is the way of being entitled the answers lead to; ok is false where none does.
func (s *Service) Route(a Answers, today Day) (r Route, ok bool) { panic("contract") }

// Offered are the options of q that these answers leave open.
func (s *Service) Offered(q *Question, a Answers, today Day) []Option { panic("contract") }

// Wording is everything said about one question in one language, variants and variables already put in.
type Wording struct {
	Ask      string            // the question; heading of its page
	Hint     string            // under it
	Why      string            // why we ask
	Say      string            // what an agent says; Ask where the definition has none
	Probes   []string          // what an agent may ask further
	ReadBack string            // how the agent reads the answer back; "" where not wanted
	SMS      string            // short enough for one text with its choices where possible; Ask where there is none
	Paper    string            // Ask where there is none
	Label    string            // short, for lists of answers
	Body     []string          // paragraphs (info, declaration)
	Options  map[string]string // option code to its text
	OptHints map[string]string // option code to a hint
	Fields   map[string]Wording
	Problems map[string]string // sentences for this question's own problem codes
}

// Words is the wording of q. a supplies variables ({name}) and picks the variant for somebody else.
func (s *Service) Words(l lang.Lang, q *Question, a Answers) Wording { panic("contract") }

// Word is a sentence of the service that belongs to no question ("name", "summary", "stops.<id>.title",
// "stops.<id>.body", "routes.<code>", "criteria.<code>.name", "criteria.<code>.law", "sections.<id>", "before" …).
func (s *Service) Word(l lang.Lang, key string, a Answers) string { panic("contract") }

// Paragraphs is a list of sentences of the service ("before", "stops.<id>.body", "awarded.next").
func (s *Service) Paragraphs(l lang.Lang, key string, a Answers) []string { panic("contract") }

// Show writes a value for reading: option texts, dates in full, an address by lines; one string a line.
func (s *Service) Show(l lang.Lang, q *Question, v Value, a Answers) []string { panic("contract") }

// Sentence words a problem in a language: the question's own sentence, else lang's "problems.<code>".
func (s *Service) Sentence(l lang.Lang, p Problem, a Answers) string { panic("contract") }

// Example is an answer that Parse accepts, used by tests and the demonstration: the parts a form would send.
func (q *Question) Example(today Day) Input { panic("contract") }

// Catalogue is every service this binary carries, by id; the newest version of each.
func Catalogue() (map[string]*Service, error) { panic("contract") }
