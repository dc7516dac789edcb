package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// TestOneAlteredByteIsFound alters the log as the owner of its tables can, with the triggers put aside, and has the first bad place told.
func TestOneAlteredByteIsFound(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		sql   string
		index int64
		what  string
	}{
		"who did it":          {`update audit_log set actor_id = actor_id + 1 where id = (select entry from audit_leaves where seq = 5)`, 5, "not what was put"},
		"a byte of the verb":  {`update audit_log set verb = 'account.Viewed' where id = (select entry from audit_leaves where seq = 0)`, 0, "not what was put"},
		"when":                {`update audit_log set at = at + interval '1 microsecond' where id = (select entry from audit_leaves where seq = 19)`, 19, "not what was put"},
		"about whom":          {`update audit_log set account_id = null where id = (select entry from audit_leaves where seq = 7)`, 7, "not what was put"},
		"a byte of a reason":  {`update audit_log set why = 'reason 3.' where id = (select entry from audit_leaves where seq = 3)`, 3, "reason"},
		"a reason put back":   {`update audit_leaves set salt = null where seq = 6`, 6, "another stands there"},
		"an entry deleted":    {`delete from audit_log where id = (select entry from audit_leaves where seq = 11)`, 11, "deleted"},
		"a leaf deleted":      {`delete from audit_leaves where seq = 8`, 8, "taken out"},
		"both deleted":        {`with f as (delete from audit_leaves where seq = 9 returning entry) delete from audit_log where id in (select entry from f)`, 9, "taken out"},
		"two swapped":         {`update audit_leaves a set entry = -b.entry from audit_leaves b where a.seq in (4, 13) and b.seq = 17 - a.seq; update audit_leaves set entry = -entry where entry < 0`, 4, ""},
		"a leaf's hash":       {`update audit_hashes set hash = set_byte(hash, 31, get_byte(hash, 31) # 1) where place = 1`, 1, "not what was put"},
		"a hash above":        {`update audit_hashes set hash = set_byte(hash, 0, get_byte(hash, 0) # 128) where place = 6`, 0, "0 to 3"},
		"a hash deleted":      {`delete from audit_hashes where place = 10`, 6, ""},
		"a digest":            {`update audit_leaves set digest = set_byte(digest, 0, get_byte(digest, 0) # 1) where seq = 2`, 2, "reason"},
		"a head's size":       {`update audit_heads set size = 11 where number = 1`, 10, "head 1"},
		"a head's root":       {`update audit_heads set root = set_byte(root, 0, get_byte(root, 0) # 1) where number = 2`, 19, "head 2"},
		"a byte of a note":    {`update audit_heads set note = replace(note, 'head 1', 'head 9') where number = 1`, 9, "not signed"},
		"a head taken out":    {`delete from audit_heads where number = 1`, 0, "head 1 was taken out"},
		"the end cut off":     {`delete from audit_log where id in (select entry from audit_leaves where seq > 15); delete from audit_leaves where seq > 15; delete from audit_hashes where place >= 31`, 16, "ends here"},
		"slipped past":        {`set session_replication_role = replica; insert into audit_log (actor_role, door, verb) values ('system', 'none', 'x.slipped'); set session_replication_role = origin`, 20, "slipped past"},
		"loose hashes":        {`insert into audit_hashes (place, hash) select 100, hash from audit_hashes limit 1`, 20, "not there"},
		"deleted as it waits": {`insert into audit_log (actor_role, door, verb) values ('system', 'none', 'x.gone'); delete from audit_log where verb = 'x.gone'`, 20, "before it came"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			b.record(t, 10)
			b.seal(t)
			b.record(t, 10)
			b.seal(t)
			b.whole(t, 20)
			for _, table := range []string{"audit_log", "audit_leaves", "audit_hashes", "audit_heads"} {
				off := "user"
				if table == "audit_log" {
					off = "audit_log_append_only"
				}
				b.exec(t, `alter table `+table+` disable trigger `+off)
			}
			b.alter(t, tt.sql)
			_, err := b.log.Verify(t.Context(), nil)
			var fault Fault
			if !errors.As(err, &fault) || fault.Index != tt.index || !strings.Contains(fault.What, tt.what) {
				t.Errorf("%v; want the first bad index %d, %q", err, tt.index, tt.what)
			}
		})
	}
}

// alter runs statements on one connection.
func (b bundle) alter(t *testing.T, sql string) {
	t.Helper()
	conn, err := b.db.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, one := range strings.Split(sql, "; ") {
		if _, err := conn.Exec(t.Context(), one); err != nil {
			t.Fatalf("%s: %v", one, err)
		}
	}
}

