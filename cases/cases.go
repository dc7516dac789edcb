// Package cases takes a draft through any door to a case and a case to its decision. Every verb is one transaction: lock the row,
// decide, write state, append the event, audit, enqueue. What leaves the building leaves in jobs, after commit.
package cases

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// Draft is answers to a service that are not submitted yet, or were (Case set). It belongs to no door.
type Draft struct {
	ID          int64
	Reference   string // 8 characters, unshown dash: see ShowReference
	Agency      int64
	Service     *services.Service
	Account     int64 // whose it is: the account that stands for them; 0: nobody's yet
	Lang        lang.Lang
	Rather      accounts.Door // how to tell them about this one; "" as their needs say
	State       string        // open, submitted, stopped, abandoned
	StartedDoor channels.Kind
	StartedAt   time.Time
	TouchedAt   time.Time
	TouchedDoor channels.Kind
	Rev         int64
	Answers     map[string]Answer
	Case        int64 // 0 until submitted

	filed      int64             // the account it is kept under, one of the person's: all that comes of it is kept there too
	restricted bool              // its person is
	identity   services.Identity // how sure its service must be of who it is of
	standing   proof.Standing    // how sure it is; read only where identity asks for it before the decision
	guarded    bool              // where its person is reached is not for every helper's eyes
}

// closed says that nothing can be answered any more: the draft was submitted, or abandoned because its person died.
func (d Draft) closed() bool { return d.State == "submitted" || d.State == "abandoned" }

// Values are the draft's answers as the rules take them.
func (d Draft) Values() services.Answers {
	a := make(services.Answers, len(d.Answers))
	for id, x := range d.Answers {
		a[id] = x.Value
	}
	return a
}

// Answer is one answer with who gave it, through which door, when.
type Answer struct {
	Question string
	Value    services.Value
	Rev      int64
	Role     audit.Role
	By       int64  // staff member or account
	Name     string // display name of a member of staff, full name of a helper, "" otherwise
	For      int64  // the account it was given for, by somebody else
	Helper   string // full name of the helper who gave it, or said it to staff
	Person   string // full name of whom it was given for then
	Door     channels.Kind
	At       time.Time
}

// AnswerInput is an answer as a door hands it over.
type AnswerInput struct {
	Draft    int64
	Question string
	Input    services.Input
	SeenRev  int64 // Rev of this question's answer when the door showed it; 0 when there was none
	Insist   bool  // the person has seen the other answer and wants this one
	Signed   bool  // what is agreed to: signed on paper, and the member of staff saw it
}

// Outcome is what came of an answer. Exactly one of: accepted (Problems and Conflict empty), Problems, Conflict.
type Outcome struct {
	Draft    Draft // as it now stands
	Problems services.Problems
	Conflict *Conflict
	Next     services.Next
}

// Conflict: somebody else answered the same question meanwhile. Nothing was saved; both are shown and one is chosen.
type Conflict struct {
	Theirs Answer
	Mine   services.Value
}

// StartInput begins a draft.
type StartInput struct {
	Agency  int64
	Service string
	Account int64 // 0 where nobody is known yet
	Lang    lang.Lang
	Prefill bool // answer what the account record already tells (name, date of birth, address, phone)
}

// State is where a case is.
type State string

// The states. Moves between them stand in one table: see moves.go.
const (
	Received  State = "received"
	Waiting   State = "waiting" // for the citizen: evidence asked for
	Assessing State = "assessing"
	Awarded   State = "awarded"
	Refused   State = "refused"
	Review    State = "review"
	Withdrawn State = "withdrawn"
	Closed    State = "closed"
)

// Case is what a submitted draft becomes.
type Case struct {
	ID           int64
	Draft        int64
	Reference    string
	Agency       int64
	Service      *services.Service
	Account      int64
	AccountName  string
	State        State
	Route        string
	Automatic    bool
	Door         channels.Kind
	SubmittedAt  time.Time
	Deadline     time.Time
	Target       time.Time
	Assignee     int64
	AssigneeName string
	DecidedAt    *time.Time
	Rev          int64

	restricted bool // its person is
}

// File is a case opened for work: everything one screen shows.
type File struct {
	Case      Case
	Draft     Draft
	Account   accounts.Account
	Events    []Event
	Tasks     []Task
	Decisions []Decision
	Documents []Document
	Letters   []letters.Letter
	Notes     []Note  // beside questions, oldest first
	Moves     []State // states it may move to now
}

