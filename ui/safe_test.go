package ui_test

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/channels/sms"
)

// Every answer, whatever it is, keeps a browser from doing what this site never asks of it.
func TestHeaders(t *testing.T) {
	t.Parallel()
	b := setup(t, "https://samedoor.example.org")
	w := b.as("leader")
	paths := []route{{"GET", "/nothing/here"}, {"DELETE", "/desk"}, {"GET", "/leave"}}
	for _, r := range append(b.all(), paths...) {
		a := w.ask(r.method, b.at(r), nil)
		policy := a.header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s %s: the policy lacks %s: %q", r.method, r.pattern, want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || strings.Contains(policy, "http") {
			t.Errorf("%s %s: the policy allows too much: %s", r.method, r.pattern, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "max-age=63072000; includeSubDomains"} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s %s: %s is %q", r.method, r.pattern, name, got)
			}
		}
		if html := strings.HasPrefix(a.header.Get("Content-Type"), "text/html"); html && a.header.Get("Cache-Control") != "no-store" && a.status/100 != 3 {
			t.Errorf("%s %s: a page may be kept: %q", r.method, r.pattern, a.header.Get("Cache-Control"))
		}
		for _, c := range []string{"<style", "style=", "onclick=", "onload=", "javascript:"} {
			if strings.Contains(a.body, c) && strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
				t.Errorf("%s %s: the page has %s", r.method, r.pattern, c)
			}
		}
	}
}

// Cookies are out of reach of scripts and other sites, and bound to this very host where there is https.
func TestCookies(t *testing.T) {
	t.Parallel()
	for public, prefix := range map[string]string{"https://samedoor.example.org": "__Host-", "http://127.0.0.1:8080": ""} {
		b := setup(t, public)
		w := b.browser()
		begun := w.ask("POST", "/apply/anytown/blue-badge", nil)
		signed := w.ask("POST", "/desk/sign-in", url.Values{"username": {"agent"}, "password": {password}})
		for name, a := range map[string]answer{"samedoor": begun, "samedoor-desk": signed} {
			cookies := (&http.Response{Header: a.header}).Cookies()
			if len(cookies) != 1 || cookies[0].Name != prefix+name {
				t.Fatalf("%s: the cookies are %v, with %d", public, cookies, a.status)
			}
			c := cookies[0]
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != (prefix != "") || c.Path != "/" || c.Domain != "" || c.MaxAge > 0 || !c.Expires.IsZero() {
				t.Errorf("%s: %s", public, c.Raw)
			}
		}
	}
}

// What is posted from another site is refused on every route; a browser says where it comes from in one of two ways.
func TestCrossOrigin(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	w, posts := b.as("leader"), 0
	for _, r := range b.all() {
		if r.method != "POST" {
			continue
		}
		posts++
		for _, from := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example.org"}} {
			a := w.ask("POST", b.at(r), nil, from...)
			if a.status != http.StatusForbidden || !strings.Contains(a.body, "cross-origin") {
				t.Errorf("%s with %v: %d", r.pattern, from, a.status)
			}
		}
	}
	if posts < 30 {
		t.Errorf("only %d routes take a POST", posts)
	}
	if a := w.ask("POST", "/leave", nil, "Sec-Fetch-Site", "same-origin"); a.status != http.StatusSeeOther {
		t.Errorf("the same origin: %d", a.status)
	}
	for _, hook := range []string{sms.InboundPath, sms.StatusPath} { // Twilio says neither; its signature speaks for it
		if a := w.ask("POST", hook, nil); a.status != http.StatusForbidden || strings.Contains(a.body, "cross-origin") {
			t.Errorf("%s without a signature: %d %s", hook, a.status, a.body)
		}
	}
}

