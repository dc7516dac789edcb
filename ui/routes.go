package ui

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/channels/sms"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/demo"

	"github.com/samedoor/samedoor/ui/session"
	"github.com/samedoor/samedoor/ui/static"
)

// routes is the whole site on one screen, in the order people meet it, with the role a page needs on its line.
func (s *site) routes(r chi.Router) {
	r.Use(logged, secure(s.HTTPS))
	r.Get("/healthz", s.health)
	r.Handle("/static/*", static.Handler())
	r.Post(sms.InboundPath, s.Texts.Inbound().ServeHTTP)
	r.Post(sms.StatusPath, s.Texts.Status().ServeHTTP)

	r.Group(func(r chi.Router) { // citizens
		r.Use(bounded(pageMost), s.Sessions.Citizens)
		s.front(r)
		r.Get("/language/{lang}", s.page(s.language))
	})
	r.Group(func(r chi.Router) { // the desk
		r.Use(bounded(pageMost), s.Sessions.Desk)
	})
	r.NotFound(func(w http.ResponseWriter, r *http.Request) { s.missing(w, r) })
}

// front is what stands at the root: the demonstration's front page and what is around it, else the services.
func (s *site) front(r chi.Router) {
	if s.Demo == nil {
		r.Handle("/", http.RedirectHandler("/services", http.StatusSeeOther))
		return
	}
	s.Demo.Lang, s.Demo.Page = s.Sessions.Lang, s.page
	demo.New(*s.Demo).Routes(r)
}

// health says whether the program and its database are there, for whatever watches it.
func (s *site) health(w http.ResponseWriter, r *http.Request) {
	if err := s.Ready(); err != nil {
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ok\n"))
}

// language changes the language and stays on the page.
func (s *site) language(w http.ResponseWriter, r *http.Request) error {
	s.Sessions.SetLang(r, lang.Parse(chi.URLParam(r, "lang")))
	return session.To(w, r, session.Local(r.URL.Query().Get("back"), "/"))
}

func (s *site) missing(w http.ResponseWriter, r *http.Request) {
	s.Sessions.Citizens(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = session.Show(w, r, http.StatusNotFound, errorPage(s.Sessions.Lang(r), "not-found"))
	})).ServeHTTP(w, r)
}
