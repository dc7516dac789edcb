// Package ui is everything that is reached by a browser or called from outside: the citizen's pages, the desk, the webhooks. All
// routes stand in routes.go; what they show is made in the packages below.
package ui

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/paper"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/account"
	"github.com/samedoor/samedoor/ui/apply"
	"github.com/samedoor/samedoor/ui/demo"
	"github.com/samedoor/samedoor/ui/desk"
	"github.com/samedoor/samedoor/ui/session"
)

// Config is what the site is made of.
type Config struct {
	Office   *cases.Office
	Register *accounts.Register
	Staff    *staff.Office
	Post     *letters.Room
	Contacts *phone.Log
	Texts    *sms.Desk
	Forms    *paper.Desk
	Library  cases.Library
	Sessions *session.Store
	Gate     *signin.Gate
	Public   string           // address citizens reach us at
	HTTPS    bool             // the public address is https
	Proxies  []netip.Prefix   // those whose word on who is behind them is taken
	Demo     *demo.Config     // front page of the demonstration, handset, doormat; nil otherwise
	Ready    func() error     // whether the database answers
	Now      func() time.Time // nil takes time.Now
}

type site struct {
	Config
	apply   *apply.Pages
	account *account.Pages
	desk    *desk.Pages
}

// New makes the site.
func New(c Config) http.Handler {
	same := http.NewCrossOriginProtection()
	// A proxy may have rewritten Host: what a browser calls its origin is the public address then. A Public that is no
	// origin is refused by the configuration long before.
	_ = same.AddTrustedOrigin(c.Public)
	return same.Handler(Routes(c))
}

// Routes are all routes of the site, without what New puts around them: so that a test can see that none is left out.
func Routes(c Config) chi.Router {
	if c.Now != nil {
		c.Sessions.Now = c.Now
	}
	s := &site{Config: c,
		apply: apply.New(apply.Config{Office: c.Office, Register: c.Register, Staff: c.Staff, Post: c.Post, Texts: c.Texts, Forms: c.Forms,
			Library: c.Library, Sessions: c.Sessions, Gate: c.Gate, Now: c.Now}),
		account: account.New(account.Config{Office: c.Office, Register: c.Register, Staff: c.Staff, Post: c.Post, Texts: c.Texts,
			Library: c.Library, Contacts: c.Contacts, Sessions: c.Sessions, Gate: c.Gate, Public: c.Public, Log: note, Now: c.Now}),
		desk: desk.New(desk.Config{Office: c.Office, Register: c.Register, Staff: c.Staff, Post: c.Post, Contacts: c.Contacts, Texts: c.Texts, Forms: c.Forms,
			Library: c.Library, Sessions: c.Sessions, Gate: c.Gate, Now: c.Now}),
	}
	r := chi.NewRouter()
	s.routes(r)
	return r
}
