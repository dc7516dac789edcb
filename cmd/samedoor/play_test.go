package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/services"
)

// played is what a walk prints for what is typed.
func played(t *testing.T, typed string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	s := &session{cfg: &Config{}, args: append(args, "--today", "2026-11-21"), stdin: strings.NewReader(typed), stdout: &out, stderr: &out}
	if err := play(t.Context(), s); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return out.String()
}

func TestPlay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args  []string
		typed string
		want  []string
	}{
		"to a stop on the web":    {[]string{"blue-badge"}, "4\n", []string{"Who is the badge for?", "1 Me", "== not-eligible", "organisation"}},
		"by text in Welsh":        {[]string{"--door", "sms", "--lang", "cy", "blue-badge"}, "1\nMair Ellis\nhepgor\n5 Mawrth 1944\n", []string{"segments]", "→ 5 Mawrth 1944"}},
		"by phone":                {[]string{"blue-badge", "--door=phone"}, "self\n", []string{"Say: Can I just check", "Probe: "}},
		"on paper":                {[]string{"../../services/blue-badge", "--door", "paper"}, "self\n", []string{"Who is the badge for?", "→ Me"}},
		"a slip is put right":     {[]string{"blue-badge"}, "9\n1\nAnn Ellis\n\n31\n2\n1944\n5\n3\n1944\n", []string{"! Choose one of the answers offered", "! That date does not exist", "→ 5 March 1944"}},
		"back, and what was said": {[]string{"blue-badge"}, "1\nAnn Ellis\n:back\nAnne Ellis\n:answers\n:help\n:quit\n", []string{"→ Ann Ellis", "→ Anne Ellis", "  Full name: Anne Ellis", ":unknown"}},
		"another door and tongue": {[]string{"blue-badge"}, "1\n:door sms\n:lang cy\n:door fax\n", []string{"Beth yw", "! --door is web, phone, sms or paper"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := played(t, c.typed, c.args...)
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q:\n%s", want, got)
				}
			}
		})
	}
}

// Whatever is typed, a walk goes on or ends; it never breaks.
func TestPlayTakesRubbish(t *testing.T) {
	t.Parallel()
	all, err := services.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"1", "2", "3", "", "yes", "no", ":skip", ":unknown", ":park", ":back", ":answers", "later", "5", "1944", "Ann", "x\x00y", "\xff", ":lang cy", "1 2 3", "agree"}
	for id := range all {
		for _, door := range []string{"web", "phone", "sms", "paper"} {
			rnd := rand.New(rand.NewPCG(1, uint64(len(id))))
			var typed strings.Builder
			for range 300 {
				fmt.Fprintln(&typed, words[rnd.IntN(len(words))])
			}
			played(t, typed.String(), id, "--door", door)
		}
	}
}
