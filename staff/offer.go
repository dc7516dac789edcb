package staff

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// OfferTx has an agency, by its short name, offer a service from now on. To offer what is offered already does nothing. ErrNotFound
// where there is no such agency. Other processes notice within seconds.
func OfferTx(ctx context.Context, tx pgx.Tx, by audit.Actor, slug, service string) error {
	var agency int64
	err := tx.QueryRow(ctx, `select id from agencies where slug = @slug`, pgx.NamedArgs{"slug": slug}).Scan(&agency)
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("agency %s: %w", slug, ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("offer %s: %w", service, err)
	}
	added, err := tx.Exec(ctx, `
		insert into agency_services (agency_id, service) values (@agency, @service)
		on conflict do nothing`,
		pgx.NamedArgs{"agency": agency, "service": service})
	if err != nil {
		return fmt.Errorf("offer %s: %w", service, err)
	}
	if added.RowsAffected() == 0 {
		return nil
	}
	return audit.Record(ctx, tx, by, audit.Entry{Verb: "agency.offered", Why: slug + ": " + service})
}
