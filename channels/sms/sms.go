// Package sms is the door by text: what one question looks like in a message, what a reply means, and how messages leave and
// arrive. Nothing is decided here about an answer: every reply becomes the same cases.AnswerTx every other door calls.
package sms

import (
	"context"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
)

// Sender is the wire out. Send hands one message over; a returned *SendError says whether it was refused (and by which code) or
// whether the outcome is unknown. Find gives the messages sent to a number since a time with this very body, newest first: the same
// body may rightly have been sent twice, so the caller leaves out those it knows.
type Sender interface {
	Send(ctx context.Context, to, body string) (sid string, err error)
	Find(ctx context.Context, to, body string, since time.Time) (sids []string, err error)
}

// Config is what New needs.
type Config struct {
	DB        *pgxpool.Pool
	Jobs      *river.Client[pgx.Tx]
	Office    *cases.Office
	Register  *accounts.Register
	Sender    Sender
	AuthToken string // signs the webhooks
	Public    string // the public URL Twilio calls and citizens open, never taken from a request
	Now       func() time.Time
}

// Desk is the SMS desk: conversations, messages in and out.
type Desk struct{ c Config }

// InboundPath and StatusPath are where the webhooks are mounted, below Config.Public: they are part of what Twilio signs.
const (
	InboundPath = "/sms/inbound"
	StatusPath  = "/sms/status"
)

// New makes a Desk.
func New(c Config) *Desk {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Desk{c: c}
}

// Inbound and Status are the webhooks: verified by signature, deduplicated, stored with a job in one transaction, answered at once.
func (d *Desk) Inbound() http.Handler { panic("contract") }

// Status takes delivery reports.
func (d *Desk) Status() http.Handler { panic("contract") }

// Register adds the workers: notices, sending, inbound, reconciling. Periodic are those that run by the clock.
func (d *Desk) Register(w *river.Workers) { panic("contract") }

// Periodic are the jobs that run by the clock.
func (d *Desk) Periodic() []*river.PeriodicJob { panic("contract") }

// Message is one text, for timelines and the demonstration's handset. Codes are not shown in it.
type Message struct {
	ID       int64
	In       bool
	Phone    string
	Body     string
	State    string
	Segments int
	At       time.Time
}

// ByDraft are the texts of a draft, oldest first.
func (d *Desk) ByDraft(ctx context.Context, draft int64) ([]Message, error) { panic("contract") }
