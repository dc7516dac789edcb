package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

var update = flag.Bool("update", false, "write the README's tables anew")

// TestTheREADMETellsWhatThereIs holds the tables in the README to the services and commands of the program and the environment it reads.
func TestTheREADMETellsWhatThereIs(t *testing.T) {
	t.Parallel()
	const path = "../../README.md"
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(body)
	for name, want := range map[string]string{"services": servicesTable(t), "commands": commandsTable(), "configuration": environmentTable()} {
		before, rest, ok := strings.Cut(text, "<!-- "+name+" -->\n")
		got, after, ok2 := strings.Cut(rest, "<!-- /"+name+" -->")
		if !ok || !ok2 {
			t.Fatalf("the README has lost the marks around its table of %s", name)
		}
		if got != want && !*update {
			t.Errorf("the README's table of %s is not what the program has; run: go test ./cmd/samedoor -run README -update", name)
		}
		text = before + "<!-- " + name + " -->\n" + want + "<!-- /" + name + " -->" + after
	}
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func servicesTable(t *testing.T) string {
	all, err := services.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| folder | service | for |\n|---|---|---|\n")
	for _, id := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&b, "| [`%s`](services/%[1]s) | %s | %s |\n", id, all[id].Word(lang.En, "name", nil), all[id].Word(lang.En, "summary", nil))
	}
	return b.String()
}

func commandsTable() string {
	var b strings.Builder
	b.WriteString("| command | what it does |\n|---|---|\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", c.name, strings.ReplaceAll(c.meaning, "|", `\|`))
	}
	return b.String()
}

func environmentTable() string {
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
