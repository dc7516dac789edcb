package desk_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// browser is one member's browser without scripts, and the page it shows.
type browser struct {
	*bundle
	client *http.Client
	at     *url.URL
	status int
	head   http.Header
	page   *goquery.Document
}

// desk is a browser with nobody signed in.
func (b *bundle) desk() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{bundle: b, client: &http.Client{Jar: jar}}
}

// as signs a member in.
func (b *bundle) as(name string) *browser {
	b.Helper()
	w := b.desk().get("/desk/sign-in")
	w.send("[name=username]", url.Values{"username": {name}, "password": {password}})
	if w.at.Path != "/desk" || w.status != http.StatusOK {
		b.Fatalf("signing in led to %s (%d)", w.at.Path, w.status)
	}
	return w
}

func (w *browser) get(path string) *browser {
	w.Helper()
	res, err := w.client.Get(w.url + path)
	must(w, err)
	return w.show(res)
}

func (w *browser) post(path string, fields url.Values) *browser {
	w.Helper()
	res, err := w.client.PostForm(w.url+path, fields)
	must(w, err)
	return w.show(res)
}

// upload posts a form with a file in it.
func (w *browser) upload(path string, fields url.Values, name string, body []byte) *browser {
	w.Helper()
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	for field, values := range fields {
		for _, v := range values {
			must(w, form.WriteField(field, v))
		}
	}
	part, err := form.CreateFormFile("file", name)
	must(w, err)
	_, err = part.Write(body)
	must(w, err)
	must(w, form.Close())
	res, err := w.client.Post(w.url+path, form.FormDataContentType(), &buf)
	must(w, err)
	return w.show(res)
}

func (w *browser) show(res *http.Response) *browser {
	w.Helper()
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	must(w, err)
	w.page, err = goquery.NewDocumentFromReader(bytes.NewReader(body))
	must(w, err)
	w.at, w.status, w.head = res.Request.URL, res.StatusCode, res.Header
	w.sane(string(body))
	return w
}

// sane holds of every page: no wording is missing, every label and every message belongs to something, no id stands twice.
func (w *browser) sane(body string) {
	w.Helper()
	for _, start := range []string{"[desk.", "[contacts.", "[reach.", "[cases.", "[events.", "[tasks.", "[accounts.", "[errors.", "[form.", "[lang."} {
		if i := strings.Index(body, start); i >= 0 {
			w.Errorf("%s shows %s", w.at.Path, body[i:min(i+60, len(body))])
		}
	}
	ids := map[string]bool{}
	w.page.Find("[id]").Each(func(_ int, x *goquery.Selection) {
		id := x.AttrOr("id", "")
		if ids[id] {
			w.Errorf("%s has two elements with the id %q", w.at.Path, id)
		}
		ids[id] = true
	})
	w.page.Find("label[for]").Each(func(_ int, x *goquery.Selection) {
		if !ids[x.AttrOr("for", "")] {
			w.Errorf("%s: label %q is for nothing", w.at.Path, strings.TrimSpace(x.Text()))
		}
	})
	w.page.Find(".govuk-error-summary__list a").Each(func(_ int, x *goquery.Selection) {
		if to := strings.TrimPrefix(x.AttrOr("href", ""), "#"); !ids[to] {
			w.Errorf("%s: the problem %q leads to nothing (#%s)", w.at.Path, x.Text(), to)
		}
	})
	w.page.Find(".worklist td:not([data-label])").Each(func(_ int, x *goquery.Selection) {
		if x.Find("form, a").Length() == 0 {
			w.Errorf("%s: a cell without a name: %q", w.at.Path, x.Text())
		}
	})
	if n := w.page.Find("[autofocus]").Length(); n > 1 {
		w.Errorf("%s has %d fields that want the focus", w.at.Path, n)
	}
}

func (w *browser) text(selector string) string {
	return strings.Join(strings.Fields(w.page.Find(selector).Text()), " ")
}

func (w *browser) has(selector string) bool { return w.page.Find(selector).Length() > 0 }

// expect checks the status and a text of the page.
func (w *browser) expect(status int, text string) *browser {
	w.Helper()
	if w.status != status || !strings.Contains(w.text("body"), text) {
		w.Fatalf("%s: %d, expected %d with %q:\n%s", w.at.Path, w.status, status, text, w.text("main"))
	}
	return w
}

// form is the first form in which the selector finds something.
func (w *browser) form(selector string) *goquery.Selection {
	w.Helper()
	f := w.page.Find("form").FilterFunction(func(_ int, f *goquery.Selection) bool {
		return f.Is(selector) || f.Find(selector).Length() > 0
	}).First()
	if f.Length() == 0 {
		w.Fatalf("%s (%d) has no form with %s:\n%s", w.at.Path, w.status, selector, w.text("main"))
	}
	return f
}

// filled is what a form would post untouched.
func filled(f *goquery.Selection) url.Values {
	out := url.Values{}
	f.Find("input, textarea, select").Each(func(_ int, x *goquery.Selection) {
		name, _ := x.Attr("name")
		_, checked := x.Attr("checked")
		switch kind := x.AttrOr("type", "text"); {
		case kind == "file", (kind == "radio" || kind == "checkbox") && !checked:
		case goquery.NodeName(x) == "textarea":
			out.Add(name, x.Text())
		case goquery.NodeName(x) == "select":
			chosen := x.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = x.Find("option").First()
			}
			out.Add(name, chosen.AttrOr("value", ""))
		default:
			out.Add(name, x.AttrOr("value", ""))
		}
	})
	return out
}

// send posts the form with the selector in it, some fields changed: each must be one of its own, and each choice one it offers.
func (w *browser) send(selector string, changed url.Values) *browser {
	w.Helper()
	f := w.form(selector)
	fields := filled(f)
	for name, values := range changed {
		field := f.Find(`[name="` + name + `"]`)
		if field.Length() == 0 {
			w.Fatalf("%s has no field %q", w.at.Path, name)
		}
		fields[name] = values
		if choice := field.Filter("input[type=radio], input[type=checkbox], button"); choice.Length() > 0 {
			for _, v := range values {
				if choice.Filter(`[value="`+v+`"]`).Length() == 0 {
					w.Fatalf("%s does not offer %q for %q", w.at.Path, v, name)
				}
			}
		}
	}
	action := f.AttrOr("action", w.at.Path)
	if f.AttrOr("method", "get") == "get" {
		return w.get(action + "?" + fields.Encode())
	}
	return w.post(action, fields)
}
