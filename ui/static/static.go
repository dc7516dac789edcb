// Package static serves the style sheets, scripts and pictures that are built into the binary: our own, and those of
// govuk-frontend that `make assets` brings into assets/.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed samedoor.css samedoor.js desk.js passkey.js supported.js favicon.svg all:assets
var files embed.FS

// needed are the files that `make assets` brings and no page can do without.
var needed = []string{"assets/govuk-frontend.min.css", "assets/govuk-frontend.min.js"}

// version names the content of all files together. It stands in every URL, so that a file may be kept for ever,
// and scripts that import each other by relative paths stay of one version.
var version = hash(files)

// prefix is where the files are served.
const prefix = "/static/"

// URL is where a page finds the file of that name ("samedoor.css", "assets/govuk-frontend.min.css").
func URL(name string) string {
	return prefix + version + "/" + name
}

// Check says in one sentence when the files that `make assets` brings are not in the binary.
func Check() error {
	return check(files)
}

func check(files fs.FS) error {
	for _, name := range needed {
		if _, err := fs.Stat(files, name); err != nil {
			return errors.New("the GOV.UK style sheet and script are not in this binary: run make assets, then build again")
		}
	}
	return nil
}

// Handler serves GET /static/{version}/{name}. A file asked for by today's version may be kept a year by the browser; one
// of another version (a page from before a release) is served, but not kept. Anything else is 404; directories are not listed.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, prefix), "/")
		body, err := files.ReadFile(name)
		if err != nil || strings.HasPrefix(path.Base(name), ".") {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", contentType(name))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache")
		if asked == version {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		h.Set("ETag", `"`+version+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	})
}

// contentType goes by the ending and not by what the machine's mime tables say.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}

// hash reads every file in order, with its name. The files are part of the binary: that they cannot be read cannot be.
func hash(files fs.FS) string {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		sum.Write([]byte(name))
		sum.Write(body)
		return err
	})
	if err != nil {
		panic(err)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
