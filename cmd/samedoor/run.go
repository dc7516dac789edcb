package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/internal/localpg"
	"github.com/samedoor/samedoor/migrations"
	"github.com/samedoor/samedoor/ui/static"
)

// run is Samedoor for one machine and one command.
func run(ctx context.Context, s *session) error {
	if err := static.Check(); err != nil {
		return err
	}
	if !s.cfg.demoGiven {
		s.cfg.Demo = true
	}
	listener, err := listen(s.cfg)
	if err != nil {
		return err
	}
	defer listener.Close()
	if err := s.furnish(listener.Addr()); err != nil {
		return err
	}
	log, err := openLog(s.cfg.Dir)
	if err != nil {
		return fmt.Errorf("opening the log: %w", err)
	}
	defer log.Close()

	gone, stop, err := s.database(ctx)
	if err != nil {
		return err
	}
	defer stop()
	if err := s.bringUp(ctx); err != nil {
		return err
	}
	var d *demonstration
	if s.cfg.Demo {
		if d, err = demonstrate(s.cfg); err != nil {
			return err
		}
		defer d.close()
	}
	a, err := newApp(ctx, s.cfg, jsonLog(log), d)
	if err != nil {
		return err
	}
	defer a.close()
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return a.serve(ctx, listener) })
	all.Go(func() error { return a.work(ctx) })
	all.Go(func() error {
		// while it serves and works: the town's letters and texts are real jobs
		if err := a.loadDemo(ctx, s.say); err != nil && ctx.Err() == nil {
			return fmt.Errorf("loading the demonstration data: %w", err)
		}
		if ctx.Err() == nil {
			s.welcome(a, log.Name())
		}
		return nil
	})
	all.Go(func() error {
		select {
		case <-ctx.Done():
			s.say("stopping")
			return nil
		case <-gone:
			return fmt.Errorf("the private database stopped by itself; its log is %s", filepath.Join(s.cfg.Dir, "pg", "postgres.log"))
		}
	})
	return all.Wait()
}

// furnish makes the folder run lives in, and what was not given in the
// environment: the secret, which is kept there, and the public address.
func (s *session) furnish(addr net.Addr) error {
	// The database's user must be able to pass through, and nothing more.
	if err := os.MkdirAll(s.cfg.Dir, 0o711); err != nil {
		return fmt.Errorf("SAMEDOOR_DIR: %w", err)
	}
	if err := os.Chmod(s.cfg.Dir, 0o711); err != nil {
		return fmt.Errorf("SAMEDOOR_DIR: %w", err)
	}
	if s.cfg.PublicURL == "" {
		s.cfg.PublicURL = "http://" + addr.String()
	}
	if s.cfg.demand("SAMEDOOR_SECRET") == nil {
		return nil
	}
	secret, err := keptSecret(filepath.Join(s.cfg.Dir, "secret"))
	if err != nil {
		return fmt.Errorf("the secret in SAMEDOOR_DIR: %w", err)
	}
	return setSecret(s.cfg, secret)
}

// keptSecret reads the secret in path, having made one if there is none.
func keptSecret(path string) (string, error) {
	text, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return string(text), err
	}
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	secret := base64.StdEncoding.EncodeToString(raw)
	fresh := path + ".new"
	if err := os.WriteFile(fresh, []byte(secret), 0o600); err != nil {
		return "", err
	}
	return secret, os.Rename(fresh, path)
}

// database starts the private Postgres unless the environment names one.
// gone closes when the private one ends by itself.
func (s *session) database(ctx context.Context) (gone <-chan struct{}, stop func(), err error) {
	if s.cfg.DatabaseURL != "" {
		return nil, func() {}, nil
	}
	c, err := localpg.Start(ctx, localpg.Config{
		Dir: filepath.Join(s.cfg.Dir, "pg"),
		Bin: s.cfg.PostgresBin,
		Log: s.say,
		Settings: map[string]string{
			"shared_buffers":  "256MB",
			"max_connections": "200",
		},
	})
	if err != nil {
		return nil, nil, err
	}
	if err := createDatabase(ctx, c.DSN("postgres"), "samedoor"); err != nil {
		c.Stop()
		return nil, nil, err
	}
	s.cfg.DatabaseURL = c.DSN("samedoor")
	return c.Exited(), c.Stop, nil
}

func createDatabase(ctx context.Context, address, name string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var there bool
	err = conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, name).Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = conn.Exec(ctx, `create database `+pgx.Identifier{name}.Sanitize())
	return err
}

// bringUp migrates. The first time that is many steps, and said as one.
func (s *session) bringUp(ctx context.Context) error {
	pool, err := open(ctx, s.cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	first := true
	return migrations.Up(ctx, pool, func(string) {
		if first {
			s.say("bringing the database up to date")
			first = false
		}
	})
}

func (s *session) say(sentence string) { fmt.Fprintln(s.stdout, "samedoor:", sentence) }
