package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/internal/driver"
	"github.com/samedoor/samedoor/internal/fake"
)

func world1(t *testing.T) *world {
	t.Helper()
	dir, err := os.MkdirTemp("", "samedoor-fault-") // t.TempDir() shuts out the database's user
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	bin, err := driver.Build(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	w, err := open(context.WithoutCancel(t.Context()), dir, bin)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	return w
}

// A short storm: a few kills of everything. `make fault` is the long one.
func TestNothingIsLostOrDoubledOrStuck(t *testing.T) {
	t.Parallel()
	w := world1(t)
	enough := func(l *ledger, k *kills) bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return k.serve.Load() >= 3 && k.work.Load() >= 3 && k.postgres.Load() >= 1 && len(l.submitted) >= 8 && len(l.presses) >= 8
	}
	r, err := w.torment(t.Context(), plan{seed: 29, lasts: 5 * time.Second, enough: enough, citizens: 2, staff: 1, crashes: 4 * time.Second,
		settles: 4 * time.Minute, faults: []fake.Fault{{}, {Do: fake.Close}, {Do: fake.Refuse, Code: 20429}}})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	r.print(&said)
	t.Log(said.String())
	for _, s := range r.found.wrong {
		t.Error(s)
	}
	if f := r.found; f.cases < 8 || f.letters == 0 || f.texts == 0 {
		t.Errorf("%d cases, %d letters, %d texts: too few for the storm to mean anything", f.cases, f.letters, f.texts)
	}
	w.wantFound(t, r.ledger)
}

// wantFound breaks what the storm left whole, one thing after the other: each must be found.
func (w *world) wantFound(t *testing.T, l *ledger) {
	t.Helper()
	l.submitted["2222-2222"] = true
	batches, err := filepath.Glob(filepath.Join(w.prints, "batch-*"))
	if err != nil || len(batches) == 0 {
		t.Fatalf("batches %v: %v", batches, err)
	}
	if err := os.CopyFS(filepath.Join(w.prints, "batch-99999999"), os.DirFS(batches[0])); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		`update sms_messages set sid = 'SM' || id where id = (select min(id) from sms_messages where kind = 'submitted')`,
		`insert into river_job (state, kind, args, max_attempts, queue, attempt, finalized_at) values ('discarded', 'letter-render', '{}', 1, 'letters', 1, now())`,
		`insert into events (draft_id, kind, actor_role, door) select min(draft_id), 'submitted', 'system', 'none' from cases`,
		`alter table audit_hashes disable trigger user`,
		`update audit_hashes set hash = sha256(hash) where place = 0`,
	} {
		if _, err := w.house.DB.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	for ref := range l.answers {
		l.answers[ref]["birth-certificate"] = nil
		break
	}
	f, err := w.check(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2222-2222 was acknowledged as submitted and is no case", "printed 2 times", "none of ours: sent twice", "is not at Twilio",
		"letter-render are discarded", "was submitted 2 times", "birth-certificate of", "acknowledged 0 times",
		"the audit log was altered"} {
		if !slices.ContainsFunc(f.wrong, func(s string) bool { return strings.Contains(s, want) }) {
			t.Errorf("not found: %q in %q", want, f.wrong)
		}
	}
}
