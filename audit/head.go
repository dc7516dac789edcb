package audit

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Head is what the log was at a time: how many entries, and the hash over them all. Note is it as signed text.
type Head struct {
	Number int64 // counted from 1: one that is taken out of the history is missed
	Size   int64
	Root   tlog.Hash
	At     time.Time
	Note   string
}

// Every is how often a head is signed while there is something new.
const Every = time.Hour

// Printed is a head as it stands on a letter: the size, and the first half of the hash in four groups.
func (h Head) Printed() string {
	const shown = 8 // bytes: nobody finds another log with the same
	groups := make([]string, 0, 5)
	groups = append(groups, strconv.FormatInt(h.Size, 10))
	for i := 0; i < shown; i += 2 {
		groups = append(groups, hex.EncodeToString(h.Root[i:i+2]))
	}
	return strings.Join(groups, " ")
}

// text is what is signed: the checkpoint form of transparency logs, with the number and the time as a line of its own.
func (h Head) text() string {
	return fmt.Sprintf("%s\n%d\n%s\nhead %d at %s\n", origin, h.Size, h.Root, h.Number, h.At.UTC().Format(time.RFC3339))
}

// Latest is the last signed head; the zero Head where none was signed yet.
func (l *Log) Latest(ctx context.Context) (Head, error) { return Latest(ctx, l.db) }

// Latest is Log.Latest for whoever has no Log: letters, which print it.
func Latest(ctx context.Context, q querier) (Head, error) {
	rows, _ := q.Query(ctx, selectHeads+` order by number desc limit 1`)
	h, err := pgx.CollectExactlyOneRow(rows, toHead)
	if errors.Is(err, pgx.ErrNoRows) {
		return Head{}, nil
	}
	if err != nil {
		return Head{}, fmt.Errorf("head of the audit log: %w", err)
	}
	return h, nil
}

const selectHeads = `select number, size, root, at, note from audit_heads`

func toHead(row pgx.CollectableRow) (h Head, err error) {
	var root []byte
	if err = row.Scan(&h.Number, &h.Size, &root, &h.At, &h.Note); err == nil {
		h.Root = tlog.Hash(root) // the table lets in nothing shorter
	}
	return h, err
}

// Seal signs a head over all that is in the tree, unless the last one is over the same, and answers it. It signs nothing that does
// not hold what it signed before: that is a Fault. ErrBusy where another is at work for longer than one batch takes.
func (l *Log) Seal(ctx context.Context) (h Head, err error) {
	err = pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		if err := lock(ctx, tx); err != nil {
			return err
		}
		last, err := Latest(ctx, tx)
		if err != nil {
			return err
		}
		size, err := sizeOf(ctx, tx)
		if err != nil {
			return err
		}
		if h = last; size == last.Size {
			return nil
		}
		h, err = l.seal(ctx, tx, size, last)
		return err
	})
	if err != nil {
		return Head{}, fmt.Errorf("sign the head of the audit log: %w", err)
	}
	return h, nil
}

// lock waits for whoever sequences, for some seconds.
func lock(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, `set local lock_timeout = '5s'`); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `select pg_advisory_xact_lock($1)`, sequencer)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "55P03" {
		return ErrBusy
	}
	return err
}

func (l *Log) seal(ctx context.Context, tx pgx.Tx, size int64, last Head) (Head, error) {
	root, err := tlog.TreeHash(size, stored(ctx, tx))
	if err != nil {
		return Head{}, err
	}
	if l.signer == nil {
		return Head{}, errors.New("there is no key to sign with")
	}
	h := Head{Number: last.Number + 1, Size: size, Root: root, At: l.now().Truncate(time.Second)}
	if err := extends(ctx, tx, last, h); err != nil {
		return Head{}, err
	}
	signed, err := note.Sign(&note.Note{Text: h.text()}, l.signer)
	if err != nil {
		return Head{}, err
	}
	h.Note = string(signed)
	_, err = tx.Exec(ctx, `insert into audit_heads (number, size, root, at, note) values (@number, @size, @root, @at, @note)`,
		pgx.NamedArgs{"number": h.Number, "size": h.Size, "root": h.Root[:], "at": h.At, "note": h.Note})
	return h, err
}

// extends says that the tree of a newer head begins with that of an older one: a Fault where it does not.
func extends(ctx context.Context, q querier, older, newer Head) error {
	if older.Size > newer.Size {
		return Fault{Index: newer.Size, What: fmt.Sprintf("a head was signed over %d entries, and there are only %d", older.Size, newer.Size)}
	}
	if older.Size == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(newer.Size, older.Size, stored(ctx, q))
	if err != nil {
		return err
	}
	if tlog.CheckTree(proof, newer.Size, newer.Root, older.Size, older.Root) != nil {
		return Fault{Index: older.Size - 1, What: fmt.Sprintf("or one before it: the tree of %d entries does not hold the signed tree of %d", newer.Size, older.Size)}
	}
	return nil
}

// Read reads a signed head, as Head.Note has it, and checks who signed it: this log's key or one of the verifier keys given, for
// heads that were signed under a former one. ErrHead when nobody of them did.
func (l *Log) Read(signed string, former ...string) (Head, error) {
	var known []note.Verifier
	keys := []string{l.verifier}
	for _, key := range former {
		if key = strings.TrimSpace(key); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		v, err := note.NewVerifier(key)
		if err != nil {
			return Head{}, fmt.Errorf("verifier key: %w", err)
		}
		known = append(known, v)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(known...))
	if err != nil {
		return Head{}, ErrHead
	}
	return parseHead(n.Text, signed)
}

func parseHead(text, signed string) (Head, error) {
	lines := strings.Split(text, "\n")
	h := Head{Note: signed}
	if len(lines) != 5 || lines[0] != origin {
		return Head{}, ErrHead
	}
	var at string
	if _, err := fmt.Sscanf(lines[3], "head %d at %s", &h.Number, &at); err != nil {
		return Head{}, ErrHead
	}
	var errs [3]error
	h.Size, errs[0] = strconv.ParseInt(lines[1], 10, 64)
	h.Root, errs[1] = tlog.ParseHash(lines[2])
	h.At, errs[2] = time.Parse(time.RFC3339, at)
	if errors.Join(errs[:]...) != nil || h.text() != text {
		return Head{}, ErrHead
	}
	return h, nil
}
