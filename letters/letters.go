// Package letters is the post room: a letter is requested in the transaction that causes it, rendered, batched, dispatched, and
// later delivered or returned. It knows nothing of cases: what a letter says comes with the request, what becomes of it is told
// by jobs whose arguments are defined here and which cases works.
package letters

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
)

// State is where a letter is.
type State string

// The states. Requested → rendered → batched → dispatched → delivered or returned; stopped and failed end it earlier.
const (
	Requested  State = "requested"
	Rendered   State = "rendered"
	Batched    State = "batched"
	Dispatched State = "dispatched"
	Delivered  State = "delivered"
	Returned   State = "returned"
	Stopped    State = "stopped"
	Failed     State = "failed"
)

// Block is a piece of a letter as requested. Kind is one of: heading, paragraph, list, steps, facts, code, qr, signature.
// The code and qr blocks hold no code: it is put in, from Request.Code, as the page is made.
type Block struct {
	Kind  string      `json:"kind"`
	Text  string      `json:"text,omitempty"`
	Items []string    `json:"items,omitempty"`
	Facts [][2]string `json:"facts,omitempty"`
}

// Page is the whole text of a letter in one language.
type Page struct {
	Date      string   `json:"date"`      // '21 November 2026'
	Reference string   `json:"reference"` // 'Your reference: 2345-6789'
	Agency    string   `json:"agency"`
	Sender    []string `json:"sender"`
	Of        string   `json:"of"` // 'Page {page} of {of}'
	Blocks    []Block  `json:"blocks"`
}

// Request is one letter to be sent.
type Request struct {
	Way     accounts.Way // where it goes, in which format and languages: the only thing that lets a letter out
	Agency  int64
	Draft   int64
	Kind    string // continue, submitted, evidence, award, refusal, form
	Cause   string // what makes it one letter however often it is asked for: 'decision:17'
	Pages   map[lang.Lang]Page
	Code    int64        // access code printed on it; 0 for none
	Postage string       // second, first
	Form    *sheet.Drawn // a printed form, laid out by its door; then there are no Pages and no Code
}

// Letter is what is known of a letter.
type Letter struct {
	ID, Agency, Account, Draft int64
	Kind                       string
	Lang                       lang.Lang
	Format                     string
	State                      State
	Batch                      int64
	Pages                      int
	Problem                    string
	RequestedAt                time.Time
	DispatchedAt               *time.Time
	Address                    []string
}

// At is when a letter went out, or as long as it has not, when it was asked for.
func (l Letter) At() time.Time {
	if l.DispatchedAt != nil {
		return *l.DispatchedAt
	}
	return l.RequestedAt
}

// DispatchedArgs, DeliveredArgs, ReturnedArgs and FailedArgs tell whoever asked for a letter what became of it. cases works them.
type DispatchedArgs struct {
	Letter int64 `json:"letter" river:"unique"`
}

// Kind is the job's stable name.
func (DispatchedArgs) Kind() string { return "letter-dispatched" }

// DeliveredArgs says the printer's word is that a letter was posted.
type DeliveredArgs struct {
	Letter int64 `json:"letter" river:"unique"`
}

// Kind is the job's stable name.
func (DeliveredArgs) Kind() string { return "letter-delivered" }

// ReturnedArgs says a letter came back undelivered.
type ReturnedArgs struct {
	Letter int64 `json:"letter" river:"unique"`
}

// Kind is the job's stable name.
func (ReturnedArgs) Kind() string { return "letter-returned" }

// FailedArgs says a letter could not be made (problem stands on the letter).
type FailedArgs struct {
	Letter int64 `json:"letter" river:"unique"`
}

// Kind is the job's stable name.
func (FailedArgs) Kind() string { return "letter-failed" }

// Printer is the wire out. Print hands over one batch; a batch with a number it has had before is recognised and not printed
// again (it answers nil). It must be safe to call again after any failure.
type Printer interface {
	Print(ctx context.Context, b Batch) error
	// Responses is what the printer has said about a batch so far; done once it has said its last word.
	Responses(ctx context.Context, batch int64) (said []Response, done bool, err error)
}

// Response is the printer's word on one letter: delivered (posted), or returned.
type Response struct {
	Letter int64
	State  State
}

// Batch is what a printer gets.
type Batch struct {
	Number   int64
	Agency   string // slug
	Postage  string
	PrintDay time.Time
	Letters  []Printed
}

// Printed is one letter of a batch.
type Printed struct {
	ID     int64
	Pages  int
	SHA256 [32]byte
	PDF    []byte
	Lang   lang.Lang
	Format string
	Piece  string // letter, or form: one may be longer than a C5 envelope takes
	Plain  bool   // no name, mark or return address on the envelope: who shares the house must not learn who writes
}

// ErrNoWay says that a letter was asked for by a way that is none of letters.
var ErrNoWay = errors.New("not a way for a letter")

// ErrNotFound says that there is no such letter, or page of it.
var ErrNotFound = errors.New("no such letter")

// Room is the post room.
type Room struct {
	db      *pgxpool.Pool
	jobs    *river.Client[pgx.Tx] // insert-only is enough
	press   *sheet.Press
	printer Printer
	codes   func(id int64) string // the text of an access code
	public  string                // address citizens reach us at, for the QR: 'https://…'
	workday func(time.Time) time.Time
}

// Config is what New needs.
type Config struct {
	DB      *pgxpool.Pool
	Jobs    *river.Client[pgx.Tx]
	Press   *sheet.Press
	Printer Printer
	Codes   func(id int64) string
	Public  string
	Workday func(time.Time) time.Time // the next working day after a day: when what is batched now is printed
}

// New makes a post room.
func New(c Config) *Room {
	return &Room{db: c.DB, jobs: c.Jobs, press: c.Press, printer: c.Printer, codes: c.Codes, public: c.Public, workday: c.Workday}
}
