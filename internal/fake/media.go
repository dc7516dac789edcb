package fake

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
)

// API is where the real thing is reached: addresses of pictures begin so, whatever host this one answers on.
const api = "https://api.twilio.com"

// Send is a citizen sending pictures with a text, which may be empty; else as Text.
func (t *Twilio) Send(ctx context.Context, from, body string, pictures ...Picture) (sid string, err error) {
	return t.text(ctx, from, body, pictures)
}

// FailMedia makes the next so many pictures be answered with an error of the server.
func (t *Twilio) FailMedia(times int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.broken = times
}

// addresses are the parameters of a webhook that say where a message's pictures are; the caller holds the lock.
func (t *Twilio) addresses(m *Message) []string {
	if len(m.Pictures) == 0 {
		return nil
	}
	out := []string{"NumMedia", strconv.Itoa(len(m.Pictures))}
	for i, p := range m.Pictures {
		n := strconv.Itoa(i)
		out = append(out, "MediaContentType"+n, p.Type, "MediaUrl"+n, fmt.Sprintf("%s/2010-04-01/Accounts/%s/Messages/%s/Media/ME%d", api, t.o.AccountSID, m.SID, i))
	}
	return out
}

// media serves a picture, as Twilio does to whoever signs in.
func (t *Twilio) media(w http.ResponseWriter, r *http.Request) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.broken > 0 {
		t.broken--
		refuse(w, http.StatusInternalServerError, 20500, "Internal error")
		return
	}
	m := t.bySID[r.PathValue("sid")]
	var n int
	if _, err := fmt.Sscanf(r.PathValue("n"), "ME%d", &n); err != nil || m == nil || n < 0 || n >= len(m.Pictures) {
		refuse(w, http.StatusNotFound, 20404, "The requested resource was not found")
		return
	}
	w.Header().Set("Content-Type", m.Pictures[n].Type)
	_, _ = w.Write(m.Pictures[n].Body) // the caller went away
}
