package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryJobHasAWorker reads the tree: an insert-only client takes any job, and one without a worker would wait for ever. A type with
// a Kind method whose name ends in Args is a job; it must stand in a river.WorkerDefaults somewhere.
func TestEveryJobHasAWorker(t *testing.T) {
	t.Parallel()
	jobs, worked := map[string]string{}, map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if name := receiver(n); n.Name.Name == "Kind" && strings.HasSuffix(name, "Args") {
					jobs[file.Name.Name+"."+name] = path
				}
			case *ast.IndexExpr:
				if s, ok := n.X.(*ast.SelectorExpr); ok && s.Sel.Name == "WorkerDefaults" {
					worked[qualified(file.Name.Name, n.Index)] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(jobs) < 8 {
		t.Errorf("only %d jobs found: %v", len(jobs), jobs)
	}
	for job, path := range jobs {
		if !worked[job] {
			t.Errorf("%s: nobody works %s", path, job)
		}
	}
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	if id, ok := f.Recv.List[0].Type.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

func qualified(pkg string, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return pkg + "." + e.Name
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok {
			return id.Name + "." + e.Sel.Name
		}
	}
	return ""
}
