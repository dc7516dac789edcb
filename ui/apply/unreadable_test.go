package apply_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What no browser sends is nobody's fault but the sender's: it is never a 500, and nothing of it stops the database.
func TestWhatCannotBeReadIsNotOurFault(t *testing.T) {
	t.Parallel()
	w := setup(t).begin("en")
	at := w.at.Path
	w.send(w.form("[name=value]"), url.Values{"value": {"self"}})
	name := strings.TrimSuffix(at, "applying-for") + "name"
	for _, c := range []struct {
		what, path, kind, body string
		want                   int
	}{
		{"NUL in a name", name, "application/x-www-form-urlencoded", "value=Ann%00a%20Jones&%00=%00&%ff=%ff", 200},
		{"a broken escape", name, "application/x-www-form-urlencoded", "value=%zz", 400},
		{"a semicolon in the query", name + "?a;b=%00", "application/x-www-form-urlencoded", "value=Ann", 409},
		{"NUL in the path", "/application/%00/name", "application/x-www-form-urlencoded", "", 400},
		{"too long", name, "application/x-www-form-urlencoded", "value=" + strings.Repeat("a", 1<<20), 413},
		{"too long where files are taken", strings.TrimSuffix(name, "name") + "files", "application/x-www-form-urlencoded", strings.Repeat("a", 1<<21), 413},
		{"no multipart at all", strings.TrimSuffix(name, "name") + "proof-identity/files", "multipart/form-data; boundary=x", "--y", 422},
	} {
		res, err := w.client.Post(w.url+c.path, c.kind, strings.NewReader(c.body))
		must(t, err)
		w.show(res)
		if res.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", c.what, res.StatusCode, c.want)
		}
	}
	if got := w.open(strings.TrimSuffix(name, "/name")).draft().Values()["name"]; got.Text != "Anna Jones" {
		t.Errorf("the name is %q", got.Text)
	}
}

func TestAFilesKindCannotStopTheDatabase(t *testing.T) {
	t.Parallel()
	w := toFiles(t)
	w.upload("pass\x00port\xff", file{"a.pdf", document})
	if w.status == http.StatusInternalServerError {
		t.Error("a 500")
	}
	for _, f := range w.draft().Values()["proof-identity"].Files {
		if f.Kind != "passport" {
			t.Errorf("a file of kind %q", f.Kind)
		}
	}
}
