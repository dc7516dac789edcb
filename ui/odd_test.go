package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// odd is what comes in addresses and forms when nobody means well, or a program is wrong.
var odd = []string{"0", "-1", "9223372036854775807", "9223372036854775808", "1e9", "abc", "%00", "%ff%fe", "..%2f..%2fetc", "'%20or%201=1--", "%3Cscript%3E", "%F0%9F%92%A9",
	"2BCD-3FGH", "%E2%80%AE", strings.Repeat("9", 3000)}

// Nothing that can be sent to any route makes the site fail: not an odd path, not an odd question, not an odd form; for a citizen, a
// stranger, and staff.
func TestNothingBreaks(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	staff, citizen := b.as("leader"), b.browser()
	begun := citizen.ask("POST", "/apply/anytown/blue-badge", nil).header.Get("Location")
	citizens := strings.Split(begun, "/")[2]
	for _, r := range b.all() {
		w := citizen
		if strings.HasPrefix(r.pattern, "/desk") {
			w = staff
		}
		at := b.at(r)
		if !strings.HasPrefix(r.pattern, "/desk") {
			at = strings.Replace(at, b.draft.Reference, citizens, 1)
		}
		for _, path := range oddPaths(r.pattern) {
			b.fine(w, r, path, nil)
		}
		for _, form := range oddForms() {
			b.fine(w, r, at, form)
			b.fine(w, r, at+"?"+form.Encode(), nil)
		}
		b.fine(w, r, at+"?%zz=%&;=;", nil)
	}
}

// fine fails the test where a request was not answered as a request is.
func (b *bundle) fine(w *browser, r route, path string, form url.Values) {
	b.Helper()
	if r.pattern == "/desk/sign-out" || r.pattern == "/leave" {
		return // who asks next would be nobody
	}
	if a := w.ask(r.method, path, form); a.status >= http.StatusInternalServerError || a.status < http.StatusOK {
		b.Errorf("%s %.120s with %.200s: %d", r.method, path, form.Encode(), a.status)
	}
}

// oddPaths puts odd values into each of a route's places, one at a time.
func oddPaths(pattern string) (out []string) {
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		if !strings.HasPrefix(part, "{") && part != "*" {
			continue
		}
		for _, value := range odd {
			path := append([]string{}, parts...)
			path[i] = value
			for j := range path {
				if strings.HasPrefix(path[j], "{") {
					path[j] = "1"
				}
			}
			out = append(out, strings.Join(path, "/"))
		}
	}
	return out
}

// fields are the names of everything any form of the site sends.
var fields = []string{"q", "rev", "seen", "value", "day", "month", "year", "line1", "postcode", "no-fixed", "other", "skip", "later", "agree", "op", "row", "another", "asked", "kind", "keep",
	"from", "insist", "lang", "account", "service", "why", "for", "reason", "caller", "door", "phone", "outcome", "note", "slot", "back", "code", "username", "password", "what", "to",
	"criteria", "evidence", "reasons", "from-day", "from-month", "from-year", "until-day", "until-month", "until-year", "full-name", "nino", "mobile", "email", "spoken", "written", "format",
	"relay", "safe-text", "anyway", "draft", "whose", "state", "after", "remove", "body", "act", "answered", "posted", "id", "page"}

// oddForms fill every field with one odd value, twice over.
func oddForms() (out []url.Values) {
	for _, v := range []string{"", "\x00", "\xff\xfe", "-1", "99999999999999999999", "x\ny\r\nz", "<b>'\"\\{{", "💩\u202e", "award", "yes", "2026-11-21T10:00:00Z", strings.Repeat("é", 20000)} {
		form := url.Values{}
		for _, name := range fields {
			form[name] = []string{v}
			if len(v) < 100 {
				form[name] = []string{v, v}
			}
		}
		out = append(out, form)
	}
	// A form that means a question that is there.
	for _, v := range []string{"\x00", "no-such", strings.Repeat("9", 400)} {
		out = append(out, url.Values{"q": {"gender"}, "rev": {"0"}, "seen": {"0"}, "value": {v, v, "male"}, "day": {v}, "month": {v}, "year": {v}})
	}
	return out
}
