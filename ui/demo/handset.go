package demo

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/ui/session"
)

// phonesShown is how many phones can be picked from a list; any number can be typed.
const phonesShown = 30

// mostSent is the largest picture a phone sends: larger than we keep, so that it can be seen what becomes of it.
const mostSent = 16 << 20

// bubble is one message on the handset: In is towards the citizen, as they see it.
type bubble struct {
	In    bool
	Parts []part
	State string
	At    time.Time

	Pictures int // that came with it
}

// part is a piece of a message: text, or an address that can be tapped.
type part struct{ Text, Href string }

func (s *Site) handsets(w http.ResponseWriter, r *http.Request) error {
	if typed := r.URL.Query().Get("phone"); typed != "" {
		return session.To(w, r, "/demo/handset/"+url.PathEscape(e164(typed)))
	}
	phones, err := s.Texts.Phones(r.Context(), phonesShown)
	if err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, handsetsPage(s.Lang(r), phones))
}

func (s *Site) handset(w http.ResponseWriter, r *http.Request) error {
	phone := phoneOf(r)
	bubbles, err := s.bubbles(r, phone)
	if err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, handsetPage(s.Lang(r), phone, bubbles))
}

// screen is the fragment that keeps the handset's screen up to date.
func (s *Site) screen(w http.ResponseWriter, r *http.Request) error {
	bubbles, err := s.bubbles(r, phoneOf(r))
	if err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, handsetScreen(s.Lang(r), bubbles))
}

func (s *Site) reply(w http.ResponseWriter, r *http.Request) error {
	phone := phoneOf(r)
	r.Body = http.MaxBytesReader(w, r.Body, mostSent)
	pictures, err := picturesOf(r)
	if err != nil {
		return err
	}
	if body := strings.TrimSpace(r.PostFormValue("body")); body != "" || len(pictures) > 0 {
		if _, err := s.Twilio.Send(r.Context(), phone, body, pictures...); err != nil {
			return err
		}
	}
	return session.To(w, r, "/demo/handset/"+url.PathEscape(phone)+"#reply")
}

// picturesOf are the pictures that were chosen to be sent.
func picturesOf(r *http.Request) ([]fake.Picture, error) {
	file, header, err := r.FormFile("picture")
	if err != nil { // none was chosen
		return nil, nil
	}
	defer file.Close()
	body, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	if header.Filename == "" || len(body) == 0 {
		return nil, nil
	}
	return []fake.Picture{{Type: http.DetectContentType(body), Body: body}}, nil
}

// bubbles are what a phone holds: messages from before this start are known to our own records only, where codes are not kept.
func (s *Site) bubbles(r *http.Request, phone string) ([]bubble, error) {
	kept, err := s.Texts.ByPhone(r.Context(), phone)
	if err != nil {
		return nil, err
	}
	live := s.Twilio.Messages(phone)
	began := time.Now()
	if len(live) > 0 {
		began = live[0].Created
	}
	var out []bubble
	for _, m := range kept {
		if m.At.Before(began.Add(-time.Second)) && arrived(m) {
			out = append(out, bubble{In: !m.In, Parts: parts(strings.ReplaceAll(m.Body, "{code}", "····-····-····")), State: m.State, At: m.At})
		}
	}
	for _, m := range live {
		out = append(out, bubble{In: !m.In, Parts: parts(m.Body), Pictures: len(m.Pictures), State: m.Status, At: m.Created})
	}
	slices.SortStableFunc(out, func(a, b bubble) int { return a.At.Compare(b.At) })
	return out, nil
}

// arrived says whether a message of our records reached a phone at all.
func arrived(m sms.Message) bool {
	return m.In || m.State == "sent" || m.State == "delivered"
}

var address = regexp.MustCompile(`https?://[^\s<>"]+[^\s<>".,;:!?)]`)

// parts finds the addresses in a message, as a phone does.
func parts(body string) []part {
	var out []part
	at := 0
	for _, m := range address.FindAllStringIndex(body, -1) {
		out = append(out, part{Text: body[at:m[0]]}, part{Text: body[m[0]:m[1]], Href: body[m[0]:m[1]]})
		at = m[1]
	}
	return append(out, part{Text: body[at:]})
}

// phoneOf is the phone in the path, however its plus sign came.
func phoneOf(r *http.Request) string {
	raw := chi.URLParam(r, "phone")
	if text, err := url.PathUnescape(raw); err == nil {
		raw = text
	}
	return e164(raw)
}

// e164 writes a UK mobile as typed in its international form, so that the address of a handset is the same however it is typed.
func e164(typed string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, typed)
	if strings.HasPrefix(digits, "0") {
		return "+44" + digits[1:]
	}
	return digits
}
