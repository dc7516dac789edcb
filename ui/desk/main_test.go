package desk_test

import (
	"log/slog"
	"os"
	"testing"
)

// TestMain keeps the log to what went wrong: the line of every request would hide it.
func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})))
	os.Exit(m.Run())
}
