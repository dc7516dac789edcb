package importing

import (
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/services"
)

// Whatever comes in, what goes out is one sentence, or a service that check passes with nothing in it that could be markup.
func FuzzImport(f *testing.F) {
	for _, seed := range []string{small(aText, "A", ""), branching("yes"), asked(`{"type":"RadiosField","name":"q","title":"Q","list":"l"}`, aTest("is", "1")),
		asked(`{"type":"DatePartsField","name":"q","title":"Q"}`, ago("is at least", "18", "years", "in the past")), asked(`{"type":"NumberField","name":"q","title":"Q"}`, expression("q > 3 or not (q == 1)")),
		small(`{"type":"MultiInputField","name":"t","title":"T","children":[{"type":"YesNoField","name":"x","title":"X"}]}`, "A", ""), string(randomForm(rand.New(rand.NewPCG(1, 2))))} {
		f.Add([]byte(seed), []byte(nil))
		f.Add([]byte(seed), []byte(seed))
	}
	for _, name := range []string{"testdata/govuk-steps.json", "testdata/govuk-pages.json"} {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body, []byte(nil))
	}
	f.Fuzz(func(t *testing.T, form, twin []byte) {
		if len(form)+len(twin) > 1<<16 {
			t.Skip("long inputs are tried elsewhere")
		}
		in := Input{Form: form, Name: "form"}
		if len(twin) > 0 {
			in.Twin = twin
		}
		r, err := Import(in)
		if err != nil {
			if !errors.Is(err, ErrUnreadable) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "pass check") {
				t.Fatalf("the error is %v", err)
			}
			return
		}
		sanitised(t, r)
		if _, err := services.LoadFiles(r.Files); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{`<p>a <a href="https://example.org">b</a></p>`, `<ul><li>a<li>b</ul>`, `<script>x`, `a < b`, `<a href="x"><p>y</p></a>`, `&lt;b&gt;`, `<table><tr><td>a<td>b</table>`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		p := readHTML(strings.ToValidUTF8(source, ""))
		for _, text := range p.paragraphs {
			if text == "" || text != tidy(text) || tag.MatchString(text) || strings.ContainsAny(text, "{}\n") {
				t.Fatalf("%q became %q", source, text)
			}
		}
	})
}

func FuzzExpression(f *testing.F) {
	for _, seed := range []string{"a == true", "not (a or b) and c != 'x'", "'x' in a.b", "length(a) > 3", "a <= dateForComparison(-18, 'years')", "((("} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if e := parseExpression(source); e == nil || e.op == "" {
			t.Fatalf("%q became %+v", source, e)
		}
	})
}
