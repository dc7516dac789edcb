package localpg

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestNewestFirstGoesByNumber(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	for _, v := range []string{"9.6", "17", "15", "100"} {
		if err := os.Mkdir(filepath.Join(top, "pg@"+v), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, dir := range newestFirst(filepath.Join(top, "pg@*")) {
		got = append(got, filepath.Base(dir))
	}
	if fmt.Sprint(got) != "[pg@100 pg@17 pg@15 pg@9.6]" {
		t.Errorf("got %v, want newest first", got)
	}
}

// Not parallel: a program just written cannot be run while another test forks,
// which holds the file open for a moment.
func TestFindTakesWhatIsPreferredUnlessTooOldOrIncomplete(t *testing.T) {
	for name, c := range map[string]struct {
		says  string
		tools []string
		taken bool
	}{
		"good":      {"postgres (PostgreSQL) 16.2", []string{"postgres", "initdb"}, true},
		"too old":   {"postgres (PostgreSQL) 14.9", []string{"postgres", "initdb"}, false},
		"no initdb": {"postgres (PostgreSQL) 16.2", []string{"postgres"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for _, tool := range c.tools {
				script := "#!/bin/sh\necho '" + c.says + "'\n"
				if err := os.WriteFile(filepath.Join(dir, tool), []byte(script), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			got, err := Find(dir)
			if (got == dir) != c.taken {
				t.Errorf("Find: %s, %v; want the preferred folder taken: %v", got, err, c.taken)
			}
		})
	}
}
