package audit

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// EraseText empties the reason that stands with an entry, for text that must no longer be kept. The entry stays, the log still
// verifies, and that the reason was erased, by whom and why, is an entry itself. ErrNotFound; an entry that is not in the tree yet is
// put there first. To erase twice does nothing more.
func (l *Log) EraseText(ctx context.Context, by Actor, entry int64, why string) error {
	if _, err := l.Sequence(ctx); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error { return l.EraseTextTx(ctx, tx, by, entry, why) })
}

// EraseTextTx is EraseText inside the caller's transaction; ErrNotYet for an entry that is not in the tree yet.
func (l *Log) EraseTextTx(ctx context.Context, tx pgx.Tx, by Actor, entry int64, why string) error {
	tag, err := tx.Exec(ctx, `update audit_leaves set salt = null where entry = @entry and salt is not null`, pgx.NamedArgs{"entry": entry})
	if err != nil {
		return fmt.Errorf("erase the reason of entry %d: %w", entry, err)
	}
	if tag.RowsAffected() == 0 {
		var done bool
		if err := tx.QueryRow(ctx, `select exists (select from audit_leaves where entry = $1)`, entry).Scan(&done); err != nil || done {
			return err
		}
		return missing(ctx, tx, entry)
	}
	if _, err := tx.Exec(ctx, `update audit_log set why = '' where id = @entry`, pgx.NamedArgs{"entry": entry}); err != nil {
		return fmt.Errorf("erase the reason of entry %d: %w", entry, err)
	}
	return Record(ctx, tx, by, Entry{Verb: "audit.reason_erased", Why: fmt.Sprintf("entry %d: %s", entry, why)})
}
