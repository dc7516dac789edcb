package audit

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"
)

// Inclusion is the proof that an entry stands in the log under a signed head: anybody can check it with tlog.CheckRecord and the
// verifier key, without the database.
type Inclusion struct {
	Entry  int64 // audit_log.id
	Seq    int64
	Leaf   []byte // the canonical text
	Erased bool   // the reason is no longer beside it
	Proof  tlog.RecordProof
	Head   Head
}

// Prove proves that an entry, as it stands in the database now, is in the log under the last signed head. ErrNotFound, ErrNotYet, or a
// Fault when the entry is not what was put into the tree.
func (l *Log) Prove(ctx context.Context, entry int64) (p Inclusion, err error) {
	err = pgx.BeginTxFunc(ctx, l.db, reading, func(tx pgx.Tx) error {
		p, err = prove(ctx, tx, entry)
		return err
	})
	if err != nil {
		return Inclusion{}, fmt.Errorf("prove entry %d: %w", entry, err)
	}
	return p, nil
}

// reading sees the log as it was at one moment.
var reading = pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}

func prove(ctx context.Context, tx pgx.Tx, entry int64) (Inclusion, error) {
	p := Inclusion{Entry: entry}
	rows, _ := tx.Query(ctx, selectSequenced+` where f.entry = @entry`, pgx.NamedArgs{"entry": entry})
	s, err := pgx.CollectExactlyOneRow(rows, toSequenced)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, missing(ctx, tx, entry)
	}
	if err != nil {
		return p, err
	}
	if p.Head, err = Latest(ctx, tx); err != nil {
		return p, err
	}
	if s.seq >= p.Head.Size {
		return p, ErrNotYet
	}
	if p.Leaf, err = s.leaf(); err != nil {
		return p, err
	}
	p.Seq, p.Erased = s.seq, s.salt == nil
	if p.Proof, err = tlog.ProveRecord(p.Head.Size, p.Seq, stored(ctx, tx)); err != nil {
		return p, err
	}
	if tlog.CheckRecord(p.Proof, p.Head.Size, p.Head.Root, p.Seq, tlog.RecordHash(p.Leaf)) != nil {
		return p, Fault{Index: p.Seq, What: fmt.Sprintf("entry %d is not what was signed", entry)}
	}
	return p, nil
}

// missing says why an entry has no leaf.
func missing(ctx context.Context, tx pgx.Tx, entry int64) error {
	var there bool
	if err := tx.QueryRow(ctx, `select exists (select from audit_log where id = $1)`, entry).Scan(&there); err != nil {
		return err
	}
	if there {
		return ErrNotYet
	}
	return ErrNotFound
}

// Consistent says that the log of a newer head begins with all of an older one's: a Fault where it does not. Both are as Read gives
// them; the zero newer takes all that is in the tree.
func (l *Log) Consistent(ctx context.Context, older, newer Head) error {
	return pgx.BeginTxFunc(ctx, l.db, reading, func(tx pgx.Tx) error {
		size, err := sizeOf(ctx, tx)
		if err != nil {
			return err
		}
		if newer.Size == 0 {
			if newer.Root, err = tlog.TreeHash(size, stored(ctx, tx)); err != nil {
				return err
			}
			newer.Size = size
		}
		if older.Size > newer.Size && newer.Note != "" {
			older, newer = newer, older
		}
		if newer.Size > size {
			return Fault{Index: size, What: fmt.Sprintf("a head was signed over %d entries, and there are only %d", newer.Size, size)}
		}
		return extends(ctx, tx, older, newer)
	})
}

// sequenced is a leaf with its entry beside it.
type sequenced struct {
	seq, entry   int64
	salt, digest []byte
	there        bool // the entry is in the log
	line         line
}

const selectSequenced = `
	select f.seq, f.entry, f.salt, f.digest, l.id is not null, ` + nullableLine + `
	from audit_leaves f left join audit_log l on l.id = f.entry`

// nullableLine are lineColumns of an entry that may have been deleted.
const nullableLine = `coalesce(l.id, 0), coalesce(l.at, 'epoch'), coalesce(l.actor_role, ''), coalesce(l.actor_id, 0), coalesce(l.agency_id, 0),
	coalesce(l.door, ''), coalesce(l.on_behalf, 0), coalesce(l.verb, ''), coalesce(l.account_id, 0), coalesce(l.draft_id, 0),
	coalesce(l.case_id, 0), coalesce(l.why, '')`

func toSequenced(row pgx.CollectableRow) (s sequenced, err error) {
	l := &s.line
	err = row.Scan(&s.seq, &s.entry, &s.salt, &s.digest, &s.there, &l.ID, &l.At, &l.Role, &l.Actor, &l.Agency, &l.Door, &l.For, &l.Verb,
		&l.Account, &l.Draft, &l.Case, &l.Why)
	return s, err
}

// leaf is the text that ought to have been hashed, or the Fault that it cannot be.
func (s sequenced) leaf() ([]byte, error) {
	switch {
	case !s.there:
		return nil, Fault{Index: s.seq, What: fmt.Sprintf("entry %d was deleted", s.entry)}
	case s.salt == nil && s.line.Why != "":
		return nil, Fault{Index: s.seq, What: fmt.Sprintf("the reason of entry %d was erased and another stands there", s.entry)}
	case s.salt != nil && string(digestOf(s.salt, s.line.Why)) != string(s.digest):
		return nil, Fault{Index: s.seq, What: fmt.Sprintf("the reason of entry %d is not the one it had", s.entry)}
	}
	return s.line.leaf(s.digest), nil
}
