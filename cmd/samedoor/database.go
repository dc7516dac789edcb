package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
)

// open connects to the database, or says in a sentence why it cannot.
func open(ctx context.Context, cfg *Config) (*pgxpool.Pool, error) {
	pc, err := pgxpool.ParseConfig(cfg.DatabaseURL)
	if err != nil {
		return nil, errors.New("DATABASE_URL is not an address of a Postgres database; it looks like postgres://user:password@host:5432/name")
	}
	pc.MaxConns = cfg.DatabaseConnections
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, fmt.Errorf("connecting to the database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("the database at %s cannot be reached; see that it runs (`samedoor run` starts one) and that DATABASE_URL is right: %w", pc.ConnConfig.Host, err)
	}
	return pool, nil
}
