package phone

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
)

// Keeper says what of people is kept here: conversations, with the calls back that were promised in them.
func (l *Log) Keeper() accounts.Keeper {
	return accounts.Keeper{Kind: "contact", Since: contactsSince, Move: moveContact}
}

func contactsSince(ctx context.Context, tx pgx.Tx, account int64, from time.Time) ([]accounts.Came, error) {
	rows, _ := tx.Query(ctx, `select id, began_at, door, reason from contacts where account_id = @account and began_at > @from order by id`,
		pgx.NamedArgs{"account": account, "from": from})
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c accounts.Came, err error) {
		var door, reason string
		err = row.Scan(&c.Item, &c.At, &door, &reason)
		c.Facts = map[string]string{"door": door, "reason": reason}
		return c, err
	})
}

// moveContact takes what was proven in the conversation back: it was proven of somebody else.
func moveContact(ctx context.Context, tx pgx.Tx, _ audit.Actor, contact, to int64) error {
	b, args := &pgx.Batch{}, pgx.NamedArgs{"contact": contact, "to": to}
	b.Queue(`update contacts set account_id = @to, proven_at = null, proven_by = '{}' where id = @contact`, args)
	b.Queue(`update callbacks set account_id = @to where contact_id = @contact`, args)
	return tx.SendBatch(ctx, b).Close()
}
