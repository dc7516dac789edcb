package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the README's table of the environment anew")

// TestTheREADMETellsTheEnvironment holds the table in the README to what the program reads.
func TestTheREADMETellsTheEnvironment(t *testing.T) {
	t.Parallel()
	const path, begin, end = "../../README.md", "<!-- configuration -->\n", "<!-- /configuration -->"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), begin)
	got, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("the README has lost the marks around its table")
	}
	want := table()
	if *update {
		if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Error("the README's table of the environment is not what the program reads; run: go test ./cmd/samedoor -run README -update")
	}
}

func table() string {
	var b strings.Builder
	b.WriteString("| name | by default | what it is |\n|---|---|---|\n")
	for _, v := range variables() {
		name, byDefault := "`"+v.Name+"`", ""
		if v.Secret {
			name += ", `" + v.Name + "_FILE`"
		}
		if v.Default != "" {
			byDefault = "`" + v.Default + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, byDefault, v.Meaning)
	}
	return b.String()
}
