// Package sms is the door by text: what one question looks like in a message, what a reply means, and how messages leave and
// arrive. Nothing is decided here about an answer: every reply becomes the same cases.AnswerTx every other door calls.
package sms

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
)

// Sender is the wire out. Send hands one message over by a way that accounts.Reach decided, or back to who just texted; a returned *SendError says whether it was refused (and by which code) or
// whether the outcome is unknown. Find gives the messages sent to a number since a time with this very body, newest first: the same
// body may rightly have been sent twice, so the caller leaves out those it knows.
type Sender interface {
	Send(ctx context.Context, way accounts.Way, body string) (sid string, err error)
	Find(ctx context.Context, to, body string, since time.Time) (sids []string, err error)
	Fetcher
}

// Fetcher gets a picture from where the network keeps it; at most so many bytes, cut off after one more. ErrNoMedia says that it will
// never be had; any other error may pass.
type Fetcher interface {
	Fetch(ctx context.Context, address string, most int64) ([]byte, error)
}

// Config is what New needs.
type Config struct {
	DB        *pgxpool.Pool
	Jobs      *river.Client[pgx.Tx]
	Office    *cases.Office
	Register  *accounts.Register
	Sender    Sender
	AuthToken string         // signs the webhooks
	Forms     cases.MakeForm // makes the printed form of what a text does not ask; nil leaves it to a person
	Public    string         // the public URL Twilio calls and citizens open, never taken from a request
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