// Event is something that happened.
type Event struct {
	ID   int64
	Kind string         // 'started', 'submitted', 'letter-dispatched' …; worded by lang "events.<kind>"
	Data map[string]any // small facts for the wording; never an answer
	Role audit.Role
	By   int64
	Name string // staff display name, or the full name of a helper
	For  string // full name of the person it was done for, by a helper or with one on the line
	// Helper is the full name of that helper.
	Helper string
	Door   channels.Kind
	At     time.Time
}

// Task is something staff have to do.
type Task struct {
	ID, Agency, Case, Draft, Account int64
	Reference                        string
	AccountName                      string
	Kind                             string // worded by lang "tasks.<kind>"
	Data                             map[string]any
	Due                              time.Time
	Assignee                         int64
	AssigneeName                     string
	MadeAt                           time.Time
}

// Decision is an award or a refusal.
type Decision struct {
	ID          int64
	Outcome     string // award, refuse
	Criteria    []string
	Evidence    string
	Reasons     string
	AwardFrom   *time.Time
	AwardUntil  *time.Time
	ReviewUntil *time.Time
	By          int64
	Name        string
	At          time.Time
}

// Document is a file given, or a document seen.
type Document struct {
	ID       int64
	Draft    int64
	Question string
	Kind     string
	SeenOnly bool
	Name     string
	Type     string
	Size     int64
	Door     channels.Kind
	At       time.Time
}

// Row is one line of the working list.
type Row struct {
	Case
	Tasks int // open ones
}

// Filter narrows the working list.
type Filter struct {
	Mine       bool
	Unassigned bool
	State      State // "" for every open state
	After      Cursor
	Limit      int // at most 100
}

// Cursor is where a page of the working list ended; the zero Cursor is the beginning.
type Cursor struct {
	Deadline time.Time
	ID       int64
}

// DraftRow is one line of a list of drafts.
type DraftRow struct {
	ID          int64
	Reference   string
	Agency      int64
	Service     string
	ServiceName string
	ServiceCy   string
	Unread      bool // a newer program published its version, and this one cannot read it
	Account     int64
	Name        string // the person's, as answered or on the account
	State       string
	TouchedAt   time.Time
	TouchedDoor channels.Kind
	Answered    int
	Case        int64
	CaseState   State

	version int
}

// DecideInput is a decision to be made.
type DecideInput struct {
	Case       int64
	Rev        int64  // Case.Rev as shown: ErrStale when somebody moved it meanwhile
	Outcome    string // award, refuse
	Criteria   []string
	Evidence   string
	Reasons    string
	AwardFrom  *services.Day
	AwardUntil *services.Day
}

// NoticeArgs asks channels/sms to say something by text. The notices row (kind, phone, language, code) is written in the transaction
// that causes it. Kinds: continue, submitted, evidence, decided, letter-posted.
type NoticeArgs struct {
	Notice int64 `json:"notice" river:"unique"`
}

// Kind is the job's stable name.
func (NoticeArgs) Kind() string { return "notice" }

// The errors of this package.
var (
	ErrNotFound   = errors.New("no such draft or case")
	ErrNotAllowed = errors.New("not allowed")
	ErrStale      = errors.New("somebody else changed it meanwhile")
	ErrClosed     = errors.New("the draft is closed: submitted already, or its person has died")
	ErrNotOpen    = errors.New("the service cannot be begun today")
	ErrMove       = errors.New("a case cannot move from this state to that one")
	ErrUnsure     = errors.New("it is not sure enough who the person is")
	ErrTooBig     = errors.New("the file is larger than 10 MB")
	ErrTooMany    = errors.New("the draft has as many files as one may have")
	ErrFileType   = errors.New("the file is not a picture, a PDF or a document we can open")
)

// Unreachable says a hand-over could not be made; Why is worded by lang "reach.<why>".
type Unreachable struct{ Why accounts.Refusal }

func (u Unreachable) Error() string { return "cannot be reached: " + string(u.Why) }

// Office holds what case verbs need.
type Office struct {
	db       *pgxpool.Pool
	jobs     *river.Client[pgx.Tx] // insert-only is enough
	library  Library
	register *accounts.Register
	post     *letters.Room
	public   string
	now      func() time.Time
}

// Library finds service definitions; services.Library is one.
type Library interface {
	Get(ctx context.Context, service string, version int) (*services.Service, error)
	Current(service string) (*services.Service, bool)
}

// Config is what New needs.
type Config struct {
	DB       *pgxpool.Pool
	Jobs     *river.Client[pgx.Tx]
	Library  Library
	Register *accounts.Register
	Post     *letters.Room
	Public   string           // address citizens reach us at
	Now      func() time.Time // nil takes time.Now
}

// New makes an Office.
func New(c Config) *Office {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Office{db: c.DB, jobs: c.Jobs, library: c.Library, register: c.Register, post: c.Post, public: c.Public, now: c.Now}
}
