// Package fake stands in for what is outside the building: Twilio's Messages API over real HTTP, and a printer. Tests and the
// demonstration use the same ones. Nothing is kept on disk.
package fake

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options is what a Twilio needs to know. Only the first three must be given.
type Options struct {
	AccountSID string // the user name of the API
	AuthToken  string // its password, and the key of webhook signatures
	Number     string // E.164 number that citizens text

	Public      string // public address of the system: what webhooks are signed for, 'https://apply.example.org'
	Target      string // where webhooks really go, behind the proxy as it were; "" takes Public
	InboundPath string // path of the inbound webhook; "" takes /sms/inbound

	Auto    bool // report sent and delivered by itself; else a test calls Report
	Digits  bool // numbers ending in certain digits fail, for the demonstration: see digits.go
	OptOuts bool // keeps the list of those who texted STOP itself, as Twilio's Advanced Opt-Out does

	Client *http.Client     // posts the webhooks; nil takes one with Twilio's 15 s
	Now    func() time.Time // nil takes time.Now
}

// Message is one text as Twilio keeps it.
type Message struct {
	SID      string    `json:"sid"`
	In       bool      `json:"in"` // from the citizen to us
	Phone    string    `json:"phone"`
	Body     string    `json:"body"`
	Status   string    `json:"status"`
	Error    int       `json:"error,omitempty"`
	Segments int       `json:"segments"`
	Created  time.Time `json:"created"`
	Change   uint64    `json:"change"` // counts every change of any message: see Changes
	Pictures []Picture `json:"-"`

	sent     time.Time // zero while queued, when Twilio's date_sent is null
	callback string
}

// Picture is something that came with a text.
type Picture struct {
	Type string // 'image/jpeg'
	Body []byte
}

// Twilio is the stand-in. It is an http.Handler speaking Messages of API version 2010-04-01 and, under /demo/, a small JSON
// interface for a handset. It is safe for use by many goroutines.
type Twilio struct {
	o   Options
	mux *http.ServeMux

	mu       sync.Mutex
	messages []*Message // oldest first
	bySID    map[string]*Message
	rules    []*rule
	broken   int // so many pictures are answered with an error first
	optedOut map[string]bool
	made     int    // messages ever, for their SIDs
	change   uint64 // changes ever
	wake     chan struct{}
	posts    sync.WaitGroup
}

// NewTwilio makes a Twilio.
func NewTwilio(o Options) *Twilio {
	if o.Target == "" {
		o.Target = o.Public
	}
	if o.InboundPath == "" {
		o.InboundPath = "/sms/inbound"
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 15 * time.Second} // Twilio gives a webhook 15 s
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	t := &Twilio{o: o, bySID: map[string]*Message{}, optedOut: map[string]bool{}, wake: make(chan struct{})}
	t.mux = http.NewServeMux()
	t.mux.HandleFunc("POST /2010-04-01/Accounts/{account}/Messages.json", t.signedIn(t.create))
	t.mux.HandleFunc("GET /2010-04-01/Accounts/{account}/Messages.json", t.signedIn(t.list))
	t.mux.HandleFunc("GET /2010-04-01/Accounts/{account}/Messages/{file}", t.signedIn(t.fetch))
	t.mux.HandleFunc("GET /2010-04-01/Accounts/{account}/Messages/{sid}/Media/{n}", t.signedIn(t.media))
	t.mux.HandleFunc("GET /demo/phones", t.showPhones)
	t.mux.HandleFunc("GET /demo/messages", t.showMessages)
	t.mux.HandleFunc("GET /demo/changes", t.showChanges)
	t.mux.HandleFunc("POST /demo/text", t.takeText)
	return t
}

func (t *Twilio) ServeHTTP(w http.ResponseWriter, r *http.Request) { t.mux.ServeHTTP(w, r) }

// Wait returns when every webhook that is under way has been answered.
func (t *Twilio) Wait() { t.posts.Wait() }

// add keeps a message; the caller holds the lock.
func (t *Twilio) add(m *Message, prefix string) {
	t.made++
	m.SID = fmt.Sprintf("%s%032x", prefix, t.made)
	m.Created = t.o.Now().UTC()
	m.Segments = segments(m.Body)
	t.messages = append(t.messages, m)
	t.bySID[m.SID] = m
	t.touch(m)
}

// touch marks a change and wakes whoever waits for one; the caller holds the lock.
func (t *Twilio) touch(m *Message) {
	t.change++
	m.Change = t.change
	close(t.wake)
	t.wake = make(chan struct{})
}

// segments is Twilio's own count, roughly: enough for its JSON. The real count is channels/sms's.
func segments(body string) int {
	single, joined := 160, 153
	if strings.ContainsFunc(body, func(r rune) bool {
		return r > 0x7f && !strings.ContainsRune("£èéùìòÇØøÅåÆæßÉÄÖÑÜ§äöñüà€", r)
	}) {
		single, joined = 70, 67
	}
	n := len([]rune(body))
	if n <= single {
		return 1
	}
	return (n + joined - 1) / joined
}
