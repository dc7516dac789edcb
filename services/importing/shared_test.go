package importing

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared is where the real forms stand; they are data of the tests and not of the tree.
const shared = "../../../shared/forms"

// sharedForms are the files of all real forms.
func sharedForms(t testing.TB) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(shared, func(p string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".json") {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Skipf("no real forms to read at %s: %v", shared, err)
	}
	return files
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestRealFormsImport(t *testing.T) {
	t.Parallel()
	for _, file := range sharedForms(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			r, err := Import(Input{Form: readFile(t, file), Name: filepath.Base(file)})
			if err != nil {
				t.Fatal(err)
			}
			if os.Getenv("SHOW") != "" {
				for n, b := range r.Files {
					t.Log(n + "\n" + b)
				}
				for _, e := range r.Report.Entries {
					t.Log(e)
				}
			}
		})
	}
}
