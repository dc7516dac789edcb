package ui

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// policy lets a page load what this site serves and nothing else; there is no inline script or style anywhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"

// secure sets the headers every answer has.
func secure(https bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("X-Frame-Options", "DENY")
			h.Set("Referrer-Policy", "same-origin") // codes stand in some paths: they must not leave
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Permissions-Policy", "geolocation=(), microphone=(), payment=()")
			if https {
				h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
			}
			next.ServeHTTP(w, r)
		})
	}
}

// The bounds of one request: what a page may post, and an upload of a few files of 10 MB.
const (
	pageMost   = 1 << 20
	uploadMost = 64 << 20
	pageTime   = 30 * time.Second
)

// bounded limits the size and the time of a request.
func bounded(most int64) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), pageTime)
			defer cancel()
			r.Body = http.MaxBytesReader(w, r.Body, most)
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

type wideKey struct{}

// wide is the one log line of a request, added to on the way.
type wide struct{ attrs []any }

// note adds to the request's log line. Never a name, a number, an answer or a body.
func note(r *http.Request, key string, value any) {
	if l, ok := r.Context().Value(wideKey{}).(*wide); ok {
		l.attrs = append(l.attrs, key, value)
	}
}

// logged writes one line a request: the route's pattern, never its path, because references and codes stand in paths.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, line := time.Now(), &wide{}
		r = r.WithContext(context.WithValue(r.Context(), wideKey{}, line))
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				slog.Error("a page panicked", "route", routeOf(r), "stack", string(debug.Stack()))
				if ww.Status() == 0 {
					ww.WriteHeader(http.StatusInternalServerError)
				}
			}
			attrs := append([]any{"method", r.Method, "route", routeOf(r), "status", ww.Status(), "bytes", ww.BytesWritten(),
				"ms", float64(time.Since(began).Microseconds()) / 1000}, line.attrs...)
			slog.Info("request", attrs...)
		}()
		next.ServeHTTP(ww, r)
	})
}

func routeOf(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil && c.RoutePattern() != "" {
		return c.RoutePattern()
	}
	return "none"
}

// needs lets only members with the role, or a greater one, reach a page.
func (s *site) needs(role staff.Role, h session.Handler) http.HandlerFunc {
	return s.page(func(w http.ResponseWriter, r *http.Request) error {
		m, err := session.Member(r)
		if err != nil {
			return err
		}
		note(r, "staff", m.ID)
		if !m.May(role) {
			return session.ErrForbidden
		}
		return h(w, r)
	})
}

// langOf is the language of a page that belongs to neither citizens nor staff.
func (s *site) langOf(r *http.Request) lang.Lang {
	if strings.HasPrefix(r.URL.Path, "/desk") {
		return s.Sessions.DeskLang(r)
	}
	return s.Sessions.Lang(r)
}

// signInOf is where whoever wants this page signs in: staff at the desk's own door, everybody else at the citizens'.
func signInOf(r *http.Request) string {
	if strings.HasPrefix(r.URL.Path, "/desk") {
		return "/desk/sign-in"
	}
	return "/sign-in"
}

// backTo is where to go after signing in: only for pages that can be loaded again.
func backTo(r *http.Request) string {
	switch {
	case r.Method == http.MethodGet:
		return url.QueryEscape(r.URL.RequestURI())
	case strings.HasPrefix(r.URL.Path, "/desk"):
		return url.QueryEscape("/desk")
	}
	return url.QueryEscape("/account")
}
