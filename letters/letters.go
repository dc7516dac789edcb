// Package letters is the post room: a letter is requested in the transaction that causes it, rendered, batched, dispatched, and
// later delivered or returned. It knows nothing of cases: what a letter says comes with the request, what becomes of it is told
// by jobs whose arguments are defined here and which cases works.
package letters

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

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
	Agency  int64
	Account int64
	Draft   int64
	Kind    string      // continue, submitted, evidence, award, refusal
	Cause   string      // what makes it one letter however often it is asked for: 'decision:17'
	Langs   []lang.Lang // first language first; Welsh readers get Welsh, then English, in one envelope
	Format  string      // standard or large-print; what the person needs, nothing else is taken
	Address []string    // 3 to 7 lines, name first, postcode last
	Pages   map[lang.Lang]Page
	Code    int64  // access code printed on it; 0 for none
	Postage string // second, first
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

// DispatchedArgs, ReturnedArgs and FailedArgs tell whoever asked for a letter what became of it. cases works them.
type DispatchedArgs struct {
	Letter int64 `json:"letter" river:"unique"`
}

// Kind is the job's stable name.
func (DispatchedArgs) Kind() string { return "letter-dispatched" }

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
}

// The errors of this package.
var (
	ErrNotFound = errors.New("no such letter")
	ErrTooLate  = errors.New("the letter is already on its way")
)

// Room is the post room.
type Room struct {
	db      *pgxpool.Pool
	jobs    *river.Client[pgx.Tx] // insert-only is enough
	press   *sheet.Press
	printer Printer
	codes   func(id int64) string // the text of an access code
	public  string                // address citizens reach us at, for the QR: 'https://…'
}

// Config is what New needs.
type Config struct {
	DB      *pgxpool.Pool
	Jobs    *river.Client[pgx.Tx]
	Press   *sheet.Press
	Printer Printer
	Codes   func(id int64) string
	Public  string
}

// New makes a post room.
func New(c Config) *Room {
	return &Room{db: c.DB, jobs: c.Jobs, press: c.Press, printer: c.Printer, codes: c.Codes, public: c.Public}
}

// RequestTx asks for a letter inside the transaction that causes it, and enqueues its rendering there. The same cause twice is one letter:
// its id is returned again.
func (r *Room) RequestTx(ctx context.Context, tx pgx.Tx, q Request) (int64, error) { panic("contract") }

// StopTx stops every letter to an account that has not been dispatched; it answers the ids of those stopped.
func (r *Room) StopTx(ctx context.Context, tx pgx.Tx, account int64, why string) ([]int64, error) {
	panic("contract")
}

// BatchNow gathers all rendered letters of an agency (0 for all) into batches and enqueues their dispatch: the periodic job at the
// cut-off (17:30 Europe/London) calls it, and a leader may on demand. It answers how many letters were batched.
func (r *Room) BatchNow(ctx context.Context, agency int64, now time.Time) (int, error) {
	panic("contract")
}

// MarkReturned records that a letter came back; MarkDelivered that the printer's response says it was posted.
func (r *Room) MarkReturned(ctx context.Context, letter int64) error { panic("contract") }

// MarkDelivered records the printer's word that a letter was delivered.
func (r *Room) MarkDelivered(ctx context.Context, letter int64) error { panic("contract") }

// ByDraft are the letters of a draft, newest first. ByAccount of an account.
func (r *Room) ByDraft(ctx context.Context, draft int64) ([]Letter, error) { panic("contract") }

// ByAccount are the letters to an account, newest first.
func (r *Room) ByAccount(ctx context.Context, account int64, limit int) ([]Letter, error) {
	panic("contract")
}

// Recent are an agency's latest letters (0 for all agencies) for the post-room screen and the demonstration's doormat.
func (r *Room) Recent(ctx context.Context, agency int64, limit int) ([]Letter, error) {
	panic("contract")
}

// Read is one letter, or ErrNotFound.
func (r *Room) Read(ctx context.Context, id int64) (Letter, error) { panic("contract") }

// PDF writes the letter as it is printed.
func (r *Room) PDF(ctx context.Context, id int64, w io.Writer) error { panic("contract") }

// Image is one page of a letter as PNG, and Text the letter as plain text for those who cannot see the page.
func (r *Room) Image(ctx context.Context, id int64, page, dpi int) ([]byte, error) { panic("contract") }

// Text is the letter as plain text, in reading order.
func (r *Room) Text(ctx context.Context, id int64) (string, error) { panic("contract") }

// Watch gives the letters that are stuck: rendered but not batched after a day, dispatched but not acknowledged after two working days.
func (r *Room) Watch(ctx context.Context, now time.Time) ([]Letter, error) { panic("contract") }

// Register adds the post room's workers to a River bundle; Periodic are its periodic jobs.
func (r *Room) Register(w *river.Workers) { panic("contract") }

// Periodic are the jobs that run by the clock: the cut-off batch, the watchdog.
func (r *Room) Periodic() []*river.PeriodicJob { panic("contract") }
