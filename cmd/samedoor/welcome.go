package main

import (
	"context"
	"fmt"
)

// loadDemo loads the demonstration data if they are wanted and not there yet.
func (a *app) loadDemo(_ context.Context, _ func(string)) error {
	return nil
}

// welcome says where to look and how to sign in.
func (s *session) welcome(a *app, log string) {
	fmt.Fprintf(s.stdout, `
Samedoor is open: %s

  Log     %s
  Stop    Ctrl-C

`, a.cfg.PublicURL, log)
}
