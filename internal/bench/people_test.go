package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A small town is enough to see that the bench loads people as the program writes them, finds them, and says so.
func TestTheBenchOfPeopleRuns(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := measurePeople(t.Context(), &out, 3000, 200, 200*time.Millisecond, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`who may this be \(Near\), warm +1 +[0-9]`, `search box, warm, recorded +4 +[0-9]`, `among the candidates (1\.0000|0\.9[89])`,
		`look for and create an account +1 +[0-9]`, `floor: one row by its primary key`, `database [0-9.]+ GB: account_keys`} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("the table lacks %s:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "NaN") {
		t.Errorf("the table has what is no number:\n%s", out.String())
	}
}
