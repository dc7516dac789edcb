package phone

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Speaks says that a helper with an account is on the line for the person of an open contact, and why the person is not; helper 0 that it
// is the person themselves. What was proven of whoever spoke before says nothing of them. The mandate is not asked about here: it is asked
// each time something is done. ErrNotFound when the contact is not the member's own open one, or is about nobody yet.
func (l *Log) Speaks(ctx context.Context, by audit.Actor, contact, helper int64, why string) error {
	return pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		var account int64
		rows, err := tx.Query(ctx, `
			update contacts set caller_id = nullif(@helper::bigint, 0), caller = case when @helper::bigint = 0 then 'self' else 'helper' end,
			       caller_why = @why, proven_at = null, proven_by = '{}', told = '{}', phrase_at = null
			where id = @id and staff_id = @staff and ended_at is null and account_id is not null
			returning account_id`, pgx.NamedArgs{"id": contact, "staff": by.ID, "helper": helper, "why": why})
		if err == nil {
			account, err = pgx.CollectExactlyOneRow(rows, pgx.RowTo[int64])
		}
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("who speaks in contact %d: %w", contact, err)
		}
		return audit.Record(ctx, tx, by, audit.Entry{Verb: "contact.helper-speaks", Account: account})
	})
}

// Speaker is the account of who is on the line, as far as it is known: a helper, else the person.
func (c Contact) Speaker() int64 {
	if c.Helper != 0 {
		return c.Helper
	}
	return c.Account
}

// SaidPhrase keeps that the helper on the line said the words agreed on. ErrNotFound when the contact is not the member's own open one.
func (l *Log) SaidPhrase(ctx context.Context, by audit.Actor, contact int64) error {
	tag, err := l.db.Exec(ctx, `
		update contacts set phrase_at = now() where id = @id and staff_id = @staff and ended_at is null and caller_id is not null`,
		pgx.NamedArgs{"id": contact, "staff": by.ID})
	if err != nil {
		return fmt.Errorf("phrase in contact %d: %w", contact, err)
	}
	if tag.RowsAffected() == 0 {
		return ErrNotFound
	}
	return nil
}
