package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/samedoor/samedoor/internal/driver"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/internal/localpg"
)

const (
	twilioAccount = "AC00000000000000000000000000000000"
	twilioToken   = "00000000000000000000000000000000"
	ourNumber     = "+447700900999"
)

// world is everything that lives longer than one process of the program: the database's disk, the printer's folder, Twilio.
type world struct {
	dir     string
	prints  string
	public  string
	program driver.Program
	twilio  *fake.Twilio
	http    *http.Server
	house   *driver.House

	mu sync.Mutex // of pg: it is killed and started again
	pg *localpg.Cluster
}

// open makes a world in dir, which is reachable for the database's user, with the program in it.
func open(ctx context.Context, dir, bin string) (w *world, err error) {
	w = &world{dir: dir, prints: filepath.Join(dir, "print")}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if err := w.startPostgres(ctx); err != nil {
		return w, err
	}
	if err := driver.CreateDatabase(ctx, w.pg.DSN("postgres"), "fault"); err != nil {
		return w, err
	}
	listen, err := driver.FreeAddress()
	if err != nil {
		return w, err
	}
	w.public = "http://" + listen
	twilio, err := w.startTwilio()
	if err != nil {
		return w, err
	}
	// No quiet hours: a text that rightly waits for the morning would count as stuck, by the hour the storm is run at.
	w.program = driver.Program{Bin: bin, Log: filepath.Join(dir, "samedoor.log"), Env: []string{"DATABASE_URL=" + w.pg.DSN("fault"),
		"SAMEDOOR_SECRET=" + driver.Secret, "SAMEDOOR_ADDR=" + listen, "SAMEDOOR_PUBLIC_URL=" + w.public, "SAMEDOOR_PRINT_DIR=" + w.prints,
		"SAMEDOOR_RESCUE_AFTER=10s", "SAMEDOOR_QUIET_HOURS=none", "TWILIO_ACCOUNT_SID=" + twilioAccount, "TWILIO_AUTH_TOKEN=" + twilioToken, "TWILIO_FROM=" + ourNumber,
		"TWILIO_BASE_URL=" + twilio}}
	if err := w.program.Run(ctx, "migrate"); err != nil {
		return w, err
	}
	if w.house, err = driver.Enter(ctx, w.pg.DSN("fault"), w.public, w.prints, 4); err != nil {
		return w, err
	}
	return w, w.house.Found(ctx)
}

// startPostgres starts the database, or starts it again on what a killed one left: with fsync, as in life.
func (w *world) startPostgres(ctx context.Context) error {
	pg, err := localpg.Start(ctx, localpg.Config{Dir: filepath.Join(w.dir, "pg"), Bin: os.Getenv("PG_BIN"), Settings: map[string]string{"max_connections": "80"}})
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pg = pg
	return nil
}

// killPostgres is kill -9 of the postmaster, and a start on what it left.
func (w *world) killPostgres(ctx context.Context) error {
	if err := syscall.Kill(w.pg.PID(), syscall.SIGKILL); err != nil {
		return fmt.Errorf("killing Postgres: %w", err)
	}
	<-w.pg.Exited()
	w.pg.Stop() // it has ended: this only lets go of its lock
	return w.startPostgres(ctx)
}

// startTwilio serves the pretended Twilio, which reports back to the program as the real one does.
func (w *world) startTwilio() (address string, err error) {
	w.twilio = fake.NewTwilio(fake.Options{AccountSID: twilioAccount, AuthToken: twilioToken, Number: ourNumber, Public: w.public, Auto: true})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	w.http = &http.Server{Handler: w.twilio}
	go func() { _ = w.http.Serve(l) }() // ends with close
	return "http://" + l.Addr().String(), nil
}

func (w *world) close() {
	if w.house != nil {
		w.house.Leave()
	}
	if w.http != nil {
		_ = w.http.Close()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pg != nil {
		w.pg.Stop()
	}
}
