package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/internal/localpg"
)

// cluster joins the one cluster that all test processes of this user share,
// starting it if it is not up, and returns its address.
//
// Each process holds the writing end of a named pipe for as long as it lives;
// a shell waits at the reading end. When the last process has gone, in
// whatever way, the shell reads the end of the pipe and stops Postgres: nothing
// is left running after `go test`, and nothing has to be tidied by hand.
func cluster(ctx context.Context) (string, error) {
	dir, err := home()
	if err != nil {
		return "", err
	}
	unlock, err := startLock(dir)
	if err != nil {
		return "", err
	}
	defer unlock()
	address, err := localpg.DSN(filepath.Join(dir, "pg"), "postgres")
	if err != nil {
		return "", err
	}
	joined, err := join(dir)
	if err != nil {
		return "", err
	}
	if joined && answers(ctx, address) {
		return address, nil
	}
	return address, start(ctx, dir, address)
}

// start is called with the start lock held.
func start(ctx context.Context, dir, address string) error {
	c, err := startOrRemake(ctx, localpg.Config{
		Dir: filepath.Join(dir, "pg"), Bin: os.Getenv("PG_BIN"), FsyncOff: true, Keep: true,
		Settings: map[string]string{
			"max_connections": "500",
			"wal_level":       "minimal",
			"max_wal_senders": "0",
			"min_wal_size":    "32MB",
			"max_wal_size":    "256MB",
			"autovacuum":      "off",
		},
	})
	if err != nil {
		return err
	}
	if err := watch(dir, c.PID()); err != nil {
		c.Stop()
		return err
	}
	return clearAway(ctx, address)
}

// startOrRemake gives a cluster that does not start one second chance from
// nothing: without fsync a machine's crash leaves it unusable.
func startOrRemake(ctx context.Context, cfg localpg.Config) (*localpg.Cluster, error) {
	c, err := localpg.Start(ctx, cfg)
	if err == nil {
		return c, nil
	}
	if _, findErr := localpg.Find(cfg.Bin); findErr != nil {
		return nil, err
	}
	if err := os.RemoveAll(cfg.Dir); err != nil {
		return nil, err
	}
	return localpg.Start(ctx, cfg)
}

// home is the folder of the shared cluster: in memory where there is room.
func home() (string, error) {
	base := os.TempDir()
	var fs syscall.Statfs_t
	if syscall.Statfs("/dev/shm", &fs) == nil && uint64(fs.Bavail)*uint64(fs.Bsize) > 1<<30 {
		base = "/dev/shm"
	}
	dir := filepath.Join(base, fmt.Sprintf("samedoor-test-%d", os.Getuid()))
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if !info.IsDir() || info.Sys().(*syscall.Stat_t).Uid != uint32(os.Getuid()) {
		return "", fmt.Errorf("%s belongs to somebody else; remove it and test again", dir)
	}
	return dir, nil
}

func startLock(dir string) (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(dir, "start.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}

// join opens the writing end of the pipe and never closes it. It reports
// false if nobody waits at the other end, which means that no cluster is up.
func join(dir string) (bool, error) {
	_, err := syscall.Open(pipe(dir), syscall.O_WRONLY|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	switch err {
	case nil:
		return true, nil
	case syscall.ENXIO, syscall.ENOENT:
		return false, nil
	default:
		return false, fmt.Errorf("opening %s: %w", pipe(dir), err)
	}
}

func pipe(dir string) string { return filepath.Join(dir, "alive") }

// watch leaves the shell that stops the cluster, and joins.
func watch(dir string, pid int) error {
	// A new pipe each time: a shell at an old one waits for others than us.
	_ = os.Remove(pipe(dir))
	if err := syscall.Mkfifo(pipe(dir), 0o600); err != nil {
		return err
	}
	// Opened without blocking, for there is no writer yet; but the shell
	// must block.
	fd, err := syscall.Open(pipe(dir), syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	if joined, err := join(dir); err != nil || !joined {
		_ = syscall.Close(fd)
		return fmt.Errorf("joining %s: %v", pipe(dir), err)
	}
	if err := syscall.SetNonblock(fd, false); err != nil {
		return err
	}
	end := os.NewFile(uintptr(fd), pipe(dir))
	defer end.Close()
	cmd := exec.Command("sh", "-c", fmt.Sprintf("read -r _; kill -INT %d", pid))
	cmd.Stdin, cmd.Dir = end, "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // outlives Ctrl-C
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }()
	return nil
}

// clearAway drops what killed tests left, and templates of other migrations.
// Nobody else is on the cluster yet: the start lock is held.
func clearAway(ctx context.Context, address string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, `
		select datname from pg_database
		 where (datname like 't\_%' or datname like 'draft\_%' or datname like 'template\_%')
		   and datname <> $1`, templateName())
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := conn.Exec(ctx, `drop database `+quote(name)+` with (force)`); err != nil {
			return err
		}
	}
	return nil
}

func answers(ctx context.Context, address string) bool {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return false
	}
	_ = conn.Close(ctx)
	return true
}

// withDatabase is address with another database's name in it.
func withDatabase(address, db string) (string, error) {
	if !strings.Contains(address, "://") {
		return address + " dbname=" + db, nil // the keyword form: the last one counts
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("%s is not an address of a database: %w", serverVariable, err)
	}
	u.Path = "/" + db
	return u.String(), nil
}
