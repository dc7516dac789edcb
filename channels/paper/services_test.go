package paper

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/samedoor/samedoor/services"
)

// testServices are the services under services/testdata.
func testServices(t testing.TB) map[string]*services.Service {
	t.Helper()
	out := map[string]*services.Service{}
	dirs, err := filepath.Glob("../../services/testdata/*/service.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range dirs {
		dir := filepath.Dir(file)
		s, err := services.Load(os.DirFS(filepath.Dir(dir)), filepath.Base(dir))
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(dir)] = s
	}
	return out
}
