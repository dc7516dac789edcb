package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bins is a form in which nothing is lost, but for what rest adds to its question.
func bins(ask, rest string) string {
	return `{"name":"Bins","startPage":"/a","sections":[],"lists":[],"conditions":[],"pages":[{"path":"/a","title":"` + ask + `","components":[{"type":"TextField","name":"t","title":"` + ask + `"` + rest + `}],"next":[{"path":"/summary"}]},{"path":"/summary","title":"Check","controller":"./pages/summary.js","components":[],"next":[]}]}`
}

func runImport(t *testing.T, args ...string) (code int, out, problems string) {
	t.Helper()
	var o, p bytes.Buffer
	code = dispatch(t.Context(), append([]string{"import"}, args...), nil, &o, &p)
	return code, o.String(), p.String()
}

func put(t *testing.T, dir, name, body string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestImportMakesAFolderThatCheckPasses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	form, target := put(t, dir, "bins.json", bins("Which bin ☃?", "")), filepath.Join(dir, "out", "missed-bin")
	code, out, problems := runImport(t, form, "--agency", "anytown", "-o", target)
	if code != 3 || !strings.Contains(out, "the letters' font has no '☃'") {
		t.Errorf("a letter without glyph: exit %d, said %s%s", code, out, problems)
	}
	form = put(t, dir, "bins.json", bins("Which bin?", ""))
	code, out, problems = runImport(t, form, "--report", "json", "-o", target)
	var report imported
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != 0 || report.Service != "missed-bin" || report.Source != "bins.json" || len(report.Trace) == 0 {
		t.Errorf("exit %d, %v: %s%s", code, err, out, problems)
	}
	service, err := load(target)
	if err != nil || service.Version != 2 {
		t.Errorf("imported again with another text it is %+v: %v; want version 2", service, err)
	}
	var checked bytes.Buffer
	if code := dispatch(t.Context(), []string{"check", target}, nil, &checked, &checked); code != 0 || !strings.Contains(checked.String(), "not translated yet") {
		t.Errorf("check: exit %d, said %s", code, checked.String())
	}
	if code, _, problems = runImport(t, form, "-o", target); code != 0 {
		t.Errorf("the same again: exit %d, %s", code, problems)
	}
	if service, err := load(target); err != nil || service.Version != 2 {
		t.Errorf("the same again is %+v: %v", service, err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "out", ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestImportSaysWhatIsLost(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	form := put(t, dir, "bins.json", bins("Which bin?", `,"schema":{"regex":"^[A-Z]$"}`))
	code, out, problems := runImport(t, form, "-o", filepath.Join(dir, "x"))
	if code != 3 || !strings.Contains(out, "lost: component /a t: the answer is not held against the pattern") || !strings.Contains(problems, "1 things in") {
		t.Errorf("exit %d, said %s%s", code, out, problems)
	}
	if _, err := load(filepath.Join(dir, "x")); err != nil {
		t.Errorf("there is no service all the same: %v", err)
	}
}

func TestImportRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good, cut := put(t, dir, "good.json", bins("Which bin?", "")), put(t, dir, "cut.json", bins("Which bin?", "")[:100])
	other := filepath.Join(dir, "other")
	if err := os.Mkdir(other, 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, other, "notes.txt", "mine")
	mine := filepath.Join(dir, "mine")
	if code, _, problems := runImport(t, good, "-o", mine); code != 0 {
		t.Fatal(problems)
	}
	again := put(t, dir, "another.json", bins("Which other bin?", ""))
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nothing":            {nil, "import which form?"},
		"no folder":          {[]string{good}, "import which form?"},
		"report":             {[]string{good, "-o", mine, "--report", "xml"}, "--report is text or json"},
		"no file":            {[]string{filepath.Join(dir, "none.json"), "-o", mine}, "no such file"},
		"cut":                {[]string{cut, "-o", filepath.Join(dir, "new")}, "cannot be imported: this is not whole JSON"},
		"cut twin":           {[]string{good, "--cy", cut, "-o", mine}, "the twin: cannot be imported"},
		"somebody's folder":  {[]string{good, "-o", other}, "holds notes.txt, which no import wrote"},
		"of another form":    {[]string{again, "-o", mine}, "holds something else than an import of another.json"},
		"a file as a folder": {[]string{good, "-o", good}, "not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			code, _, problems := runImport(t, c.args...)
			if code != 1 || !strings.Contains(problems, c.want) || strings.Count(problems, "\n") > 1 && c.args != nil {
				t.Errorf("exit %d, said %q; want %q", code, problems, c.want)
			}
		})
	}
	if body, err := os.ReadFile(filepath.Join(other, "notes.txt")); err != nil || string(body) != "mine" {
		t.Errorf("somebody's file is %q: %v", body, err)
	}
	if code, _, problems := runImport(t, again, "-o", mine, "--force"); code != 0 {
		t.Errorf("forced: exit %d, %s", code, problems)
	}
}
