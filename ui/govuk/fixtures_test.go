package govuk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/a-h/templ"

	"github.com/samedoor/samedoor/ui/govuk"
)

// components renders each component of the package from options as govuk-frontend's macros take them.
var components = map[string]func(t *testing.T, component string, options map[string]any) templ.Component{
	"accordion":           from(govuk.Accordion),
	"back-link":           from(govuk.BackLink),
	"breadcrumbs":         from(govuk.Breadcrumbs),
	"button":              from(govuk.Button),
	"character-count":     from(govuk.CharacterCount),
	"checkboxes":          from(govuk.Checkboxes),
	"date-input":          from(govuk.DateInput),
	"details":             from(govuk.Details),
	"error-message":       from(govuk.ErrorMessage),
	"error-summary":       from(govuk.ErrorSummary),
	"fieldset":            from(govuk.Fieldset),
	"file-upload":         from(govuk.FileUpload),
	"footer":              from(govuk.Footer),
	"generic-header":      from(govuk.GenericHeader),
	"hint":                from(govuk.Hint),
	"input":               from(govuk.Input),
	"inset-text":          from(govuk.InsetText),
	"label":               from(govuk.Label),
	"language-navigation": from(govuk.LanguageNavigation),
	"notification-banner": from(govuk.NotificationBanner),
	"pagination":          from(govuk.Pagination),
	"panel":               from(govuk.Panel),
	"password-input":      from(govuk.PasswordInput),
	"phase-banner":        from(govuk.PhaseBanner),
	"radios":              from(govuk.Radios),
	"select":              from(govuk.Select),
	"service-navigation":  from(govuk.ServiceNavigation),
	"skip-link":           from(govuk.SkipLink),
	"summary-list":        from(govuk.SummaryList),
	"table":               from(govuk.Table),
	"tabs":                from(govuk.Tabs),
	"tag":                 from(govuk.Tag),
	"task-list":           from(govuk.TaskList),
	"textarea":            from(govuk.Textarea),
	"warning-text":        from(govuk.WarningText),
}

// left are the fixtures about what we deliberately do not have, and why.
var left = map[string]string{
	"checkboxes: item checked overrides values": "Checked is a plain bool: false is 'not said', and Values decides",
	"radios: item checked overrides value":      "Checked is a plain bool: false is 'not said', and Value decides",
	"select: item selected overrides value":     "Selected is a plain bool: false is 'not said', and Value decides",
}

// said is what govuk-frontend's macros say by themselves, in English.
var said = govuk.Words{
	Error: "Error", Warning: "Warning", Success: "Success", Important: "Important",
	Back: "Back", Breadcrumb: "Breadcrumb", Contents: "Contents", Language: "Language", Menu: "Menu",
	ServiceInformation: "Service information", SupportLinks: "Support links",
	Day: "Day", Month: "Month", Year: "Year",
	Pagination: "Pagination", Page: "Page", Previous: "Previous", PreviousHidden: "page", Next: "Next", NextHidden: "page",
	ShowPassword: "Show", ShowPasswordLabel: "Show password",
	UpToCharacters: "You can enter up to %{count} characters", UpToWords: "You can enter up to %{count} words",
}

type fixture struct {
	Name    string
	Options map[string]any
	HTML    string
}

// Every component writes the HTML that govuk-frontend publishes for every one of its fixtures.
func TestFixtures(t *testing.T) {
	t.Parallel()
	unused := map[string]bool{}
	for name := range left {
		unused[name] = true
	}
	for component, made := range components {
		for _, f := range fixturesOf(t, component) {
			name := component + ": " + f.Name
			if _, skip := left[name]; skip {
				delete(unused, name)
				continue
			}
			t.Run(name, func(t *testing.T) {
				ctx := govuk.WithWords(t.Context(), wordsFor(component, f.Options))
				got := render(t, ctx, made(t, component, f.Options))
				if g, w := normal(t, component, got), normal(t, component, f.HTML); g != w {
					t.Errorf("options %s\ngot:\n%s\nwant:\n%s", asJSON(f.Options), g, w)
				}
			})
		}
	}
	for name := range unused {
		t.Errorf("%q is left out but there is no such fixture", name)
	}
}

// The comparison is no use if it cannot fail: a lost space, class, attribute or element must show.
func TestNormalTellsApart(t *testing.T) {
	t.Parallel()
	same := [][2]string{
		{"<p  class='b a'\n id=x> a  b </p>", `<p id="x" class="a b">a b</p>`},
		{"<p>a<span> b</span></p>", "<p>a <span>b</span></p>"},
		{"<div>\n<p>a</p>\n</div>", "<div><p>a</p></div>"},
	}
	for _, pair := range same {
		if g, w := normal(t, "", pair[0]), normal(t, "", pair[1]); g != w {
			t.Errorf("%q and %q should be the same:\n%s\n%s", pair[0], pair[1], g, w)
		}
	}
	different := [][2]string{
		{"<p><span>a</span> b</p>", "<p><span>a</span>b</p>"},
		{`<p class="a">a</p>`, `<p class="a b">a</p>`},
		{"<p hidden>a</p>", "<p>a</p>"},
		{"<p>a</p>", "<div>a</div>"},
		{"<p>a</p><hr>", "<p>a</p>"},
	}
	for _, pair := range different {
		if g, w := normal(t, "", pair[0]), normal(t, "", pair[1]); g == w {
			t.Errorf("%q and %q should differ:\n%s", pair[0], pair[1], g)
		}
	}
}

func fixturesOf(t *testing.T, component string) []fixture {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "fixtures", component+".json"))
	if err != nil {
		t.Fatalf("the published fixtures are not here, run make assets: %v", err)
	}
	var file struct{ Fixtures []fixture }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatalf("%s: %v", component, err)
	}
	if len(file.Fixtures) == 0 {
		t.Fatalf("%s has no fixture", component)
	}
	return file.Fixtures
}

// wordsFor are the words of the page a fixture stands on. In the macros an empty visuallyHiddenText means none;
// ours takes the page's word for an empty one, so that page has none.
func wordsFor(component string, options map[string]any) govuk.Words {
	words := said
	if text, given := options["visuallyHiddenText"]; given && text == "" && component == "error-message" {
		words.Error = ""
	}
	return words
}

func asJSON(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

func render(t *testing.T, ctx context.Context, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
