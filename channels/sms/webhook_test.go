package sms

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/lang"
)

func containsText(s, part string) bool { return strings.Contains(s, part) }

func post(t *testing.T, h http.Handler, body, signature string) int {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://internal:8080/anything", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", signature)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code == http.StatusOK && !strings.Contains(w.Body.String(), "<Response/>") {
		t.Errorf("answered %s", w.Body)
	}
	return w.Code
}

func inboundForm() url.Values {
	return url.Values{"MessageSid": {"SM1"}, "From": {phone}, "To": {testNumber}, "Body": {"hello"}, "NumMedia": {"0"}}
}

// Twilio's documented way to sign, on a case worked out with another program.
func TestKnownSignature(t *testing.T) {
	t.Parallel()
	form := url.Values{"To": {"+15550100"}, "From": {"+15550101"}, "Body": {"a b"}}
	const want = "mlU2ldbosH/SS2T+H+m8ZG6d7Ys=" // printf 'https://a.example.org/xBodya bFrom+15550101To+15550100' | openssl dgst -sha1 -hmac key -binary | base64
	if !signed("key", "https://a.example.org/x", form, want) || fake.Sign("key", "https://a.example.org/x", form) != want {
		t.Errorf("signed %s", fake.Sign("key", "https://a.example.org/x", form))
	}
}

func TestSignature(t *testing.T) {
	t.Parallel()
	b := setup(t)
	good := fake.Sign(testToken, testPublic+InboundPath, inboundForm())
	change := func(f func(url.Values)) url.Values {
		form := inboundForm()
		f(form)
		return form
	}
	for name, c := range map[string]struct {
		form      url.Values
		signature string
		want      int
	}{
		"good":                 {inboundForm(), good, 200},
		"unknown parameter":    {change(func(v url.Values) { v.Set("NewThing", "1") }), "", 200},
		"repeated parameter":   {change(func(v url.Values) { v["Body"] = []string{"hello", "again"} }), "", 200},
		"public port spelled":  {inboundForm(), fake.Sign(testToken, "https://apply.example.org:443"+InboundPath, inboundForm()), 200},
		"none":                 {inboundForm(), "-", 403},
		"body tampered":        {change(func(v url.Values) { v.Set("Body", "STOP") }), good, 403},
		"parameter added":      {change(func(v url.Values) { v.Set("OptOutType", "STOP") }), good, 403},
		"second value slipped": {change(func(v url.Values) { v.Add("Body", "STOP") }), good, 403},
		"parameter taken away": {change(func(v url.Values) { v.Del("NumMedia") }), good, 403},
		"other token":          {inboundForm(), fake.Sign("other", testPublic+InboundPath, inboundForm()), 403},
		"other address":        {inboundForm(), fake.Sign(testToken, "http://internal:8080/anything", inboundForm()), 403},
		"other hook":           {inboundForm(), fake.Sign(testToken, testPublic+StatusPath, inboundForm()), 403},
		"no sid":               {change(func(v url.Values) { v.Del("MessageSid") }), "", 400},
		"not base64":           {inboundForm(), "!!", 403},
	} {
		signature := c.signature
		if signature == "" {
			signature = fake.Sign(testToken, testPublic+InboundPath, c.form)
		}
		if got := post(t, b.Inbound(), c.form.Encode(), signature); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if n := b.count(`sms_messages`); n != 1 {
		t.Errorf("%d messages of one sid", n)
	}
}

func TestWebhookBounds(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if got := post(t, b.Inbound(), strings.Repeat("a", webhookBytes+1), "x"); got != http.StatusRequestEntityTooLarge {
		t.Errorf("a huge body: %d", got)
	}
	if got := post(t, b.Inbound(), "%zz", "x"); got != http.StatusBadRequest {
		t.Errorf("no form: %d", got)
	}
	w := httptest.NewRecorder()
	b.Inbound().ServeHTTP(w, httptest.NewRequest(http.MethodGet, InboundPath, nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", w.Code)
	}
	form := inboundForm()
	form.Set("Body", "nul\x00 bad\xff "+strings.Repeat("x", 4000))
	if got := post(t, b.Inbound(), form.Encode(), fake.Sign(testToken, testPublic+InboundPath, form)); got != 200 {
		t.Errorf("odd bytes: %d", got)
	}
	if all := b.bodies(); len(all) != 1 || utf8.RuneCountInString(all[0]) != 1600 {
		t.Error("odd bytes were not stored as text of 1,600 characters")
	}
}

// The same text delivered many times at once is stored once and answered once.
func TestDuplicateInbound(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.invited(lang.En)
	b.work()
	form := inboundForm()
	form.Set("Body", "TEXT")
	signature := fake.Sign(testToken, testPublic+InboundPath, form)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := post(t, b.Inbound(), form.Encode(), signature); got != 200 {
				t.Errorf("answered %d", got)
			}
		})
	}
	wg.Wait()
	var id int64
	b.row(&id, `select id from sms_messages where direction = 'in'`)
	for range 4 { // and its job, by several workers at once
		wg.Go(func() {
			if err := b.inbound(context.Background(), id, ""); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	b.work()
	if n := b.count(`river_job where kind = 'sms-inbound'`); n != 1 {
		t.Errorf("%d jobs", n)
	}
	if n := len(b.twilio.Sent(phone)); n != 2 {
		t.Errorf("%d texts sent, want the link and one reply", n)
	}
}

// Messages of one phone are answered in the order they came, whichever job runs first.
func TestOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.invited(lang.En)
	b.work()
	b.says(phone, "TEXT")
	b.says(phone, "5 3 1944")
	for _, body := range []string{"1", "yes"} {
		if _, err := b.twilio.Text(t.Context(), phone, body); err != nil {
			t.Fatal(err)
		}
	}
	var second int64
	b.row(&second, `select max(id) from sms_messages where direction = 'in'`)
	if err := b.inbound(t.Context(), second, ""); err == nil {
		t.Error("the second message was answered before the first")
	}
	b.work()
	b.clock.Add(time.Second)
	b.work()
	if n := b.count(`answers`); n != 2 {
		t.Errorf("%d answers, want both", n)
	}
}

// The network's word counts: what it took as STOP is STOP, and it has confirmed already.
func TestNetworkOptOut(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.invited(lang.En)
	b.work()
	if got := b.says(phone, "Quit", "OptOutType", "STOP"); len(got) != 0 {
		t.Errorf("confirmed again: %v", got)
	}
	if n := b.count(`sms_conversations where stopped_at is not null`); n != 1 {
		t.Error("not stopped")
	}
	if got := b.says(phone, "yes", "OptOutType", "START"); len(got) != 1 {
		t.Errorf("on START: %v", got)
	}
	if got := b.says(phone, "info", "OptOutType", "HELP"); len(got) != 0 {
		t.Errorf("helped again: %v", got)
	}
}

// Two machines that answer each other are not kept going.
func TestFlood(t *testing.T) {
	t.Parallel()
	b := setup(t)
	replies := 0
	for range mostIdentical + 5 {
		b.clock.Add(time.Second)
		replies += len(b.says(phone, "I am out of the office"))
	}
	if replies != mostIdentical {
		t.Errorf("%d identical replies in a minute", replies)
	}
}
