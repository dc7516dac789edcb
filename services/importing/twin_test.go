package importing

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/lang"
)

// The real twins are matched by the names of their components: for each English form the Welsh one that shares the most.
func TestRealTwinsAreBilingual(t *testing.T) {
	t.Parallel()
	byLanguage := map[string][]string{}
	for _, file := range sharedForms(t) {
		for _, l := range []string{"en", "cy"} {
			if filepath.Base(filepath.Dir(file)) == l {
				byLanguage[l] = append(byLanguage[l], file)
			}
		}
	}
	if len(byLanguage["en"]) < 20 || len(byLanguage["en"]) != len(byLanguage["cy"]) {
		t.Fatalf("%d English and %d Welsh forms are twins", len(byLanguage["en"]), len(byLanguage["cy"]))
	}
	for _, file := range byLanguage["en"] {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			r, err := Import(Input{Form: readFile(t, file), Twin: readFile(t, twinOf(t, file, byLanguage["cy"])), Name: "form"})
			if err != nil {
				t.Fatal(err)
			}
			if r.Service.Untranslated(lang.Cy) {
				t.Error("it counts as untranslated")
			}
			same, asked := 0, 0
			for _, step := range r.Service.Steps {
				q := step.Question
				if q == nil {
					continue
				}
				if asked++; r.Service.Words(lang.En, q, nil).Ask == r.Service.Words(lang.Cy, q, nil).Ask {
					same++
				}
			}
			if same*5 > asked {
				t.Errorf("%d of %d questions are asked in the same words in both languages: %v", same, asked, r.Report.Entries)
			}
			if lost := r.Report.Lost(); lost*4 > asked {
				t.Errorf("%d things lost: %v", lost, r.Report.Entries)
			}
		})
	}
}

func twinOf(t *testing.T, file string, among []string) string {
	t.Helper()
	names := namesIn(t, file)
	best, most := "", 0
	for _, other := range among {
		shared := 0
		for name := range namesIn(t, other) {
			if names[name] {
				shared++
			}
		}
		if shared > most {
			best, most = other, shared
		}
	}
	if best == "" {
		t.Fatalf("%s has no twin", file)
	}
	return best
}

func namesIn(t *testing.T, file string) map[string]bool {
	names := map[string]bool{}
	for _, k := range contentsOf(t, readFile(t, file)) {
		if k.what == TheComponent {
			names[k.name] = true
		}
	}
	return names
}

func TestTwinsThatDiffer(t *testing.T) {
	t.Parallel()
	english := small(`{"type":"RadiosField","name":"t","title":"Colour","list":"l"},{"type":"TextField","name":"only-english","title":"Alone"},{"type":"Para","name":"p","content":"<p>One</p><p>Two</p><p>Three</p>"}`, "Page", "")
	welsh := strings.NewReplacer("/a", "/w", "Small", "Bach", "One", "Un", "Two", "Dau").Replace(
		small(`{"type":"Para","name":"p","content":"<p>Un</p><p>Dau a thri</p>"},{"type":"RadiosField","name":"t","title":"Lliw","list":"l"},{"type":"TextField","name":"only-welsh","title":"Unig"}`, "Tudalen", ""))
	r, err := Import(Input{Form: []byte(english), Twin: []byte(welsh)})
	if err != nil {
		t.Fatal(err)
	}
	w := r.Service.Words(lang.Cy, r.Service.Question("colour"), nil)
	if w.Ask != "Lliw" || w.Options["one"] != "Un" || w.Options["two"] != "Dau" || r.Service.Word(lang.Cy, "name", nil) != "Bach" {
		t.Errorf("the Welsh is %+v", w)
	}
	body := r.Service.Words(lang.Cy, r.Service.Question("alone"), nil).Body
	if len(body) != 3 || body[2] != "Dau a thri" {
		t.Errorf("the paragraphs are %q", body)
	}
	for _, told := range []string{"the twin has no component of this name", "only the twin has this component", "there is no Welsh for 'Alone'"} {
		if !tells(r.Report, told) {
			t.Errorf("the report does not say %q: %v", told, r.Report.Entries)
		}
	}
	if _, err := Import(Input{Form: []byte(english), Twin: []byte("{")}); err == nil || !strings.Contains(err.Error(), "the twin: ") {
		t.Errorf("half a twin: %v", err)
	}
	if _, err := Import(Input{Form: []byte(english), Twin: readFile(t, "testdata/govuk-pages.json")}); err == nil || !strings.Contains(err.Error(), "another format") {
		t.Errorf("a twin of another format: %v", err)
	}
}

// Without a twin every door says in Welsh that the form is in English only: before it begins, and where a section does.
func TestWithoutATwinTheDoorsSaySo(t *testing.T) {
	t.Parallel()
	r, err := Import(Input{Form: []byte(branching("yes"))})
	if err != nil {
		t.Fatal(err)
	}
	said := lang.T(lang.Cy, "answers.untranslated")
	first := r.Service.Steps[0].Question
	for _, l := range lang.All {
		before := r.Service.Paragraphs(l, "before", nil)
		body := r.Service.Words(l, first, nil).Body
		want := l == lang.Cy
		if r.Service.Untranslated(l) != want || (len(before) > 0 && before[0] == said) != want || (len(body) > 0 && body[0] == said) != want {
			t.Errorf("in %s it says %q before and %q on the first page", l, before, body)
		}
	}
}
