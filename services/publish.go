package services

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// ErrChanged means that this version was published before with other files. Drafts are pinned to what they began with, so
// a change of any byte is a new version; the error says which.
var ErrChanged = errors.New("this version was published before with other files")

// Publish puts a definition into the database, where drafts begun on it will find it whatever a later binary carries.
// Publishing the same again does nothing; another text under the same version is ErrChanged.
func Publish(ctx context.Context, db *pgxpool.Pool, s *Service) error {
	return pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error { return PublishTx(ctx, tx, s) })
}

// PublishTx is Publish inside the caller's transaction.
func PublishTx(ctx context.Context, tx pgx.Tx, s *Service) error {
	if err := publish(ctx, tx, s); err != nil {
		return fmt.Errorf("publishing %s version %d: %w", s.ID, s.Version, err)
	}
	return nil
}

func publish(ctx context.Context, tx pgx.Tx, s *Service) error {
	inserted, err := tx.Exec(ctx, `
		insert into service_versions (service, version, hash, files)
		values (@service, @version, @hash, @files)
		on conflict (service, version) do nothing`,
		pgx.NamedArgs{"service": s.ID, "version": s.Version, "hash": s.Hash[:], "files": s.Files})
	if err != nil {
		return err
	}
	if inserted.RowsAffected() > 0 { // heard by Library.Watch
		if _, err := tx.Exec(ctx, `select pg_notify(@channel, @service)`, pgx.NamedArgs{"channel": published, "service": s.ID}); err != nil {
			return err
		}
	}
	var hash []byte
	var newest int
	err = tx.QueryRow(ctx, `
		select hash, (select max(version) from service_versions where service = @service)
		from service_versions
		where service = @service and version = @version`,
		pgx.NamedArgs{"service": s.ID, "version": s.Version}).Scan(&hash, &newest)
	if err != nil {
		return err
	}
	if !bytes.Equal(hash, s.Hash[:]) {
		return fmt.Errorf("%w: write 'version: %d' in services/%s/%s", ErrChanged, newest+1, s.ID, definitionFile)
	}
	return nil
}
