package ui

import (
	"context"
	"mime"
	"net/http"
	"time"
)

// uploadTime is how long sending files may take: 10 MB over a line of half a megabit a second.
const uploadTime = 3 * time.Minute

// uploads is bounded for pages that take files: more may come, and it may take longer than the server gives other requests.
func uploads(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), uploadTime)
		defer cancel()
		rc, until := http.NewResponseController(w), time.Now().Add(uploadTime)
		_ = rc.SetReadDeadline(until) // a server without deadlines has none to move
		_ = rc.SetWriteDeadline(until)
		most := int64(pageMost) // without files it is a page like any other
		if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && kind == "multipart/form-data" {
			most = uploadMost
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
