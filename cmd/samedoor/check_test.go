package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// spoilt is a copy of the Blue Badge with a text exchanged in one file.
func spoilt(t *testing.T, file, old, new string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "blue-badge")
	if err := os.CopyFS(dir, os.DirFS("../../services/blue-badge")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, file)
	body, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(body), old) {
		t.Fatalf("%s has no %q (%v)", file, old, err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(body), old, new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		dir  string
		code int
		want string
	}{
		"good":          {"../../services/blue-badge", 0, "good"},
		"a folder full": {"../../services", 0, "blue-badge: good"},
		"no such glyph": {spoilt(t, "en.yaml", "Who is the badge for?", "Who is the 茶 for?"), 1, "the letter font has no '茶'"},
		"a mistake":     {spoilt(t, "service.yaml", "kind: yes-no", "kind: yes-on"), 1, "service.yaml:"},
		"hard to read":  {spoilt(t, "en.yaml", "Who is the badge for?", "Notwithstanding preparatory considerations, for whichever beneficiary is the identification intended?"), 0, "reading age"},
		"a story":       {spoilt(t, "testdata/afcs-certified.story.yaml", "end: ready", "stop: elsewhere"), 1, "afcs-certified.story.yaml:1: should stop at elsewhere"},
		"no Welsh":      {spoilt(t, "cy.yaml", "self:", "sefl:"), 1, "no wording for the option 'self'"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			code := dispatch(t.Context(), []string{"check", c.dir}, nil, &out, &out)
			if code != c.code || !strings.Contains(out.String(), c.want) {
				t.Errorf("exit %d, want %d and %q:\n%s", code, c.code, c.want, out.String())
			}
		})
	}
}
