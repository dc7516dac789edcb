package lang

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// use finds keys as they stand in code: lang.T(l, "file.key" …, lang.N(…, and the beginning of a key that is put together.
var use = regexp.MustCompile(`lang\.(?:T|N|Has)\(\s*[^,()]+(?:\([^()]*\))?[^,()]*,\s*"([a-z_-]+(?:\.[^"]*)?)"\s*([,)+])`)

// TestEveryKeyInTheCodeIsWorded reads the whole tree: a page that would show [a.key] to somebody fails here.
func TestEveryKeyInTheCodeIsWorded(t *testing.T) {
	t.Parallel()
	found := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".."):
			return filepath.SkipDir
		case strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go"):
			return nil
		case !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".templ"):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range use.FindAllStringSubmatch(string(text), -1) {
			found++
			if whole := m[2] != "+"; whole && !said(En, m[1]) && !said(En, m[1]+".other") {
				t.Errorf("%s: no sentence for %q", path, m[1])
			} else if !whole && !begins(m[1]) {
				t.Errorf("%s: no sentence begins with %q", path, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 50 {
		t.Errorf("only %d uses found: the pattern no longer fits the code", found)
	}
}

func begins(prefix string) bool {
	for key := range words[En] {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}
