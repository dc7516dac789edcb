package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
)

// exported is one line of an export: an entry, or at the end a signed head.
type exported struct {
	Seq    *int64 `json:"seq,omitempty"`
	Leaf   string `json:"leaf,omitempty"` // the canonical text, hashed by RFC 6962
	Why    string `json:"why,omitempty"`  // with Salt what the digest in Leaf is of; both empty once erased
	Salt   []byte `json:"salt,omitempty"`
	Signed string `json:"head,omitempty"`
}

// Export writes the whole tree's entries in order and after them every signed head, one JSON object a line: what an auditor needs to
// work everything out again without this program. It verifies first, with the keys of before, and exports nothing that was altered: a Fault.
func (l *Log) Export(ctx context.Context, w io.Writer, former ...string) (entries int64, err error) {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	err = pgx.BeginTxFunc(ctx, l.db, reading, func(tx pgx.Tx) error {
		if _, err := l.verifyTx(ctx, tx, nil, former); err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, selectSequenced+` order by f.seq`)
		defer rows.Close()
		for rows.Next() {
			s, err := toSequenced(rows)
			if err != nil {
				return err
			}
			leaf, err := s.leaf()
			if err != nil {
				return err
			}
			if err := out.Encode(exported{Seq: &s.seq, Leaf: string(leaf), Why: s.line.Why, Salt: s.salt}); err != nil {
				return err
			}
			entries++
		}
		if err := rows.Err(); err != nil {
			return err
		}
		rows, _ = tx.Query(ctx, selectHeads+` order by number`)
		heads, err := pgx.CollectRows(rows, toHead)
		if err != nil {
			return err
		}
		for _, h := range heads {
			if err := out.Encode(exported{Signed: h.Note}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return entries, fmt.Errorf("export the audit log: %w", err)
	}
	return entries, nil
}
