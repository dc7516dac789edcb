package browsertest

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
)

// book is everything the program logs, at every level, in all tests of this package: pages, jobs, River, the server.
type book struct {
	mu    sync.Mutex
	lines [][]byte
}

var log = &book{}

// Write takes one line.
func (b *book) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, bytes.Clone(line))
	return len(line), nil
}

// capture makes the book the log of this process.
func (b *book) capture() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug})))
}

// with are the lines that contain a text, whatever its case.
func (b *book) with(text string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	sought := []byte(strings.ToLower(text))
	for _, line := range b.lines {
		if bytes.Contains(bytes.ToLower(line), sought) {
			out = append(out, string(line))
		}
	}
	return out
}

// errors are the lines that say that something broke.
func (b *book) errors() []string { return b.with(`"level":"ERROR"`) }
