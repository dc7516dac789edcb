package driver

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Browser is one person's browser: it keeps cookies and does not follow redirects. It is used by one goroutine at a time.
type Browser struct {
	base   string
	client http.Client
}

// NewBrowser makes a browser with no cookies. transport is shared by many.
func NewBrowser(base string, transport http.RoundTripper) *Browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // only ever nil
	}
	return &Browser{base: base, client: http.Client{Jar: jar, Transport: transport, Timeout: 40 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Transport is one for so many clients at once, each on a connection of its own.
func Transport(clients int) *http.Transport {
	return &http.Transport{MaxIdleConns: clients * 2, MaxIdleConnsPerHost: clients * 2, IdleConnTimeout: time.Minute}
}

// Page is what came back.
type Page struct {
	Status   int
	Location string // path of a redirect
	Body     string
}

// Get asks for a page.
func (b *Browser) Get(ctx context.Context, path string) (Page, error) {
	return b.do(ctx, http.MethodGet, path, nil)
}

// Post sends a form.
func (b *Browser) Post(ctx context.Context, path string, form url.Values) (Page, error) {
	return b.do(ctx, http.MethodPost, path, form)
}

func (b *Browser) do(ctx context.Context, method, path string, form url.Values) (Page, error) {
	req, err := http.NewRequestWithContext(ctx, method, b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return Page{}, err
	}
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := b.client.Do(req)
	if err != nil {
		return Page{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return Page{}, err
	}
	return Page{Status: res.StatusCode, Location: res.Header.Get("Location"), Body: string(body)}, nil
}

// Want is an error unless the page has this status; it says what the page says.
func (p Page) Want(status int) error {
	if p.Status == status {
		return nil
	}
	return fmt.Errorf("answered %d, not %d: %s", p.Status, status, p.Text())
}

var (
	tags   = regexp.MustCompile(`(?s)<(?:script|style).*?</(?:script|style)>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
)

// Text is what stands on the page, its first part.
func (p Page) Text() string {
	main := p.Body
	if i := strings.Index(main, "<main"); i >= 0 {
		main = main[i:]
	}
	text := html.UnescapeString(strings.TrimSpace(spaces.ReplaceAllString(tags.ReplaceAllString(main, " "), " ")))
	return text[:min(len(text), 400)]
}