// rewrite makes the whole tree anew over what stands in the log, as somebody with the database and without the key would.
func (b bundle) rewrite(t *testing.T) {
	t.Helper()
	b.alter(t, `set session_replication_role = replica; truncate audit_leaves, audit_hashes, audit_waiting; insert into audit_waiting select id from audit_log; set session_replication_role = origin`)
	if _, err := b.log.Sequence(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAHistoryWrittenAnewDoesNotFitTheHeads(t *testing.T) {
	b := setup(t)
	b.record(t, 10)
	kept := b.seal(t)
	b.record(t, 3)
	for _, table := range []string{"audit_log", "audit_leaves", "audit_hashes"} {
		b.exec(t, `alter table `+table+` disable trigger user`)
	}
	b.exec(t, `alter table audit_log enable trigger audit_log_awaits`)
	b.exec(t, `delete from audit_log where id = (select entry from audit_leaves where seq = 4)`)
	b.rewrite(t)
	var fault Fault
	if _, err := b.log.Verify(t.Context(), nil); !errors.As(err, &fault) || fault.Index != 9 {
		t.Errorf("the head in the database: %v", err)
	}
	if _, err := b.log.Seal(t.Context()); !errors.As(err, &fault) {
		t.Errorf("a head was signed over a history that is not the signed one: %v", err)
	}
	b.exec(t, `alter table audit_heads disable trigger user`)
	b.exec(t, `delete from audit_heads`)
	if _, err := b.log.Verify(t.Context(), nil); err != nil {
		t.Fatalf("with no head left, nothing in the database can tell: %v", err)
	}
	if _, err := b.log.Verify(t.Context(), []Witness{kept.Witness("the head kept elsewhere")}); !errors.As(err, &fault) || !strings.Contains(fault.What, "kept elsewhere") {
		t.Errorf("the head kept elsewhere: %v", err)
	}
	if err := b.log.Consistent(t.Context(), kept, Head{}); !errors.As(err, &fault) {
		t.Errorf("the tree against the kept head: %v", err)
	}
	printed, err := ReadPrinted(kept.Printed())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.log.Verify(t.Context(), []Witness{printed}); !errors.As(err, &fault) || !strings.Contains(fault.What, "letter") {
		t.Errorf("the head on a letter: %v", err)
	}
}

func TestHeadsOfOneLogAreConsistent(t *testing.T) {
	b := setup(t)
	var heads []Head
	for range 6 {
		b.record(t, 5)
		heads = append(heads, b.seal(t))
	}
	for _, a := range heads {
		for _, c := range heads {
			if err := b.log.Consistent(t.Context(), a, c); err != nil {
				t.Errorf("%d and %d: %v", a.Size, c.Size, err)
			}
		}
	}
	other := heads[2]
	other.Root[0] ^= 1
	if err := b.log.Consistent(t.Context(), other, heads[4]); err == nil {
		t.Error("a head of another log is consistent with this one")
	}
	beyond := heads[5]
	beyond.Size++
	if err := b.log.Consistent(t.Context(), heads[0], beyond); err == nil {
		t.Error("a head beyond the end is consistent")
	}
}

func TestReadPrinted(t *testing.T) {
	t.Parallel()
	h := Head{Size: 1204331, Root: tlog.RecordHash([]byte("x"))}
	for _, typed := range []string{h.Printed(), " " + strings.ToUpper(h.Printed()) + " ", strings.Replace(h.Printed(), "1204331", "1,204,331", 1)} {
		w, err := ReadPrinted(typed)
		if err != nil || w.Size != h.Size || !strings.HasPrefix(h.Witness("").Root, w.Root) || len(w.Root) != 16 {
			t.Errorf("%q: %+v, %v", typed, w, err)
		}
	}
	for _, bad := range []string{"", "12", "12 zz", "12 0123", "x 0123456789abcdef", "-4 0123456789abcdef"} {
		if w, err := ReadPrinted(bad); err == nil {
			t.Errorf("%q was read: %+v", bad, w)
		}
	}
}

func TestExportIsEnoughToWorkItOut(t *testing.T) {
	b := setup(t)
	b.record(t, 21)
	h := b.seal(t)
	if err := b.log.EraseText(t.Context(), agent, b.count(t, `select entry from audit_leaves where seq = 3`), ""); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if n, err := b.log.Export(t.Context(), &out); err != nil || n != 21 {
		t.Fatalf("%d, %v", n, err)
	}
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(places []int64) (out []tlog.Hash, _ error) {
		for _, p := range places {
			out = append(out, hashes[p])
		}
		return out, nil
	})
	var signed string
	for line := range bytes.Lines(out.Bytes()) {
		var e exported
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		if signed = e.Signed; e.Seq == nil {
			continue
		}
		made, err := tlog.StoredHashes(*e.Seq, []byte(e.Leaf), reader)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, made...)
		if digest := strings.Split(e.Leaf, "\n")[12]; *e.Seq != 3 && digest != fmt.Sprintf("%x", digestOf(e.Salt, e.Why)) {
			t.Errorf("the digest of entry %d is not that of its reason", *e.Seq)
		}
	}
	root, err := tlog.TreeHash(21, reader)
	if got, _ := b.log.Read(signed); err != nil || root != h.Root || got.Root != root {
		t.Errorf("%v, %v; signed was %v", root, err, h.Root)
	}
	b.exec(t, `alter table audit_log disable trigger user`)
	b.exec(t, `delete from audit_log where id = (select max(entry) from audit_leaves)`)
	var fault Fault
	if _, err := b.log.Export(t.Context(), &out); !errors.As(err, &fault) || fault.Index != 20 {
		t.Errorf("an export of an altered log: %v", err)
	}
}
