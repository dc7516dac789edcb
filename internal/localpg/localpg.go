// Package localpg runs a private Postgres cluster: the one `samedoor run`
// keeps in .samedoor/, and the one the tests share. It listens on a unix
// socket in a folder nobody else may enter, and lets in only the person who
// started it.
package localpg

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// User is the superuser of every private cluster and the owner of all in it.
const User = "samedoor"

const (
	// A cluster whose owner was killed needs this long at most until the
	// last of its processes has noticed and let go of the data.
	recoverFor = 15 * time.Second
	// Crash recovery of a large cluster takes longer than a start.
	readyWithin = 2 * time.Minute
	// A fast stop rolls back what is open; past this it is cut short.
	stopWithin = 20 * time.Second
)

// Config says where a cluster lives and how it behaves.
type Config struct {
	// Dir holds everything: data, socket, log, lock. Made if missing.
	Dir string
	// Bin is the folder of Postgres's programs, or empty to look for them.
	Bin string
	// FsyncOff gives up safety against power loss. Only for tests.
	FsyncOff bool
	// Keep lets the cluster outlive this process, and takes no lock: the
	// caller sees to it that only one process starts it.
	Keep bool
	// Settings are added to the server's command line, name to value.
	Settings map[string]string
	// Log is told in one sentence what takes time. May be nil.
	Log func(string)
}

// Cluster is a running private Postgres.
type Cluster struct {
	server *os.Process
	place  place
	lock   *os.File
	exited chan struct{}
}

// Start starts the cluster in cfg.Dir, making it first if there is none, and
// returns when it answers. What a killed predecessor left is recovered. The
// error is a plain sentence when binaries are missing, or when another process
// already runs this cluster.
func Start(ctx context.Context, cfg Config) (*Cluster, error) {
	if cfg.Log == nil {
		cfg.Log = func(string) {}
	}
	at, err := settle(cfg)
	if err != nil {
		return nil, err
	}
	c := &Cluster{place: at}
	if !cfg.Keep {
		if c.lock, err = lock(at); err != nil {
			return nil, err
		}
	}
	if err := c.start(ctx, cfg); err != nil {
		c.unlock()
		return nil, err
	}
	return c, nil
}

// DSN is the address of a database of the cluster in dir, running or not.
func DSN(dir, db string) (string, error) {
	at, err := locate(dir)
	if err != nil {
		return "", err
	}
	return at.dsn(db), nil
}

// DSN is the address of a database of this cluster.
func (c *Cluster) DSN(db string) string { return c.place.dsn(db) }

// PID is the process id of the server.
func (c *Cluster) PID() int { return c.server.Pid }

// Stop ends the cluster: open transactions are rolled back, all else is on
// disk. After 20 seconds it is cut short, which the next start recovers.
func (c *Cluster) Stop() {
	defer c.unlock()
	_ = c.server.Signal(syscall.SIGINT) // not SIGTERM, which waits for clients
	select {
	case <-c.exited:
	case <-time.After(stopWithin):
		_ = c.server.Signal(syscall.SIGQUIT)
		<-c.exited
	}
}

// Exited is closed when the server has ended, by Stop or by itself.
func (c *Cluster) Exited() <-chan struct{} { return c.exited }

func (c *Cluster) unlock() {
	if c.lock != nil {
		_ = c.lock.Close()
		c.lock = nil
	}
}

func (c *Cluster) start(ctx context.Context, cfg Config) error {
	bin, err := c.place.binaries(cfg.Bin)
	if err != nil {
		return err
	}
	if err := c.place.initialise(bin, cfg); err != nil {
		return err
	}
	if err := c.place.writeAccess(); err != nil {
		return err
	}
	c.place.interruptOrphan(ctx)
	deadline := time.Now().Add(recoverFor)
	for {
		err := c.attempt(ctx, bin, cfg)
		if !errors.Is(err, errStillHeld) || time.Now().After(deadline) {
			return err
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

// errStillHeld is a failed start that is worth another try: processes of the
// predecessor have not all gone yet.
var errStillHeld = errors.New("the previous Postgres has not let go of the data yet")

func (c *Cluster) attempt(ctx context.Context, bin string, cfg Config) error {
	log, err := c.place.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	from, err := log.Seek(0, 2)
	if err != nil {
		return err
	}
	cmd := c.place.command(filepath.Join(bin, "postgres"), c.place.serverArgs(cfg)...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr.Setpgid = true // Ctrl-C in the terminal is ours to pass on
	if c.exited, err = spawn(cmd, !cfg.Keep); err != nil {
		return fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	c.server = cmd.Process
	return c.awaitReady(ctx, from)
}

func (c *Cluster) awaitReady(ctx context.Context, logFrom int64) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	for {
		if c.place.answers(ctx) {
			return nil
		}
		select {
		case <-c.exited:
			return c.place.explainExit(logFrom)
		case <-ctx.Done():
			_ = c.server.Signal(syscall.SIGQUIT)
			<-c.exited
			return fmt.Errorf("the private Postgres did not become ready (its log: %s): %w", c.place.logFile(), ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// explainExit turns the end of the server's log into an error.
func (p place) explainExit(from int64) error {
	text, _ := os.ReadFile(p.logFile())
	said := string(text[min(from, int64(len(text))):])
	if strings.Contains(said, "postmaster.pid") || strings.Contains(said, "pre-existing shared memory") {
		return errStillHeld
	}
	return fmt.Errorf("the private Postgres stopped at once; the end of its log %s says: %s",
		p.logFile(), strings.TrimSpace(said[max(0, len(said)-800):]))
}

func (p place) answers(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, p.dsn("postgres"))
	if err != nil {
		return false
	}
	_ = conn.Close(ctx)
	return true
}

// interruptOrphan stops a server whose owner was killed. Where the kernel
// cannot do that by itself (macOS) the server is still there, and answering.
func (p place) interruptOrphan(ctx context.Context) {
	text, err := os.ReadFile(filepath.Join(p.data(), "postmaster.pid"))
	if err != nil || !p.answers(ctx) {
		return
	}
	first, _, _ := strings.Cut(string(text), "\n")
	if pid, err := strconv.Atoi(first); err == nil && pid > 1 {
		_ = syscall.Kill(pid, syscall.SIGINT)
	}
}

func (p place) serverArgs(cfg Config) []string {
	set := map[string]string{
		"listen_addresses":                "",
		"unix_socket_directories":         p.sock,
		"unix_socket_permissions":         "0700",
		"timezone":                        "UTC",
		"log_timezone":                    "UTC",
		"jit":                             "off",
		"random_page_cost":                "1.1",
		"max_parallel_workers_per_gather": "0", // small /dev/shm in containers
		"synchronous_commit":              "on",
	}
	if cfg.FsyncOff {
		set["fsync"], set["full_page_writes"] = "off", "off"
	}
	for name, value := range cfg.Settings {
		set[name] = value
	}
	args := []string{"-D", p.data()}
	for name, value := range set {
		args = append(args, "-c", name+"="+value)
	}
	return args
}

func (p place) dsn(db string) string {
	u := url.URL{Scheme: "postgres", User: url.User(User), Path: "/" + db,
		RawQuery: url.Values{"host": {p.sock}}.Encode()}
	return u.String()
}

// command is an exec.Cmd that runs as the cluster's own user, from a folder
// that user may enter, with nothing of our environment.
func (p place) command(path string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	cmd.Dir = p.root
	cmd.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + p.root, "LC_ALL=C"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.credential()}
	return cmd
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
