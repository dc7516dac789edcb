package audit

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"
)

// Checked is what Verify found in order.
type Checked struct {
	Entries int64 // in the tree
	Heads   int   // signed, all of them right
	Erased  int64 // whose reason was erased
	Waiting int64 // recorded, and not in the tree yet
	Latest  Head  // the last signed head
}

// Verify works out the whole tree again from the entries, and compares every hash and every signed head with what is stored, and the
// tree with the witnesses: heads kept elsewhere, as Read gives them, or as letters have them printed. The first thing that is not as it
// was is a Fault. former are verifier keys of before.
func (l *Log) Verify(ctx context.Context, witnesses []Witness, former ...string) (c Checked, err error) {
	err = pgx.BeginTxFunc(ctx, l.db, reading, func(tx pgx.Tx) error {
		c, err = l.verifyTx(ctx, tx, witnesses, former)
		return err
	})
	return c, err
}

func (l *Log) verifyTx(ctx context.Context, tx pgx.Tx, witnesses []Witness, former []string) (Checked, error) {
	v := verifier{log: l, tx: tx, former: former}
	if err := v.begin(ctx, witnesses); err != nil {
		return v.found, err
	}
	if err := v.walk(ctx); err != nil {
		return v.found, err
	}
	return v.found, v.end(ctx, &v.found)
}

// Witness is a head as somebody kept it: the size, and the root or its beginning in hexadecimal digits.
type Witness struct {
	Size int64
	Root string
	Name string // what it is called when it does not fit
}

// Witness is the head as a witness.
func (h Head) Witness(name string) Witness {
	return Witness{Size: h.Size, Root: fmt.Sprintf("%x", h.Root[:]), Name: name}
}

// ReadPrinted reads a head off a letter, however it was typed.
func ReadPrinted(typed string) (Witness, error) {
	size, rest, _ := strings.Cut(strings.TrimSpace(typed), " ")
	w := Witness{Root: strings.ToLower(strings.Join(strings.FieldsFunc(rest, func(r rune) bool { return r == ' ' || r == '-' || r == '·' }), "")), Name: "the head printed on a letter"}
	if _, err := fmt.Sscanf(strings.ReplaceAll(size, ",", ""), "%d", &w.Size); err != nil || w.Size <= 0 || len(w.Root) < 8 || strings.Trim(w.Root, "0123456789abcdef") != "" {
		return Witness{}, ErrHead
	}
	return w, nil
}

// verifier is one walk over the log.
type verifier struct {
	log       *Log
	tx        pgx.Tx
	former    []string
	witnesses map[int64][]Witness // by size
	furthest  Witness
	edge      edge
	found     Checked
}

// begin reads the signed heads, each of which becomes a witness.
func (v *verifier) begin(ctx context.Context, witnesses []Witness) error {
	rows, _ := v.tx.Query(ctx, selectHeads+` order by number`)
	heads, err := pgx.CollectRows(rows, toHead)
	if err != nil {
		return fmt.Errorf("heads of the audit log: %w", err)
	}
	last := Head{}
	for _, h := range heads {
		if err := v.head(h, last); err != nil {
			return err
		}
		witnesses = append(witnesses, h.Witness(fmt.Sprintf("head %d", h.Number)))
		last = h
	}
	v.found.Heads, v.found.Latest = len(heads), last
	v.witnesses = map[int64][]Witness{}
	for _, w := range witnesses {
		v.witnesses[w.Size] = append(v.witnesses[w.Size], w)
		if w.Size > v.furthest.Size {
			v.furthest = w
		}
	}
	return nil
}

// head checks one signed head against its signature and its place in the history.
func (v *verifier) head(h, last Head) error {
	at := max(0, h.Size-1)
	if h.Number != last.Number+1 {
		return Fault{Index: last.Size, What: fmt.Sprintf("head %d was taken out of the history", last.Number+1)}
	}
	signed, err := v.log.Read(h.Note, v.former...)
	if err != nil {
		return Fault{Index: at, What: fmt.Sprintf("head %d is not signed by this log's key", h.Number)}
	}
	if signed.Number != h.Number || signed.Size != h.Size || signed.Root != h.Root || !signed.At.Equal(h.At) {
		return Fault{Index: at, What: fmt.Sprintf("head %d is not what was signed", h.Number)}
	}
	if h.Size <= last.Size {
		return Fault{Index: at, What: fmt.Sprintf("head %d is over no more than the one before it", h.Number)}
	}
	return nil
}

