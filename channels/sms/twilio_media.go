package sms

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// ErrNoMedia means that a picture is not there, or its address is none of Twilio's: asking again is of no use.
var ErrNoMedia = errors.New("no such picture")

// fetchTime is how long one picture may take: half a megabyte on a bad day.
const fetchTime = 30 * time.Second

// mediaHosts are where Twilio keeps pictures: its API leads there. An address elsewhere is not followed, whoever it is from.
var mediaHosts = []string{".twilio.com", ".twiliocdn.com", ".amazonaws.com"}

// Fetch gets a picture of a message to us. Our credentials go to Twilio's API only.
func (t *Twilio) Fetch(ctx context.Context, address string, most int64) ([]byte, error) {
	at, err := url.Parse(address)
	if err != nil || at.Scheme != "https" || !strings.HasSuffix(at.Hostname(), ".twilio.com") ||
		!strings.HasPrefix(at.Path, "/2010-04-01/Accounts/"+t.c.AccountSID+"/Messages/") || strings.Contains(at.Path, "..") {
		return nil, fmt.Errorf("%w: not an address of our account", ErrNoMedia)
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoMedia, err)
	}
	req.SetBasicAuth(t.c.AccountSID, t.c.AuthToken)
	w := t.wire(ctx)
	res, err := (&http.Client{Transport: w, CheckRedirect: t.mayFollow}).Do(req)
	if err != nil {
		var bad *url.Error
		if errors.As(err, &bad) { // its text holds the address, which whoever has it may open
			err = bad.Err
		}
		return nil, err
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode == http.StatusOK:
		return io.ReadAll(io.LimitReader(res.Body, most+1))
	case res.StatusCode == http.StatusNotFound, res.StatusCode == http.StatusGone:
		return nil, ErrNoMedia
	}
	return nil, fmt.Errorf("a picture was answered %d", res.StatusCode)
}

// mayFollow lets a redirect go on to where Twilio keeps media, encrypted, and not for ever. Go leaves the credentials behind.
func (t *Twilio) mayFollow(r *http.Request, via []*http.Request) error {
	if len(via) > 3 || r.URL.Scheme != "https" {
		return http.ErrUseLastResponse
	}
	for _, host := range mediaHosts {
		if strings.HasSuffix(r.URL.Hostname(), host) {
			return nil
		}
	}
	return http.ErrUseLastResponse
}
