package ui_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Somebody who goes away in the middle of a page is no failure of ours.
func TestGone(t *testing.T) {
	t.Parallel()
	b := setup(t, "http://127.0.0.1:8080")
	ctx, leave := context.WithCancel(t.Context())
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/services", nil)
	b.routes.ServeHTTP(&closing{httptest.NewRecorder(), leave}, r)
	if lines := logged.with("a page failed"); len(lines) > 0 {
		t.Error(lines[0])
	}
}

// closing is a connection that breaks at the first byte of the page.
type closing struct {
	*httptest.ResponseRecorder
	leave func()
}

func (c *closing) Write([]byte) (int, error) {
	c.leave()
	return 0, http.ErrHandlerTimeout
}
