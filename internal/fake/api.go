package fake

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxBody is what Twilio takes at most, in characters (error 21617 above).
const maxBody = 1600

// signedIn lets only our account in, by basic auth; others get Twilio's 20003.
func (t *Twilio) signedIn(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		right := subtle.ConstantTimeCompare([]byte(user+":"+password), []byte(t.o.AccountSID+":"+t.o.AuthToken)) == 1
		if !right || r.PathValue("account") != t.o.AccountSID {
			refuse(w, http.StatusUnauthorized, 20003, "Authenticate")
			return
		}
		next(w, r)
	}
}

func (t *Twilio) create(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		refuse(w, http.StatusBadRequest, 21600, "Cannot read the form")
		return
	}
	to, body := r.PostForm.Get("To"), r.PostForm.Get("Body")
	if status, code, message := wrong(to, body, r.PostForm); code != 0 {
		refuse(w, status, code, message)
		return
	}
	f := t.fault(to, body)
	if f.refuses() {
		refuse(w, f.status(), f.Code, "Refused by rule")
		return
	}
	if f.Do == HangBefore {
		<-r.Context().Done()
		return
	}
	m := &Message{Phone: to, Body: body, Status: "queued", callback: r.PostForm.Get("StatusCallback")}
	t.mu.Lock()
	t.add(m, "SM")
	answer := t.json(m)
	t.mu.Unlock()
	t.follow(m.SID, f)
	switch f.Do {
	case Hang: // accepted, but nobody will hear of it
		<-r.Context().Done()
	case Close:
		panic(http.ErrAbortHandler)
	case Pass, Refuse, HangBefore, Undelivered, Silent:
		write(w, http.StatusCreated, answer)
	}
}

// wrong is what Twilio checks before anything else.
func wrong(to, body string, form url.Values) (status, code int, message string) {
	digits := strings.TrimPrefix(to, "+")
	switch {
	case to == "":
		return http.StatusBadRequest, 21604, "A 'To' phone number is required."
	case !strings.HasPrefix(to, "+") || len(digits) < 7 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "":
		return http.StatusBadRequest, 21211, "Invalid 'To' Phone Number"
	case form.Get("From") == "" && form.Get("MessagingServiceSid") == "":
		return http.StatusBadRequest, 21603, "A 'From' phone number is required."
	case body == "":
		return http.StatusBadRequest, 21602, "Message body is required."
	case len([]rune(body)) > maxBody:
		return http.StatusBadRequest, 21617, "The concatenated message body exceeds the 1600 character limit"
	}
	return 0, 0, ""
}

func (t *Twilio) fetch(w http.ResponseWriter, r *http.Request) {
	sid, found := strings.CutSuffix(r.PathValue("file"), ".json")
	t.mu.Lock()
	defer t.mu.Unlock()
	m := t.bySID[sid]
	if !found || m == nil {
		refuse(w, http.StatusNotFound, 20404, "The requested resource was not found")
		return
	}
	write(w, http.StatusOK, t.json(m))
}

// list answers newest first. As at Twilio, a message not sent yet has no date_sent, and is left out when one is asked for.
func (t *Twilio) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	size, err := strconv.Atoi(q.Get("PageSize"))
	if err != nil || size < 1 {
		size = 50
	}
	size = min(size, 1000)
	page, _ := strconv.Atoi(q.Get("Page")) // absent is the first
	t.mu.Lock()
	defer t.mu.Unlock()
	var fits []any
	for _, m := range slices.Backward(t.messages) {
		if t.asked(m, q) {
			fits = append(fits, t.json(m))
		}
	}
	from := min(page*size, len(fits))
	to := min(from+size, len(fits))
	answer := map[string]any{"messages": append([]any{}, fits[from:to]...), "page": page, "page_size": size, "start": from,
		"end": max(to-1, 0), "uri": r.URL.RequestURI(), "next_page_uri": nil}
	if to < len(fits) {
		q.Set("Page", strconv.Itoa(page+1))
		answer["next_page_uri"] = r.URL.Path + "?" + q.Encode()
	}
	write(w, http.StatusOK, answer)
}

// asked says whether a list's filters want m.
func (t *Twilio) asked(m *Message, q url.Values) bool {
	from, to := t.ends(m)
	if v := q.Get("To"); v != "" && v != to {
		return false
	}
	if v := q.Get("From"); v != "" && v != from {
		return false
	}
	for _, filter := range []struct {
		key  string
		fits func(sent, day string) bool
	}{
		{"DateSent", func(sent, day string) bool { return sent == day }},
		{"DateSent>", func(sent, day string) bool { return sent >= day }},
		{"DateSent<", func(sent, day string) bool { return sent <= day }},
	} {
		v := q.Get(filter.key)
		if v != "" && (m.sent.IsZero() || !filter.fits(m.sent.Format(time.DateOnly), v[:min(len(v), 10)])) {
			return false
		}
	}
	return true
}

func (t *Twilio) ends(m *Message) (from, to string) {
	if m.In {
		return m.Phone, t.o.Number
	}
	return t.o.Number, m.Phone
}

// json is a message as Twilio writes it; the caller holds the lock.
func (t *Twilio) json(m *Message) map[string]any {
	from, to := t.ends(m)
	direction := "outbound-api"
	if m.In {
		direction = "inbound"
	}
	out := map[string]any{
		"sid": m.SID, "account_sid": t.o.AccountSID, "api_version": "2010-04-01", "body": m.Body, "from": from, "to": to,
		"direction": direction, "status": m.Status, "num_segments": strconv.Itoa(m.Segments), "num_media": strconv.Itoa(len(m.Pictures)),
		"date_created": m.Created.Format(time.RFC1123Z), "date_updated": m.Created.Format(time.RFC1123Z), "date_sent": nil,
		"error_code": nil, "error_message": nil, "price": nil, "price_unit": "GBP", "messaging_service_sid": nil,
		"uri": fmt.Sprintf("/2010-04-01/Accounts/%s/Messages/%s.json", t.o.AccountSID, m.SID),
	}
	if !m.sent.IsZero() {
		out["date_sent"] = m.sent.Format(time.RFC1123Z)
	}
	if m.Error != 0 {
		out["error_code"] = m.Error
	}
	return out
}

func refuse(w http.ResponseWriter, status, code int, message string) {
	write(w, status, map[string]any{"status": status, "code": code, "message": message, "more_info": fmt.Sprintf("https://www.twilio.com/docs/errors/%d", code)})
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the caller went away
}
