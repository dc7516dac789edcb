package fake

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Text is a citizen texting us: the inbound webhook is posted, signed, and its answer awaited. It answers the message's SID; an
// error when the system did not take it. extra are further parameters, as Twilio may add at any time (OptOutType, NumMedia …).
func (t *Twilio) Text(ctx context.Context, from, body string, extra ...string) (sid string, err error) {
	return t.text(ctx, from, body, nil, extra...)
}

func (t *Twilio) text(ctx context.Context, from, body string, pictures []Picture, extra ...string) (sid string, err error) {
	t.mu.Lock()
	m := &Message{In: true, Phone: from, Body: body, Status: "received", Pictures: pictures}
	t.add(m, "SM")
	sid = m.SID
	form := url.Values{
		"MessageSid": {sid}, "SmsSid": {sid}, "SmsMessageSid": {sid}, "AccountSid": {t.o.AccountSID}, "ApiVersion": {"2010-04-01"},
		"From": {from}, "To": {t.o.Number}, "Body": {body}, "NumMedia": {"0"}, "NumSegments": {strconv.Itoa(m.Segments)}, "SmsStatus": {"received"},
		"FromCountry": {"GB"}, "ToCountry": {"GB"},
	}
	if kind := t.optOut(from, body); kind != "" {
		form.Set("OptOutType", kind)
	}
	extra = append(t.addresses(m), extra...)
	t.mu.Unlock()
	for i := 0; i+1 < len(extra); i += 2 {
		if extra[i] == "NumMedia" {
			form.Del("NumMedia")
		}
		form.Add(extra[i], extra[i+1])
	}
	return sid, t.Post(ctx, t.o.Public+t.o.InboundPath, form)
}

// optOut keeps the network's own list when Options.OptOuts says so; the caller holds the lock.
func (t *Twilio) optOut(from, body string) string {
	if !t.o.OptOuts {
		return ""
	}
	switch strings.ToUpper(strings.TrimSpace(body)) {
	case "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT":
		t.optedOut[from] = true
		return "STOP"
	case "START", "YES", "UNSTOP":
		delete(t.optedOut, from)
		return "START"
	case "HELP", "INFO":
		return "HELP"
	}
	return ""
}

// Report reports statuses of a message, one callback each, in the order given: out of order or twice where a test wants that.
// A status may carry an error: "undelivered:30006".
func (t *Twilio) Report(ctx context.Context, sid string, statuses ...string) error {
	for _, s := range statuses {
		status, number, _ := strings.Cut(s, ":")
		code, _ := strconv.Atoi(number) // absent is no error
		form, address, err := t.record(sid, status, code)
		if err != nil {
			return err
		}
		if err := t.Post(ctx, address, form); err != nil {
			return err
		}
	}
	return nil
}

// record changes a message's status and gives the callback to post.
func (t *Twilio) record(sid, status string, code int) (form url.Values, address string, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	m := t.bySID[sid]
	if m == nil {
		return nil, "", fmt.Errorf("fake twilio: no message %s", sid)
	}
	m.Status, m.Error = status, code
	if m.sent.IsZero() {
		m.sent = t.o.Now().UTC()
	}
	t.touch(m)
	form = url.Values{
		"MessageSid": {sid}, "SmsSid": {sid}, "AccountSid": {t.o.AccountSID}, "ApiVersion": {"2010-04-01"},
		"From": {t.o.Number}, "To": {m.Phone}, "MessageStatus": {status}, "SmsStatus": {status},
	}
	if code != 0 {
		form.Set("ErrorCode", strconv.Itoa(code))
	}
	return form, m.callback, nil
}

// follow reports what becomes of an accepted message, when it is to be done without being told.
func (t *Twilio) follow(sid string, f Fault) {
	if !t.o.Auto {
		return
	}
	statuses := []string{"sent", "delivered"}
	switch f.Do {
	case Silent:
		statuses = statuses[:1]
	case Undelivered:
		statuses[1] = fmt.Sprintf("undelivered:%d", f.Code)
	case Pass, Refuse, HangBefore, Hang, Close:
	}
	t.posts.Go(func() {
		_ = t.Report(context.Background(), sid, statuses...) // as at Twilio, a callback nobody takes is lost
	})
}

// Post signs a webhook for its public address and posts it where it really goes. An answer other than 2xx is an error.
func (t *Twilio) Post(ctx context.Context, public string, form url.Values) error {
	if public == "" {
		return nil // no callback was asked for
	}
	target := t.o.Target + strings.TrimPrefix(public, t.o.Public)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Twilio-Signature", Sign(t.o.AuthToken, public, form))
	res, err := t.o.Client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10)) // so that the connection can be used again
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("webhook answered %s", res.Status)
	}
	return nil
}

// Sign is Twilio's signature of a webhook: HMAC-SHA1 under the token over the address and every parameter, names sorted, the
// values of a repeated name sorted and once each; in base64.
func Sign(token, address string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(token))
	_, _ = io.WriteString(mac, address) // a hash takes everything
	for _, name := range slices.Sorted(maps.Keys(form)) {
		values := slices.Compact(slices.Sorted(slices.Values(form[name])))
		for _, v := range values {
			_, _ = io.WriteString(mac, name+v)
		}
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
