package fake

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Phones are all numbers that were texted or texted us, the one with the newest message first.
func (t *Twilio) Phones() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []string
	for _, m := range slices.Backward(t.messages) {
		if !slices.Contains(out, m.Phone) {
			out = append(out, m.Phone)
		}
	}
	return out
}

// Messages are the texts to and from a phone, oldest first; all of them for "".
func (t *Twilio) Messages(phone string) []Message { return t.after(phone, 0) }

// Sent are the texts sent to a phone, oldest first: what a test counts.
func (t *Twilio) Sent(phone string) []Message {
	return slices.DeleteFunc(t.Messages(phone), func(m Message) bool { return m.In })
}

// Changes are the messages of a phone ("" for all) made or changed after a change number, which is 0 at first and then the highest
// Message.Change seen. It waits for one until ctx ends, and then answers none.
func (t *Twilio) Changes(ctx context.Context, phone string, after uint64) []Message {
	for {
		t.mu.Lock()
		wake := t.wake
		t.mu.Unlock()
		if news := t.after(phone, after); len(news) > 0 {
			return news
		}
		select {
		case <-ctx.Done():
			return nil
		case <-wake:
		}
	}
}

func (t *Twilio) after(phone string, change uint64) []Message {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := []Message{}
	for _, m := range t.messages {
		if (phone == "" || m.Phone == phone) && m.Change > change {
			out = append(out, *m)
		}
	}
	return out
}

func (t *Twilio) showPhones(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, map[string]any{"number": t.o.Number, "phones": t.Phones()})
}

func (t *Twilio) showMessages(w http.ResponseWriter, r *http.Request) {
	write(w, http.StatusOK, map[string]any{"messages": t.Messages(r.URL.Query().Get("phone"))})
}

// longestWait is how long /demo/changes waits for news: less than the half minute after which proxies give up.
const longestWait = 25 * time.Second

func (t *Twilio) showChanges(w http.ResponseWriter, r *http.Request) {
	after, err := strconv.ParseUint(r.URL.Query().Get("after"), 10, 64)
	if err != nil {
		after = 0
	}
	ctx, cancel := context.WithTimeout(r.Context(), longestWait)
	defer cancel()
	news := t.Changes(ctx, r.URL.Query().Get("phone"), after)
	write(w, http.StatusOK, map[string]any{"messages": append([]Message{}, news...)})
}

func (t *Twilio) takeText(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	sid, err := t.Text(r.Context(), r.PostFormValue("from"), r.PostFormValue("body"))
	if err != nil {
		write(w, http.StatusBadGateway, map[string]any{"error": err.Error(), "sid": sid})
		return
	}
	write(w, http.StatusOK, map[string]any{"sid": sid})
}
