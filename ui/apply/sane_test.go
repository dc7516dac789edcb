package apply_test

import (
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// aKey is a sentence that is missing: lang and services show its key in brackets.
var aKey = regexp.MustCompile(`\[[a-z_-]+(\.[a-z0-9_-]+)+\]|\{[a-z_]+\}`)

// sane is what holds of every page: one heading, a label for everything that can be filled in, no id twice, problems that lead to
// where they are, no sentence missing, nothing inline that the policy would stop.
func (w *browser) sane() {
	w.Helper()
	wrong := func(format string, args ...any) { w.Helper(); w.Errorf(w.at.Path+": "+format, args...) }
	if n := w.page.Find("h1").Length(); n != 1 {
		wrong("%d h1", n)
	}
	if lang := w.page.Find("html").AttrOr("lang", ""); lang != "en" && lang != "cy" {
		wrong("lang %q", lang)
	}
	if strings.TrimSpace(w.page.Find("title").Text()) == "" {
		wrong("no title")
	}
	if found := aKey.FindString(w.page.Find("body").Text() + w.page.Find("title").Text()); found != "" {
		wrong("a sentence is missing: %s", found)
	}
	if w.has("[style], script:not([src]), [onclick], [onsubmit]") {
		wrong("something inline")
	}
	w.labels(wrong)
	w.ids(wrong)
}

func (w *browser) labels(wrong func(string, ...any)) {
	w.page.Find("input, textarea, select").Each(func(_ int, x *goquery.Selection) {
		id, kind := x.AttrOr("id", ""), x.AttrOr("type", "")
		if kind == "hidden" {
			return
		}
		if label := w.page.Find(`label[for="` + id + `"]`); id == "" || strings.TrimSpace(label.Text()) == "" {
			wrong("%s %q has no label", goquery.NodeName(x), x.AttrOr("name", ""))
		}
		for _, ref := range strings.Fields(x.AttrOr("aria-describedby", "")) {
			if !w.has(`[id="` + ref + `"]`) {
				wrong("%q is described by %q, which is not there", id, ref)
			}
		}
	})
	w.page.Find("fieldset").Each(func(_ int, x *goquery.Selection) {
		if strings.TrimSpace(x.Find("legend").First().Text()) == "" {
			wrong("a fieldset without a legend")
		}
	})
}

func (w *browser) ids(wrong func(string, ...any)) {
	seen := map[string]bool{}
	w.page.Find("[id]").Each(func(_ int, x *goquery.Selection) {
		id := x.AttrOr("id", "")
		if seen[id] {
			wrong("the id %q stands twice", id)
		}
		seen[id] = true
	})
	w.page.Find(".govuk-error-summary__list a").Each(func(_ int, x *goquery.Selection) {
		href := x.AttrOr("href", "")
		if id, inside := strings.CutPrefix(href, "#"); inside && !seen[id] {
			wrong("a problem leads to %q, which is not there", href)
		}
	})
	problems := w.page.Find(".govuk-error-summary").Length() > 0
	if marked := strings.HasPrefix(w.page.Find("title").Text(), "Error: ") || strings.HasPrefix(w.page.Find("title").Text(), "Gwall: "); marked != problems {
		wrong("the title %q and the summary do not agree", w.page.Find("title").Text())
	}
}