// least says which routes of the desk need more than an agent, or nobody at all.
var least = map[route]string{
	{"GET", "/desk/sign-in"}: "", {"POST", "/desk/sign-in"}: "", {"POST", "/desk/sign-out"}: "", {"GET", "/desk/language/{lang}"}: "",
	{"GET", "/desk/sign-in/sso"}: "", {"GET", "/desk/sign-in/sso/back"}: "", {"GET", "/desk/sign-in/passkey"}: "", {"POST", "/desk/sign-in/passkey"}: "",
	{"GET", "/desk/team"}: "leader", {"POST", "/desk/team/session/{id}/end"}: "leader", {"POST", "/desk/team/member/{id}/passkey"}: "leader",
	{"GET", "/desk/joined/{id}/part"}: "caseworker", {"POST", "/desk/joined/{id}/part"}: "caseworker",
	{"POST", "/desk/cases/next"}: "caseworker", {"POST", "/desk/case/{ref}/take"}: "caseworker", {"POST", "/desk/case/{ref}/hand-back"}: "caseworker",
	{"POST", "/desk/case/{ref}/evidence"}: "caseworker", {"POST", "/desk/case/{ref}/finish"}: "caseworker", {"POST", "/desk/case/{ref}/move"}: "caseworker",
	{"GET", "/desk/case/{ref}/decide"}: "caseworker", {"POST", "/desk/case/{ref}/decide"}: "caseworker", {"POST", "/desk/letters/print"}: "leader",
	{"POST", "/desk/person/{id}/rights/hold"}: "leader", {"POST", "/desk/person/{id}/rights/hold-end"}: "leader",
}

// Nobody sees the desk without signing in, and each role reaches what it may and no more.
func TestRoles(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	b.as("agent") // the first session: what a page ends must not be the session it is asked in
	rank := map[string]int{"agent": 1, "caseworker": 2, "leader": 3}
	known := map[route]bool{}
	for _, who := range []string{"", "agent", "caseworker", "leader"} {
		w := b.as(who)
		for _, r := range b.all() {
			if r.pattern != "/desk" && !strings.HasPrefix(r.pattern, "/desk/") {
				continue
			}
			need, special := least[r]
			known[r] = true
			if special && need == "" {
				continue
			}
			if !special {
				need = "agent"
			}
			a := w.ask(r.method, b.at(r), nil)
			toSignIn := a.status == http.StatusSeeOther && strings.HasPrefix(a.header.Get("Location"), "/desk/sign-in?")
			switch {
			case who == "" && !toSignIn:
				t.Errorf("%s %s without a session: %d", r.method, r.pattern, a.status)
			case who != "" && rank[who] < rank[need] && a.status != http.StatusForbidden:
				t.Errorf("%s %s as %s: %d", r.method, r.pattern, who, a.status)
			case who != "" && rank[who] >= rank[need] && (a.status == http.StatusForbidden || toSignIn):
				t.Errorf("%s %s as %s: %d", r.method, r.pattern, who, a.status)
			}
		}
	}
	for r := range least {
		if !known[r] {
			t.Errorf("there is no %s %s any more", r.method, r.pattern)
		}
	}
}

// Signing in leads to where somebody was going, within this site.
func TestSignInLeadsBack(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	a := b.browser().ask("GET", "/desk/search?q=a+b", nil)
	if got := a.header.Get("Location"); got != "/desk/sign-in?back="+url.QueryEscape("/desk/search?q=a+b") {
		t.Fatalf("asked to sign in at %q", got)
	}
	for back, want := range map[string]string{"/desk/search?q=a+b": "/desk/search?q=a+b", "//elsewhere.example.org": "/desk", `/\elsewhere.example.org`: "/desk",
		"https://elsewhere.example.org/desk": "/desk", "javascript:alert(1)": "/desk", "/desk\r\nSet-Cookie: a=b": "/desk", "": "/desk"} {
		a := b.browser().ask("POST", "/desk/sign-in", url.Values{"username": {"agent"}, "password": {password}, "back": {back}})
		if got := a.header.Get("Location"); got != want {
			t.Errorf("back to %q leads to %q", back, got)
		}
	}
}

