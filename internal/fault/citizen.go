package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/internal/driver"
	"github.com/samedoor/samedoor/services"
)

// client is a browser whose owner tries again until there is an answer, as people do.
type client struct {
	w   *world
	l   *ledger
	b   *driver.Browser
	rnd *rand.Rand
}

var errOdd = errors.New("an answer that fits nothing")

// insist makes a request until it is answered by other than an error of the server. stop ends it before: the request's own ctx does
// not, so that an answer on its way is still heard.
func (c *client) insist(stop context.Context, path string, form url.Values) (driver.Page, error) {
	for try := 0; ; try++ {
		page, err := c.once(path, form)
		if err == nil && page.Status < 500 {
			return page, nil
		}
		c.l.note(func() { c.l.retries++ })
		select {
		case <-stop.Done():
			return page, stop.Err()
		case <-time.After(time.Duration(30+c.rnd.IntN(120)) * time.Millisecond):
		}
	}
}

func (c *client) once(path string, form url.Values) (driver.Page, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	defer cancel()
	if form == nil {
		return c.b.Get(ctx, path)
	}
	return c.b.Post(ctx, path, form)
}

// press insists on a form, and wants to be led on to a path with this beginning.
func (c *client) press(stop context.Context, path string, form url.Values, leads string) (string, error) {
	page, err := c.insist(stop, path, form)
	if err != nil {
		return "", err
	}
	if page.Status != http.StatusSeeOther || !strings.HasPrefix(page.Location, leads) {
		c.l.strange("POST %s: %d, to %q: %s", path, page.Status, page.Location, page.Text())
		return "", errOdd
	}
	return page.Location, nil
}

// citizens apply one after the other until stop.
func citizens(stop context.Context, w *world, l *ledger, number func() int, rnd *rand.Rand) {
	transport := driver.Transport(2)
	defer transport.CloseIdleConnections()
	for stop.Err() == nil {
		c := &client{w: w, l: l, b: driver.NewBrowser(w.public, transport), rnd: rnd}
		n := number()
		who := driver.Somebody(n)
		who.FullName += fmt.Sprintf(" %c%c", 'A'+n%26, 'a'+n/26%26) // nobody is taken for somebody else
		if n%3 == 0 {
			who.Mobile = "" // is acknowledged by letter
		}
		_ = c.apply(stop, who) // what was odd is in the ledger
	}
}

// apply goes through the whole application by web.
func (c *client) apply(stop context.Context, who accounts.Details) error {
	at, err := c.press(stop, "/apply/anytown/blue-badge", url.Values{}, "/application/")
	if err != nil {
		return err
	}
	ref := strings.Split(at, "/")[2]
	c.l.note(func() { c.l.begun++ })
	for {
		at, err = c.where(stop, ref, at)
		if err != nil {
			return err
		}
		question := strings.Split(at, "/")[3]
		if question == "check" {
			return c.submit(stop, ref)
		}
		if at, err = c.answer(stop, ref, question, who); err != nil {
			return err
		}
	}
}

// where is the page of the next question, or the check: some answers lead to the application, which leads on.
func (c *client) where(stop context.Context, ref, at string) (string, error) {
	if strings.Count(at, "/") == 3 {
		return at, nil
	}
	page, err := c.insist(stop, at, nil)
	if err != nil {
		return "", err
	}
	if page.Status != http.StatusSeeOther || !strings.HasPrefix(page.Location, "/application/"+ref+"/") {
		c.l.strange("GET %s: %d, to %q: %s", at, page.Status, page.Location, page.Text())
		return "", errOdd
	}
	return page.Location, nil
}

func (c *client) answer(stop context.Context, ref, question string, who accounts.Details) (string, error) {
	question, _, _ = strings.Cut(question, "?")
	q := c.w.house.Service.Question(question)
	if q == nil {
		c.l.strange("there is no question %q", question)
		return "", errOdd
	}
	posted := driver.Short.Posts(q, who, services.DayOf(time.Now()))
	form := url.Values{"seen": {"0"}}
	for part, v := range posted {
		form[part] = v
	}
	next, err := c.press(stop, "/application/"+ref+"/"+question, form, "/application/"+ref)
	if err == nil {
		c.l.answered(ref, question, posted)
	}
	return next, err
}

// submit sends the application; one in four presses twice at once.
func (c *client) submit(stop context.Context, ref string) error {
	path := "/application/" + ref + "/submit"
	if c.rnd.IntN(4) == 0 {
		go func() { _, _ = c.once(path, url.Values{}) }() // whatever it is answered
	}
	if _, err := c.press(stop, path, url.Values{}, "/application/"+ref+"/done"); err != nil {
		return err
	}
	c.l.note(func() { c.l.submitted[ref] = true })
	return nil
}
