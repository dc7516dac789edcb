package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/samedoor/samedoor/internal/driver"
	"github.com/samedoor/samedoor/internal/localpg"
)

// world is the database full of people, the real server over it, and the packages over the same database.
type world struct {
	size
	dir     string
	before  string // load of the machine before we began
	pg      *localpg.Cluster
	house   *driver.House
	server  *driver.Process
	public  string
	empty   *http.Server
	emptyAt string
	patterns
}

const connections = 20 // the program's own default

func open(ctx context.Context, dir string, s size) (w *world, err error) {
	w = &world{size: s, dir: dir, before: load()}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	say("starting a private Postgres on %s, with fsync and synchronous_commit on", dir)
	if w.pg, err = startPostgres(ctx, dir); err != nil {
		return w, err
	}
	if err := driver.CreateDatabase(ctx, w.pg.DSN("postgres"), "bench"); err != nil {
		return w, err
	}
	say("building the program")
	bin, err := driver.Build(ctx, dir)
	if err != nil {
		return w, err
	}
	listen, err := driver.FreeAddress()
	if err != nil {
		return w, err
	}
	w.public = "http://" + listen
	program := driver.Program{Bin: bin, Log: filepath.Join(dir, "samedoor.log"), Env: []string{"DATABASE_URL=" + w.pg.DSN("bench"),
		"SAMEDOOR_SECRET=" + driver.Secret, "SAMEDOOR_ADDR=" + listen, "SAMEDOOR_PUBLIC_URL=" + w.public}}
	if err := program.Run(ctx, "migrate"); err != nil {
		return w, err
	}
	if w.house, err = driver.Enter(ctx, w.pg.DSN("bench"), w.public, filepath.Join(dir, "print"), connections); err != nil {
		return w, err
	}
	if err := w.house.Found(ctx); err != nil {
		return w, err
	}
	if w.patterns, err = drawPatterns(ctx, w.house); err != nil {
		return w, err
	}
	if err := w.fill(ctx); err != nil {
		return w, err
	}
	if w.server, err = program.Start("serve"); err != nil {
		return w, err
	}
	if err := w.server.Answers(ctx, w.public); err != nil {
		return w, err
	}
	return w, w.startEmpty()
}

// startEmpty serves nothing at all: the floor of what HTTP costs here.
func (w *world) startEmpty() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.emptyAt = "http://" + l.Addr().String()
	w.empty = &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	go func() { _ = w.empty.Serve(l) }() // ends with close
	return nil
}

func (w *world) close() {
	if w.empty != nil {
		_ = w.empty.Close()
	}
	if w.server != nil {
		w.server.Kill()
	}
	if w.house != nil {
		w.house.Leave()
	}
	if w.pg != nil {
		w.pg.Stop()
	}
}

func startPostgres(ctx context.Context, dir string) (*localpg.Cluster, error) {
	return localpg.Start(ctx, localpg.Config{Dir: filepath.Join(dir, "pg"), Bin: os.Getenv("PG_BIN"), Settings: map[string]string{
		"shared_buffers": "512MB", "max_connections": "100", "max_wal_size": "4GB", "checkpoint_timeout": "15min", "maintenance_work_mem": "256MB"}})
}

func machine() (cores int, system string) {
	return runtime.NumCPU(), runtime.GOOS + "/" + runtime.GOARCH
}

// load is how many programs want a core at this moment, ours apart: with more than a few the figures are of them too. "" where the
// system does not tell.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(text), " ")
	return first
}
