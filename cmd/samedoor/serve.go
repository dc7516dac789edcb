package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/samedoor/samedoor/ui/static"
)

// A request still open this long after the signal to stop is cut off.
const drainFor = 20 * time.Second

func serve(ctx context.Context, s *session) error {
	if err := s.cfg.noDemo(); err != nil {
		return err
	}
	if err := s.cfg.demand("DATABASE_URL", "SAMEDOOR_SECRET", "SAMEDOOR_PUBLIC_URL"); err != nil {
		return err
	}
	if err := static.Check(); err != nil {
		return err
	}
	listener, err := listen(s.cfg)
	if err != nil {
		return err
	}
	defer listener.Close()
	a, err := newApp(ctx, s.cfg, jsonLog(s.stderr), nil)
	if err != nil {
		return err
	}
	defer a.close()
	return a.serve(ctx, listener)
}

// listen takes the port first of all, so that a taken one is said at once.
func listen(cfg *Config) (net.Listener, error) {
	if err := cfg.safeToServe(); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", cfg.Addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("another program already listens on %s; stop it, or set SAMEDOOR_ADDR to another port", cfg.Addr)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("this user may not listen on %s; set SAMEDOOR_ADDR to a port above 1023", cfg.Addr)
	case err != nil:
		return nil, fmt.Errorf("SAMEDOOR_ADDR: cannot listen on %s: %w", cfg.Addr, err)
	}
	return listener, nil
}

// serve answers requests until ctx ends, and then lets open ones finish.
func (a *app) serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           a.handler(),
		ErrorLog:          slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute, // an upload over a slow line
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	go a.watch(ctx)
	a.log.Info("serving", "addr", listener.Addr().String())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("the web server stopped by itself: %w", err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainFor)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		_ = server.Close() // cut off whoever is left
	}
	a.log.Info("served")
	return nil
}
