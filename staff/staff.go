// Package staff is the people who work for an agency: who they are, what they may do and how they sign in.
package staff

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/attempts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/relying"
)

// Role is what a member of staff may do.
type Role string

// The roles, least first.
const (
	Agent      Role = "agent"      // phones and counter: finds people, takes applications, hands over
	Caseworker Role = "caseworker" // works cases and decides
	Leader     Role = "leader"     // all of that, reassigns, extends deadlines, prints on demand
)

// Member is one member of staff.
type Member struct {
	ID          int64
	Agency      int64
	Team        int64
	Username    string
	DisplayName string
	Role        Role
	Welsh       bool
}

// May says whether m may do what role is needed for: a leader may do everything, a caseworker what an agent may.
func (m Member) May(needed Role) bool { return rank(m.Role) >= rank(needed) }

func rank(r Role) int {
	switch r {
	case Agent:
		return 1
	case Caseworker:
		return 2
	case Leader:
		return 3
	}
	return 0
}

// Actor is m acting through a door.
func (m Member) Actor(door channels.Kind) audit.Actor {
	return audit.Actor{Role: audit.Staff, ID: m.ID, Agency: m.Agency, Door: door}
}

// LogValue leaves the names out of logs.
func (m Member) LogValue() slog.Value {
	return slog.GroupValue(slog.Int64("member", m.ID), slog.Int64("agency", m.Agency), slog.String("role", string(m.Role)))
}

// String leaves the names out of errors.
func (m Member) String() string { return m.LogValue().String() }

// Agency is a council or department.
type Agency struct {
	ID       int64
	Slug     string
	NameEn   string
	NameCy   string
	Nation   string // whose bank holidays its deadlines keep: england-and-wales, scotland, northern-ireland
	Settings Settings
	Services []string
}

// Name is the agency's name in a language.
func (a Agency) Name(l lang.Lang) string {
	if l == lang.Cy {
		return a.NameCy
	}
	return a.NameEn
}

// Hours are when the agency's phone is answered, in a language; "" where it has not said.
func (a Agency) Hours(l lang.Lang) string {
	if l == lang.Cy {
		return a.Settings.HoursCy
	}
	return a.Settings.HoursEn
}

// Settings is what differs from council to council; stored as JSON.
type Settings struct {
	Phone      string   `json:"phone"`   // as printed: '020 7946 0123'
	HoursEn    string   `json:"hoursEn"` // 'Monday to Friday, 8:30am to 5pm'
	HoursCy    string   `json:"hoursCy"`
	Address    []string `json:"address"`    // return address, last a postcode
	Counter    []string `json:"counter"`    // where one can walk in
	ReviewDays int      `json:"reviewDays"` // calendar days to ask for a review; 0 takes 28
	FeePence   int      `json:"feePence"`
	TextNumber string   `json:"textNumber"` // E.164 number citizens text

	SchoolTerms []Term `json:"schoolTerms,omitempty"` // in order; none takes what is usual in England
}

// Term is when the schools are open, from its first day to its last, each like 2026-09-01. A half term is two of them.
type Term struct {
	From  string `json:"from"`
	Until string `json:"until"`
}

// Days are the term's first and last day, midnight UTC.
func (t Term) Days() (from, until time.Time, err error) {
	if from, err = time.Parse(time.DateOnly, t.From); err != nil {
		return from, until, fmt.Errorf("school term: %w", err)
	}
	if until, err = time.Parse(time.DateOnly, t.Until); err != nil {
		return from, until, fmt.Errorf("school term: %w", err)
	}
	if until.Before(from) {
		return from, until, fmt.Errorf("school term: it ends on %s, before it begins", t.Until)
	}
	return from, until, nil
}

// The errors of this package.
var (
	ErrNotFound   = errors.New("no such member of staff or agency")
	ErrSignIn     = errors.New("user name or password is wrong")        // never which
	ErrThrottled  = errors.New("too many attempts; wait and try again") // after 5 in 15 minutes for a name, or 20 for an address
	ErrPassword   = errors.New("the password must have at least 10 characters, and not be the user name or one character over and over")
	ErrTaken      = errors.New("the name is already taken") // an agency's slug, a user name
	ErrEnded      = errors.New("the session has ended")
	ErrNotAllowed = errors.New("that is for another role")
	ErrInvalid    = errors.New("not a valid agency or member of staff") // wrapped with what is wrong
)

// Office holds what staff verbs need.
type Office struct {
	db       *pgxpool.Pool
	tries    *attempts.Counter
	agencies agencyCache

	sso  *sso              // nil: there is no single sign-on
	keys *relying.Passkeys // nil: passkeys cannot be used at the public address
	ways Ways

	// Release hands back what a member has in hand, in the transaction in which they leave or move away; nil hands back nothing. Set
	// before the first request.
	Release func(ctx context.Context, tx pgx.Tx, by audit.Actor, m Member) (Handed, error)
}

// Ways are how staff may sign in.
type Ways struct {
	Public     string     // our address: passkeys are bound to its host
	SSO        *SSOConfig // nil: there is no single sign-on
	NoPassword bool       // passwords are not taken
	PasskeyFor Role       // from which role on a passkey is needed beside; "" for none
}

// Offer says how staff may sign in; without it, by password. The error is a plain sentence about the configuration.
func (o *Office) Offer(w Ways) (err error) {
	if o.keys, err = relying.NewPasskeys(relying.PasskeyConfig{Public: w.Public, Name: "Samedoor", Patience: patience}); err != nil {
		return err
	}
	if o.keys == nil && w.PasskeyFor != "" {
		return errors.New("passkeys cannot be used where the public address is a bare number; give it a name")
	}
	if o.ways = w; w.SSO != nil {
		o.sso, err = newSSO(*w.SSO)
	}
	return err
}

// SSO, Passwords and Passkeys say what is offered.
func (o *Office) SSO() bool       { return o.sso != nil }
func (o *Office) Passwords() bool { return !o.ways.NoPassword }
func (o *Office) Passkeys() bool  { return o.keys != nil }

// New makes an Office. secret keys the hashes of throttled subjects.
func New(db *pgxpool.Pool, secret []byte) *Office {
	return &Office{db: db, tries: attempts.New(db, secret)}
}
