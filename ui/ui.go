// Package ui is everything that is reached by a browser or called from outside: the citizen's pages, the desk, the webhooks. All
// routes stand in routes.go; what they show is made in the packages below.
package ui

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/demo"
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
	Library  *services.Library
	Sessions *session.Store
	Public   string       // address citizens reach us at
	HTTPS    bool         // the public address is https
	Demo     *demo.Config // front page of the demonstration, handset, doormat; nil otherwise
	Ready    func() error // whether the database answers
}

type site struct{ Config }

// New makes the site.
func New(c Config) http.Handler {
	s := &site{c}
	r := chi.NewRouter()
	s.routes(r)
	return http.NewCrossOriginProtection().Handler(r)
}
