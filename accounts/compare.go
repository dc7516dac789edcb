package accounts

import "github.com/jackc/pgx/v5"

// queueCompare asks, in the transaction that made or changed an account, for it to be compared with the others.
func queueCompare(b *pgx.Batch, id int64) {
	b.Queue(`insert into comparisons (account_id) values (@id) on conflict (account_id) do update set asked_at = now()`, pgx.NamedArgs{"id": id})
}
