package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// matched runs `samedoor accounts match` over files written for it.
func matched(t *testing.T, files map[string]string, args ...string) (said string, code int, pairs [][]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all := []string{"accounts", "match"}
	for _, a := range append(args, "--out", "pairs.csv") {
		if strings.Contains(a, ".") {
			a = filepath.Join(dir, a)
		}
		all = append(all, a)
	}
	var out, err bytes.Buffer
	code = dispatch(t.Context(), all, nil, &out, &err)
	if text, e := os.ReadFile(filepath.Join(dir, "pairs.csv")); e == nil {
		pairs, _ = csv.NewReader(bytes.NewReader(text)).ReadAll()
	}
	return err.String(), code, pairs
}

const matchColumns = "id: no\ngiven_name: first\nsurname: last\ndate_of_birth: [born]\npostcode: code\n"

func TestMatchFindsWhoIsWho(t *testing.T) {
	t.Parallel()
	people := "\xef\xbb\xbfno, first , last,born,code\r\n1, Margaret ,Ellis,1944-03-05,ZA1 1AA\r\n2,Peggy,\"Ellis\",05/03/1944,za11aa\r\n3,Zebedee,Quux,19500101,\r\n"
	said, code, pairs := matched(t, map[string]string{"people.csv": people, "map.yaml": matchColumns}, "people.csv", "--columns", "map.yaml")
	if code != 0 || len(pairs) != 2 || strings.Join(pairs[0], ",") != "id_a,id_b,probability" || pairs[1][0] != "1" || pairs[1][1] != "2" {
		t.Errorf("exit %d, %v, %s", code, pairs, said)
	}
	other := "no,first,last,born,code\nx,Zeb,Quux,1950-01-01,\ny,Margret,Ellis,1944-03-05,ZA1 1AA\n"
	_, code, pairs = matched(t, map[string]string{"people.csv": people, "other.csv": other, "map.yaml": matchColumns}, "people.csv", "--against", "other.csv", "--columns", "map.yaml")
	if code != 0 || len(pairs) < 2 || pairs[1][0] != "1" || pairs[1][1] != "y" {
		t.Errorf("against: exit %d, %v", code, pairs)
	}
	for _, p := range pairs[1:] {
		if strings.Contains("xy", p[0]) || !strings.Contains("xy", p[1]) {
			t.Errorf("against: %v is not of one file with the other", p)
		}
	}
}

func TestMatchSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	good := "no,first,last,born,code\n1,Ann,Ellis,,\n"
	for want, files := range map[string]map[string]string{
		`"shoe_size" is not a field`:       {"p.csv": good, "m.yaml": matchColumns + "shoe_size: x\n"},
		`no column "colour"`:               {"p.csv": good, "m.yaml": matchColumns + "town: colour\n"},
		"id is missing":                    {"p.csv": good, "m.yaml": "surname: last\n"},
		"line 3 has the same id as line 2": {"p.csv": good + "1,Bo,Ellis,,\n", "m.yaml": matchColumns},
		"line 3 has no id":                 {"p.csv": good + ",Bo,Ellis,,\n", "m.yaml": matchColumns},
		"line 3 has 7 cells":               {"p.csv": good + "2,Bo,Ellis,,,x,y\n", "m.yaml": matchColumns},
		"the file is empty":                {"p.csv": "", "m.yaml": matchColumns},
		"cannot be opened":                 {"m.yaml": matchColumns},
	} {
		said, code, _ := matched(t, files, "p.csv", "--columns", "m.yaml")
		if code != 1 || !strings.Contains(said, want) {
			t.Errorf("want %q, exit %d: %s", want, code, said)
		}
	}
}
