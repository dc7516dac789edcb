package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/samedoor/samedoor/lang"
)

// thing is an element of a page.
type thing = runtime.RemoteObjectID

func (p *window) limited() (context.Context, context.CancelFunc) {
	return context.WithTimeout(p.ctx, patience)
}

func (p *window) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, stop := p.limited()
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.fail("%v", err)
	}
}

// call runs one command of the browser.
func call[P, R any](p *window, command cdp.Command[P, R], params P) R {
	p.Helper()
	ctx, stop := p.limited()
	defer stop()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		p.fail("%s: %v", command.Method, err)
	}
	return result
}

// value is what a script says. No promise: those never come true where scripts are off.
func value[V any](p *window, script string) V {
	p.Helper()
	ctx, stop := p.limited()
	defer stop()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[V](script))
	if err != nil {
		p.fail("%s: %v", script, err)
	}
	return v
}

// fail ends the test with the page as it is.
func (p *window) fail(format string, values ...any) {
	p.Helper()
	ctx, stop := context.WithTimeout(p.ctx, 5*time.Second)
	defer stop()
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.pathname + " " + document.title + "\n" + document.body.innerText.replace(/\n+/g, "\n")`))
	p.Fatalf(format+"\non %d %s", append(values, p.status, text)...)
}

// wait waits until something is so.
func (p *window) wait(what string, is func() bool) {
	p.Helper()
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for !is() {
		select {
		case <-tick.C:
		case <-late:
			p.fail("never: %s", what)
		}
	}
}

// until waits for a script to say yes.
func (p *window) until(script string) {
	p.Helper()
	p.wait(script, func() bool { return value[bool](p, script) })
}

// open goes to a page of the site, "/…", or to a whole address.
func (p *window) open(at string) *window {
	p.Helper()
	if strings.HasPrefix(at, "/") {
		at = p.url + at
	}
	return p.leads(chromedp.Navigate(at))
}

// leads does something that leads to another page, and waits for it.
func (p *window) leads(steps ...chromedp.Action[chromedp.Void]) *window {
	p.Helper()
	ctx, stop := p.limited()
	defer stop()
	response, err := chromedp.RunResponse(ctx, steps...)
	if err != nil {
		p.fail("no page came: %v", err)
	}
	p.status = 0
	if response != nil {
		p.status = int(response.Status)
	}
	return p
}

// expect ends the test unless the page has this status, and a heading that contains these words.
func (p *window) expect(status int, heading string) *window {
	p.Helper()
	if got := p.heading(); p.status != status || !strings.Contains(got, heading) {
		p.fail("%d %q, expected %d %q", p.status, got, status, heading)
	}
	return p
}

func (p *window) heading() string { return p.text("h1") }

// text is what is seen of the first element by a selector, in one line.
func (p *window) text(selector string) string {
	p.Helper()
	return strings.Join(strings.Fields(value[string](p, fmt.Sprintf(`document.querySelector(%q)?.innerText ?? ""`, selector))), " ")
}

// says ends the test unless the page shows a text.
func (p *window) says(text string) *window {
	p.Helper()
	if !strings.Contains(p.text("body"), text) {
		p.fail("%q is not there", text)
	}
	return p
}

// shows waits until the page shows a text by itself.
func (p *window) shows(text string) *window {
	p.Helper()
	p.wait("the text "+text, func() bool { return strings.Contains(p.text("body"), text) })
	return p
}

func (p *window) has(selector string) bool {
	p.Helper()
	return value[bool](p, fmt.Sprintf(`!!document.querySelector(%q)`, selector))
}

func (p *window) path() string { return value[string](p, `location.pathname`) }

// T is a sentence in the window's language.
func (p *window) t(key string, vars ...any) string { return lang.T(p.lang, key, vars...) }

func (p *window) resize(width int64) {
	p.Helper()
	p.do(chromedp.EmulateViewport(width, 900))
}

// named finds what assistive technology calls by this name in one of these roles.
func (p *window) named(name string, roles ...string) thing {
	p.Helper()
	root := p.found(`document`)
	for _, role := range roles {
		// Not by AccessibleName: what is hidden from sight has no-break spaces around it in a name.
		result := call(p, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{ObjectID: root, Role: role})
		for _, n := range result.Nodes {
			if !n.Ignored && called(n) == name {
				return call(p, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: n.BackendDOMNodeID}).Object.ObjectID
			}
		}
	}
	p.fail("there is no %s called %q", strings.Join(roles, " or "), name)
	return ""
}

// called is an element's name in one line.
func called(n *accessibility.Node) string {
	var name string
	if n.Name != nil {
		_ = json.Unmarshal(n.Name.Value, &name) // a name that is no text is none
	}
	return strings.Join(strings.Fields(name), " ")
}

// found is the element a script answers.
func (p *window) found(script string) thing {
	p.Helper()
	result := call(p, runtime.Evaluate, runtime.EvaluateParams{Expression: script})
	if result.Result == nil || result.Result.ObjectID == "" {
		p.fail("not there: %s", script)
	}
	return result.Result.ObjectID
}

func (p *window) one(selector string) thing {
	p.Helper()
	return p.found(fmt.Sprintf(`document.querySelector(%q)`, selector))
}

// click presses the mouse in the middle of an element, where a person would.
func (p *window) click(x thing) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := cdp.Call(ctx, tab, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{ObjectID: x}); err != nil {
			return err
		}
		quads, err := cdp.Call(ctx, tab, dom.GetContentQuads, dom.GetContentQuadsParams{ObjectID: x})
		if err != nil {
			return err
		}
		if len(quads.Quads) == 0 {
			return fmt.Errorf("it cannot be seen")
		}
		q := quads.Quads[0]
		_, err = chromedp.MouseClickXY((q[0]+q[4])/2, (q[1]+q[5])/2)(ctx, tab)
		return err
	})
}

// press presses a button, by its name, and waits for the page that comes.
func (p *window) press(name string) *window {
	p.Helper()
	return p.leads(p.click(p.named(name, "button")))
}

// follow follows a link, by its name.
func (p *window) follow(name string) *window {
	p.Helper()
	return p.leads(p.click(p.named(name, "link")))
}

// choose clicks a radio button or a checkbox, by its name.
func (p *window) choose(name string) *window {
	p.Helper()
	p.do(p.click(p.named(name, "radio", "checkbox")))
	return p
}

// fill types a text into the field of this name, over what is there.
func (p *window) fill(name, text string) *window {
	p.Helper()
	p.put(p.named(name, "textbox", "searchbox"), text)
	return p
}

func (p *window) put(field thing, text string) {
	p.Helper()
	call(p, dom.Focus, dom.FocusParams{ObjectID: field})
	call(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "a", Code: "KeyA", Commands: []string{"selectAll"}})
	if text == "" {
		p.key("Backspace")
		return
	}
	call(p, input.InsertText, input.InsertTextParams{Text: text})
}

// keys are those that write nothing, by the number Windows gives them.
var keys = map[string]int64{"Backspace": 8, "Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "End": 35}

// strike is one key going down and up: a page that uses it keeps it from being typed.
func strike(key string) chromedp.Action[chromedp.Void] {
	down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: key, WindowsVirtualKeyCode: keys[key]}
	switch {
	case key == "Enter":
		down.Text = "\r"
	case keys[key] == 0:
		down.Text = key
	}
	up := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Key: key, WindowsVirtualKeyCode: keys[key]}
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, down); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, up)
		return err
	})
}

func (p *window) key(key string) *window {
	p.Helper()
	p.do(strike(key))
	return p
}

// types strikes the keys of a text.
func (p *window) types(text string) *window {
	p.Helper()
	for _, r := range text {
		p.do(strike(string(r)))
	}
	return p
}

// tabTo presses Tab until what has the focus goes by this name.
func (p *window) tabTo(name string) *window {
	p.Helper()
	for range 120 {
		if value[string](p, nameOfFocus) == name {
			return p
		}
		p.key("Tab")
	}
	p.fail("Tab does not lead to %q", name)
	return p
}

const nameOfFocus = `(e => ((e.labels?.[0] ?? e).innerText ?? "").replace(/\s+/g, " ").trim() || e.getAttribute("aria-label") || "")(document.activeElement)`

// picks goes down a list with the arrow key until an option is chosen.
func (p *window) picks(option string) *window {
	p.Helper()
	for range 40 {
		if value[string](p, `document.activeElement.selectedOptions[0].text.trim()`) == option {
			return p
		}
		p.key("ArrowDown")
	}
	p.fail("the list has no %q", option)
	return p
}

// enter presses Enter and waits for the page that comes.
func (p *window) enter() *window {
	p.Helper()
	return p.leads(strike("Enter"))
}
