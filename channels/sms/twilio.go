package sms

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/samedoor/samedoor/accounts"
)

// TwilioConfig is what NewTwilio needs.
type TwilioConfig struct {
	AccountSID string
	AuthToken  string
	From       string // E.164 number that sends and that citizens text back; or a Messaging Service's SID (MG…)
	Public     string // public address of this system: status callbacks go to it
	Base       string // another address than api.twilio.com, for tests and the demonstration; "" for the real one
	Transport  http.RoundTripper
}

// Twilio is the Sender on Twilio's Messages API.
type Twilio struct {
	c    TwilioConfig
	base *url.URL // nil for the real one
}

// callTime is how long one call may take. Twilio promises nothing; its library's default is 10 s too.
const callTime = 10 * time.Second

// NewTwilio makes a Sender. The error is a Base that is no address.
func NewTwilio(c TwilioConfig) (*Twilio, error) {
	t := &Twilio{c: c}
	if t.c.Transport == nil {
		t.c.Transport = http.DefaultTransport
	}
	if c.Base != "" {
		base, err := url.Parse(c.Base)
		if err != nil || base.Host == "" {
			return nil, fmt.Errorf("twilio address %q: want http://host:port", c.Base)
		}
		t.base = base
	}
	return t, nil
}

// Send hands a message over. Its outcome is Unknown when the call broke after the message may have been taken.
func (t *Twilio) Send(ctx context.Context, way accounts.Way, body string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	w := t.wire(ctx)
	params := &openapi.CreateMessageParams{}
	params.SetTo(way.Phone()).SetBody(body).SetStatusCallback(t.c.Public + StatusPath)
	if len(t.c.From) > 2 && t.c.From[:2] == "MG" {
		params.SetMessagingServiceSid(t.c.From)
	} else {
		params.SetFrom(t.c.From)
	}
	m, err := w.api().CreateMessage(params)
	if err != nil {
		return "", w.failure(err)
	}
	if m.Sid == nil || *m.Sid == "" {
		return "", &SendError{Outcome: Unknown, Err: errors.New("answer without a sid")}
	}
	return *m.Sid, nil
}

// Find gives the messages sent to a number with this very body since a time, newest first. It does not ask by DateSent: a message
// that is still queued at Twilio has none, and would not be found.
func (t *Twilio) Find(ctx context.Context, to, body string, since time.Time) ([]string, error) {
	const clocks = 2 * time.Minute // our clock and theirs may differ; date_created has whole seconds
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	w := t.wire(ctx)
	params := &openapi.ListMessageParams{}
	params.SetTo(to).SetPageSize(100)
	page, err := w.api().PageMessage(params, "", "") // a number gets far fewer than 100 texts in the minutes that matter
	if err != nil {
		return nil, w.failure(err)
	}
	var sids []string
	for _, m := range page.Messages {
		if m.Sid == nil || m.Body == nil || m.DateCreated == nil || *m.Body != body {
			continue
		}
		at, err := time.Parse(time.RFC1123Z, *m.DateCreated)
		if err == nil && at.After(since.Add(-clocks)) {
			sids = append(sids, *m.Sid)
		}
	}
	return sids, nil
}

// wire is one call: twilio-go takes no context, so the transport brings it in, and remembers the status for answers that are not JSON.
type wire struct {
	t      *Twilio
	ctx    context.Context
	status int
}

func (t *Twilio) wire(ctx context.Context) *wire { return &wire{t: t, ctx: ctx} }

// api is made by hand: the library's own constructor reads the environment.
func (w *wire) api() *openapi.ApiService {
	c := &client.Client{Credentials: client.NewCredentials(w.t.c.AccountSID, w.t.c.AuthToken), HTTPClient: &http.Client{
		Transport:     w,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	c.SetAccountSid(w.t.c.AccountSID)
	return openapi.NewApiService(&client.RequestHandler{Client: c})
}

// RoundTrip puts the context in and the address right.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(w.ctx)
	if base := w.t.base; base != nil {
		r.URL.Scheme, r.URL.Host, r.Host = base.Scheme, base.Host, base.Host
	}
	res, err := w.t.c.Transport.RoundTrip(r)
	if err == nil {
		w.status = res.StatusCode
	}
	return res, err
}

// failure says what an error means for the message: was it refused, was it never looked at, or can nobody know.
func (w *wire) failure(err error) *SendError {
	var address *url.Error
	if errors.As(err, &address) { // its text holds the number, which is no business of logs
		err = address.Err
	}
	out := &SendError{Status: w.status, Outcome: Unknown, Err: err}
	var rest *client.TwilioRestError
	if errors.As(err, &rest) {
		out.Code, out.Err = rest.Code, nil // as does its
	}
	switch {
	case neverSent(err), retryCodes[out.Code], w.status == http.StatusTooManyRequests,
		w.status == http.StatusUnauthorized, w.status == http.StatusForbidden && out.Code == 0:
		out.Outcome = Retry
	case w.status == 0 && out.Code != 0: // refused by the library, before any call
		out.Outcome = Refused
	case w.status >= 400 && w.status < 500 && w.status != http.StatusRequestTimeout:
		out.Outcome = Refused
	}
	return out
}

// retryCodes were refused for now: too many requests, a full queue, wrong credentials (an operator's to mend).
var retryCodes = map[int]bool{20429: true, 21611: true, 30001: true, 20003: true, 14107: true, 21222: true, 21224: true}

// neverSent is true of errors before the first byte was written: no connection, no name, no trust.
func neverSent(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	var authority x509.UnknownAuthorityError
	return errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns) || errors.As(err, &authority)
}
