package govuk_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/static"
)

// policy is as strict as the real one: nothing inline, nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; report-uri /refused"

// server answers the sample pages and remembers what was saved.
type server struct {
	*httptest.Server
	mu     sync.Mutex
	saved  []url.Values
	kept   chan url.Values // what was saved, for who waits for it
	broken bool            // answers 503 to a save
	polls  int
}

func newServer(t *testing.T) *server {
	s := &server{kept: make(chan url.Values, 100)}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", static.Handler())
	mux.HandleFunc("POST /autosave", s.autosave)
	mux.HandleFunc("POST /refused", func(_ http.ResponseWriter, r *http.Request) {
		report, _ := io.ReadAll(r.Body)
		t.Errorf("the content security policy refused something: %s", report)
	})
	mux.HandleFunc("GET /results", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<p data-announce>1 person</p><ul><li><a href="/person">%s Example</a></li></ul>`, r.FormValue("q"))
	})
	mux.HandleFunc("GET /poll", func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.polls++
		fmt.Fprintf(w, "<p>news %d</p>", s.polls)
	})
	mux.HandleFunc("GET /page.svg", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		fmt.Fprint(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"><rect width="210" height="297" fill="#fff"/><path d="M25 60h80M25 70h120M25 120h150M25 130h140" stroke="#333" stroke-width="3"/></svg>`)
	})
	for name, page := range layouts {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", policy)
			_ = page(lang.Parse(r.FormValue("lang"))).Render(r.Context(), w)
		})
	}
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func (s *server) autosave(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	_ = r.ParseForm()
	s.saved = append(s.saved, r.PostForm)
	s.kept <- r.PostForm
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<div><dt>Note</dt><dd>kept: %s</dd></div>", map[bool]string{true: "yes"}[r.PostForm.Get("note") != ""])
}

func (s *server) setBroken(broken bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = broken
}

func (s *server) last() url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.saved) == 0 {
		return nil
	}
	return s.saved[len(s.saved)-1]
}

// browser is started once, by the first test that needs it, and stopped when all are done.
var (
	browser     = sync.OnceValues(startBrowser)
	stopBrowser = func() {}
)

func TestMain(m *testing.M) {
	code := m.Run()
	stopBrowser()
	os.Exit(code)
}

func startBrowser() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.DisableGPU, chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(ctx)
	stopBrowser = func() { closeBrowser(); stopAllocator() }
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
}

// tab is an own window of the browser, with nothing remembered; it closes with the test.
func tab(t *testing.T) context.Context {
	t.Helper()
	ctx, err := browser()
	if err != nil {
		t.Fatal("a browser is needed, run make test: ", err)
	}
	ctx, closeTab := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// open goes to a page and waits for its scripts.
func open(t *testing.T, ctx context.Context, url string) {
	t.Helper()
	do(t, ctx, chromedp.Navigate(url), chromedp.EmulateViewport(1280, 900))
	until(t, ctx, `document.readyState === "complete" && document.body.classList.contains("js-enabled")`)
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, stop := context.WithTimeout(ctx, 20*time.Second)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// until waits for a script to say yes.
func until(t *testing.T, ctx context.Context, script string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](script, chromedp.WithPollingTimeout(10*time.Second))); err != nil {
		text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
		t.Fatalf("never: %s: %v\n%s", script, err, text)
	}
}

// press is a key down and up without the letter that chromedp would type even where the page has used the key.
func press(key string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			if _, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: key}); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	s, ctx := newServer(t), tab(t)

	open(t, ctx, s.URL+"/desk")
	until(t, ctx, `!document.querySelector("[data-shortcuts-open]").hidden`)

	// What is typed is saved by itself, and the answer shows beside it.
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#note"), "about ten steps?"))
	until(t, ctx, `document.querySelector(".autosave")?.dataset.state === "saved" && document.querySelector("#answers").innerText.includes("kept: yes")`)
	if got := s.last().Get("note"); got != "about ten steps?" {
		t.Errorf("saved %q; the ? opened the list instead of being typed, or a key was lost", got)
	}

	// Single keys are shortcuts when nobody is typing; Escape leaves the field.
	do(t, ctx, press("Escape"), press("2"))
	until(t, ctx, `document.querySelector("#walk-2").checked`)
	until(t, ctx, `document.querySelector(".autosave").dataset.state === "saved"`)
	do(t, ctx, press("?"))
	until(t, ctx, `document.querySelector("dialog[data-shortcuts]").open && document.querySelector("[data-shortcuts-list]").innerText.includes("My work")`)
	do(t, ctx, chromedp.KeyEvent("\x1b"))
	until(t, ctx, `!document.querySelector("dialog[data-shortcuts]").open`)

	// A server that cannot be reached: said so, and tried again until it is saved.
	s.setBroken(true)
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#note"), " and a rest"))
	until(t, ctx, `document.querySelector(".autosave").dataset.state === "notSaved"`)
	s.setBroken(false)
	until(t, ctx, `document.querySelector(".autosave").dataset.state === "saved"`)
	if got := s.last(); got.Get("note") != "about ten steps? and a rest" || got.Get("walk") != "some" {
		t.Errorf("saved %v", got)
	}

	// Results come while typing; arrow down goes to the first.
	do(t, ctx, press("Escape"), press("/"), chromedp.SendKeys(chromedp.CSS("#desk-search"), "Rose"))
	until(t, ctx, `document.querySelector("#desk-results a")?.innerText === "Rose Example" && document.querySelector("[data-live-region]").innerText === "1 person"`)
	do(t, ctx, press("ArrowDown"))
	until(t, ctx, `document.activeElement.getAttribute("href") === "/person"`)

	until(t, ctx, `document.querySelector("#clock").innerText.includes("news")`)
}

