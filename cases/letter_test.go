package cases

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/services"
)

var update = flag.Bool("update", false, "write the goldens anew")

// Every letter as it is asked for, in both languages, by a Welsh reader: Welsh first.
func TestLettersReadAsWritten(t *testing.T) {
	t.Parallel()
	b := setup(t)
	welsh := func(d *accounts.Details) { d.Needs.Written, d.Needs.SafeText = lang.Cy, accounts.No }
	a := b.account(t, welsh)
	d := b.start(t, b.agent, a.ID)
	must(t, b.office.PostLetter(t.Context(), b.agent, d.ID))
	refused, awarded := b.submitted(t, a.ID, walking()), b.submitted(t, a.ID, walking())
	must(t, b.office.AskEvidence(t.Context(), b.worker, refused.ID, refused.Rev, "The letter of 3 May from your physiotherapist.\nYour number QQ 12 34 56 C is not needed."))
	refused.Rev++
	for _, in := range []DecideInput{refusal(refused), award(awarded)} {
		problems, err := b.office.Decide(t.Context(), b.worker, in)
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v", problems, err)
		}
	}
	for _, kind := range []string{"continue", "submitted", "evidence", "refusal", "award"} {
		q := b.requested(kind)
		if !slices.Equal(q.Langs, []lang.Lang{lang.Cy, lang.En}) {
			t.Errorf("%s is in %v, want Welsh and then English", kind, q.Langs)
		}
		for _, l := range q.Langs {
			golden(t, filepath.Join("testdata", "letters", kind+"."+string(l)+".txt"), plain(q.Address, q.Pages[l], d.Service, l))
		}
	}
}

type request struct {
	Langs   []lang.Lang
	Address []string
	Pages   map[lang.Lang]letters.Page
}

func (b *bundle) requested(kind string) (q request) {
	b.Helper()
	must(b.T, b.db.QueryRow(b.Context(), `select content from letters where kind = $1 order by id limit 1`, kind).Scan(&q))
	return q
}

// plain is a letter as text; what is drawn at random stands as X, and what the service says as its key: that is its own to change.
func plain(address []string, p letters.Page, s *services.Service, l lang.Lang) string {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("%s\n\n%s\n%s\n%s\n%s\n", strings.Join(address, "\n"), p.Agency, p.Date, p.Reference, strings.Join(p.Sender, " | "))
	for _, b := range p.Blocks {
		switch b.Kind {
		case "heading":
			line("\n# %s", b.Text)
		case "paragraph":
			line("%s", b.Text)
		case "list", "steps":
			for i, item := range b.Items {
				line("%s", map[string]string{"list": "- ", "steps": fmt.Sprint(i+1, ". ")}[b.Kind]+item)
			}
		case "facts":
			for _, f := range b.Facts {
				line("%s: %s", f[0], f[1])
			}
		default:
			line("[%s] %s %s", b.Kind, b.Text, strings.Join(b.Items, " | "))
		}
	}
	line("\n%s", p.Of)
	_, rest, _ := strings.Cut(p.Reference, ": ")
	said := []string{rest, "XXXX-XXXX"}
	for _, c := range s.Criteria {
		for _, key := range []string{"criteria." + c.Code + ".award", "criteria." + c.Code + ".refuse"} {
			said = append(said, s.Word(l, key, nil), "["+key+"]")
		}
	}
	for i, next := range s.Paragraphs(l, "awarded.next", nil) {
		said = append(said, next, fmt.Sprintf("[awarded.next.%d]", i))
	}
	return strings.NewReplacer(said...).Replace(out.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		must(t, os.WriteFile(name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(name)
	must(t, err)
	if got != string(want) {
		t.Errorf("%s reads\n%s\nwant\n%s", name, got, want)
	}
}

func TestNoLetterNamesAnIdentityNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Your NINO QQ123456C is known":        "Your NINO (number left out) is known",
		"qq 12 34 56 c, and 999 123 4567":     "(number left out), and (number left out)",
		"Walks 400 metres; PIP of 2026-11-02": "Walks 400 metres; PIP of 2026-11-02",
	} {
		if got := withoutNumbers(lang.En, text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
