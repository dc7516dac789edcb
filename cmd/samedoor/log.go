package main

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
)

// jsonLog writes one line of JSON for each request and job. What is logged
// carries no personal data: types redact themselves.
func jsonLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, nil))
}

// A log file past this size is moved aside at the next start, over the one
// moved aside before.
const longestLog = 32 << 20

// openLog opens run's log for appending.
func openLog(dir string) (*os.File, error) {
	path := filepath.Join(dir, "samedoor.log")
	if info, err := os.Stat(path); err == nil && info.Size() > longestLog {
		if err := os.Rename(path, path+".old"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
}