// What is typed in the last moment before the page is left is saved too.
func TestAutosaveOnLeaving(t *testing.T) {
	t.Parallel()
	s, ctx := newServer(t), tab(t)
	open(t, ctx, s.URL+"/desk")
	until(t, ctx, `!document.querySelector("[data-shortcuts-open]").hidden`)
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#note"), "last words"), chromedp.Navigate(s.URL+"/page"))
	select {
	case got := <-s.kept:
		if got.Get("note") != "last words" {
			t.Errorf("saved %q", got)
		}
	case <-time.After(10 * time.Second):
		t.Error("what was typed last is lost")
	}
}

// govuk-frontend's components come to life under the policy, and nothing is refused by it.
func TestComponentsComeToLife(t *testing.T) {
	t.Parallel()
	s, ctx := newServer(t), tab(t)
	open(t, ctx, s.URL+"/page?lang=cy")
	until(t, ctx, `document.activeElement.classList.contains("govuk-error-summary")`)
	until(t, ctx, `!document.querySelector(".govuk-password-input__toggle").hidden`)
	do(t, ctx, chromedp.Click(chromedp.CSS(".govuk-password-input__toggle")))
	until(t, ctx, `document.querySelector("#password").type === "text" && document.querySelector(".govuk-password-input__toggle").innerText === "Cuddio"`)
	until(t, ctx, `document.querySelector("#conditional-walk-2").checkVisibility() === false`)
	do(t, ctx, chromedp.Click(chromedp.CSS("#walk-2")))
	until(t, ctx, `document.querySelector("#conditional-walk-2").checkVisibility() === true`)
	do(t, ctx, chromedp.Click(chromedp.CSS("#aids")), chromedp.Click(chromedp.CSS("#aids-4")))
	until(t, ctx, `!document.querySelector("#aids").checked && document.querySelector("#aids-4").checked`)
}

// Nothing has to be scrolled sideways at 320 px, which is 400 % of 1280.
func TestReflow(t *testing.T) {
	t.Parallel()
	s, ctx := newServer(t), tab(t)
	for name := range layouts {
		for _, width := range []int64{320, 640, 1280} {
			open(t, ctx, s.URL+"/"+name)
			do(t, ctx, chromedp.EmulateViewport(width, 800))
			until(t, ctx, fmt.Sprintf(`innerWidth === %d`, width))
			wide, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
			if err != nil || int64(wide) > width {
				t.Errorf("%s is %d px wide in a window of %d (%v)", name, wide, width, err)
			}
			if folder := os.Getenv("SCREENSHOTS"); folder != "" {
				picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d.png", name, width)), picture, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// axe finds nothing against WCAG 2.2 AA on the sample pages, in either language, wide and narrow.
func TestAxe(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(filepath.Join("..", "browsertest", "testdata", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe is not here, run make assets: %v", err)
	}
	s, ctx := newServer(t), tab(t)
	for name := range layouts {
		for _, l := range lang.All {
			open(t, ctx, s.URL+"/"+name+"?lang="+string(l))
			do(t, ctx, chromedp.Evaluate[chromedp.Void](string(axe)))
			for _, width := range []int64{320, 1280} {
				do(t, ctx, chromedp.EmulateViewport(width, 800))
				found, err := chromedp.Run(ctx, chromedp.Evaluate[string](findViolations, chromedp.EvalAwaitPromise))
				if err != nil || found != "" {
					t.Errorf("%s in %s, %d px: %v %s", name, l, width, err, found)
				}
			}
		}
	}
}

const findViolations = `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(result =>
	result.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join("; ")).join("\n"))`
