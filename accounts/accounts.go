// Package accounts is the one record of a citizen behind every door: who they are, how to reach them and how not to, the keys
// they are found by, and the codes that let them in.
package accounts

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts/match"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/internal/attempts"
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
	NHS         string
	Needs       Needs
	Rev         int64

	Joined []int64 // further accounts of the same person: see Join
	More   []Point // contact points in use beside those above: of the accounts that were joined
}

// Point is a way to reach somebody.
type Point struct{ Kind, Value string } // 'mobile', 'landline', 'email'

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

// Needs is how a person must be contacted. It is enforced: see Reach, and the triggers of migration 0026.
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
	Rather      Door   // how they would rather be told; "" as it suits
	CallBack    bool   // ring them back rather than keep them waiting
	Quiet       string // when no text is begun: "" as the house has it, NeverQuiet, or 'HH:MM-HH:MM'
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
	NHS         string
	Needs       Needs
}

// Found is a search result: enough to tell two people apart on the phone, with how well it fits and why.
type Found struct {
	Account
	// Score is 0..1. From Search it is how much of what was typed fits, for order only. From Near it is how surely this is the
	// same person: 0.9 and over is the band that links by itself; 0.5 to 0.9 is for a person to decide; under that, worth a glance.
	// A different National Insurance or NHS number or whole date of birth vetoes: such a pair, or two given names, never reaches 0.9.
	Score   float64
	Bits    float64      // from Near: evidence with what was likely beforehand; at 0 one person is as likely as two, at 12 two in 8,000
	Band    match.Band   // from Near: what is to be done
	Terms   []match.Term // from Near: the evidence field by field; Term.Key is its wording
	Because []string     // what fits, as lang keys: 'accounts.fits.name', 'accounts.fits.date_of_birth' …
	Against []string     // what contradicts, from Near: 'accounts.differs.date_of_birth' …
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
	NoBirth    Refusal = "no-birth"    // what goes with a code: without it nothing opens
	CannotMake Refusal = "cannot-make" // braille, audio, easy read: made by hand, so a task for a person
	HasStopped Refusal = "stopped"     // they replied STOP from that number
	NoPhone    Refusal = "no-phone"
)

// The errors of this package.
var (
	ErrNotFound  = errors.New("no such account")
	ErrStale     = errors.New("the account was changed by somebody else meanwhile")
	ErrCode      = errors.New("the code or the date of birth is not right") // never which
	ErrThrottled = errors.New("too many attempts; wait and try again")

	ErrNotAllowed = errors.New("not allowed") // a citizen searching or opening somebody else's account
	ErrInvalid    = errors.New("not a value that can be stored")
)

// Register holds what account verbs need. Its exported fields are set once, before it is used.
type Register struct {
	db     *pgxpool.Pool
	secret []byte // site secret: keys the matching keys, the codes and the throttle
	tries  *attempts.Counter

	weighing heldWeights
	matching []byte // derived once: it is used for every key
	fingers  []byte // likewise
	sealer   sealer

	// Now is the clock by which a date of birth is in the past; nil takes time.Now.
	Now func() time.Time
	// Demo lets the documented example National Insurance numbers (QQ …) pass, which nobody has.
	Demo bool
	// Cleared says whether an actor may see restricted people; nil clears no member of staff. staff.ClearedTx is one.
	Cleared func(ctx context.Context, tx pgx.Tx, by audit.Actor) (bool, error)
	// Jobs enqueues what is to be told about accounts; nil enqueues nothing. Only inserting is asked of it.
	Jobs *river.Client[pgx.Tx]
	// Quiet are the hours in which the house begins no text, unless the person says otherwise: 'HH:MM-HH:MM'; "" knows none.
	Quiet string
	// Changed is told, inside the transaction of Update, that somebody's details were changed, when number or address may be new: signin
	// has one. nil tells nobody.
	Changed func(ctx context.Context, tx pgx.Tx, by audit.Actor, was, now Account) error
	// Keepers are what is kept of people elsewhere, under the account it came to: see Part. Each package that keeps something has one.
	Keepers []Keeper
	// BornOf is the date of birth answered in a draft, nil where it is not answered. UseCode asks it where a code's account, or
	// its date of birth, is not known: a draft begun online and saved with a code. nil refuses such codes. cases has one.
	BornOf func(ctx context.Context, tx pgx.Tx, draft int64) (*services.Day, error)
	// ServiceName is what a service is called, for telling people what a helper may do; nil names none.
	ServiceName func(service string, l lang.Lang) string
}

// New makes a Register. Numbers are sealed under a key derived from secret, unless SealWith says otherwise.
func New(db *pgxpool.Pool, secret []byte) *Register {
	r := &Register{db: db, secret: secret, tries: attempts.New(db, secret)}
	r.matching, r.fingers = r.subkey("matching keys"), r.subkey("fingers")
	_ = r.SealWith() // the derived key is one
	return r
}

// Today is the calendar day in the United Kingdom, for pages.
func (r *Register) Today() services.Day { return r.today() }

// today is Today, for this package.
func (r *Register) today() services.Day { return services.DayOf(r.now().In(lang.London)) }
