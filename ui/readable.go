package ui

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/samedoor/samedoor/ui/session"
)

// readable lets nothing through to a page that could not be kept or shown: what is no text (broken UTF-8, the character NUL) is
// taken out of what was sent, and what is no form at all is answered here. Nobody's browser sends either.
func (s *site) readable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if plain(r.URL.Path) != r.URL.Path {
			s.failed(w, r, session.ErrUnreadable)
			return
		}
		query, err := url.ParseQuery(r.URL.RawQuery)
		if tidied(query) || err != nil {
			r.URL.RawQuery = query.Encode() // what of it could be read
		}
		var tooLarge *http.MaxBytesError
		switch err := r.ParseForm(); {
		case errors.As(err, &tooLarge):
			s.failed(w, r, err)
			return
		case err != nil:
			s.failed(w, r, session.ErrUnreadable)
			return
		}
		tidied(r.PostForm)
		tidied(r.Form)
		next.ServeHTTP(w, r)
	})
}

// tidied makes all names and values plain, and says whether any was not.
func tidied(form url.Values) (changed bool) {
	for name, values := range form {
		for i, v := range values {
			if p := plain(v); p != v {
				values[i], changed = p, true
			}
		}
		if p := plain(name); p != name {
			delete(form, name)
			form[p], changed = append(form[p], values...), true
		}
	}
	return changed
}

func plain(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}
