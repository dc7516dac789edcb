package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/internal/pgtest"
)

// auditor runs `samedoor audit …` against a database.
type auditor struct {
	t    *testing.T
	pool *pgxpool.Pool
	env  []string
}

func (a auditor) run(args ...string) (code int, said string) {
	a.t.Helper()
	var out bytes.Buffer
	env := append([]string{"DATABASE_URL=" + address(a.pool), "SAMEDOOR_DIR=" + a.t.TempDir()}, a.env...)
	code = dispatch(a.t.Context(), append([]string{"audit"}, args...), env, &out, &out)
	return code, out.String()
}

func (a auditor) want(code int, said string, args ...string) string {
	a.t.Helper()
	got, out := a.run(args...)
	if got != code || !strings.Contains(out, said) {
		a.t.Errorf("audit %s: exit %d, said %q; want exit %d and %q", strings.Join(args, " "), got, out, code, said)
	}
	return out
}

func (a auditor) record(n int) {
	a.t.Helper()
	err := pgx.BeginFunc(a.t.Context(), a.pool, func(tx pgx.Tx) error {
		for i := range n {
			if err := audit.Record(a.t.Context(), tx, audit.TheSystem, audit.Entry{Verb: "case.viewed", Case: int64(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		a.t.Fatal(err)
	}
}

func (a auditor) keep(name, text string) string {
	a.t.Helper()
	path := filepath.Join(a.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		a.t.Fatal(err)
	}
	return path
}

func TestAuditCommand(t *testing.T) {
	t.Parallel()
	a := auditor{t, pgtest.New(t), []string{"SAMEDOOR_SECRET=" + strings.Repeat("x", 40)}}
	a.want(2, "verify, head, key or export")
	a.want(2, `no "veriffy"`, "veriffy")
	a.want(2, "samedoor audit verify", "verify", "--to", "x")
	a.want(2, "four groups", "verify", "--printed", "seven")
	a.want(1, "no head was signed yet", "head")
	a.record(9)
	first := a.keep("first", a.want(0, "samedoor-audit\n9\n", "head", "--now"))
	a.record(4)
	second := a.keep("second", a.want(0, "head 2 at", "head", "--now"))
	a.want(0, "The log is whole: 13 entries, 2 signed heads.", "verify")
	a.want(0, "one log", "verify", "--from", first, "--to", second)
	a.want(0, "one log", "verify", "--from", first)
	a.want(1, "not a signed head", "verify", "--from", a.keep("forged", strings.Replace(read(t, first), "\n9\n", "\n8\n", 1)))
	var id int64
	if err := a.pool.QueryRow(t.Context(), `select entry from audit_leaves where seq = 7`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	entry := fmt.Sprint(id)
	a.want(0, "is number 7 in the log of 13", "verify", "--entry", entry)
	a.want(1, "there is no entry 99999", "verify", "--entry", "99999")
	latest, err := audit.Latest(t.Context(), a.pool)
	if err != nil {
		t.Fatal(err)
	}
	a.want(0, "The head on the letter is one of this log", "verify", "--printed", latest.Printed())
	a.want(1, "first bad index is 12", "verify", "--printed", "13 0123 4567 89ab cdef")
	key := strings.TrimSpace(a.want(0, "samedoor-audit+", "key"))
	file := filepath.Join(t.TempDir(), "log.jsonl")
	a.want(0, "13 entries are in", "export", "-o", file)
	if lines := strings.Count(read(t, file), "\n"); lines != 15 {
		t.Errorf("%d lines were exported", lines)
	}
	if a.want(1, "exists", "export", "-o", file); !strings.Contains(a.want(0, `"seq":12`, "export"), `"head":`) {
		t.Error("no head was exported")
	}

	// Whoever has the database and the public half of the key can check, and cannot sign.
	a.env = nil
	a.want(1, "verifier key by --key", "verify")
	a.want(0, "The log is whole", "verify", "--key", key)
	a.want(0, "one log", "verify", "--key", key, "--from", first, "--to", second)
	a.env = []string{"SAMEDOOR_AUDIT_KEY=" + strings.Repeat("A", 43) + "="}
	a.want(1, "head 1 is not signed by this log's key", "verify")
	a.want(0, "The log is whole", "verify", "--key", key) // a key that was changed: the former one is named

	if _, err := a.pool.Exec(t.Context(), `alter table audit_log disable trigger user`); err != nil {
		t.Fatal(err)
	}
	if _, err := a.pool.Exec(t.Context(), `update audit_log set case_id = case_id + 1 where id = $1`, id); err != nil {
		t.Fatal(err)
	}
	a.env = []string{"SAMEDOOR_SECRET=" + strings.Repeat("x", 40)}
	a.want(1, "the first bad index is 7", "verify")
	a.want(1, "the first bad index is 7", "verify", "--entry", entry)
	a.want(1, "the first bad index is 7", "export", "-o", file+"2")
	if _, err := os.Stat(file + "2"); err == nil {
		t.Error("an altered log was exported all the same")
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
