package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/internal/pgtest"
)

const secret = "SAMEDOOR_SECRET=0123456789abcdef0123456789abcdef"

func TestWhatIsWrongIsOneSentence(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() }) // after the parallel tests below
	pool := pgtest.New(t)
	newer := pgtest.New(t)
	exec(t, newer, `insert into goose_db_version (version_id, is_applied) values (9999, true)`)
	empty := pgtest.New(t)
	exec(t, empty, `drop schema public cascade; create schema public`)
	public := "SAMEDOOR_PUBLIC_URL=https://apply.example.org"
	free := "SAMEDOOR_ADDR=127.0.0.1:0"

	for name, c := range map[string]struct {
		args []string
		env  []string
		code int
		want string
	}{
		"no such command":      {[]string{"sevre"}, nil, 2, `there is no command "sevre"`},
		"wrong variable":       {[]string{"serve"}, []string{"SAMEDOOR_ADDR=x"}, 2, "SAMEDOOR_ADDR must be"},
		"nothing configured":   {[]string{"serve"}, nil, 1, "DATABASE_URL is not set"},
		"port taken":           {[]string{"serve"}, []string{secret, public, "DATABASE_URL=" + address(pool), "SAMEDOOR_ADDR=" + taken.Addr().String()}, 1, "another program already listens on 127.0.0.1:"},
		"database unreachable": {[]string{"serve"}, []string{secret, public, "DATABASE_URL=postgres://nobody@127.0.0.1:1/none", free}, 1, "the database at 127.0.0.1 cannot be reached"},
		"database address":     {[]string{"migrate"}, []string{"DATABASE_URL=postgres://u:hidden@h:port/none"}, 1, "DATABASE_URL is not an address of a Postgres database"},
		"database newer":       {[]string{"serve"}, []string{secret, public, "DATABASE_URL=" + address(newer), free}, 1, "migrated by a newer samedoor"},
		"migrate newer":        {[]string{"migrate"}, []string{"DATABASE_URL=" + address(newer)}, 1, "migrated by a newer samedoor"},
		"database behind":      {[]string{"work"}, []string{secret, public, "DATABASE_URL=" + address(empty)}, 1, "run `samedoor migrate` first"},
		"open demonstration":   {[]string{"run"}, []string{"SAMEDOOR_ADDR=0.0.0.0:0"}, 1, "only served on this machine itself"},
		"check what":           {[]string{"check"}, nil, 1, "check which service?"},
		"check nowhere":        {[]string{"check", "nowhere"}, nil, 1, "there is no folder nowhere"},
		"check a file":         {[]string{"check", "main.go"}, nil, 1, "there is no folder main.go"},
		"check nothing":        {[]string{"check", t.TempDir()}, nil, 1, "1 of 1 definitions have mistakes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // one that is not refused would serve for ever
			defer cancel()
			var out, problems bytes.Buffer
			code := dispatch(ctx, c.args, c.env, &out, &problems)
			if code != c.code || !strings.Contains(problems.String(), c.want) {
				t.Errorf("exit %d, said %q; want %d and %q", code, problems.String(), c.code, c.want)
			}
			if strings.Contains(problems.String(), "hidden") {
				t.Errorf("shows a password: %s", problems.String())
			}
		})
	}
}

func TestMigrateSaysWhatItDid(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t)
	exec(t, pool, `drop schema public cascade; create schema public`)
	for _, want := range []string{"migration 0001_", "up to date"} {
		var out, problems bytes.Buffer
		code := dispatch(t.Context(), []string{"migrate"}, []string{"DATABASE_URL=" + address(pool)}, &out, &problems)
		if code != 0 || !strings.Contains(out.String(), want) {
			t.Errorf("exit %d, said %q %q; want %q", code, out.String(), problems.String(), want)
		}
	}
}

func TestHelpListsEveryCommandAndVariable(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if code := dispatch(t.Context(), nil, nil, &out, io.Discard); code != 0 {
		t.Errorf("exit %d, want 0", code)
	}
	for _, c := range commands() {
		if !strings.Contains(out.String(), "  "+c.name+" ") {
			t.Errorf("help does not list the command %s", c.name)
		}
	}
	for _, v := range variables() {
		if !strings.Contains(out.String(), "  "+v.Name+"\n") {
			t.Errorf("help does not list the variable %s", v.Name)
		}
	}
}

// A whole life: an empty folder, a private database, a page, Ctrl-C; then
// again on what the first left.
func TestRunOpensAndStops(t *testing.T) {
	t.Parallel()
	base, err := os.MkdirTemp("", "samedoor-run-") // t.TempDir() shuts out the database's user
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	if err := os.Chmod(base, 0o711); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(base, "home")
	for _, life := range []string{"first", "second"} {
		ctx, interrupt := context.WithCancel(t.Context())
		said := &lines{found: make(chan string, 1), want: regexp.MustCompile(`is open: (http://\S+)`)}
		ended := make(chan int, 1)
		go func() {
			ended <- dispatch(ctx, []string{"run"}, []string{"SAMEDOOR_DIR=" + dir, "SAMEDOOR_ADDR=127.0.0.1:0"}, said, said)
		}()
		select {
		case at := <-said.found:
			wantPage(t, at+"/healthz")
		case code := <-ended:
			t.Fatalf("%s life: ended with %d and said %s", life, code, said.String())
		}
		interrupt()
		if code := <-ended; code != 0 {
			t.Errorf("%s life: exit %d after Ctrl-C, want 0; said %s", life, code, said.String())
		}
	}
}

func wantPage(t *testing.T, address string) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Error(err)
		return
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("%s: %s, want 200", address, res.Status)
	}
}

// lines collects what a program says, and sends on found what matches want.
type lines struct {
	sync.Mutex
	text  bytes.Buffer
	want  *regexp.Regexp
	found chan string
}

func (l *lines) Write(p []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	if m := l.want.FindSubmatch(p); m != nil {
		l.found <- string(m[1])
	}
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.Lock()
	defer l.Unlock()
	return l.text.String()
}

func address(pool *pgxpool.Pool) string { return pool.Config().ConnString() }

func exec(t *testing.T, pool *pgxpool.Pool, sql string) {
	t.Helper()
	if _, err := pool.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}
