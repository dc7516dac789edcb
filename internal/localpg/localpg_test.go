package localpg

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// With this variable the test program is another samedoor: it starts the
// cluster in that folder, says so, and stays.
const holdVariable = "LOCALPG_TEST_HOLD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holdVariable); dir != "" {
		hold(dir)
	}
	os.Exit(m.Run())
}

func hold(dir string) {
	c, err := Start(context.Background(), Config{Dir: dir, FsyncOff: true})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("up", c.PID())
	select {}
}

func TestWhatIsWrittenIsThereAfterAStop(t *testing.T) {
	t.Parallel()
	cfg := Config{Dir: home(t), FsyncOff: true}
	c := start(t, cfg)
	run(t, c.DSN("postgres"), `create table kept as select 'ŵ' as letter`)
	c.Stop()
	if c.place.answers(t.Context()) {
		t.Fatal("still answers after Stop")
	}
	c = start(t, cfg)
	defer c.Stop()
	if got := ask(t, c.DSN("postgres"), `select upper(letter) from kept`); got != "Ŵ" {
		t.Errorf("upper('ŵ') = %q, want Ŵ", got)
	}
	if got := ask(t, c.DSN("postgres"), `select concat_ws(' ', current_setting('data_checksums'),
		current_setting('synchronous_commit'), current_setting('listen_addresses'))`); got != "on on " {
		t.Errorf("checksums, synchronous_commit, listen_addresses = %q, want on, on and none", got)
	}
}

func TestAKilledServerIsRecovered(t *testing.T) {
	t.Parallel()
	cfg := Config{Dir: home(t), FsyncOff: true}
	c := start(t, cfg)
	run(t, c.DSN("postgres"), `create table kept as select 'yes' as answer`)
	_ = c.server.Signal(syscall.SIGKILL)
	<-c.Exited()
	c.unlock()
	c = start(t, cfg)
	defer c.Stop()
	if got := ask(t, c.DSN("postgres"), `select answer from kept`); got != "yes" {
		t.Errorf("after kill -9 the answer is %q, want yes", got)
	}
}

func TestAnotherProcessIsRefusedAndItsDeathRecovered(t *testing.T) {
	t.Parallel()
	cfg := Config{Dir: home(t), FsyncOff: true}
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), holdVariable+"="+cfg.Dir)
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	said, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(said, "up ") {
		t.Fatalf("the other process said %q, %v", said, err)
	}

	if c, err := Start(t.Context(), cfg); err == nil {
		c.Stop()
		t.Error("a second process was let into the same cluster")
	} else if !strings.Contains(err.Error(), "another samedoor already runs the database") {
		t.Errorf("refused with %q, want a plain sentence", err)
	}
	address, err := DSN(cfg.Dir, "postgres")
	if err != nil {
		t.Fatal(err)
	}
	run(t, address, `create table kept as select 'yes' as answer`)

	_ = other.Process.Kill() // kill -9: it can tidy nothing
	_ = other.Wait()
	c := start(t, cfg)
	defer c.Stop()
	if got := ask(t, c.DSN("postgres"), `select answer from kept`); got != "yes" {
		t.Errorf("after kill -9 of its owner the answer is %q, want yes", got)
	}
}

func TestAHalfMadeClusterIsMadeAgain(t *testing.T) {
	t.Parallel()
	cfg := Config{Dir: home(t), FsyncOff: true}
	if err := os.MkdirAll(filepath.Join(cfg.Dir, "data.new", "base"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(cfg.Dir, "data.new", "PG_VERSION"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	at, err := settle(Config{Dir: cfg.Dir, Log: func(string) {}})
	if err != nil {
		t.Fatal(err)
	}
	if uid, gid := at.ids(); at.drop {
		_ = os.Chown(filepath.Join(cfg.Dir, "data.new"), int(uid), int(gid))
	}
	start(t, cfg).Stop()
}

func TestALongPathStillHasAShortSocket(t *testing.T) {
	t.Parallel()
	at, err := locate(filepath.Join("/tmp", strings.Repeat("very-long-name/", 12), ".samedoor"))
	if err != nil {
		t.Fatal(err)
	}
	if full := at.sock + "/.s.PGSQL.5432"; len(full) > 100 {
		t.Errorf("socket %s has %d characters, want at most 100", full, len(full))
	}
}

func TestAnUnreachableFolderMovesTheClusterForRoot(t *testing.T) {
	t.Parallel()
	asked := filepath.Join(t.TempDir(), "pg") // a folder that only we may enter
	at, err := locate(asked)
	if err != nil {
		t.Fatal(err)
	}
	if at.drop != (os.Geteuid() == 0) {
		t.Errorf("drops root: %v, as uid %d", at.drop, os.Geteuid())
	}
	if moved := at.root != asked; moved != at.drop {
		t.Errorf("lives in %s, moved %v; want moved only when root is dropped", at.root, moved)
	}
	if !at.drop {
		return
	}
	t.Cleanup(func() { _ = os.RemoveAll(at.root) })
	var said []string
	c, err := Start(t.Context(), Config{Dir: asked, FsyncOff: true, Log: func(s string) { said = append(said, s) }})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Stop()
	if link, err := os.Readlink(asked); err != nil || link != at.root {
		t.Errorf("where it was asked for is a link to %q, %v; want %s", link, err, at.root)
	}
	if len(said) == 0 || !strings.Contains(said[0], at.root) {
		t.Errorf("said %q, want a sentence with where it lives", said)
	}
}

func TestASentenceWhenThereIsNoPostgres(t *testing.T) {
	t.Parallel()
	_, err := find(3, "", nil)
	if err == nil || !strings.Contains(err.Error(), "made by Postgres 3") {
		t.Errorf("error %v, want a sentence about Postgres 3", err)
	}
}

// home is a folder that the cluster's user can reach, which in t.TempDir()
// it cannot when we are root.
func home(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "samedoor-localpg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "pg")
}

func start(t *testing.T, cfg Config) *Cluster {
	t.Helper()
	began := time.Now()
	c, err := Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %s", time.Since(began).Round(time.Millisecond))
	t.Cleanup(func() { _ = c.server.Signal(syscall.SIGQUIT); <-c.Exited() })
	return c
}

func run(t *testing.T, address, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, address, sql string) (answer string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), sql).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}
