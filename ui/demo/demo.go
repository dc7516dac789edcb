// Package demo is what stands around the system so that one person can play everybody: the front page that explains the doors, a
// handset to read and send texts on, a doormat where letters fall. It exists only in demo mode, which binds loopback only.
package demo

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/ui/session"
)

// Config is what the demonstration shows.
type Config struct {
	Twilio   *fake.Twilio
	Texts    *sms.Desk
	Post     *letters.Room
	PrintDir string                                 // where the folder printer puts batches
	Lang     func(r *http.Request) lang.Lang        // ui fills these two in
	Page     func(session.Handler) http.HandlerFunc // turns errors into pages
	SignIns  []SignIn
	Service  string // path of the service to try: '/apply/anytown/blue-badge'
	Agency   string
	Phrase   string // what Margaret Ellis’s daughter is asked for on the phone
}

// SignIn is one way into the desk.
type SignIn struct {
	Username, Password, Name, Role, Agency string
}

// Site is the demonstration's pages.
type Site struct{ Config }

// New makes them.
func New(c Config) *Site { return &Site{c} }

// Routes are the demonstration's pages.
func (s *Site) Routes(r chi.Router) {
	r.Get("/", s.Page(s.front))
	r.Get("/demo/handset", s.Page(s.handsets))
	r.Get("/demo/handset/{phone}", s.Page(s.handset))
	r.Get("/demo/handset/{phone}/screen", s.Page(s.screen))
	r.Post("/demo/handset/{phone}", s.Page(s.reply))
	r.Get("/demo/doormat", s.Page(s.doormat))
	r.Post("/demo/doormat", s.Page(s.postman))
	r.Get("/demo/doormat/{letter}", s.Page(s.letter))
	r.Get("/demo/doormat/{letter}/{page}.png", s.Page(s.picture))
}

func (s *Site) front(w http.ResponseWriter, r *http.Request) error {
	return session.Show(w, r, http.StatusOK, frontPage(s.Lang(r), s.Config))
}
