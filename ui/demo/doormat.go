package demo

import (
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/ui/session"
)

// lettersShown is how many of the latest letters lie on the mat.
const lettersShown = 24

func (s *Site) doormat(w http.ResponseWriter, r *http.Request) error {
	recent, err := s.Post.Recent(r.Context(), 0, 200)
	if err != nil {
		return err
	}
	var mat []letters.Letter
	waiting := 0
	for _, l := range recent {
		switch l.State {
		case letters.Dispatched, letters.Delivered:
			if len(mat) < lettersShown {
				mat = append(mat, l)
			}
		case letters.Requested, letters.Rendered, letters.Batched:
			waiting++
		case letters.Returned, letters.Stopped, letters.Failed:
		}
	}
	return session.Show(w, r, http.StatusOK, doormatPage(s.Lang(r), mat, waiting))
}

// postman plays the rest of the day: the cut-off now, and the print house's word that all of it was posted.
func (s *Site) postman(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.Post.BatchNow(r.Context(), 0, time.Now()); err != nil {
		return err
	}
	if _, err := fake.Deliver(s.PrintDir); err != nil {
		return err
	}
	if err := s.Post.Hear(r.Context()); err != nil {
		return err
	}
	return session.To(w, r, "/demo/doormat?posted=1")
}

func (s *Site) letter(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(chi.URLParam(r, "letter"), 10, 64)
	if err != nil {
		return letters.ErrNotFound
	}
	l, err := s.Post.Read(r.Context(), id)
	if err != nil {
		return err
	}
	text, err := s.Post.Text(r.Context(), id)
	if err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, letterPage(s.Lang(r), l, text))
}

// dotsPerInch of the pictures: sharp enough to read and to scan the square code from the screen.
const dotsPerInch = 110

func (s *Site) picture(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(chi.URLParam(r, "letter"), 10, 64)
	if err != nil {
		return letters.ErrNotFound
	}
	page, err := strconv.Atoi(chi.URLParam(r, "page"))
	if err != nil {
		return letters.ErrNotFound
	}
	png, err := s.Post.Image(r.Context(), id, page, dotsPerInch)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	_, err = w.Write(png)
	return err
}
