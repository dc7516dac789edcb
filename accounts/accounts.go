// Package accounts is the one record of a citizen behind every door: who they are, how to reach them and how not to, the keys
// they are found by, and the codes that let them in.
package accounts

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Account is a citizen's record as the desk and the rules see it.
type Account struct {
	ID          int64
	FullName    string
	Previous    []string
	DateOfBirth *services.Day
	DiedOn      *services.Day
	Restricted  bool
	Address     *services.PostAddress // the current one; nil where unknown
	Mobile      string                // E.164; "" where none or dead
	Landline    string
	Email       string
	NINO        string
	Needs       Needs
	Rev         int64
}

// Format is how a letter must be made for somebody.
type Format string

// The formats.
const (
	Standard   Format = "standard"
	LargePrint Format = "large-print"
	Braille    Format = "braille"
	Audio      Format = "audio"
	EasyRead   Format = "easy-read"
)

// Safe answers "is it safe to …": a need never asked about is Unasked, which allows it but shows on the agent's screen.
type Safe string

// The answers.
const (
	Unasked Safe = "unasked"
	Yes     Safe = "yes"
	No      Safe = "no"
)

// Needs is how a person must be contacted. It is enforced: see Reach, and the triggers of migrations 0005 and 0006.
type Needs struct {
	Written     lang.Lang
	Spoken      string // 'en', 'cy', or another language's code
	Format      Format
	Relay       string // '', relay-uk (18001), bsl-video, minicom, interpreter
	Interpreter string
	SafeCall    Safe
	SafeText    Safe
	SafeEmail   Safe
	SafeWrite   Safe
	MayAnnounce bool
	NoneNeeded  bool
	Note        string
	Rev         int64
}

// Details is a new person, as told to staff or given in a draft.
type Details struct {
	FullName    string
	Previous    string
	DateOfBirth *services.Day
	Address     *services.PostAddress
	Mobile      string // any spelling
	Landline    string
	Email       string
	NINO        string
	Needs       Needs
}

// Found is a search result: enough to tell two people apart on the phone, with how well it fits and why.
type Found struct {
	Account
	Score   float64  // 0..1, for order only
	Because []string // what fits, as lang keys: 'accounts.fits.name', 'accounts.fits.date_of_birth' …
}

// Refusal says why somebody cannot be reached in a way. It is worded by lang "reach.<refusal>".
type Refusal string

// The refusals.
const (
	ReachOK    Refusal = ""
	HasDied    Refusal = "has-died"
	NotSafe    Refusal = "not-safe"
	NoMobile   Refusal = "no-mobile"
	NoAddress  Refusal = "no-address"
	CannotMake Refusal = "cannot-make" // braille, audio, easy read: made by hand, so a task for a person
)

// The errors of this package.
var (
	ErrNotFound  = errors.New("no such account")
	ErrStale     = errors.New("the account was changed by somebody else meanwhile")
	ErrCode      = errors.New("the code or the date of birth is not right") // never which
	ErrThrottled = errors.New("too many attempts; wait and try again")
)

// Register holds what account verbs need.
type Register struct {
	db     *pgxpool.Pool
	secret []byte // site secret: keys the matching keys, the codes and the throttle
}

// New makes a Register.
func New(db *pgxpool.Pool, secret []byte) *Register { return &Register{db: db, secret: secret} }

// Search finds people by whatever the agent typed in one line: name, date of birth in any writing, postcode, phone digits (last
// four too), email, NINO, in any mixture, with typing mistakes. At most 20, best first. Name alone looks up exact and phonetic
// keys only. Restricted people are left out. The search itself is recorded.
func (r *Register) Search(ctx context.Context, by audit.Actor, query string) ([]Found, error) {
	panic("contract")
}

// Near gives the people who may be the same as d: shown while a new person is typed, and looked up before one is made.
func (r *Register) Near(ctx context.Context, d Details) ([]Found, error) { panic("contract") }

// NearTx is Near inside the caller's transaction.
func (r *Register) NearTx(ctx context.Context, tx pgx.Tx, d Details) ([]Found, error) {
	panic("contract")
}

// Keys are the matching keys of a person, for other packages that index people (drafts without an account).
func (r *Register) Keys(d Details) []int64 { panic("contract") }

