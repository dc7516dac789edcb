// Package cases takes a draft through any door to a case and a case to its decision. Every verb is one transaction: lock the row,
// decide, write state, append the event, audit, enqueue. What leaves the building leaves in jobs, after commit.
package cases

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/services"
)

// Draft is answers to a service that are not submitted yet, or were (Case set). It belongs to no door.
type Draft struct {
	ID          int64
	Reference   string // 8 characters, unshown dash: see ShowReference
	Agency      int64
	Service     *services.Service
	Account     int64 // 0: nobody's yet
	Lang        lang.Lang
	State       string // open, submitted, stopped, abandoned
	StartedDoor channels.Kind
	StartedAt   time.Time
	TouchedAt   time.Time
	TouchedDoor channels.Kind
	Rev         int64
	Answers     map[string]Answer
	Case        int64 // 0 until submitted
}

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
	Name     string // display name of a member of staff, "" otherwise
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
	Moves     []State // states it may move to now
}

// Event is something that happened.
type Event struct {
	ID   int64
	Kind string         // 'started', 'submitted', 'letter-dispatched' …; worded by lang "events.<kind>"
	Data map[string]any // small facts for the wording; never an answer
	Role audit.Role
	By   int64
	Name string // staff display name
	Door channels.Kind
	At   time.Time
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
	Service     string
	ServiceName string
	Account     int64
	Name        string // the person's, as answered or on the account
	State       string
	TouchedAt   time.Time
	TouchedDoor channels.Kind
	Answered    int
	Case        int64
	CaseState   State
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
	ErrClosed     = errors.New("the draft is already submitted")
	ErrMove       = errors.New("a case cannot move from this state to that one")
	ErrTooBig     = errors.New("the file is larger than 10 MB")
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

// ---- drafts

// Start begins a draft; it has a reference from its first moment.
func (o *Office) Start(ctx context.Context, by audit.Actor, in StartInput) (Draft, error) {
	panic("contract")
}

// Draft reads a draft, whoever asks: callers have checked the session's right to it. Staff of another agency get ErrNotFound.
func (o *Office) Draft(ctx context.Context, by audit.Actor, id int64) (Draft, error) {
	panic("contract")
}

// ReadDraftTx reads a draft, locked for update when lock is set.
func (o *Office) ReadDraftTx(ctx context.Context, tx pgx.Tx, id int64, lock bool) (Draft, error) {
	panic("contract")
}

// FindDraft finds a draft by its reference in any spelling; a wrong check character is found out before looking (ErrNotFound).
func (o *Office) FindDraft(ctx context.Context, by audit.Actor, reference string) (Draft, error) {
	panic("contract")
}

// SearchDrafts finds an agency's drafts and cases by reference or by the person in them, for the desk's one search box.
func (o *Office) SearchDrafts(ctx context.Context, by audit.Actor, query string) ([]DraftRow, error) {
	panic("contract")
}

// Answer puts one answer to one question. The answer acknowledged is on disk when it returns.
func (o *Office) Answer(ctx context.Context, by audit.Actor, in AnswerInput) (Outcome, error) {
	panic("contract")
}

// AnswerTx is Answer inside the caller's transaction.
func (o *Office) AnswerTx(ctx context.Context, tx pgx.Tx, by audit.Actor, in AnswerInput) (Outcome, error) {
	panic("contract")
}

// SetLang changes the language a draft is taken in.
func (o *Office) SetLang(ctx context.Context, by audit.Actor, draft int64, l lang.Lang) error {
	panic("contract")
}

// SaveTyping keeps what a member of staff has typed and not saved; Typing gives it back by question. Saving an answer forgets it.
func (o *Office) SaveTyping(ctx context.Context, by audit.Actor, draft int64, question string, fields map[string][]string) error {
	panic("contract")
}

// Typing is what a member of staff had typed into a draft without saving, by question.
func (o *Office) Typing(ctx context.Context, by audit.Actor, draft int64) (map[string]map[string][]string, error) {
	panic("contract")
}

// Belongs ties a draft to an account (the agent found or made the person).
func (o *Office) Belongs(ctx context.Context, by audit.Actor, draft, account int64) error {
	panic("contract")
}

// Submit makes the draft a case: account found or made, route and deadline, event, acknowledgement, all in one transaction. Submitting
// again answers the same case. Problems when questions are unanswered.
func (o *Office) Submit(ctx context.Context, by audit.Actor, draft int64) (Case, services.Problems, error) {
	panic("contract")
}

// SubmitTx is Submit inside the caller's transaction.
func (o *Office) SubmitTx(ctx context.Context, tx pgx.Tx, by audit.Actor, draft int64) (Case, services.Problems, error) {
	panic("contract")
}

// ---- handing over

// TextLink texts the person a link and code to carry on with the draft (they may also reply to answer by text). One press: the event and the
// job are in this one transaction. Answers Unreachable when they must not or cannot be texted.
func (o *Office) TextLink(ctx context.Context, by audit.Actor, draft int64) error { panic("contract") }

// PostLetter posts the person a letter with a code to carry on with the draft. Answers Unreachable when they cannot be written to; a format
// only a person can make (braille…) becomes a task instead and is reported as Unreachable{CannotMake}.
func (o *Office) PostLetter(ctx context.Context, by audit.Actor, draft int64) error {
	panic("contract")
}

// ---- documents

// AddDocument stores a file for a question of a draft: typed by its content, at most 10 MB. ErrTooBig, ErrFileType.
func (o *Office) AddDocument(ctx context.Context, by audit.Actor, draft int64, question, kind, name string, body io.Reader) (services.FileRef, error) {
	panic("contract")
}

// SeeDocument records a document seen across the desk, no copy kept.
func (o *Office) SeeDocument(ctx context.Context, by audit.Actor, draft int64, question, kind string) (services.FileRef, error) {
	panic("contract")
}

// Document reads a stored file, for download only (never inline). Looking is recorded.
func (o *Office) Document(ctx context.Context, by audit.Actor, id int64) (Document, []byte, error) {
	panic("contract")
}

// ---- cases

// Open reads everything about a case for somebody to work on it, and records that they looked. Another agency's case: ErrNotFound.
func (o *Office) Open(ctx context.Context, by audit.Actor, id int64) (File, error) { panic("contract") }

// Find finds a case by reference in any spelling.
func (o *Office) Find(ctx context.Context, by audit.Actor, reference string) (Case, error) {
	panic("contract")
}

// Worklist is an agency's open cases, nearest deadline first, whatever door they came through; next is the zero Cursor at the end.
func (o *Office) Worklist(ctx context.Context, by audit.Actor, f Filter) (rows []Row, next Cursor, err error) {
	panic("contract")
}

// Take gives the case to the actor; TakeNext the most urgent unassigned one (skip locked; ErrNotFound when none); HandBack nobody.
func (o *Office) Take(ctx context.Context, by audit.Actor, id int64) error { panic("contract") }

// TakeNext takes the most urgent unassigned case.
func (o *Office) TakeNext(ctx context.Context, by audit.Actor) (Case, error) { panic("contract") }

// HandBack gives a case back to the queue.
func (o *Office) HandBack(ctx context.Context, by audit.Actor, id int64, why string) error {
	panic("contract")
}

// Note adds a note to a case's timeline.
func (o *Office) Note(ctx context.Context, by audit.Actor, draft int64, text string) error {
	panic("contract")
}

// AskEvidence asks the citizen for something: the case waits, a letter (and where safe a text) goes out.
func (o *Office) AskEvidence(ctx context.Context, by audit.Actor, id, rev int64, what string) error {
	panic("contract")
}

// Move moves a case between states that need nothing else (assessing, withdrawn, closed, review). ErrMove when the table does not allow it.
func (o *Office) Move(ctx context.Context, by audit.Actor, id, rev int64, to State, why string) error {
	panic("contract")
}

// Decide awards or refuses: state, decision, event, letter and, where safe, a text in one transaction. Problems when a refusal lacks criterion,
// evidence or reasons, when an automatic route is refused without weighing an assessed criterion, or when award dates are missing.
func (o *Office) Decide(ctx context.Context, by audit.Actor, in DecideInput) (services.Problems, error) {
	panic("contract")
}

// Tasks are an agency's open tasks, most urgent first; mine only those of the actor. DoneTask closes one.
func (o *Office) Tasks(ctx context.Context, by audit.Actor, mine bool, limit int) ([]Task, error) {
	panic("contract")
}

// DoneTask closes a task.
func (o *Office) DoneTask(ctx context.Context, by audit.Actor, id int64) error { panic("contract") }

// AddTaskTx adds a task for staff inside the caller's transaction.
func (o *Office) AddTaskTx(ctx context.Context, tx pgx.Tx, t Task) (int64, error) { panic("contract") }

// AddEventTx appends an event to a draft (and its case) inside the caller's transaction.
func (o *Office) AddEventTx(ctx context.Context, tx pgx.Tx, by audit.Actor, draft int64, kind string, data map[string]any) error {
	panic("contract")
}

// Timeline are the events of a draft and of the case it became, oldest first.
func (o *Office) Timeline(ctx context.Context, draft int64) ([]Event, error) { panic("contract") }

// RecordDeath records that somebody died, stops every queued letter and text to them, and gives their open cases to a person to close.
func (o *Office) RecordDeath(ctx context.Context, by audit.Actor, account int64, on services.Day) error {
	panic("contract")
}

// ByAccount are all drafts and cases of an account: for staff their agency's, for the citizen all.
func (o *Office) ByAccount(ctx context.Context, by audit.Actor, account int64) ([]DraftRow, error) {
	panic("contract")
}

// ---- jobs

// Register adds the workers of this package: what became of letters.
func (o *Office) Register(w *river.Workers) { panic("contract") }
