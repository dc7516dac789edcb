package browsertest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/inspector"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/samedoor/samedoor/lang"
)

// patience is how long a page may take on a machine that is busy with other tests.
const patience = 40 * time.Second

// browser is started once, by the first test that needs it, and stopped when all are done.
var (
	browser     = sync.OnceValues(startBrowser)
	stopBrowser = func() {}
)

func TestMain(m *testing.M) {
	log.capture()
	code := m.Run()
	stopBrowser()
	for _, line := range log.errors() {
		fmt.Fprint(os.Stderr, "logged while the tests ran: ", line)
		code = 1
	}
	os.Exit(code)
}

func startBrowser() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.DisableGPU, chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(ctx)
	stopBrowser = func() { closeBrowser(); stopAllocator() }
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
}

// window is one tab of somebody's browser.
type window struct {
	*world
	ctx    context.Context
	close  context.CancelFunc
	lang   lang.Lang
	status int // of the page it shows

	mu    sync.Mutex
	wrong []string // what went wrong without anybody looking
}

// kind is how a window is opened.
type kind struct {
	width    int64     // 0 takes 1280
	lang     lang.Lang // the browser's own; "" takes English
	noScript bool
}

// window opens a browser with nothing remembered.
func (w *world) window(k kind) *window {
	w.Helper()
	return w.tab(k, chromedp.WithNewBrowserContext())
}

// another opens a second tab of the same browser, with its cookies.
func (p *window) another(k kind) *window {
	p.Helper()
	return p.world.tab(k, chromedp.WithExistingBrowserContext(chromedp.FromContext(p.ctx).BrowserContextID))
}

func (w *world) tab(k kind, how chromedp.ContextOption) *window {
	w.Helper()
	root, err := browser()
	if err != nil {
		w.Fatal("a browser is needed, run make test: ", err)
	}
	if k.width == 0 {
		k.width = 1280
	}
	if k.lang == "" {
		k.lang = lang.En
	}
	p := &window{world: w, lang: k.lang}
	p.ctx, p.close = chromedp.NewContext(root, how)
	w.Cleanup(p.end)
	must(w.T, chromedp.Do(p.ctx, chromedp.Navigate("about:blank"))) // the first call must not be bounded: its end closes the tab
	must(w.T, chromedp.Listen(p.ctx, p.watch))
	call(p, network.Enable, network.EnableParams{})
	call(p, cdplog.Enable, cdp.Empty{})
	call(p, runtime.Enable, cdp.Empty{})
	call(p, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": string(k.lang)}})
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: reportRefusals})
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: k.noScript})
	p.resize(k.width)
	return p
}

const reportRefusals = `addEventListener("securitypolicyviolation", e => console.error("refused by the policy: " + e.violatedDirective + " " + e.blockedURI))`

// end closes the window and says what went wrong in it.
func (p *window) end() {
	p.close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, what := range p.wrong {
		p.Errorf("in the browser: %s", what)
	}
	p.wrong = nil
}

// watch sees what a page does. It runs in the loop that reads the browser, so it only writes down.
func (p *window) watch(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		p.note("exception: %s %s", e.ExceptionDetails.Text, described(e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			var all []string
			for _, a := range e.Args {
				all = append(all, described(a))
			}
			p.note("console: %s", strings.Join(all, " "))
		}
	case *cdplog.EventEntryAdded:
		// An answer of 400 and more is an entry of the network; those are judged below, where their kind is known.
		if e.Entry.Level == cdplog.EntryLevelError && e.Entry.Source != cdplog.EntrySourceNetwork {
			p.note("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if url := e.Request.URL; !strings.HasPrefix(url, p.url+"/") && !strings.HasPrefix(url, p.login.Issuer()) && !strings.HasPrefix(url, "data:") && url != "about:blank" {
			p.note("a request left for %s", url)
		}
	case *network.EventResponseReceived:
		document := e.Type == network.ResourceTypeDocument
		if s := e.Response.Status; s >= 500 || s >= 400 && !document {
			p.note("%s was answered with %d", e.Response.URL, s)
		}
	case *inspector.EventTargetCrashed:
		p.note("the page crashed")
	}
}

func (p *window) note(format string, values ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrong = append(p.wrong, fmt.Sprintf(format, values...))
}

func described(o *runtime.RemoteObject) string {
	if o == nil {
		return ""
	}
	return o.Description + string(o.Value)
}

// A thing that goes wrong in a page is seen: else all the other tests prove less than they seem to.
func TestWatch(t *testing.T) {
	t.Parallel()
	p := newWorld(t, 0).window(kind{})
	for name, script := range map[string]string{
		"exception":         `setTimeout(() => { throw new Error("planted") })`,
		"console":           `console.error("planted")`,
		"refused":           `document.body.append(Object.assign(document.createElement("style"), {textContent: "p { color: red }"}))`,
		"a request left":    `location.href = "http://127.0.0.1:9/planted"`,
		"answered with 404": `fetch("/planted")`,
	} {
		p.open("/")
		p.do(chromedp.Evaluate[chromedp.Void](script))
		p.wait(name, func() bool { return p.saw(name) })
	}
	p.mu.Lock()
	p.wrong = nil
	p.mu.Unlock()
}

// saw says whether something went wrong that is told with these words, and forgets all that did.
func (p *window) saw(words string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !strings.Contains(strings.Join(p.wrong, "\n"), words) {
		return false
	}
	p.wrong = nil
	return true
}
