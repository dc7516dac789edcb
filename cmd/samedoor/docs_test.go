package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// fileInPage is a file that a page of the documentation tells its reader to write: a heading that ends in its name, and the
// block after it.
var fileInPage = regexp.MustCompile("(?s)## [^\n]*`(allotment/[^`]+)`\n.*?```yaml\n(.*?)\n```")

// allotment is the service that docs/first-service.md makes, written as its reader would.
func allotment(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/first-service.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := fileInPage.FindAllSubmatch(page, -1)
	if len(files) != 4 {
		t.Fatalf("the page has %d files", len(files))
	}
	for _, f := range files {
		path := filepath.Join(dir, string(f[1]))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(f[2], '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "allotment")
}

// Whoever does what docs/first-service.md says has a service in the end.
func TestTheFirstServiceIsAsThePageSays(t *testing.T) {
	t.Parallel()
	dir := allotment(t)
	pool := pgtest.New(t)
	if _, err := staff.New(pool, []byte("a secret of the test")).AddAgency(t.Context(), staff.Agency{Slug: "anytown", NameEn: "Anytown", NameCy: "Trefenw"}); err != nil {
		t.Fatal(err)
	}
	say := func(want string, args ...string) {
		t.Helper()
		var out bytes.Buffer
		code := dispatch(t.Context(), args, []string{"DATABASE_URL=" + address(pool)}, &out, &out)
		if (code == 0) != (want != "") || !strings.Contains(out.String(), want) {
			t.Errorf("%v: exit %d, %s", args, code, out.String())
		}
	}
	say("allotment: good", "check", dir)
	say("allotment version 1 is published", "publish", "--agency", "anytown", dir)
	say("allotment version 1 is published", "publish", dir, "--agency", "anytown") // again changes nothing
	say("", "publish", "--agency", "nowhere", dir)
	library := services.NewLibrary(pool)
	if err := library.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, ok := library.Current("allotment")
	if !ok || s.Version != 1 {
		t.Errorf("the library has %v", ok)
	}
	for _, args := range [][]string{{}, {"--door", "sms", "--lang", "cy"}, {"--door", "phone"}, {"--door", "paper"}} {
		typed := "Huw Ellis\n5 March 1958\n"
		if len(args) == 0 || args[1] != "sms" {
			typed = "Huw Ellis\n5\n3\n1958\n"
		}
		if got := played(t, typed, append(args, dir)...); !strings.Contains(got, "1958\n") || strings.Contains(got, "!") {
			t.Errorf("%v: %s", args, got)
		}
	}
}