// Changing the language keeps the place, and leads nowhere else.
func TestLanguage(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	for _, at := range []struct{ route, home, lang string }{{"/language/", "/", ""}, {"/desk/language/", "/desk", ""}} {
		w := b.as("agent")
		for back, want := range map[string]string{"/c/2BCD-3FGH-4JKM?x=1": "/c/2BCD-3FGH-4JKM?x=1", "//elsewhere.example.org": at.home, `\\elsewhere.example.org`: at.home,
			`/\elsewhere.example.org`: at.home, "https://elsewhere.example.org": at.home, "elsewhere.example.org": at.home, "/%09/elsewhere.example.org": "/%09/elsewhere.example.org", "": at.home} {
			a := w.ask("GET", at.route+"cy?back="+url.QueryEscape(back), nil)
			if got := a.header.Get("Location"); a.status != http.StatusSeeOther || got != want {
				t.Errorf("%s back to %q leads to %q with %d", at.route, back, got, a.status)
			}
		}
		if a := w.ask("GET", at.home, nil); !strings.Contains(a.body, `<html lang="cy"`) {
			t.Errorf("%s is not in Welsh after the change", at.home)
		}
	}
}

// A document is handed over to be kept, never shown in the page, and only as what its content says it is.
func TestDocument(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	at := fmt.Sprintf("/desk/document/%d", b.document.ID)
	a := b.as("agent").ask("GET", at, nil)
	how, params, err := mime.ParseMediaType(a.header.Get("Content-Disposition"))
	if a.status != 200 || err != nil || how != "attachment" || params["filename"] == "" || a.header.Get("Content-Type") != "image/png" {
		t.Errorf("%d %v", a.status, a.header)
	}
	if !bytes.Equal([]byte(a.body), picture) || a.header.Get("X-Content-Type-Options") != "nosniff" || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", a.header)
	}
	if a := b.browser().ask("GET", at, nil); a.status != http.StatusSeeOther {
		t.Errorf("nobody gets %d", a.status)
	}
}

// A page that is not there, or is posted to the wrong way, is a page all the same.
func TestMissing(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	for path, status := range map[string]int{"/nothing": 404, "/desk/nothing": 404, "/static/nothing.css": 404, "/leave": 405, "/desk/contact": 405, "/desk/person": 405} {
		a := b.as("agent").ask("GET", path, nil, "Accept-Language", "cy")
		if a.status != status {
			t.Errorf("%s: %d", path, a.status)
		}
		if !strings.HasPrefix(path, "/static") && !strings.Contains(a.body, `<html lang="cy"`) {
			t.Errorf("%s: no page in the visitor's language: %q", path, a.body)
		}
	}
}

// More than a page may post is refused by a page that says so.
func TestTooBig(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	big := url.Values{"value": {strings.Repeat("x", 2<<20)}}
	for _, path := range []string{"/c", "/desk/sign-in", "/desk/draft/" + b.draft.Reference + "/answer", "/desk/person", fmt.Sprintf("/desk/typing/%d", b.draft.ID)} {
		a := b.as("agent").ask("POST", path, big)
		if a.status != http.StatusRequestEntityTooLarge || !strings.Contains(a.body, "<h1") {
			t.Errorf("%s: %d %.200s", path, a.status, a.body)
		}
	}
}

// The line of a request names its route and nobody: names stand in searches, references and codes in paths.
func TestLogLine(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	w := b.as("agent")
	for _, path := range []string{"/desk/search?q=Quillfeather", "/c/Quillfeather", "/Quillfeather", "/desk/draft/Quillfeather", "/application/Quillfeather/gender?from=Quillfeather"} {
		w.ask("GET", path, nil, "Referer", b.url+path, "User-Agent", "Quillfeather")
	}
	w.ask("POST", "/desk/sign-in", url.Values{"username": {"Quillfeather"}, "password": {"Quillfeather"}})
	if found := logged.with("Quillfeather"); len(found) > 0 {
		t.Errorf("a line names what was asked for: %s", found[0])
	}
	if len(logged.with(`"route":"/c/{code}"`)) == 0 {
		t.Error("the log is not read")
	}
}
