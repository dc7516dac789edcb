package ui

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// outcome is how an error becomes a page: its status, and the key of its words, "errors.<key>.title" and ".body". The text of
// the error itself is never shown.
type outcome struct {
	err    error
	status int
	key    string
}

var outcomes = []outcome{
	{session.ErrForbidden, http.StatusForbidden, "forbidden"},
	{session.ErrNoDraft, http.StatusForbidden, "no-draft"},
	{session.ErrActing, http.StatusForbidden, "acting"},
	{accounts.ErrNotAllowed, http.StatusForbidden, "forbidden"},
	{session.ErrUnreadable, http.StatusBadRequest, "unreadable"},
	{accounts.ErrInvalid, http.StatusBadRequest, "unreadable"}, // pages offer none of these
	{cases.ErrNotFound, http.StatusNotFound, "not-found"},
	{accounts.ErrNotFound, http.StatusNotFound, "not-found"},
	{signin.ErrNotFound, http.StatusNotFound, "not-found"},
	{letters.ErrNotFound, http.StatusNotFound, "not-found"},
	{phone.ErrNotFound, http.StatusNotFound, "not-found"},
	{staff.ErrNotAllowed, http.StatusForbidden, "forbidden"},
	{staff.ErrNotFound, http.StatusNotFound, "not-found"},
	{cases.ErrNotAllowed, http.StatusForbidden, "forbidden"},
	{cases.ErrStale, http.StatusConflict, "stale"},
	{accounts.ErrStale, http.StatusConflict, "stale"},
	{cases.ErrMove, http.StatusConflict, "stale"},
	{cases.ErrClosed, http.StatusConflict, "closed"},
	{cases.ErrNotOpen, http.StatusConflict, "not-open"},
	{staff.ErrThrottled, http.StatusTooManyRequests, "throttled"},
	{accounts.ErrThrottled, http.StatusTooManyRequests, "throttled"},
	{cases.ErrTooMany, http.StatusConflict, "too-many-files"},
	{cases.ErrTooBig, http.StatusRequestEntityTooLarge, "too-big"},
	{cases.ErrFileType, http.StatusUnsupportedMediaType, "file-type"},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "busy"},
}

// outcomeOf finds how an error is shown; what is not in the table is our fault.
func outcomeOf(err error) outcome {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return outcome{err, http.StatusRequestEntityTooLarge, "too-big"}
	}
	for _, o := range outcomes {
		if errors.Is(err, o.err) {
			return o
		}
	}
	return outcome{err, http.StatusInternalServerError, "ours"}
}

// page turns a handler into an http.Handler: an error becomes its page, or a way to the sign-in.
func (s *site) page(h session.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		switch {
		case err == nil, errors.Is(err, context.Canceled), errors.Is(r.Context().Err(), context.Canceled): // or nobody waits for it any more
		case errors.Is(err, session.ErrSignIn):
			http.Redirect(w, r, signInOf(r)+"?back="+backTo(r), http.StatusSeeOther)
		default:
			s.failed(w, r, err)
		}
	}
}

func (s *site) failed(w http.ResponseWriter, r *http.Request, err error) {
	o := outcomeOf(err)
	note(r, "outcome", o.key)
	if o.status == http.StatusInternalServerError {
		slog.ErrorContext(r.Context(), "a page failed", "route", routeOf(r), "err", err)
	}
	if err := session.Show(w, r, o.status, errorPage(s.langOf(r), o.key)); err != nil {
		slog.ErrorContext(r.Context(), "an error page failed", "route", routeOf(r), "err", err)
	}
}
