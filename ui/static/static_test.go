package static_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/ui/static"
)

func get(url string) *http.Response {
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
	return w.Result()
}

func TestFilesOfThisVersionAreKept(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]string{
		"samedoor.css": "text/css; charset=utf-8",
		"samedoor.js":  "text/javascript; charset=utf-8",
		"passkey.js":   "text/javascript; charset=utf-8",
		"desk.js":      "text/javascript; charset=utf-8",
		"supported.js": "text/javascript; charset=utf-8",
		"favicon.svg":  "image/svg+xml",
	} {
		res := get(static.URL(name))
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", name, res.Status)
		}
		if got := res.Header.Get("Content-Type"); got != kind {
			t.Errorf("%s: content type %q, want %q", name, got, kind)
		}
		if got := res.Header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: X-Content-Type-Options %q", name, got)
		}
		if got := res.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: Cache-Control %q", name, got)
		}
	}
}

func TestAnotherVersionIsServedButNotKept(t *testing.T) {
	t.Parallel()
	res := get("/static/0123456789abcdef/samedoor.css")
	if got := res.Header.Get("Cache-Control"); res.StatusCode != http.StatusOK || got != "no-cache" {
		t.Errorf("%s, Cache-Control %q", res.Status, got)
	}
}

func TestNothingElseIsServed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "assets", "assets/", "assets/.keep", "static.go", "../static.go", "no.css"} {
		if res := get(static.URL(name)); res.StatusCode != http.StatusNotFound {
			t.Errorf("%q: %s", name, res.Status)
		}
	}
}

// With the assets in place Check is silent and what scripts import is there.
func TestCheck(t *testing.T) {
	t.Parallel()
	if err := static.Check(); err != nil {
		t.Fatal(err)
	}
	if res := get(static.URL("assets/govuk-frontend.min.js")); res.StatusCode != http.StatusOK {
		t.Errorf("govuk-frontend's script: %s", res.Status)
	}
}

// The content security policy allows no inline style and no picture or font from elsewhere.
func TestStyleSheetKeepsToItself(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, static.URL("samedoor.css"), nil))
	if found := regexp.MustCompile(`url\(|@import|https?:`).FindString(w.Body.String()); found != "" {
		t.Errorf("the style sheet fetches something: %q", found)
	}
}
