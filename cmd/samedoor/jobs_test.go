package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/internal/pgtest"
)

// named is a job of any kind.
type named struct{ kind string }

// Kind is the kind it stands for.
func (n named) Kind() string { return n.kind }

// TestEveryJobHasAWorker finds every kind of job in the tree and asks the working client to take one: an insert-only client takes
// anything, and a job that nobody works would wait for ever.
func TestEveryJobHasAWorker(t *testing.T) {
	t.Parallel()
	pool := pgtest.New(t)
	cfg, _, err := configure([]string{"DATABASE_URL=" + address(pool), "SAMEDOOR_SECRET=" + strings.Repeat("x", 40), "SAMEDOOR_PUBLIC_URL=http://127.0.0.1:8080"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := newApp(t.Context(), cfg, jsonLog(io.Discard), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.close)
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Workers: a.workers(), Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	kinds := jobs(t)
	if len(kinds) < 12 {
		t.Errorf("only these jobs were found in the tree: %v", kinds)
	}
	for kind, path := range kinds {
		if _, err := client.Insert(t.Context(), named{kind}, nil); err != nil {
			t.Errorf("%s: nobody works %q: %v", path, kind, err)
		}
	}
	if _, err := client.Insert(t.Context(), named{"no-such-job"}, nil); err == nil {
		t.Error("a job that nobody works was taken: this test cannot fail")
	}
}

// jobs are the kinds of all …Args types outside tests, with where they stand.
func jobs(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "Kind" && isArgs(f) {
				found[kindOf(f)] = path
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func isArgs(f *ast.FuncDecl) bool {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return false
	}
	id, ok := f.Recv.List[0].Type.(*ast.Ident)
	return ok && strings.HasSuffix(id.Name, "Args")
}

// kindOf is the string a Kind method returns.
func kindOf(f *ast.FuncDecl) string {
	kind := ""
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			kind, _ = strconv.Unquote(lit.Value)
		}
		return true
	})
	return kind
}
