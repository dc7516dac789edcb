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

		r.Get("/services", s.page(s.apply.Services))
		r.Get("/apply/{agency}/{service}", s.page(s.apply.Beginning))
		r.Post("/apply/{agency}/{service}", s.page(s.apply.Begin))
		r.Get("/c", s.page(s.apply.Enter))
		r.Get("/c/{code}", s.page(s.apply.Enter))
		r.Post("/c", s.page(s.apply.Open))
		r.Get(sms.ContinuePath, s.page(s.apply.Enter))
		r.Get("/application/{ref}", s.page(s.apply.Application))
		r.Get("/application/{ref}/check", s.page(s.apply.Check))
		r.Post("/application/{ref}/submit", s.page(s.apply.Submit))
		r.Get("/application/{ref}/submit", s.page(s.apply.Application))
		r.Get("/application/{ref}/done", s.page(s.apply.Done))
		r.Get("/application/{ref}/save", s.page(s.apply.Save))
		r.Post("/application/{ref}/save", s.page(s.apply.SaveCode))
		r.Get("/application/{ref}/{question}", s.page(s.apply.Question))
		r.Post("/application/{ref}/{question}", s.page(s.apply.Answer))
		r.Get("/application/{ref}/{question}/files", s.page(s.apply.FilesBack))
		r.Get("/account", s.page(s.account.Home))
		r.Get("/account/letter/{letter}", s.page(s.account.Letter))
		r.Get("/account/needs", s.page(s.account.Needs))
		r.Get("/account/looks", s.page(s.account.Looks))
		r.Post("/leave", s.page(s.apply.Leave))
	})
	r.Group(func(r chi.Router) { // citizens' files
		r.Use(uploads, s.Sessions.Citizens)
		r.Post("/application/{ref}/files", s.page(s.apply.Evidence))
		r.Post("/application/{ref}/{question}/files", s.page(s.apply.Upload))
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
