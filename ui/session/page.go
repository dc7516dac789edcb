package session

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
)

// Show writes a page. Pages of people's data are never kept by a browser or a proxy.
func Show(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return page.Render(r.Context(), w)
}

// To sends the browser on after a POST.
func To(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// Local is path when it leads within this site, else fallback: for addresses that come back from a form or a link.
func Local(path, fallback string) string {
	u, err := url.Parse(path)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return fallback
	}
	return path
}
