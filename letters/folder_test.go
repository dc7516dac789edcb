package letters

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestResponsesNameTheBadLine(t *testing.T) {
	t.Parallel()
	f := Folder{Dir: t.TempDir()}
	if err := os.MkdirAll(f.path(7), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(f.path(7), "responses.csv"), []byte("1,delivered\nx,delivered\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Responses(context.Background(), 7); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v, want line 2 named", err)
	}
}
