package main

import (
	"context"
	"fmt"

	"github.com/samedoor/samedoor/migrations"
)

func migrate(ctx context.Context, s *session) error {
	if err := s.cfg.demand("DATABASE_URL"); err != nil {
		return err
	}
	pool, err := open(ctx, s.cfg)
	if err != nil {
		return err
	}
	defer pool.Close()
	steps := 0
	err = migrations.Up(ctx, pool, func(step string) {
		steps++
		fmt.Fprintln(s.stdout, step)
	})
	if err != nil {
		return err
	}
	if steps == 0 {
		fmt.Fprintln(s.stdout, "The database is up to date.")
	}
	return s.sealAll(ctx, pool)
}
