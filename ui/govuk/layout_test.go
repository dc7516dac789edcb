package govuk_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/govuk"
)

func document(t *testing.T, c templ.Component) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(render(t, t.Context(), c)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

var layouts = map[string]func(lang.Lang) templ.Component{"page": citizenPage, "desk": agentPage, "demo": demoPage}

func TestLayoutsKeepToTheContentSecurityPolicy(t *testing.T) {
	t.Parallel()
	for name, page := range layouts {
		doc := document(t, page(lang.En))
		if n := doc.Find("style, [style], script:not([src])").Length(); n > 0 {
			t.Errorf("%s: %d inline styles or scripts", name, n)
		}
		doc.Find("script, link[href]").Each(func(_ int, s *goquery.Selection) {
			if url := s.AttrOr("src", s.AttrOr("href", "")); !strings.HasPrefix(url, "/static/") {
				t.Errorf("%s: %q is not ours", name, url)
			}
		})
		if h := render(t, t.Context(), page(lang.En)); strings.Contains(h, "onclick") || strings.Contains(h, "javascript:") {
			t.Errorf("%s has a script in an attribute", name)
		}
	}
}

func TestLayoutsHaveLandmarks(t *testing.T) {
	t.Parallel()
	for name, page := range layouts {
		for _, l := range lang.All {
			doc := document(t, page(l))
			if got := doc.Find("html").AttrOr("lang", ""); got != string(l) {
				t.Errorf("%s: lang %q, want %q", name, got, l)
			}
			skip := doc.Find("a.govuk-skip-link")
			if doc.Find("main"+skip.AttrOr("href", "#none")).Length() != 1 {
				t.Errorf("%s: the skip link leads to no main part", name)
			}
			if doc.Find("main h1").Length() != 1 || doc.Find("header").Length() != 1 {
				t.Errorf("%s: not one h1 and one header", name)
			}
			doc.Find("[aria-label]").Each(func(_ int, s *goquery.Selection) {
				if s.AttrOr("aria-label", "") == "" {
					t.Errorf("%s %s: an empty name on <%s class=%q>", name, l, goquery.NodeName(s), s.AttrOr("class", ""))
				}
			})
		}
	}
}

// A page says that something is wrong in its title and in the summary, in its own language; so does a field inside it.
func TestPageWithProblems(t *testing.T) {
	t.Parallel()
	for l, want := range map[lang.Lang][3]string{
		lang.En: {"Error: ", "There is a problem", "Error:"},
		lang.Cy: {"Gwall: ", "Mae problem", "Gwall:"},
	} {
		doc := document(t, citizenPage(l))
		if got := doc.Find("title").Text(); got != want[0]+"How far can you walk? – Apply for a Blue Badge – Anyshire Council" {
			t.Errorf("title %q", got)
		}
		if got := strings.TrimSpace(doc.Find(".govuk-error-summary__title").Text()); got != want[1] {
			t.Errorf("summary %q, want %q", got, want[1])
		}
		if got := doc.Find("#walk-error .govuk-visually-hidden").Text(); got != want[2] {
			t.Errorf("message begins %q, want %q", got, want[2])
		}
		if doc.Find(doc.Find(".govuk-error-summary a").AttrOr("href", "none")).Length() != 1 {
			t.Error("the summary leads to no field")
		}
	}
}

func TestLanguageSwitch(t *testing.T) {
	t.Parallel()
	doc := document(t, citizenPage(lang.Cy))
	link := doc.Find(".govuk-language-navigation a")
	if link.AttrOr("href", "") != "/page?lang=en" || link.AttrOr("lang", "") != "en" || strings.TrimSpace(link.Text()) != "English" {
		t.Errorf("the link says %q (%s) and leads to %q", link.Text(), link.AttrOr("lang", ""), link.AttrOr("href", ""))
	}
	if here := doc.Find(".govuk-language-navigation [aria-current]"); strings.TrimSpace(here.Text()) != "Cymraeg" {
		t.Errorf("the current language is %q", here.Text())
	}
	if n := document(t, demoPage(lang.En)).Find(".govuk-language-navigation").Length(); n != 0 {
		t.Error("a page without LanguageURL has a switch")
	}
}

// The script speaks the language of the page: what it says is in the page's attributes.
func TestWordsForTheScript(t *testing.T) {
	t.Parallel()
	doc := document(t, citizenPage(lang.Cy))
	for selector, attribute := range map[string]string{
		"body":                   "data-saved",
		".govuk-password-input":  "data-i18n.hide-password",
		".govuk-character-count": "data-i18n.characters-under-limit.two",
	} {
		welsh := doc.Find(selector).AttrOr(attribute, "")
		english := document(t, citizenPage(lang.En)).Find(selector).AttrOr(strings.Replace(attribute, "two", "other", 1), "")
		if welsh == "" || english == "" || welsh == english {
			t.Errorf("%s %s: Welsh %q, English %q", selector, attribute, welsh, english)
		}
	}
}

// Nothing the components say by themselves is missing in a language, but plural forms that English does not have.
func TestWords(t *testing.T) {
	t.Parallel()
	for _, l := range lang.All {
		words := reflect.ValueOf(govuk.WordsIn(l))
		for i := range words.NumField() {
			name, field := words.Type().Field(i).Name, words.Field(i)
			if field.Kind() == reflect.String && field.String() == "" {
				t.Errorf("%s: %s is missing", l, name)
			}
			if p, ok := field.Interface().(govuk.Plural); ok && (p.One == "" || p.Other == "" || l == lang.Cy && (p.Zero == "" || p.Two == "" || p.Few == "" || p.Many == "")) {
				t.Errorf("%s: %s lacks a form: %+v", l, name, p)
			}
		}
	}
}

// Every component of the package is among those compared with the published fixtures.
func TestEveryComponentIsCompared(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("*.templ")
	if err != nil || len(names) == 0 {
		t.Fatal("no components found", err)
	}
	layout := []string{"Page", "Desk"}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?m)^templ ([A-Z]\w*)\(`).FindAllStringSubmatch(string(source), -1) {
			kebab := strings.ToLower(regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(found[1], "$1-$2"))
			if _, compared := components[kebab]; !compared && !slices.Contains(layout, found[1]) {
				t.Errorf("%s: %s is not compared with the fixtures of %s", name, found[1], kebab)
			}
		}
	}
}
