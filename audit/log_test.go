package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/pgtest"
)

var seed = []byte("thirty-two bytes of a test's key")

var noon = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)

type bundle struct {
	db  *pgxpool.Pool
	log *Log
}

func setup(t *testing.T) bundle {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	l, err := Open(db, seed)
	if err != nil {
		t.Fatal(err)
	}
	l.now = func() time.Time { return noon }
	return bundle{db, l}
}

var agent = Actor{Role: Staff, ID: 7, Agency: 3, Door: channels.Phone, For: 12}

// record adds so many entries, each with a reason of its own.
func (b bundle) record(t *testing.T, n int) {
	t.Helper()
	err := pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {
		batch := &pgx.Batch{}
		for i := range n {
			Queue(batch, agent, Entry{Verb: "account.viewed", Account: int64(100 + i), Why: fmt.Sprintf("reason %d", i)})
		}
		return tx.SendBatch(t.Context(), batch).Close()
	})
	if err != nil {
		t.Fatal(err)
	}
}

// seal puts everything into the tree and signs it.
func (b bundle) seal(t *testing.T) Head {
	t.Helper()
	h, err := b.log.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (b bundle) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := b.db.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

func (b bundle) count(t *testing.T, sql string) (n int64) {
	t.Helper()
	if err := b.db.QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (b bundle) whole(t *testing.T, entries int64) Checked {
	t.Helper()
	c, err := b.log.Verify(t.Context(), nil)
	if err != nil || c.Entries != entries {
		t.Fatalf("%+v, %v; want %d entries", c, err, entries)
	}
	return c
}

func TestTheTreeIsThatOfTlog(t *testing.T) {
	b := setup(t)
	var want []tlog.Hash
	reader := tlog.HashReaderFunc(func(places []int64) (out []tlog.Hash, _ error) {
		for _, p := range places {
			out = append(out, want[p])
		}
		return out, nil
	})
	for _, n := range []int{1, 2, 4, 9} { // grown in steps that end inside, at and beyond subtrees
		b.record(t, n)
		h := b.seal(t)
		rows, _ := b.db.Query(t.Context(), selectSequenced+` where f.seq >= $1 order by f.seq`, h.Size-int64(n))
		leaves, err := pgx.CollectRows(rows, toSequenced)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range leaves {
			text, err := s.leaf()
			if err != nil {
				t.Fatal(err)
			}
			made, err := tlog.StoredHashes(s.seq, text, reader)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, made...)
		}
		root, err := tlog.TreeHash(h.Size, reader)
		if err != nil || root != h.Root {
			t.Fatalf("at %d: %v, %v; tlog has %v", h.Size, h.Root, err, root)
		}
	}
	b.whole(t, 16)
}

func TestASlowTransactionIsNotPassedOver(t *testing.T) {
	b := setup(t)
	slow, err := b.db.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := Record(t.Context(), slow, agent, Entry{Verb: "slow.written"}); err != nil {
		t.Fatal(err)
	}
	b.record(t, 3) // with later ids, committed earlier
	if h := b.seal(t); h.Size != 3 {
		t.Fatalf("%d entries before the slow one", h.Size)
	}
	if err := slow.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.record(t, 1)
	if h := b.seal(t); h.Size != 5 || h.Number != 2 {
		t.Fatalf("%+v", h)
	}
	if n := b.count(t, `select f.seq from audit_leaves f join audit_log l on l.id = f.entry where l.verb = 'slow.written'`); n != 3 {
		t.Errorf("the slow one stands at %d", n)
	}
	b.whole(t, 5)
}

func TestARolledBackEntryNeverWas(t *testing.T) {
	b := setup(t)
	tx, err := b.db.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := Record(t.Context(), tx, agent, Entry{Verb: "never.done"}); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.record(t, 2)
	b.seal(t)
	b.whole(t, 2)
}

func TestManySequencersAndWritersAtOnce(t *testing.T) {
	b := setup(t)
	const writers, each = 8, 40
	errs := make(chan error, writers+4)
	for range writers {
		go func() {
			errs <- func() error {
				for range each {
					if err := pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {
						return Record(t.Context(), tx, agent, Entry{Verb: "account.viewed", Why: "x"})
					}); err != nil {
						return err
					}
				}
				return nil
			}()
		}()
	}
	for range 4 {
		go func() {
			for range 20 {
				if _, err := b.log.Finish(t.Context()); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	for range writers + 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	b.seal(t)
	if c := b.whole(t, writers*each); c.Waiting != 0 {
		t.Errorf("%d still wait", c.Waiting)
	}
}

func TestAHeadIsSignedAndReadAgain(t *testing.T) {
	b := setup(t)
	if h := b.seal(t); h.Number != 0 {
		t.Errorf("an empty log was signed: %+v", h)
	}
	b.record(t, 5)
	h := b.seal(t)
	if again := b.seal(t); again.Number != h.Number {
		t.Errorf("signed again with nothing new: %+v", again)
	}
	got, err := b.log.Read(h.Note)
	if err != nil || got.Root != h.Root || got.Size != 5 || !got.At.Equal(noon) {
		t.Fatalf("%+v, %v", got, err)
	}
	verifier, err := note.NewVerifier(b.log.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open([]byte(h.Note), note.VerifierList(verifier)); err != nil {
		t.Error(err)
	}
	stranger, err := Open(b.db, []byte(strings.Repeat("y", 32)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stranger.Read(h.Note); !errors.Is(err, ErrHead) {
		t.Errorf("another key's head was read: %v", err)
	}
	if _, err := stranger.Read(h.Note, b.log.VerifierKey()); err != nil {
		t.Errorf("a former key's: %v", err)
	}
	for _, bad := range []string{"", "x", strings.Replace(h.Note, "\n5\n", "\n6\n", 1), h.Note[:len(h.Note)-6]} {
		if _, err := b.log.Read(bad); !errors.Is(err, ErrHead) {
			t.Errorf("%q was read: %v", bad, err)
		}
	}
}

func TestAHeadIsDueAfterAnHour(t *testing.T) {
	b := setup(t)
	at := noon
	b.log.now = func() time.Time { return at }
	for _, step := range []struct {
		after time.Duration
		heads int64
	}{{0, 1}, {time.Minute, 1}, {58 * time.Minute, 1}, {2 * time.Minute, 2}, {3 * time.Hour, 3}} {
		at = at.Add(step.after)
		b.record(t, 1)
		if err := b.log.advance(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := b.count(t, `select count(*) from audit_heads`); n != step.heads {
			t.Errorf("at %v there are %d heads, not %d", at, n, step.heads)
		}
	}
	b.whole(t, 5)
}

func TestProve(t *testing.T) {
	b := setup(t)
	b.record(t, 37)
	h := b.seal(t)
	rows, _ := b.db.Query(t.Context(), `select id from audit_log order by id`)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		p, err := b.log.Prove(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if err := tlog.CheckRecord(p.Proof, h.Size, h.Root, p.Seq, tlog.RecordHash(p.Leaf)); err != nil {
			t.Errorf("entry %d: %v", id, err)
		}
		if strings.Contains(string(p.Leaf), "reason") {
			t.Errorf("the reason stands in the leaf: %s", p.Leaf)
		}
	}
	b.record(t, 1)
	if _, err := b.log.Prove(t.Context(), ids[36]+1); !errors.Is(err, ErrNotYet) {
		t.Errorf("an entry that waits: %v", err)
	}
	if _, err := b.log.Sequence(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.log.Prove(t.Context(), ids[36]+1); !errors.Is(err, ErrNotYet) {
		t.Errorf("an entry under no head: %v", err)
	}
	if _, err := b.log.Prove(t.Context(), 999_999); !errors.Is(err, ErrNotFound) {
		t.Errorf("an entry that never was: %v", err)
	}
}

func TestEraseText(t *testing.T) {
	b := setup(t)
	b.record(t, 9)
	before := b.seal(t)
	id := b.count(t, `select entry from audit_leaves where seq = 4`)
	for range 2 { // the second time is nothing new
		if err := b.log.EraseText(t.Context(), agent, id, "asked for by the person"); err != nil {
			t.Fatal(err)
		}
	}
	b.seal(t)
	if n := b.count(t, `select count(*) from audit_log where why = 'reason 4'`); n != 0 {
		t.Error("the reason is still there")
	}
	if n := b.count(t, `select count(*) from audit_leaves where salt is null`); n != 1 {
		t.Errorf("%d salts were taken away", n)
	}
	c := b.whole(t, 10) // with the entry that it was erased
	if c.Erased != 1 {
		t.Errorf("%+v", c)
	}
	p, err := b.log.Prove(t.Context(), id)
	if err != nil || !p.Erased {
		t.Errorf("%+v, %v", p, err)
	}
	if err := b.log.Consistent(t.Context(), before, Head{}); err != nil {
		t.Error(err)
	}
	if err := b.log.EraseText(t.Context(), agent, 999_999, ""); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such entry: %v", err)
	}
	b.record(t, 1)
	id = b.count(t, `select max(id) from audit_log`)
	if err := b.log.EraseText(t.Context(), agent, id, ""); err != nil {
		t.Errorf("an entry that waited: %v", err)
	}
	b.seal(t)
	b.whole(t, 12)
}

func TestNothingIsEditedInPassing(t *testing.T) {
	b := setup(t)
	b.record(t, 3)
	b.seal(t)
	b.record(t, 1)
	for _, sql := range []string{
		`update audit_log set why = 'another'`, `update audit_log set verb = 'x', why = ''`, `delete from audit_log`, `truncate audit_log`,
		`update audit_log set why = '' where id = (select entry from audit_waiting)`, // not in the tree yet
		`update audit_leaves set entry = entry + 1`, `update audit_leaves set salt = '\x00112233445566778899aabbccddeeff'`, `delete from audit_leaves`, `truncate audit_leaves`,
		`update audit_hashes set hash = hash`, `delete from audit_hashes`, `truncate audit_hashes`,
		`update audit_heads set note = ''`, `delete from audit_heads`, `truncate audit_heads`,
	} {
		if _, err := b.db.Exec(t.Context(), sql); err == nil {
			t.Errorf("the database let this happen: %s", sql)
		}
	}
	b.whole(t, 3)
}

func TestHoldKeepsTheSequencerAway(t *testing.T) {
	b := setup(t)
	release, err := Hold(t.Context(), b.db)
	if err != nil {
		t.Fatal(err)
	}
	b.record(t, 2)
	if n, err := b.log.Sequence(t.Context()); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if err := b.log.advance(t.Context()); err != nil { // nor does it wait: a job of the demonstration must not hang on it
		t.Errorf("the job: %v", err)
	}
	if _, err := b.log.Finish(t.Context()); !errors.Is(err, ErrBusy) {
		t.Errorf("signing all the same: %v", err)
	}
	release()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for n := 0; n == 0; { // the server lets go of the lock when it notices that the connection is closed
		if n, err = b.log.Sequence(ctx); err != nil {
			t.Fatal(err)
		}
	}
	b.whole(t, 2)
}
