package browsertest

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
)

// auditor looks at pages with axe, and remembers which routes it has seen.
type auditor struct {
	*world
	axe  string
	mu   sync.Mutex
	seen map[string]bool
}

// noPage are the GET routes that no person ever looks at, with what they are instead.
var noPage = map[string]string{
	"/healthz":                            "one word for a watcher",
	"/static/*":                           "style, scripts",
	"/apply/{agency}/{service}/form.pdf":  "a printed form",
	"/language/{lang}":                    "leads back",
	"/sign-in/one-login":                  "leads to One Login",
	signin.BackPath:                       "leads on; what is refused is looked at",
	"/application/{ref}/submit":           "leads to the application, after a reload",
	"/application/{ref}/{question}/files": "leads to the question, after a reload",
	"/demo/handset/{phone}/screen":        "a part of the handset's page",
	"/demo/doormat/{letter}/{page}.png":   "a picture",
	"/desk/language/{lang}":               "leads back",
	"/desk/sign-in/sso":                   "leads to the single sign-on",
	staff.SSOBackPath:                     "leads on; what is refused is looked at",
	"/desk/document/{id}":                 "a download",
	"/account/copy.pdf":                   "a download",
	"/account/copy.json":                  "a download",
	"/account/copy.zip":                   "a download",
}

const findViolations = `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]}).then(result =>
	result.violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 300) + " " + n.failureSummary).join("; ")).join("\n"))`

// eyes opens a window that axe looks through.
func (a *auditor) eyes(p *window) *window {
	a.Helper()
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: a.axe})
	return p
}

// look holds a page against WCAG 2.2 AA, and sees that at 320 px (which is 400 % of 1280) nothing has to be scrolled sideways. Axe looks
// in the wide window only, for the suite has ten minutes: what is wrong in the narrow one alone (a target too small there) it does not see.
// Everything that opens is open.
func (a *auditor) look(p *window, what string) {
	a.Helper()
	what = fmt.Sprintf("%s, %s in %s", what, p.path(), value[string](p, `document.documentElement.lang`))
	if got := value[string](p, `document.documentElement.lang`); got != string(p.lang) {
		a.Errorf("%s: it is not in %q", what, p.lang)
	}
	value[int](p, `[...document.querySelectorAll("details")].map(d => d.open = true).length`)
	for _, width := range []int64{1280, 320} {
		p.resize(width)
		p.until(fmt.Sprintf(`innerWidth === %d`, width))
		if width == 1280 {
			ctx, stop := p.limited()
			found, err := chromedp.Run(ctx, chromedp.Evaluate[string](findViolations, chromedp.EvalAwaitPromise))
			stop()
			if err != nil || found != "" {
				a.Errorf("%s, %d px: %v %s", what, width, err, found)
			}
		}
		if wide := value[int64](p, `document.scrollingElement.scrollWidth`); wide > width {
			a.Errorf("%s is %d px wide in a window of %d: %s", what, wide, width, value[string](p, widest))
		}
	}
	p.resize(1280)
	if p.status == http.StatusOK {
		a.saw(p.path())
	}
}

// widest are the elements that stick out.
const widest = `[...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .govuk-visually-hidden"))
	.slice(0, 4).map(e => e.outerHTML.slice(0, 160)).join("\n")`

func (a *auditor) saw(path string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	route := chi.NewRouteContext()
	if a.routes.Match(route, http.MethodGet, path) {
		a.seen[route.RoutePattern()] = true
	}
}

// Every page there is, in both languages, is looked at by axe. A new route is a page until it is said here what else it is.
func TestAxe(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(filepath.Join("testdata", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe is not here, run make assets: %v", err)
	}
	a := &auditor{world: newWorld(t, 14), axe: string(source), seen: map[string]bool{}}
	must(t, a.staff.Offer(staff.Ways{Public: a.url, SSO: &staff.SSOConfig{Issuer: "http://127.0.0.1:1", ClientID: "samedoor", Public: a.url}}))
	a.addSamples()
	t.Run("pages", func(t *testing.T) {
		for _, l := range lang.All {
			for name, tour := range map[string]func(*auditor, lang.Lang){"outside": (*auditor).outside, "questions": (*auditor).questions, "samples": (*auditor).samples, "desk": (*auditor).desk,
				"kinds": (*auditor).kinds, "sign in": (*auditor).signingIn, "proofs": (*auditor).proofs, "passkeys": (*auditor).passkeys} {
				t.Run(name+" "+string(l), func(t *testing.T) {
					t.Parallel()
					w := *a.world
					w.T = t
					own := &auditor{world: &w, axe: a.axe, seen: map[string]bool{}}
					tour(own, l)
					a.mu.Lock()
					defer a.mu.Unlock()
					for route := range own.seen {
						a.seen[route+" "+string(l)] = true
					}
				})
			}
		}
	})
	a.missed()
}

// missed says which pages were not looked at.
func (a *auditor) missed() {
	a.Helper()
	there := map[string]bool{}
	must(a.T, chi.Walk(a.routes, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if method == http.MethodGet {
			there[route] = true
		}
		return nil
	}))
	for route := range there {
		for _, l := range lang.All {
			if noPage[route] == "" && !a.seen[route+" "+string(l)] {
				a.Errorf("axe has not looked at %s in %s", route, l)
			}
		}
	}
	for route := range noPage {
		if !there[route] {
			a.Errorf("there is no %s any more", route)
		}
	}
}

// in gives the path that changes the language of what the desk shows and goes on to a page.
func in(l lang.Lang, path string) string {
	return "/desk/language/" + string(l) + "?back=" + url.QueryEscape(path)
}