// stretch is how many leaves are read at once.
const stretch = 8192

func (v *verifier) walk(ctx context.Context) error {
	for {
		rows, _ := v.tx.Query(ctx, selectSequenced+` where f.seq >= @from order by f.seq limit @stretch`,
			pgx.NamedArgs{"from": v.found.Entries, "stretch": stretch})
		leaves, err := pgx.CollectRows(rows, toSequenced)
		if err != nil {
			return fmt.Errorf("entries of the audit log: %w", err)
		}
		if len(leaves) == 0 {
			return nil
		}
		hashes, err := v.hashes(ctx, v.found.Entries, v.found.Entries+int64(len(leaves)))
		if err != nil {
			return err
		}
		for _, s := range leaves {
			if err := v.leaf(s, hashes); err != nil {
				return err
			}
		}
	}
}

// hashes are those stored with the leaves from one to before another, by place.
func (v *verifier) hashes(ctx context.Context, from, until int64) (map[int64]tlog.Hash, error) {
	out := make(map[int64]tlog.Hash, 2*(until-from))
	rows, _ := v.tx.Query(ctx, `select place, hash from audit_hashes where place >= @from and place < @until`,
		pgx.NamedArgs{"from": tlog.StoredHashCount(from), "until": tlog.StoredHashCount(until)})
	var place int64
	var hash []byte
	_, err := pgx.ForEachRow(rows, []any{&place, &hash}, func() error {
		out[place] = tlog.Hash(hash)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("hashes of the audit log: %w", err)
	}
	return out, nil
}

func (v *verifier) leaf(s sequenced, hashes map[int64]tlog.Hash) error {
	n := v.found.Entries
	if s.seq != n {
		return Fault{Index: n, What: "an entry was taken out of the tree"}
	}
	text, err := s.leaf()
	if err != nil {
		return err
	}
	place := tlog.StoredHashIndex(0, n)
	for level, want := range v.edge.push(n, tlog.RecordHash(text)) {
		got, ok := hashes[place+int64(level)]
		if ok && got == want {
			continue
		}
		if level == 0 {
			return Fault{Index: n, What: fmt.Sprintf("entry %d is not what was put into the tree", s.entry)}
		}
		return Fault{Index: n >> level << level, What: fmt.Sprintf("a stored hash over the entries %d to %d is not theirs", n>>level<<level, n)}
	}
	v.found.Entries++
	if s.salt == nil {
		v.found.Erased++
	}
	return v.witnessed()
}

// witnessed compares the tree as far as it was walked with the heads of that size.
func (v *verifier) witnessed() error {
	for _, w := range v.witnesses[v.found.Entries] {
		if root := v.edge.root(); !strings.HasPrefix(fmt.Sprintf("%x", root[:]), w.Root) {
			return Fault{Index: v.found.Entries - 1, What: "or one before it: the tree is not that of " + w.Name}
		}
	}
	return nil
}

// end looks for what stands outside the tree and should not.
func (v *verifier) end(ctx context.Context, c *Checked) error {
	if v.furthest.Size > c.Entries {
		return Fault{Index: c.Entries, What: fmt.Sprintf("the log ends here, and %s was signed over %d entries", v.furthest.Name, v.furthest.Size)}
	}
	var stray, gone *int64
	var loose int64
	err := v.tx.QueryRow(ctx, `
		select (select count(*) from audit_waiting),
		       (select min(w.entry) from audit_waiting w left join audit_log l on l.id = w.entry where l.id is null),
		       (select min(l.id) from audit_log l left join audit_leaves f on f.entry = l.id left join audit_waiting w on w.entry = l.id
		        where f.entry is null and w.entry is null),
		       (select count(*) from audit_hashes where place >= @places)`,
		pgx.NamedArgs{"places": tlog.StoredHashCount(c.Entries)}).Scan(&c.Waiting, &gone, &stray, &loose)
	switch {
	case err != nil:
		return fmt.Errorf("what waits for the audit log: %w", err)
	case gone != nil:
		return Fault{Index: c.Entries, What: fmt.Sprintf("entry %d was deleted before it came into the tree", *gone)}
	case stray != nil:
		return Fault{Index: c.Entries, What: fmt.Sprintf("entry %d was slipped past the tree", *stray)}
	case loose != 0:
		return Fault{Index: c.Entries, What: "there are hashes over entries that are not there"}
	}
	return nil
}
