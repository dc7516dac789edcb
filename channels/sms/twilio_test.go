package sms

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/internal/fake"
)

func sender(t *testing.T, c TwilioConfig, h http.Handler) *Twilio {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	c.AccountSID, c.From, c.Public, c.Base = testSID, testNumber, testPublic, srv.URL
	if c.AuthToken == "" {
		c.AuthToken = testToken
	}
	s, err := NewTwilio(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	answer := func(status int, body string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		})
	}
	for name, c := range map[string]struct {
		h       http.Handler
		outcome SendOutcome
		code    int
	}{
		"429 without a word":     {answer(429, ``), Retry, 0},
		"429":                    {answer(429, `{"code": 20429, "status": 429}`), Retry, 20429},
		"bad gateway":            {answer(502, `<html>`), Unknown, 0},
		"500":                    {answer(500, `{"code": 20500}`), Unknown, 20500},
		"refused":                {answer(400, `{"code": 21610, "message": "+447700900123 is opted out"}`), Refused, 21610},
		"unknown reason":         {answer(404, `{"code": 20404}`), Refused, 20404},
		"credentials":            {answer(401, `{"code": 20003}`), Retry, 20003},
		"forbidden by a proxy":   {answer(403, `<html>`), Retry, 0},
		"taken, answer cut":      {answer(201, `{"sid": "SM`), Unknown, 0},
		"taken, answer no sid":   {answer(201, `{}`), Unknown, 0},
		"moved":                  {answer(302, ``), Unknown, 0},
		"timed out at their end": {answer(408, ``), Unknown, 0},
	} {
		s := sender(t, TwilioConfig{}, c.h)
		_, err := s.Send(t.Context(), accounts.WayBack(phone), "hello")
		var got *SendError
		if !errors.As(err, &got) || got.Outcome != c.outcome || got.Code != c.code {
			t.Errorf("%s: %v, want %s %d", name, err, c.outcome, c.code)
		}
		if err != nil && (strings.Contains(err.Error(), "7700900123") || strings.Contains(err.Error(), "hello")) {
			t.Errorf("%s: the error tells the number or the body: %v", name, err)
		}
	}
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	s, err := NewTwilio(TwilioConfig{AccountSID: testSID, AuthToken: testToken, From: testNumber, Base: "http://" + l.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Send(t.Context(), accounts.WayBack(phone), "hello")
	var got *SendError
	if !errors.As(err, &got) || got.Outcome != Retry {
		t.Errorf("a call that was never connected is safe to make again: %v", err)
	}
	if _, err := s.Find(t.Context(), phone, "hello", time.Now()); err == nil || strings.Contains(err.Error(), "7700900123") {
		t.Errorf("the error tells the number: %v", err)
	}
	if _, err := NewTwilio(TwilioConfig{Base: "nowhere"}); err == nil {
		t.Error("an address that is none was taken")
	}
}

func TestContextEndsCall(t *testing.T) {
	t.Parallel()
	tw := fake.NewTwilio(fake.Options{AccountSID: testSID, AuthToken: testToken, Number: testNumber})
	tw.Fail(fake.Rule{Fault: fake.Fault{Do: fake.HangBefore}})
	reached := make(chan struct{})
	s := sender(t, TwilioConfig{}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(reached)
		tw.ServeHTTP(w, r)
	}))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-reached; cancel() }()
	_, err := s.Send(ctx, accounts.WayBack(phone), "hello")
	var got *SendError
	if !errors.As(err, &got) || got.Outcome != Unknown || !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	at := &clock{now: time.Now()}
	tw := fake.NewTwilio(fake.Options{AccountSID: testSID, AuthToken: testToken, Number: testNumber, Now: at.Now})
	s := sender(t, TwilioConfig{}, tw)
	send := func(to, body string) string {
		sid, err := s.Send(t.Context(), accounts.WayBack(to), body)
		if err != nil {
			t.Fatal(err)
		}
		return sid
	}
	send(phone, "hello")
	at.Add(time.Hour)
	first, second := send(phone, "hello"), send(phone, "hello")
	send(phone, "other")
	send("+447700900124", "hello")
	got, err := s.Find(t.Context(), phone, "hello", at.Now().Add(-time.Minute))
	if err != nil || len(got) != 2 || got[0] != second || got[1] != first {
		t.Errorf("found %v %v, want the queued %s and %s", got, err, second, first)
	}
}

// twilio-go's root package costs a minute of CPU to build and half a gigabyte of cache: only two of its packages are let in.
func TestTwilioRootIsNotImported(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, dep := range strings.Fields(string(out)) {
		if !strings.HasPrefix(dep, "github.com/twilio/twilio-go") {
			continue
		}
		n++
		sub := strings.TrimPrefix(dep, "github.com/twilio/twilio-go")
		if sub != "/rest/api/v2010" && !strings.HasPrefix(sub, "/client") {
			t.Errorf("%s is imported", dep)
		}
	}
	if n < 2 {
		t.Error("twilio-go was not found at all: this test looks in the wrong place")
	}
}