// QueryKeys are the keys a typed line asks for, strongest first.
func (r *Register) QueryKeys(query string, today services.Day) []int64 { panic("contract") }

// Create makes an account. Problems are the person's mistakes (name missing, phone not real…).
func (r *Register) Create(ctx context.Context, by audit.Actor, d Details) (Account, services.Problems, error) {
	panic("contract")
}

// CreateTx is Create inside the caller's transaction.
func (r *Register) CreateTx(ctx context.Context, tx pgx.Tx, by audit.Actor, d Details) (Account, services.Problems, error) {
	panic("contract")
}

// Open reads an account for somebody to look at, and records that they looked and why. Restricted accounts answer ErrNotFound
// to staff not cleared.
func (r *Register) Open(ctx context.Context, by audit.Actor, id int64) (Account, error) {
	panic("contract")
}

// ReadTx reads an account without recording a look: for rules and jobs.
func ReadTx(ctx context.Context, tx pgx.Tx, id int64) (Account, error) { panic("contract") }

// Update changes name, date of birth, address and contact points; old ones are kept as history. rev must be the one shown (ErrStale).
func (r *Register) Update(ctx context.Context, by audit.Actor, id, rev int64, d Details) (services.Problems, error) {
	panic("contract")
}

// SetNeeds changes the needs; rev is Needs.Rev as shown (ErrStale).
func (r *Register) SetNeeds(ctx context.Context, by audit.Actor, id int64, n Needs) error {
	panic("contract")
}

// RecordDeathTx records the day somebody died. The caller stops what is on its way to them in the same transaction.
func (r *Register) RecordDeathTx(ctx context.Context, tx pgx.Tx, by audit.Actor, id int64, on services.Day) error {
	panic("contract")
}

// MarkDeadContactTx records that a phone number no longer exists or cannot be texted.
func MarkDeadContactTx(ctx context.Context, tx pgx.Tx, account int64, value string) error {
	panic("contract")
}

// ByPhone are the accounts a phone number belongs to: a shared phone has several. A number alone proves nobody.
func (r *Register) ByPhone(ctx context.Context, e164 string) ([]Account, error) { panic("contract") }

// Looks are who looked at or changed an account, newest first, for the citizen to see.
func (r *Register) Looks(ctx context.Context, account int64, limit int) ([]Look, error) {
	panic("contract")
}

// Look is one line of who looked.
type Look struct {
	At     time.Time
	Verb   string
	Agency int64
	Role   audit.Role
	Door   string
	Why    string
}

// MayText says whether and where the account may be texted; MayWrite whether and how it may be written to. They lock the account
// row (for share), so that what is decided holds until the caller commits.
func MayText(ctx context.Context, tx pgx.Tx, account int64) (phone string, a Account, why Refusal, err error) {
	panic("contract")
}

// MayWrite says whether and in which format and language the account may be written to.
func MayWrite(ctx context.Context, tx pgx.Tx, account int64) (a Account, why Refusal, err error) {
	panic("contract")
}

// Code is a code that lets a citizen open a draft or case; Text is derived, never stored.
type Code struct {
	ID      int64
	Account int64
	Draft   int64
	Purpose string // 'continue', 'see-case'
	Expires time.Time
}

// NewCodeTx makes a code for a draft, valid for days (28 by letter, 7 by text).
func (r *Register) NewCodeTx(ctx context.Context, tx pgx.Tx, purpose string, account, draft int64, days int, now time.Time) (Code, error) {
	panic("contract")
}

// CodeText is the code with this id as it is printed: XXXX-XXXX-XXXX from the 29 letters and digits that are never misread.
func (r *Register) CodeText(id int64) string { panic("contract") }

// UseCode opens what a code stands for when the date of birth is right. It throttles by code, account and remote address, answers
// ErrCode for every kind of wrong, and records each try.
func (r *Register) UseCode(ctx context.Context, typed string, born services.Day, remote string, now time.Time) (Code, error) {
	panic("contract")
}

// RevokeCodesTx ends all codes of a draft.
func RevokeCodesTx(ctx context.Context, tx pgx.Tx, draft int64) error { panic("contract") }
